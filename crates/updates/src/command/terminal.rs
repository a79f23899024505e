//! An installer that waits for an answer at a terminal. Nobody is there, so it would wait for ever.
//!
//! Only what does nothing but read is ended, and only after a long silence in which nothing of the whole
//! installation ran or wrote a byte. The package manager itself is never touched: it sees a step that failed.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use super::system;
use crate::apt::causes::WAITED;

/// How long nothing is said before it is looked at, and the time between two looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) silence: Duration,
    pub(super) between: Duration,
}

impl Patience {
    /// sources.md K: ten minutes without a word is noticed.
    pub(super) const LONG: Self =
        Self { silence: Duration::from_secs(10 * 60), between: Duration::from_secs(60) };
}

/// A program all of which is asleep, and what of it reads from a terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asleep {
    pub(super) readers: BTreeSet<Reader>,
    /// Each process with its start and the bytes it has written.
    pub(super) written: BTreeSet<(u32, u64, (u64, u64))>,
}

/// A process that reads from a terminal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reader {
    pub(super) pid: u32,
    pub(super) started: u64,
    pub(super) name: String,
}

/// Listens for silence.
#[derive(Debug)]
pub(super) struct Silence {
    patience: Patience,
    next_look: Instant,
    last: Option<Asleep>,
    ended: BTreeSet<Reader>,
}

impl Silence {
    pub(super) fn new(patience: Patience) -> Self {
        let next_look = Instant::now() + patience.silence;
        Self { patience, next_look, last: None, ended: BTreeSet::new() }
    }

    /// Something was said.
    pub(super) fn is_broken(&mut self) {
        self.next_look = Instant::now() + self.patience.silence;
        self.last = None;
    }

    /// Looks, when it is time, and ends what still waits at a terminal where nothing moved since the look before.
    /// Gives a line that says so.
    pub(super) fn look(&mut self, root: u32) -> Option<String> {
        if Instant::now() < self.next_look {
            return None;
        }
        self.next_look = Instant::now() + self.patience.between;
        let now = system::asleep(root);
        let before = std::mem::replace(&mut self.last, now.clone());
        let waiting = now.filter(|now| before.as_ref() == Some(now))?;
        let reader = waiting.readers.into_iter().next()?;
        let is_first = self.ended.insert(reader.clone());
        system::hang_up(&reader, !is_first);
        tracing::warn!(program = reader.name, "Ended what waited at a terminal");
        is_first.then(|| format!("Patchround ended {} ({}), which {WAITED}", reader.name, reader.pid))
    }
}
