//! Every act of the root half, on the disk before it is done. Append only.
//!
//! It is also the memory against replay: what was begun is never begun again.
//!
//! The service and each transaction write it. It is locked for one line at a time and never while anything else is
//! waited for; a lock ends with whoever is killed.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

use jiff::{SignedDuration, Timestamp};
use patchround_apply::Boot;
use patchround_protocol::{
    OfficeId, Outcome,
    ids::{DocumentHash, JobId},
    job::Verb,
    limits,
};
use serde::{Deserialize, Serialize};

use crate::{files, lock, txn::Txn};

/// Bytes after which lines that no longer matter are dropped.
const KEEP_BYTES: u64 = 1024 * 1024;
/// What a cap "a day" looks back on.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Our own clock.
    pub time: Timestamp,
    /// What is about to be done.
    #[serde(flatten)]
    pub act: Act,
}

/// What is journaled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// An office was joined.
    Joined {
        /// Which.
        office: OfficeId,
        /// The newer of the moments at which its documents were signed.
        #[serde(default)]
        time_signed: Option<Timestamp>,
    },
    /// A newer charter is about to be obeyed.
    CharterObeyed {
        /// Which.
        version: u32,
        /// When it was signed.
        time_signed: Timestamp,
    },
    /// A newer policy is about to be obeyed.
    PolicyObeyed {
        /// Which.
        version: u32,
        /// When it was signed.
        time_signed: Timestamp,
    },
    /// Newer feeds are about to be known.
    FeedsTaken {
        /// When they were signed.
        time_signed: Timestamp,
    },
    /// The office was left.
    Left {},
    /// The newest signed time of lines that were dropped.
    Signed {
        /// The moment.
        time_signed: Timestamp,
    },
    /// A transaction is about to start.
    Begun {
        /// Which.
        txn: Txn,
        /// Hash of the job's exact bytes.
        document: DocumentHash,
        /// What it does.
        verb: Verb,
        /// Who ordered it.
        #[serde(default)]
        by: By,
        /// The moment its issuer signed it for.
        time_signed: Timestamp,
        /// Last moment it holds.
        expires: Timestamp,
    },
    /// The PC is about to be told to restart or to switch itself off.
    Restarting {
        /// Which.
        txn: Txn,
        /// The start of the PC that ends with it.
        boot: Boot,
    },
    /// It could not be started: it may begin anew.
    NotStarted {
        /// Which.
        txn: Txn,
    },
    /// It was interrupted, and what it left is about to be looked at.
    LookedAgain {
        /// Which.
        txn: Txn,
    },
    /// It has ended.
    Ended {
        /// Which.
        txn: Txn,
        /// How.
        outcome: Outcome,
    },
}

/// On whose word something is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A job that an operator signed.
    #[default]
    Job,
    /// The office's standing policy, asked for by the network half.
    Policy,
}

/// How far a transaction is, as far as the journal knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Never begun, or its start failed.
    Unknown,
    /// Begun and not ended; so many looks at what an interruption left.
    Begun {
        /// Hash of the job's exact bytes.
        document: DocumentHash,
        /// What it does.
        verb: Verb,
        /// Looks so far.
        looks: usize,
        /// The start of the PC in which it was told to restart.
        restarting: Option<Boot>,
    },
    /// Ended.
    Ended {
        /// Hash of the job's exact bytes.
        document: DocumentHash,
        /// How.
        outcome: Outcome,
    },
}

/// The journal, read whole.
#[derive(Debug)]
pub struct Journal {
    file: File,
    entries: Vec<Entry>,
    unread: usize,
}

