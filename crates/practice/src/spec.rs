//! What a practice PC is to be like.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{draw::Draw, offer::Offer, people::Says};

/// One practice PC before it is switched on.
#[derive(Debug, Clone)]
pub struct PcSpec {
    /// Its host name.
    pub name: String,
    /// From which its key is drawn: the same seed and name are the same PC.
    pub seed: u64,
    /// What it offers.
    pub offers: Vec<Offer>,
    /// How it behaves.
    pub manners: Manners,
}

/// How a practice PC behaves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manners {
    /// How long each installation takes.
    pub pace: Duration,
    /// How far its clock is ahead; negative, behind.
    pub clock_ahead: SignedDuration,
    /// Loses its power once it has installed so many updates. Switched on again, it goes on from there.
    pub vanishes_after: Option<usize>,
    /// Says that an update went in, and goes on offering it.
    pub lies: bool,
    /// Whether another PC can wake it.
    pub wakes: bool,
    /// Who is signed in: a restart waits for this person to leave.
    pub signed_in: Option<&'static str>,
    /// Who uses what this PC offers, and what they say when they are asked about a big change.
    pub asked: Option<(&'static str, Says)>,
    /// How long this person stays after a restart came to wait.
    pub stays: Duration,
    /// How long its orders to install wait, as on a PC that was just switched on.
    pub left_alone: Duration,
    /// Says of each order that somebody whom the office does not know ordered so many of its updates as well.
    pub others: u32,
}

impl PcSpec {
    /// A PC that offers this and behaves well.
    pub fn new(name: &str, seed: u64, offers: Vec<Offer>) -> Self {
        Self { name: name.to_owned(), seed, offers, manners: Manners::default() }
    }

    /// The same PC with other manners.
    #[must_use]
    pub fn with(mut self, manners: Manners) -> Self {
        self.manners = manners;
        self
    }

    pub(crate) fn key(&self) -> [u8; 32] {
        // FNV-1a, so that PCs of one seed differ by their names.
        let named = self.name.bytes().fold(self.seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Draw::new(named).bytes()
    }
}
