//! Reads what the feeds' makers write. Pure: bytes in, facts or a refusal out.

mod endoflife;
mod epss;
mod kev;
mod osv;
mod vulnrichment;

use jiff::Timestamp;
use serde::de::DeserializeOwned;

pub use endoflife::{RELEASES, endoflife};
pub use epss::{Epss, epss};
pub use kev::{Kev, kev};
pub use osv::{osv, score};
pub use vulnrichment::{Ssvc, vulnrichment};

use crate::refused::Refused;

/// One record of a feed that has one for each flaw, or each system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<V> {
    /// When its maker last changed it.
    pub updated: Option<Timestamp>,
    /// What it says; `None` where it says nothing, or was taken back.
    pub value: Option<V>,
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(bytes).map_err(|error| {
        tracing::debug!(%error, "Failed to read a feed");
        if error.is_eof() && !bytes.is_empty() { Refused::Cut } else { Refused::NotTheFormat }
    })
}
