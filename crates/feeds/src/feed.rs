//! Which feeds there are.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// A feed. Each is of use without the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feed {
    /// CISA's catalogue of flaws that attackers are known to use, in one piece.
    Kev,
    /// CISA's notes on single flaws: whether an attack can be automated, and what it gains. One record per flaw.
    Vulnrichment,
    /// Open Source Vulnerabilities: how bad a flaw is. One record per flaw.
    Osv,
    /// FIRST's daily forecast of attacks, in one piece.
    Epss,
    /// endoflife.date: until when a maker fixes a release. One record per operating system.
    EndOfLife,
}

impl Feed {
    /// All, in the order in which they are refreshed: what one says decides which records of the next come first.
    pub const ALL: [Self; 5] = [Self::Kev, Self::Epss, Self::Vulnrichment, Self::Osv, Self::EndOfLife];

    /// Its short name, as in settings and file names.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kev => "kev",
            Self::Vulnrichment => "vulnrichment",
            Self::Osv => "osv",
            Self::Epss => "epss",
            Self::EndOfLife => "endoflife",
        }
    }

    /// The feed of a [`key`](Self::key).
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feed| feed.key() == key)
    }

    /// Whether one download is all of it.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Kev | Self::Epss)
    }

    /// Days after which its own date is told to be old; `None` where it has no date of its own.
    pub const fn stale_days(self) -> Option<i64> {
        match self {
            // New entries come about twice a week; the longest pause of 2024 and 2025 was under two weeks.
            Self::Kev => Some(21),
            Self::Epss => Some(7),
            Self::Vulnrichment | Self::Osv | Self::EndOfLife => None,
        }
    }

    /// Bytes of one answer, at most.
    pub(crate) const fn bytes(self) -> u64 {
        match self {
            Self::Kev => 16 * MIB,
            Self::Epss => 16 * MIB,
            Self::Vulnrichment | Self::Osv | Self::EndOfLife => 2 * MIB,
        }
    }

    /// Bytes of it once it is unpacked, at most.
    pub(crate) const fn unpacked_bytes(self) -> u64 {
        match self {
            Self::Epss => 64 * MIB,
            _ => self.bytes(),
        }
    }

    /// How long one download may take in all.
    pub(crate) const fn patience(self) -> Duration {
        Duration::from_secs(if self.is_whole() { 120 } else { 15 })
    }
}

impl fmt::Display for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
