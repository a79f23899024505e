//! The office's join files (rules.md 3.4): their tokens, their ends, and who used them.

use std::{io, path::PathBuf, time::Duration};

use jiff::Timestamp;
use patchround_link::pairing::{Token, Tries};
use patchround_protocol::{
    PcId,
    limits::{INVITATION_TRIES, INVITATIONS},
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{Store, parsed};
use crate::error::Error;

/// A join file that is open: neither ended nor past its end.
#[derive(Debug, Clone)]
pub struct StoredInvitation {
    /// Its number in this office.
    pub id: i64,
    /// The secret in it.
    pub token: Token,
    /// Its last moment.
    pub not_after: Timestamp,
    /// For how many PCs it is.
    pub pcs: u32,
    /// How many have used it.
    pub used: u32,
}

impl Store {
    /// Keeps a new join file.
    ///
    /// # Errors
    /// [`Error::TooManyInvitations`], [`Error::Store`].
    pub fn keep_invitation(
        &self,
        token: &Token,
        pcs: u32,
        not_after: Timestamp,
        now: Timestamp,
    ) -> Result<StoredInvitation, Error> {
        if self.invitations(now)?.len() >= INVITATIONS {
            return Err(Error::TooManyInvitations);
        }
        let sql = "INSERT INTO invitation (token, not_after, pcs, tries_left) VALUES (?1, ?2, ?3, ?4)";
        self.run(sql, params![token.to_string(), not_after.to_string(), pcs, INVITATION_TRIES])?;
        let id = self.db.last_insert_rowid();
        Ok(StoredInvitation { id, token: token.clone(), not_after, pcs, used: 0 })
    }

    /// The open join files, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn invitations(&self, now: Timestamp) -> Result<Vec<StoredInvitation>, Error> {
        let sql = "SELECT *, (SELECT count(*) FROM invited WHERE invitation = id) AS used
                   FROM invitation WHERE ended IS NULL ORDER BY id";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(StoredInvitation {
                id: row.get("id")?,
                token: parsed(row, "token")?,
                not_after: parsed(row, "not_after")?,
                pcs: row.get("pcs")?,
                used: row.get("used")?,
            })
        };
        let mut open = self.rows(sql, &[], read)?;
        open.retain(|invitation| now <= invitation.not_after);
        Ok(open)
    }

    /// Ends a join file and forgets its token.
    ///
    /// # Errors
    /// [`Error::UnknownInvitation`] if none with this number is open.
    pub fn end_invitation(&self, id: i64, now: Timestamp) -> Result<(), Error> {
        if !self.invitations(now)?.iter().any(|invitation| invitation.id == id) {
            return Err(Error::UnknownInvitation(id));
        }
        let sql = "UPDATE invitation SET ended = ?2, token = '' WHERE id = ?1";
        self.run(sql, params![id, now.to_string()]).map(drop)
    }

    /// The tries and places of a join file, for the pairing to count.
    pub fn invitation_tries(&self, id: i64) -> InvitationTries {
        InvitationTries { store: self.path.clone(), id }
    }
}

/// Counts the tries and places of one join file, each on disk before it is answered.
#[derive(Debug)]
pub struct InvitationTries {
    store: PathBuf,
    id: i64,
}

impl InvitationTries {
    /// A connection of its own: the pairing may count from another thread.
    fn open(&self) -> Result<Connection, rusqlite::Error> {
        let db = Connection::open(&self.store)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.pragma_update(None, "synchronous", "full")?;
        Ok(db)
    }

    fn take_one(&self) -> Result<bool, rusqlite::Error> {
        let sql = "UPDATE invitation SET tries_left = tries_left - 1
                   WHERE id = ?1 AND tries_left > 0 AND ended IS NULL";
        Ok(self.open()?.execute(sql, params![self.id])? == 1)
    }

    fn admit_one(&self, pc: &str) -> Result<bool, rusqlite::Error> {
        let mut db = self.open()?;
        let counting = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let find = "SELECT 1 FROM invited WHERE invitation = ?1 AND pc = ?2";
        let known: Option<i64> =
            counting.query_row(find, params![self.id, pc], |row| row.get(0)).optional()?;
        let add = "INSERT INTO invited (invitation, pc) SELECT id, ?2 FROM invitation
                   WHERE id = ?1 AND ended IS NULL
                   AND pcs > (SELECT count(*) FROM invited WHERE invitation = ?1)";
        let has_place = known.is_some() || counting.execute(add, params![self.id, pc])? == 1;
        counting.commit()?;
        Ok(has_place)
    }

