//! Reports that were made, and whether a file is one of them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, tz::TimeZone};
use patchround_feeds::{Dated, Feed};
use patchround_protocol::{Feeds, ids::DocumentHash};

use super::{Evidence, FeedDate, InCharge, Month, Past};
use crate::{
    due::Judge,
    error::Error,
    office::Office,
    state_dir,
    store::record::{Line, Record, What},
};

/// What the record says of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It was made then, of that month.
    Made {
        /// When.
        at: Timestamp,
        /// By whom.
        who: String,
        /// Of which month.
        month: Month,
        /// Whether the record of that time is as it was written.
        record_is_whole: bool,
    },
    /// It names a report that was made, and is not the file that was written then: something was changed.
    Changed {
        /// When that was made.
        at: Timestamp,
        /// By whom.
        who: String,
        /// Of which month.
        month: Month,
    },
    /// The record knows no such report: it was changed, or is another office's.
    Unknown,
}

impl Office {
    /// All that is remembered, to tell of months.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn past(&self, now: Timestamp, zone: TimeZone) -> Result<Past, Error> {
        let (policy, feeds) = (self.policy(), self.feeds());
        Ok(Past {
            office: self.charter().name,
            in_charge: InCharge { person: self.person(), stand_in: policy.stand_in.clone() },
            members: self.store.members(feeds.as_deref())?,
            missing: self.store.missing()?,
            seen_on: self.store.seen_on()?,
            record: self.store.read_record()?,
            policies: self.store.policies()?,
            feeds: self.dates(feeds.as_deref())?,
            judge: Judge { exceptions: self.exceptions_ever()?, ..Judge::of(&policy, feeds, zone) },
            now,
        })
    }

    /// Of which day each feed is. By the list that was signed it is judged also where no copy of it is kept here.
    fn dates(&self, signed: Option<&Feeds>) -> Result<Vec<FeedDate>, Error> {
        let mut dates: Vec<FeedDate> = self.feeds_dated()?.into_iter().map(FeedDate::from).collect();
        let list = signed.and_then(|feeds| feeds.catalogue.as_ref());
        if let Some(list) = list.filter(|_| dates.iter().all(|date| date.feed != Feed::Kev.key())) {
            let feed = Feed::Kev.key().to_owned();
            dates.insert(0, FeedDate { feed, published: Some(list.published), asked: None });
        }
        Ok(dates)
    }

    /// Writes a report to a new file, and into the record that it was made: by the file's SHA-256 it is known again. The one of
    /// what it tells, which is printed in it, is returned. The same file again is noted once. It is there whole or not at all.
    ///
    /// # Errors
    /// [`Error::FileExists`], [`Error::Io`], [`Error::Store`].
    pub fn write_report(&self, evidence: &Evidence, out: &Path, bytes: &[u8]) -> Result<String, Error> {
        if out.symlink_metadata().is_ok() {
            return Err(Error::FileExists(out.to_owned()));
        }
        let beside = beside(out);
        let written = state_dir::write_private(&beside, bytes)
            .map_err(|error| about(out, error))
            .and_then(|()| self.note_report(evidence, bytes))
            .and_then(|hash| fs::rename(&beside, out).map_err(|error| Error::io(out, error)).map(|()| hash));
        if written.is_err() {
            // It is said why the report was not written; what is left of it is worth nothing.
            _ = fs::remove_file(&beside);
        }
        written
    }

    pub(super) fn note_report(&self, evidence: &Evidence, file: &[u8]) -> Result<String, Error> {
        let sha256 = hash(&evidence.to_json());
        let what = What::ReportMade { month: evidence.month, sha256: sha256.clone(), file: hash(file) };
        if !self.store.record()?.iter().any(|line| line.what == what) {
            self.note(&what)?;
        }
        Ok(sha256)
    }

    /// Looks for a report's file in the record: by its own hash it is one that was written, by the hash that is printed in it it
    /// only claims to be.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn find_report(&self, file: &[u8]) -> Result<Found, Error> {
        let record = self.store.read_record()?;
        Ok(find(&record, file))
    }
}

impl From<Dated> for FeedDate {
    fn from(dated: Dated) -> Self {
        let asked = dated.published.is_none().then_some(dated.checked);
        Self { feed: dated.feed.key().to_owned(), published: dated.published, asked }
    }
}

/// Nobody knows of the file beside it.
fn about(out: &Path, error: Error) -> Error {
    match error {
        Error::Io { source, .. } => Error::io(out, source),
        other => other,
    }
}

/// A file of nobody else, next to one.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", uuid::Uuid::now_v7().simple()));
    out.with_file_name(name)
}

fn find(record: &Record, file: &[u8]) -> Found {
    let (own, named) = (hash(file), printed(file));
    if let Some((line, month)) = last(record, |_, written| *written == own) {
        let flawed = record.flaws.iter().any(|flaw| flaw.from <= line.time && line.time <= flaw.until);
        return Found::Made { at: line.time, who: line.who.clone(), month, record_is_whole: !flawed };
    }
    last(record, |told, _| named.contains(told)).map_or(Found::Unknown, |(line, month)| Found::Changed {
        at: line.time,
        who: line.who.clone(),
        month,
    })
}

/// The last report whose hashes, of what it tells and of its file, are such.
fn last(record: &Record, is_it: impl Fn(&String, &String) -> bool) -> Option<(&Line, Month)> {
    record.lines.iter().rev().find_map(|line| match &line.what {
        What::ReportMade { month, sha256, file } if is_it(sha256, file) => Some((line, *month)),
        _ => None,
    })
}

/// SHA-256 as lower-case hex digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    DocumentHash::of(bytes).to_string()
}

/// Runs of exactly 64 hex digits in a file of any kind.
fn printed(file: &[u8]) -> Vec<String> {
    let runs = file.split(|b| !b.is_ascii_hexdigit()).filter(|run| run.len() == 64);
    runs.map(|run| String::from_utf8_lossy(run).to_lowercase()).collect()
}
