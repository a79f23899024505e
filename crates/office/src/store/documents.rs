//! Signed documents: charter and policy.

use patchround_protocol::{Charter, Envelope, Policy, PublicKey, sign::Document};
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

    /// The newest charter, as signed and as read.
    ///
    /// # Errors
    /// [`Error::StoreDamaged`] if there is none, [`Error::Sign`] if it is not what an owner signed.
    pub fn charter(&self) -> Result<(Envelope, Charter), Error> {
        let envelope = self.newest::<Charter>()?;
        let charter = Charter::first(&envelope)?;
        Ok((envelope, charter))
    }

    /// The newest policy, as signed and as read.
    ///
    /// # Errors
    /// As [`Store::charter`].
    pub fn policy(&self, may_sign: impl FnOnce(&PublicKey) -> bool) -> Result<(Envelope, Policy), Error> {
        let envelope = self.newest::<Policy>()?;
        let policy = envelope.open(may_sign)?;
        Ok((envelope, policy))
    }

    fn newest<D: Document>(&self) -> Result<Envelope, Error> {
        let sql = "SELECT envelope FROM document WHERE kind = ?1 ORDER BY version DESC LIMIT 1";
        let found = self.rows(sql, params![D::NAME], |row| json(row, "envelope"))?;
        found.into_iter().next().ok_or_else(|| Error::StoreDamaged(D::NAME.to_owned()))
    }
}
