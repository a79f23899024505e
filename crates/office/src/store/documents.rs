//! Signed documents: charter, policy and feeds.

use patchround_protocol::{Charter, Envelope, Feeds, Policy, PublicKey, sign::Document};
use rusqlite::params;

use super::{Store, json, to_json};
use crate::error::Error;

impl Store {
    /// Keeps a signed document.
    ///
    /// # Errors
    /// [`Error::Store`], also if this version is there already.
    pub fn keep_document<D: Document>(&self, version: u32, envelope: &Envelope) -> Result<(), Error> {
        let sql = "INSERT INTO document (kind, version, envelope) VALUES (?1, ?2, ?3)";
        self.run(sql, params![D::NAME, version, to_json(envelope)?]).map(drop)
    }

    /// The newest charter, as signed and as read. Each version is checked against the one before, so a charter
    /// that the recovery key signed counts like one of an owner.
    ///
    /// # Errors
    /// [`Error::StoreDamaged`] if there is none, or they do not follow each other; [`Error::Sign`] if the first
    /// is not what an owner signed.
    pub fn charter(&self) -> Result<(Envelope, Charter), Error> {
        let damaged = || Error::StoreDamaged(Charter::NAME.to_owned());
        let mut chain = self.charters_after(0, usize::MAX)?.into_iter();
        let mut newest = chain.next().ok_or_else(damaged)?;
        let mut charter = Charter::first(&newest)?;
        for next in chain {
            let signed = next.open::<Charter>(|_| true)?.issued;
            charter = charter.next(newest.hash(), &next, signed).map_err(|_| damaged())?;
            newest = next;
        }
        Ok((newest, charter))
    }

    /// The charters above a version, oldest first, at most so many.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn charters_after(&self, version: u32, most: usize) -> Result<Vec<Envelope>, Error> {
        let sql = "SELECT envelope FROM document WHERE kind = ?1 AND version > ?2 ORDER BY version LIMIT ?3";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.rows(sql, params![Charter::NAME, version, most], |row| json(row, "envelope"))
    }

    /// Keeps signed feeds, in the place of those before.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn keep_feeds(&self, envelope: &Envelope) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO document (kind, version, envelope) VALUES (?1, 1, ?2)";
        self.run(sql, params![Feeds::NAME, to_json(envelope)?]).map(drop)
    }

    /// The feeds that were signed last, unread.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn feeds(&self) -> Result<Option<Envelope>, Error> {
        let sql = "SELECT envelope FROM document WHERE kind = ?1";
        Ok(self.rows(sql, params![Feeds::NAME], |row| json(row, "envelope"))?.pop())
    }

    /// Every policy that there was, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`]; [`Error::Sign`] if one is not what was signed.
    pub fn policies(&self) -> Result<Vec<Policy>, Error> {
        let sql = "SELECT envelope FROM document WHERE kind = ?1 ORDER BY version";
        let all = self.rows(sql, params![Policy::NAME], |row| json::<Envelope>(row, "envelope"))?;
        all.iter().map(|envelope| Ok(envelope.open(|_| true)?)).collect()
    }

    /// The newest policy, as signed and as read.
    ///
    /// # Errors
    /// [`Error::StoreDamaged`] if there is none, [`Error::Sign`] if it is signed by somebody who may not.
    pub fn policy(&self, may_sign: impl FnOnce(&PublicKey) -> bool) -> Result<(Envelope, Policy), Error> {
        let sql = "SELECT envelope FROM document WHERE kind = ?1 ORDER BY version DESC LIMIT 1";
        let found = self.rows(sql, params![Policy::NAME], |row| json::<Envelope>(row, "envelope"))?;
        let envelope =
            found.into_iter().next().ok_or_else(|| Error::StoreDamaged(Policy::NAME.to_owned()))?;
        let policy = envelope.open(may_sign)?;
        Ok((envelope, policy))
    }
}
