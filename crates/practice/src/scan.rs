//! A PC's answer to "what is outstanding", kept as it is sent: a thousand PCs answer from one thread.

use axum::body::Bytes;
use jiff::Timestamp;
use patchround_protocol::{
    PcId,
    ids::FIRMWARE,
    wire::{Scan, SourceScan},
};

use crate::offer::{KeptOffer, Offer, SOURCE};

/// The newest scan.
#[derive(Debug, Clone)]
pub(crate) struct Scanned {
    pub(crate) revision: String,
    pub(crate) outstanding: u32,
    pub(crate) restart_pending: bool,
    pub(crate) body: Bytes,
}

impl Scanned {
    /// `kept` are the versions it can go back to, `number` counts the scans of this PC, `refreshed_at` is when its made-up lists were read anew.
    pub(crate) fn of(
        pc: PcId,
        (offers, kept): (&[Offer], &[KeptOffer]),
        restart_for: &[String],
        number: u64,
        now: Timestamp,
        refreshed_at: Timestamp,
    ) -> Self {
        let revision = format!("{}-{number}", now.as_millisecond());
        let source = |source: &str| SourceScan {
            source: source.to_owned(),
            cause: None,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at: Some(refreshed_at),
            whole: false,
            managed: false,
        };
        let scan = Scan {
            revision: revision.clone(),
            scanned_at: now,
            restart_pending: Some(!restart_for.is_empty()),
            restart_for: restart_for.to_vec(),
            sources: [SOURCE, FIRMWARE].map(source).into(),
            updates: offers.iter().map(|offer| offer.update(pc, now)).collect(),
            kept: kept.iter().map(KeptOffer::kept).collect(),
            people: Vec::new(),
        };
        let body = serde_json::to_vec(&scan).expect("a scan has only string keys").into();
        let outstanding = u32::try_from(scan.outstanding().count()).unwrap_or(u32::MAX);
        Self { revision, outstanding, restart_pending: !restart_for.is_empty(), body }
    }
}
