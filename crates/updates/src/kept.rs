//! Versions that are kept for a way back: what both halves of a helper go by.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, UpdateId, wire::Kept};
use serde::{Deserialize, Serialize};

use crate::source::{Pc, SOURCES};

/// All kept versions of a PC together, in bytes.
pub const MOST_BYTES: u64 = 500_000_000;
/// Nor more than this part of what is free on their disk.
const PART_OF_FREE: u64 = 20;

/// Bytes that kept versions may take, where so many are free.
pub fn room(free: Option<u64>) -> u64 {
    free.map_or(MOST_BYTES, |free| MOST_BYTES.min(free / PART_OF_FREE))
}

/// What the root half tells of the versions it has kept, for the network half to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shelf {
    /// The kept versions.
    pub kept: Vec<Kept>,
    /// Versions whose hash is remembered, so that a file of a package manager's cache can be checked.
    pub known: BTreeSet<UpdateId>,
}

impl Shelf {
    /// What is true of the kept versions at this moment: those whose newer version is the one that is there, and those
    /// that the PC is back at. Those of a source whose database could not be read are left out, and the cause is told.
    pub fn now(&self, pc: &Pc<'_>) -> (Vec<Kept>, Option<Cause>) {
        let mut all = (Vec::new(), None);
        for source in SOURCES.into_iter() {
            let of_source = self.kept.iter().filter(|kept| kept.id.source() == source.id());
            let of_source: Vec<Kept> = of_source.cloned().collect();
            if of_source.is_empty() {
                continue;
            }
            match source.still_kept(pc, &of_source) {
                Ok(kept) => all.0.extend(kept),
                Err(cause) => all.1 = Some(cause),
            }
        }
        all
    }
}

/// The versions that were kept, and the bytes there are for more.
#[derive(Debug, Clone, Copy)]
pub struct WayBack<'a> {
    /// The versions that were kept.
    pub shelf: &'a Shelf,
    /// Bytes for more, of which the oldest make room for newer ones.
    pub room: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twentieth_of_what_is_free_is_taken_and_never_more_than_the_most() {
        assert_eq!(room(None), MOST_BYTES);
        assert_eq!(room(Some(1_000_000)), 50_000);
        assert_eq!(room(Some(u64::MAX)), MOST_BYTES);
    }
}
