//! Join files: how PCs come into the office without a typed code (rules.md 3.4).

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use patchround_link::pairing::new_token;
use patchround_protocol::{JoinFile, limits};

use crate::{
    error::Error,
    office::Office,
    state_dir,
    store::{invitations::StoredInvitation, record::What},
};

impl Office {
    /// Writes a join file for so many PCs and days, and keeps its token.
    ///
    /// The file is for its owner alone and never takes the place of another.
    ///
    /// # Errors
    /// [`Error::FileExists`], [`Error::Io`], [`Error::TooManyInvitations`].
    pub fn invite_by_file(&self, out: &Path, pcs: u32, days: u32) -> Result<StoredInvitation, Error> {
        if out.symlink_metadata().is_ok() {
            return Err(Error::FileExists(out.to_owned()));
        }
        let (now, token) = (Timestamp::now(), new_token());
        let not_after = now + SignedDuration::from_hours(24 * i64::from(days)).min(longest());
        let charter = self.signed_charter();
        let (office, charter) = (charter.1.office, charter.0.clone());
        let file = serde_json::to_vec(&JoinFile { office, charter, token: token.clone(), not_after, pcs })?;
        self.store.at_once(|| {
            let kept = self.store.keep_invitation(&token, pcs, not_after, now)?;
            self.note(&What::InvitationMade { pcs, until: not_after })?;
            state_dir::write_private(out, &file)?;
            Ok(kept)
        })
    }

    /// Ends a join file by its number.
    ///
    /// # Errors
    /// [`Error::UnknownInvitation`].
    pub fn end_invitation(&self, id: i64) -> Result<(), Error> {
        self.store.at_once(|| {
            self.store.end_invitation(id, Timestamp::now())?;
            self.note(&What::InvitationEnded { id })
        })
    }
}

fn longest() -> SignedDuration {
    SignedDuration::try_from(limits::INVITATION_LIFE).expect("a week is not long")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> (tempfile::TempDir, Office) {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        (dir, office)
    }

    #[test]
    fn a_join_file_is_for_its_owner_alone_and_reads_as_one() {
        let (dir, office) = office();
        let out = dir.path().join("join");
        let kept = office.invite_by_file(&out, 3, 2).unwrap();
        let file = JoinFile::read(&std::fs::read(&out).unwrap(), Timestamp::now()).unwrap();
        assert_eq!((file.pcs, file.not_after, file.office), (3, kept.not_after, office.charter().office));
        assert_eq!(file.token.secret(), kept.token.secret());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_that_is_there_is_never_replaced_and_nobody_is_invited() {
        let (dir, office) = office();
        let out = dir.path().join("join");
        std::fs::write(&out, "mine").unwrap();
        assert!(matches!(office.invite_by_file(&out, 1, 1), Err(Error::FileExists(_))));
        let nowhere = dir.path().join("no/such/folder");
        assert!(matches!(office.invite_by_file(&nowhere, 1, 1), Err(Error::Io { .. })));
        assert_eq!(std::fs::read(&out).unwrap(), b"mine");
        assert!(office.store.invitations(Timestamp::now()).unwrap().is_empty());
        assert!(
            office.store.record().unwrap().iter().all(|l| !matches!(l.what, What::InvitationMade { .. }))
        );
    }

    #[test]
    fn no_join_file_lives_longer_than_a_week() {
        let (dir, office) = office();
        let kept = office.invite_by_file(&dir.path().join("join"), 1, 400).unwrap();
        assert!(kept.not_after <= Timestamp::now() + longest());
    }
}
