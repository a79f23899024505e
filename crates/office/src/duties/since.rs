//! Since when something waits, where only the record knows it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use patchround_protocol::Outcome;

use crate::store::record::{Line, What};

/// What the record tells of it.
#[derive(Debug, Clone, Default)]
pub struct Since {
    /// Packages, and since when they are kept back.
    held: BTreeMap<String, Timestamp>,
    /// PCs by the names they have now, and since when a restart is pending there.
    restart: BTreeMap<String, Timestamp>,
}

impl Since {
    /// Reads the record once, oldest line first.
    pub fn of(record: &[Line]) -> Self {
        let mut since = Self::default();
        record.iter().for_each(|line| since.take(line));
        since
    }

    fn take(&mut self, Line { time, what, .. }: &Line) {
        match what {
            What::Held { package, .. } => _ = self.held.insert(package.clone(), *time),
            What::Released { package } => _ = self.held.remove(package),
            What::UpdateEnded { pc, outcome: Outcome::NeedsRestart, .. } => {
                self.restart.entry(pc.clone()).or_insert(*time);
            }
            What::ByItself { pc, outcome: Outcome::NeedsRestart, at, .. } => {
                self.restart.entry(pc.clone()).or_insert(*at.min(time));
            }
            What::RestartedByItself { pc, .. }
            | What::RestartEnded { pc, outcome: Outcome::Done, .. }
            | What::PcRemoved { pc, .. } => _ = self.restart.remove(pc),
            What::PcRenamed { from, pc } => {
                if let Some(at) = self.restart.remove(from) {
                    self.restart.insert(pc.clone(), at);
                }
            }
            _ => {}
        }
    }

    pub(super) fn held(&self, package: &str) -> Option<Timestamp> {
        self.held.get(package).copied()
    }

    pub(super) fn restart(&self, pc: &str) -> Option<Timestamp> {
        self.restart.get(pc).copied()
    }
}
