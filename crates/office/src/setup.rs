//! Makes an office: keys, charter, policy, store.

use std::path::Path;

use jiff::Timestamp;
use patchround_protocol::{
    Charter, Envelope, OfficeId, Policy,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    sign::public,
};
use uuid::Uuid;

use crate::{
    error::Error,
    keys::{NewKeys, Paper, random},
    lock::Lock,
    names, state_dir,
    store::{Store, record::What},
};

/// Makes an office in a folder and gives back what has to be written on paper.
///
/// If it is stopped in the middle, the folder holds no store and the next call begins anew.
///
/// # Errors
/// [`Error::OfficeExists`] if one is there: one person's folder holds one office.
pub fn init(dir: &Path, office: &str, person: &str, now: Timestamp) -> Result<Paper, Error> {
    init_with(dir, office, person, Floor::default(), now, |_| Ok(()))
}

/// As [`init`], with a floor of its own. The words for paper are handed to `keep` before there is an office: where they
/// cannot be kept there will be none.
///
/// # Errors
/// As [`init`], and what `keep` says.
pub fn init_with(
    dir: &Path,
    office: &str,
    person: &str,
    floor: Floor,
    now: Timestamp,
    keep: impl FnOnce(&Paper) -> Result<(), Error>,
) -> Result<Paper, Error> {
    let (office, person) = (names::given(office)?, names::given(person)?);
    state_dir::make(dir)?;
    let _lock = Lock::take(dir)?;
    refuse_second(dir)?;
    let keys = NewKeys::generate();
    let charter = charter(&keys, &office, &person, floor, now);
    let policy = Policy::first(charter.office, now);
    let paper = keys.write(dir)?;
    keep(&paper)?;
    let store = Store::create(dir)?;
    store.keep_document::<Charter>(1, &Envelope::seal(&charter, &keys.owner)?)?;
    store.note(&person, &What::OfficeMade { office }, now)?;
    store.settle_record(&person)?; // an office without a head of its record would be one whose head is gone
    store.keep_document::<Policy>(1, &Envelope::seal(&policy, &keys.keys.operator)?)?;
    tracing::info!("an office was made");
    Ok(paper)
}

/// An office is there once its policy is: it is written last. What an interrupted run left is cleared away.
fn refuse_second(dir: &Path) -> Result<(), Error> {
    if Store::file(dir).exists() && !Store::is_begun(dir) {
        let store = Store::open(dir)?;
        if store.policy(|_| true).is_ok() {
            return Err(Error::OfficeExists(store.charter()?.1.name));
        }
        if !store.pcs()?.is_empty() || store.charter().is_ok_and(|(_, charter)| charter.version > 1) {
            return Err(Error::StoreDamaged("policy".to_owned()));
        }
    }
    crate::keys::clear_away(dir)?;
    Store::clear_away(dir)
}

fn charter(keys: &NewKeys, office: &str, person: &str, floor: Floor, now: Timestamp) -> Charter {
    let member = |key, role, devices| Member { key, name: person.to_owned(), role, not_after: None, devices };
    Charter {
        office: OfficeId(Uuid::now_v7()),
        name: office.to_owned(),
        version: 1,
        prev: None,
        issued: now,
        members: vec![
            member(public(&keys.keys.operator), Role::Operate, vec![keys.keys.device.id()]),
            member(public(&keys.owner), Role::Own, Vec::new()),
        ],
        recovery_key: public(&keys.recovery),
        revoked: Vec::new(),
        discovery_key: DocumentHash(random()),
        floor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_office_has_one_person_who_may_operate_and_own() {
        let dir = tempfile::tempdir().unwrap();
        let office = dir.path().join("office");
        let now = Timestamp::now();
        init(&office, "Corner Shop", "Maria", now).unwrap();
        let (_, charter) = Store::open(&office).unwrap().charter().unwrap();
        let keys = crate::keys::Keys::load(&office).unwrap();
        assert!(charter.may(&public(&keys.operator), Role::Operate, now));
        assert!(charter.admits(&keys.device.id(), now));
        assert_eq!(charter.members.iter().filter(|m| m.role == Role::Own).count(), 1);
    }

    #[test]
    fn a_second_office_in_the_same_folder_is_refused_and_the_first_stays() {
        let dir = tempfile::tempdir().unwrap();
        init(dir.path(), "One", "Maria", Timestamp::now()).unwrap();
        let key = std::fs::read(dir.path().join("operator.key")).unwrap();
        let second = init(dir.path(), "Two", "Jonas", Timestamp::now());
        assert!(matches!(second, Err(Error::OfficeExists(name)) if name == "One"));
        assert_eq!(std::fs::read(dir.path().join("operator.key")).unwrap(), key);
    }

    #[test]
    fn what_an_interrupted_run_left_is_no_office_and_is_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        NewKeys::generate().write(dir.path()).unwrap();
        Store::create(dir.path()).unwrap();
        assert!(init(dir.path(), "One", "Maria", Timestamp::now()).is_ok());
    }

    #[test]
    fn there_is_no_office_whose_words_for_paper_could_not_be_kept() {
        let dir = tempfile::tempdir().unwrap();
        let paper = dir.path().join(crate::keys::FOR_PAPER);
        let keep = |_: &Paper| state_dir::write_private(&paper, b"words");
        let full = |words: &Paper| {
            keep(words)?;
            Err(Error::io(dir.path(), std::io::ErrorKind::StorageFull.into()))
        };
        assert!(init_with(dir.path(), "One", "Maria", Floor::default(), Timestamp::now(), full).is_err());
        assert!(matches!(crate::Office::open(dir.path(), false), Err(Error::NoOffice(_))));
        assert!(init_with(dir.path(), "One", "Maria", Floor::default(), Timestamp::now(), keep).is_ok());
    }

    #[test]
    fn an_empty_store_file_alone_is_an_office_that_was_never_finished() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(Store::file(dir.path()), b"").unwrap();
        assert!(init(dir.path(), "One", "Maria", Timestamp::now()).is_ok());
    }

    #[test]
    fn a_store_that_lost_its_first_page_is_no_reason_to_throw_the_keys_away() {
        let dir = tempfile::tempdir().unwrap();
        init(dir.path(), "One", "Maria", Timestamp::now()).unwrap();
        let key = std::fs::read(dir.path().join("operator.key")).unwrap();
        std::fs::write(Store::file(dir.path()), b"").unwrap();
        std::fs::write(Store::file(dir.path()).with_extension("sqlite-wal"), b"changes").unwrap();
        let again = init(dir.path(), "One", "Maria", Timestamp::now());
        assert!(matches!(again, Err(Error::StoreDamaged(_))), "{:?}", again.err());
        assert_eq!(std::fs::read(dir.path().join("operator.key")).unwrap(), key);
    }
}