    fn say_if_failed<T>(done: Result<T, rusqlite::Error>) {
        if let Err(error) = done {
            tracing::warn!(%error, "a join file's use could not be given back");
        }
    }
}

impl Tries for InvitationTries {
    fn take(&self) -> io::Result<bool> {
        self.take_one().map_err(io::Error::other)
    }

    fn give_back(&self) {
        let sql = "UPDATE invitation SET tries_left = tries_left + 1 WHERE id = ?1 AND tries_left < ?2";
        let values = params![self.id, INVITATION_TRIES];
        Self::say_if_failed(self.open().and_then(|db| db.execute(sql, values)));
    }

    fn admit(&self, pc: PcId) -> io::Result<bool> {
        self.admit_one(&pc.to_string()).map_err(io::Error::other)
    }

    fn turned_away(&self, pc: PcId) {
        let sql = "DELETE FROM invited WHERE invitation = ?1 AND pc = ?2";
        let values = params![self.id, pc.to_string()];
        Self::say_if_failed(self.open().and_then(|db| db.execute(sql, values)));
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_link::pairing::new_token;
    use patchround_protocol::SpkiHash;

    use super::*;

    const PCS: [PcId; 3] = [SpkiHash([1; 32]), SpkiHash([2; 32]), SpkiHash([3; 32])];

    fn kept(pcs: u32) -> (tempfile::TempDir, Store, StoredInvitation, Timestamp) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let now = Timestamp::now();
        let invitation = store.keep_invitation(&new_token(), pcs, now + 24.hours(), now).unwrap();
        (dir, store, invitation, now)
    }

    #[test]
    fn a_join_file_for_two_lets_no_third_pc_in_however_often_the_program_starts() {
        let (dir, store, invitation, now) = kept(2);
        let admit = |pc| Store::open(dir.path()).unwrap().invitation_tries(invitation.id).admit(pc).unwrap();
        assert_eq!(PCS.map(admit), [true, true, false]);
        assert!(admit(PCS[0]), "who has a place keeps it");
        assert_eq!(store.invitations(now).unwrap()[0].used, 2);
        store.invitation_tries(invitation.id).turned_away(PCS[0]);
        assert!(admit(PCS[2]), "a PC that did not join gives its place back");
    }

    #[test]
    fn a_join_file_ends_by_time_or_by_hand_and_its_token_is_forgotten() {
        let (_dir, store, invitation, now) = kept(2);
        assert!(store.invitations(now + 25.hours()).unwrap().is_empty());
        store.end_invitation(invitation.id, now).unwrap();
        assert!(store.invitations(now).unwrap().is_empty());
        let tries = store.invitation_tries(invitation.id);
        assert!(!tries.take().unwrap() && !tries.admit(PCS[0]).unwrap());
        assert!(matches!(store.end_invitation(invitation.id, now), Err(Error::UnknownInvitation(_))));
        let token: String = store.db.query_row("SELECT token FROM invitation", [], |row| row.get(0)).unwrap();
        assert_eq!(token, "");
    }

    #[test]
    fn a_join_file_survives_five_wrong_tries_and_a_right_one_costs_nothing() {
        let (_dir, store, invitation, _) = kept(1);
        let tries = store.invitation_tries(invitation.id);
        for _ in 0..INVITATION_TRIES {
            assert!(tries.take().unwrap());
            tries.give_back();
        }
        for _ in 0..INVITATION_TRIES {
            assert!(tries.take().unwrap());
        }
        assert!(!tries.take().unwrap());
    }

    #[test]
    fn join_files_do_not_pile_up_without_end() {
        let (_dir, store, first, now) = kept(1);
        for _ in 1..INVITATIONS {
            store.keep_invitation(&new_token(), 1, now + 1.hour(), now).unwrap();
        }
        let more = |store: &Store| store.keep_invitation(&new_token(), 1, now + 1.hour(), now);
        assert!(matches!(more(&store), Err(Error::TooManyInvitations)));
        store.end_invitation(first.id, now).unwrap();
        assert!(more(&store).is_ok());
    }
}
