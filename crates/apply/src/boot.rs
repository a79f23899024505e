//! Which start of this PC it is: what a restart changes, whatever its clock says.

use serde::{Deserialize, Serialize};

use crate::system;

/// One start of this PC, and how far into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boot {
    /// The kernel's name for it (random(4), `boot_id`).
    pub id: String,
    /// When the first process began, in ticks of the kernel: a container's own restart.
    #[serde(default)]
    pub first_process: Option<u64>,
    /// Seconds since the kernel was started. A clock that is set does not change them.
    pub up: u64,
}

impl Boot {
    /// Whether this PC was started anew in between. What is not known on both sides says nothing.
    pub fn is_after(&self, before: &Self) -> bool {
        let first = self.first_process.zip(before.first_process);
        self.id != before.id || first.is_some_and(|(now, then)| now != then)
    }

    /// Seconds from `before` to this, within one start.
    pub fn seconds_since(&self, before: &Self) -> u64 {
        self.up.saturating_sub(before.up)
    }
}

/// This start; `None` where this system does not tell.
pub fn boot() -> Option<Boot> {
    system::boot()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(id: &str, first_process: Option<u64>, up: u64) -> Boot {
        Boot { id: id.into(), first_process, up }
    }

    #[test]
    fn a_pc_or_a_container_that_was_started_anew_is_told_from_one_that_was_not() {
        let before = at("a", Some(7), 100);
        assert!(at("b", Some(7), 3).is_after(&before));
        assert!(at("a", Some(9), 130).is_after(&before), "a container");
        assert!(!at("a", Some(7), 130).is_after(&before));
        assert!(!at("a", None, 130).is_after(&before));
        assert_eq!(at("a", None, 130).seconds_since(&before), 30);
    }
}