impl Journal {
    /// Reads the journal, or makes an empty one. A line that was torn by a power cut counts as
    /// not written: what it announced was not done.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = files::open_to_add(path)?;
        let bytes = whole(&file)?;
        let (entries, unread) = entries_of(&bytes);
        if unread > 0 {
            tracing::warn!(lines = unread, "passed over lines of the journal that cannot be read");
        }
        Ok(Self { file, entries, unread })
    }

    /// How many lines were passed over because they cannot be read. One that a power cut tore is none of them.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// Writes one act and waits until it is on the disk.
    ///
    /// # Errors
    /// When it could not be written: then do not act. What was not waited for to the end is not in the file.
    pub fn append(&mut self, time: Timestamp, act: Act) -> io::Result<()> {
        self.append_and(time, act, File::sync_data)
    }

    fn append_and(
        &mut self,
        time: Timestamp,
        act: Act,
        wait: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<()> {
        let entry = Entry { time, act };
        self.write(&entry, wait)?;
        self.entries.push(entry);
        Ok(())
    }

    fn write(&self, entry: &Entry, wait: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
        let _locked = Locked::alone(&self.file)?;
        let length = mend_end(&self.file)?;
        let mut line = Vec::new();
        serde_json::to_writer(&mut line, entry)?;
        line.push(b'\n');
        let written = (&self.file)
            .seek(SeekFrom::End(0))
            .and_then(|_| (&self.file).write_all(&line))
            .and_then(|()| wait(&self.file));
        written.inspect_err(|_| self.take_back(length))
    }

    fn take_back(&self, length: u64) {
        if let Err(error) = self.file.set_len(length) {
            tracing::error!(%error, "could not take back a line of the journal");
        }
    }

    /// How far a transaction is.
    pub fn stage(&self, wanted: Txn) -> Stage {
        let mut stage = Stage::Unknown;
        for entry in &self.entries {
            stage = match (&entry.act, stage) {
                (Act::Begun { txn, document, verb, .. }, _) if *txn == wanted => {
                    Stage::Begun { document: *document, verb: *verb, looks: 0, restarting: None }
                }
                (Act::NotStarted { txn }, _) if *txn == wanted => Stage::Unknown,
                (Act::LookedAgain { txn }, Stage::Begun { document, verb, looks, restarting })
                    if *txn == wanted =>
                {
                    Stage::Begun { document, verb, looks: looks + 1, restarting }
                }
                (Act::Restarting { txn, boot }, Stage::Begun { document, verb, looks, .. })
                    if *txn == wanted =>
                {
                    Stage::Begun { document, verb, looks, restarting: Some(boot.clone()) }
                }
                (Act::Ended { txn, outcome }, Stage::Begun { document, .. }) if *txn == wanted => {
                    Stage::Ended { document, outcome: *outcome }
                }
                (_, stage) => stage,
            };
        }
        stage
    }

    /// Whether it was begun once, also if it could not be started.
    pub fn was_tried(&self, wanted: Txn) -> bool {
        self.entries.iter().any(|entry| matches!(&entry.act, Act::Begun { txn, .. } if *txn == wanted))
    }

    /// The document under which a job id was seen.
    pub fn seen(&self, wanted: JobId) -> Option<DocumentHash> {
        self.entries.iter().find_map(|entry| match &entry.act {
            Act::Begun { txn, document, .. } if txn.job == wanted => Some(*document),
            _ => None,
        })
    }

    /// How often a verb was begun within a day of now, by anybody or on one word only.
    ///
    /// A clock that was wrong for a while leaves entries from the future: they count as long as their day lasts,
    /// not until it comes.
    pub fn begun_within_a_day(&self, wanted: Verb, only: Option<By>, now: Timestamp) -> usize {
        let counts = |entry: &&Entry| {
            let is_one = matches!(&entry.act, Act::Begun { verb, by, .. }
                if *verb == wanted && only.is_none_or(|only| only == *by));
            is_one && now.duration_since(entry.time).abs() < DAY
        };
        self.entries.iter().filter(counts).count()
    }

    /// The newest time somebody signed.
    pub fn newest_signed(&self) -> Timestamp {
        let signed = self.entries.iter().filter_map(|entry| match entry.act {
            Act::Begun { time_signed, .. }
            | Act::Signed { time_signed }
            | Act::CharterObeyed { time_signed, .. }
            | Act::PolicyObeyed { time_signed, .. }
            | Act::FeedsTaken { time_signed } => Some(time_signed),
            Act::Joined { time_signed, .. } => time_signed,
            Act::Left {}
            | Act::Restarting { .. }
            | Act::NotStarted { .. }
            | Act::LookedAgain { .. }
            | Act::Ended { .. } => None,
        });
        signed.max().unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Transactions whose names need no longer be remembered.
    ///
    /// A job is forgotten when our clock and a signature both say that it is over: a clock that runs ahead
    /// for a while must not make us forget what could be played again once it is right. A policy run is
    /// forgotten by the clock alone, for its name gives it no right. Neither is forgotten before it has ended, nor
    /// the newest of its kind: the network half may have been cut off before it heard how that one ended.
    pub fn forgettable(&self, now: Timestamp) -> Vec<Txn> {
        let signed = now.min(self.newest_signed());
        let newest = [By::Job, By::Policy].map(|by| self.newest_begun(by));
        let over = |entry: &Entry| match &entry.act {
            Act::Begun { txn, by, expires, .. } => {
                let clock = if *by == By::Job { signed } else { now };
                (is_forgotten(*expires, clock) && !newest.contains(&Some(txn.job))).then_some(*txn)
            }
            _ => None,
        };
        let has_ended = |txn: &Txn| !matches!(self.stage(*txn), Stage::Begun { .. });
        self.entries.iter().filter_map(over).filter(has_ended).collect()
    }

    fn newest_begun(&self, wanted: By) -> Option<JobId> {
        self.entries.iter().rev().find_map(|entry| match &entry.act {
            Act::Begun { txn, by, .. } if *by == wanted => Some(txn.job),
            _ => None,
        })
    }

    /// Drops what no longer matters once the file has grown; call it while no transaction runs.
    ///
    /// # Errors
    /// When the new file could not be written: then the old one stays.
    pub fn prune(self, path: &Path, now: Timestamp) -> io::Result<Self> {
        if self.file.metadata()?.len() <= KEEP_BYTES {
            return Ok(self);
        }
        let signed = Entry { time: now, act: Act::Signed { time_signed: self.newest_signed() } };
        let gone = self.forgettable(now);
        let is_kept = |entry: &&Entry| match &entry.act {
            // They come each day, and the line on what was signed has their time.
            Act::FeedsTaken { .. } => false,
            act => txn_of(act).is_none_or(|txn| !gone.contains(&txn)),
        };
        let kept = self.entries.iter().filter(is_kept);
        let mut lines = Vec::new();
        for entry in std::iter::once(&signed).chain(kept) {
            serde_json::to_writer(&mut lines, entry)?;
            lines.push(b'\n');
        }
        drop(self); // older file systems of Windows do not let go of a name that somebody has open
        files::write(path, &lines)?;
        Self::open(path)
    }
}

/// A file that nobody else changes, until dropped.
struct Locked<'a>(&'a File);

