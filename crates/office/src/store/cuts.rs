//! The store cut off at every byte: the true state of some moment, or one clear error and the files as they were.

use std::{
    fs,
    path::{Path, PathBuf},
};

use patchround_protocol::{SpkiHash, wire::Facts};
use rusqlite::types::ValueRef;
use tempfile::TempDir;

use super::*;
use crate::{samples, store::record::What};

/// A folder that is quick to write to, where the system has one: these tests write a file ten thousand times.
pub(super) fn folder() -> TempDir {
    let quick = Path::new("/dev/shm");
    if quick.is_dir() { tempfile::tempdir_in(quick).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// Everything that is in a store, as text.
fn contents(store: &Store) -> Vec<String> {
    let name = |row: &rusqlite::Row<'_>| Ok(row.get::<_, String>(0)?);
    let tables =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut all = Vec::new();
    for table in store.rows(tables, &[], name).unwrap() {
        let read = |row: &rusqlite::Row<'_>| {
            let columns = 0..row.as_ref().column_count();
            let text = columns.map(|column| match row.get_ref(column).unwrap() {
                ValueRef::Null => "null".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8(text.to_owned()).unwrap(),
                other => panic!("{other:?}"),
            });
            Ok(format!("{table}: {}", text.collect::<Vec<_>>().join(", ")))
        };
        all.extend(store.rows(&format!("SELECT * FROM {table}"), &[], read).unwrap());
    }
    all
}

fn small_store(dir: &Path) -> Store {
    let db = Connection::open(Store::file(dir)).unwrap();
    db.execute_batch("PRAGMA page_size = 512; CREATE TABLE t (x); DROP TABLE t").unwrap();
    drop(db);
    Store::open(dir).unwrap()
}

/// A store of which one half lies in its file and the other in the log beside it, and its contents after each
/// change of the second half.
fn half_logged(dir: &Path) -> (Store, Vec<Vec<String>>) {
    let store = small_store(dir);
    store.db.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    let [one, two] = [SpkiHash([1; 32]), SpkiHash([2; 32])];
    let keep = |id, name: &str| {
        store.keep_pc(id, name, "192.0.2.1:1".parse().unwrap(), &Facts::default(), samples::now()).unwrap();
    };
    keep(one, "front-desk");
    store.keep_scan(one, &samples::scan(&[samples::update("apt:a@2")]), samples::now()).unwrap();
    store.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let mut states = vec![contents(&store)];
    keep(two, "till");
    states.push(contents(&store));
    store.keep_scan(two, &samples::scan(&[samples::update("apt:b@2")]), samples::now()).unwrap();
    states.push(contents(&store));
    store.note("Maria", &What::PcJoined { pc: "till".into(), id: two }, samples::now()).unwrap();
    states.push(contents(&store));
    (store, states)
}

fn log_of(file: &Path) -> PathBuf {
    file.with_extension("sqlite-wal")
}

struct Cut {
    dir: TempDir,
    file: Vec<u8>,
    log: Vec<u8>,
}

impl Cut {
    fn of(from: &Path) -> Self {
        let file = Store::file(from);
        Self { dir: folder(), file: fs::read(&file).unwrap(), log: fs::read(log_of(&file)).unwrap() }
    }

    /// Opens the store with only so much of its file and of its log.
    fn open(&self, file: usize, log: usize) -> Result<Vec<String>, Error> {
        let at = Store::file(self.dir.path());
        _ = fs::remove_file(at.with_extension("sqlite-shm"));
        fs::write(&at, &self.file[..file]).unwrap();
        fs::write(log_of(&at), &self.log[..log]).unwrap();
        Store::open(self.dir.path()).map(|store| contents(&store))
    }

    fn files(&self) -> (Vec<u8>, Vec<u8>) {
        let at = Store::file(self.dir.path());
        (fs::read(&at).unwrap(), fs::read(log_of(&at)).unwrap())
    }
}

#[test]
fn a_log_of_changes_cut_at_any_byte_gives_the_state_of_an_earlier_moment() {
    let dir = folder();
    let (store, states) = half_logged(dir.path());
    let cut = Cut::of(dir.path());
    let mut newest = 0;
    for bytes in 0..=cut.log.len() {
        let found = cut.open(cut.file.len(), bytes).unwrap();
        let moment = states.iter().position(|state| *state == found);
        let moment = moment.unwrap_or_else(|| panic!("cut at {bytes}: {found:#?}"));
        assert!(moment >= newest, "cut at {bytes}: more bytes, less known");
        newest = moment;
    }
    assert_eq!(newest, states.len() - 1);
    drop(store);
}

#[test]
fn a_store_cut_at_any_byte_is_refused_untouched_or_whole() {
    let dir = folder();
    let (store, states) = half_logged(dir.path());
    let cut = Cut::of(dir.path());
    let mut refused = 0;
    for bytes in 0..cut.file.len() {
        match cut.open(bytes, cut.log.len()) {
            Ok(found) => assert_eq!(&found, states.last().unwrap(), "cut at {bytes}"),
            Err(error) => {
                refused += 1;
                assert!(error.say().contains("damaged"), "cut at {bytes}: {error:?}");
                let (file, log) = cut.files();
                assert!(file.starts_with(&cut.file[..bytes]) || !log.is_empty(), "cut at {bytes}");
                assert_eq!(log, cut.log, "cut at {bytes}: the log of changes is kept");
            }
        }
    }
    assert!(refused > cut.file.len() / 2, "{refused} of {}", cut.file.len());
    drop(store);
}

#[test]
fn a_store_of_a_later_version_is_not_changed_by_one_byte() {
    let dir = folder();
    let (store, _) = half_logged(dir.path());
    store.db.pragma_update(None, "user_version", 99).unwrap();
    let cut = Cut::of(dir.path());
    assert!(matches!(cut.open(cut.file.len(), cut.log.len()), Err(Error::StoreTooNew)));
    assert_eq!(cut.files(), (cut.file.clone(), cut.log.clone()));
    drop(store);
}