impl<'a> Locked<'a> {
    fn alone(file: &'a File) -> io::Result<Self> {
        lock::hold(file)?;
        Ok(Self(file))
    }

    fn to_read(file: &'a File) -> io::Result<Self> {
        lock::hold_with_others(file)?;
        Ok(Self(file))
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        if let Err(error) = lock::release(self.0) {
            tracing::error!(%error, "could not unlock the journal");
        }
    }
}

fn whole(mut file: &File) -> io::Result<Vec<u8>> {
    let _locked = Locked::to_read(file)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Gives the last line its end, or cuts off what a power cut tore; how long the file is then.
fn mend_end(mut file: &File) -> io::Result<u64> {
    if ends_whole(file)? {
        return Ok(file.metadata()?.len());
    }
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    if is_torn(&bytes) {
        file.set_len((bytes.len() - last_line(&bytes).len()) as u64)?;
    } else {
        file.write_all(b"\n")?;
    }
    Ok(file.metadata()?.len())
}

fn ends_whole(mut file: &File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Whether the last line has no line break and says nothing.
fn is_torn(bytes: &[u8]) -> bool {
    let last = last_line(bytes);
    !last.is_empty() && serde_json::from_slice::<Entry>(last).is_err()
}

/// What follows the last line break.
fn last_line(bytes: &[u8]) -> &[u8] {
    bytes.rsplit(|b| *b == b'\n').next().unwrap_or_default()
}

/// The acts, and how many lines are none. A torn last line is not counted.
fn entries_of(bytes: &[u8]) -> (Vec<Entry>, usize) {
    let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    let (read, unread): (Vec<_>, Vec<_>) = lines.map(serde_json::from_slice).partition(Result::is_ok);
    (read.into_iter().flatten().collect(), unread.len() - usize::from(is_torn(bytes)))
}

fn is_forgotten(expires: Timestamp, now: Timestamp) -> bool {
    let memory = SignedDuration::try_from(limits::REPLAY_MEMORY).expect("a day fits a signed duration");
    now.duration_since(expires) > memory
}

fn txn_of(act: &Act) -> Option<Txn> {
    match act {
        Act::Begun { txn, .. }
        | Act::NotStarted { txn }
        | Act::LookedAgain { txn }
        | Act::Restarting { txn, .. }
        | Act::Ended { txn, .. } => Some(*txn),
        Act::Joined { .. }
        | Act::Left {}
        | Act::CharterObeyed { .. }
        | Act::PolicyObeyed { .. }
        | Act::FeedsTaken { .. }
        | Act::Signed { .. } => None,
    }
}

#[cfg(test)]
mod garbled;
#[cfg(test)]
mod tests;
