//! A pretended PC for keeping and going back: a package database, a source, apt's cache, and files that say what they are.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use patchround_protocol::{UpdateId, progress::Progress};
use patchround_updates::{
    apt::{
        ask::AskError,
        database::Entry,
        kept::file_name,
        name_of,
        policy::Table,
        records::Record,
        simulation::{Install, Simulation},
        uris::Uri,
    },
    command::{CommandError, Line, Told},
};
use sha2::{Digest, Sha256};

use crate::{
    Ended,
    apt::transaction::{Apt, Mode, Restart},
    keep::Keep,
    meter::Meter,
    patience::Patience,
    room::Disks,
};

pub(crate) struct Pc {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) database: Vec<Entry>,
    /// What a source has, by `NAME=VERSION`.
    pub(crate) source: BTreeMap<String, String>,
    /// The signed list, which knows more than a source may still have.
    pub(crate) listed: BTreeMap<String, String>,
    pub(crate) runs: Vec<(Mode, Vec<String>)>,
    /// Another package that going back would change.
    pub(crate) needs_newer: Option<&'static str>,
    /// apt says that it went back, and does not.
    pub(crate) lies: bool,
    pub(crate) cannot_hold: bool,
    pub(crate) free: u64,
    pub(crate) unfinished: Cell<bool>,
}

pub(crate) fn id(text: &str) -> UpdateId {
    text.parse().unwrap()
}

fn file_of(exact: &str) -> String {
    let (name, version) = exact.split_once('=').unwrap();
    file_name(&id(&format!("apt:{name}:all@{version}"))).unwrap()
}

fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text))
}

impl Pc {
    /// With these packages, `NAME=VERSION`.
    pub(crate) fn with(packages: &[&str]) -> Self {
        let entry = |exact: &&str| {
            let (name, version) = exact.split_once('=').unwrap();
            let (name, version) = (name.to_owned(), version.to_owned());
            Entry { name, arch: "all".into(), held: false, installed: true, version }
        };
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("archives")).unwrap();
        Self {
            folder,
            database: packages.iter().map(entry).collect(),
            source: BTreeMap::new(),
            listed: BTreeMap::new(),
            runs: Vec::new(),
            needs_newer: None,
            lies: false,
            cannot_hold: false,
            free: u64::MAX,
            unfinished: Cell::new(false),
        }
    }

    /// A source has it: the file's text is what it is.
    pub(crate) fn offers(mut self, exact: &str) -> Self {
        self.source.insert(exact.to_owned(), exact.to_owned());
        self.listed.insert(exact.to_owned(), hash(exact));
        self
    }

    pub(crate) fn keep(&self) -> Keep {
        Keep { folder: self.folder.path().join("kept"), told: self.folder.path().join("kept.json") }
    }

    pub(crate) fn cached(&self, exact: &str) -> PathBuf {
        self.fetched(&file_of(exact))
    }

    pub(crate) fn now_at(&mut self, name: &str, version: &str) {
        version.clone_into(&mut self.entry(name).version);
    }

    pub(crate) fn entry(&mut self, name: &str) -> &mut Entry {
        self.database.iter_mut().find(|entry| entry.name == name).unwrap()
    }

    /// Keeps what is there and puts the newer version in, as an installation does.
    pub(crate) fn upgrade(&mut self, exact: &str) {
        let keep = self.keep();
        crate::apt::keep::before(self, &keep, &[exact.to_owned()], &mut Meter::new(&mut |_: Progress| {}));
        let (name, version) = exact.split_once('=').unwrap();
        self.now_at(name, version);
    }

    pub(crate) fn undo(&mut self, ids: &[&str]) -> Ended {
        let (keep, ids) = (self.keep(), ids.iter().map(|text| id(text)).collect::<Vec<_>>());
        crate::apt::undo::go_back(self, &ids, None, &keep, &mut Meter::new(&mut |_: Progress| {}))
    }

    pub(crate) fn release(&mut self, ids: &[&str]) -> Ended {
        let (keep, ids) = (self.keep(), ids.iter().map(|text| id(text)).collect::<Vec<_>>());
        crate::apt::undo::let_go(self, &ids, &keep, &mut Meter::new(&mut |_: Progress| {}))
    }

    /// What the network half reads.
    pub(crate) fn told(&self) -> patchround_updates::kept::Shelf {
        serde_json::from_slice(&fs::read(self.keep().told).unwrap()).unwrap()
    }
}

fn well() -> Told {
    Told { status: Some(0), last_lines: Vec::new() }
}

impl Disks for Pc {
    fn free_bytes(&self, _folder: &str) -> Option<u64> {
        Some(self.free)
    }

    fn has_own_boot_disk(&self) -> bool {
        false
    }
}

impl Apt for Pc {
    fn patience(&self) -> Patience {
        Patience::of(60)
    }

    fn database(&self, names: &BTreeSet<&str>) -> Result<Vec<Entry>, AskError> {
        Ok(self.database.iter().filter(|entry| names.contains(entry.name.as_str())).cloned().collect())
    }

    fn records(&self, targets: &[String]) -> Result<Vec<Record>, AskError> {
        let record = |exact: &String| {
            let (package, version) = exact.split_once('=').unwrap();
            let (package, version) = (package.to_owned(), version.to_owned());
            let sha256 = self.listed.get(exact).cloned();
            Record { package, version, architecture: "all".into(), sha256, ..Record::default() }
        };
        Ok(targets.iter().map(record).collect())
    }

    fn simulate(&self, targets: &[String]) -> Result<Simulation, AskError> {
        let install = |exact: &String| {
            let (name, new) = exact.split_once('=').unwrap();
            let old = self.database.iter().find(|entry| entry.name == name).map(|e| e.version.clone());
            Install { name: name.to_owned(), old, new: new.to_owned(), arch: "all".into() }
        };
        Ok(Simulation { installs: targets.iter().map(install).collect(), ..Simulation::default() })
    }

    fn simulate_back(&self, files: &[String]) -> Result<Simulation, AskError> {
        let name = |file: &String| fs::read_to_string(file).unwrap().split_once('=').unwrap().0.to_owned();
        let downgraded = files.iter().map(name).chain(self.needs_newer.map(str::to_owned)).collect();
        Ok(Simulation { downgraded, ..Simulation::default() })
    }

    fn automatic(&self, _names: &BTreeSet<String>) -> Result<BTreeSet<String>, AskError> {
        Ok(BTreeSet::new())
    }

    fn run(
        &mut self,
        mode: Mode,
        targets: &[String],
        _each: &mut dyn FnMut(&Line),
    ) -> Result<Told, CommandError> {
        self.runs.push((mode, targets.to_vec()));
        for target in targets {
            match mode {
                Mode::Keep => {
                    if let Some(text) = self.source.get(target) {
                        fs::write(self.cached(target), text).unwrap();
                    }
                }
                Mode::GoBack if self.lies => {}
                Mode::GoBack => {
                    let text = fs::read_to_string(target).unwrap();
                    let (name, version) = text.split_once('=').unwrap();
                    self.now_at(name, version);
                }
                other => panic!("{other:?}"),
            }
        }
        Ok(well())
    }

    fn configure(&mut self, _each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.unfinished.set(false);
        self.database.iter_mut().for_each(|entry| entry.installed = true);
        Ok(well())
    }

    fn is_unfinished(&self) -> Result<bool, AskError> {
        Ok(self.unfinished.get())
    }

    fn database_holder(&self) -> Option<String> {
        None
    }

    fn mark_held(&mut self, names: &BTreeSet<String>, held: bool) {
        let is_named = |entry: &&mut Entry| names.contains(&entry.name);
        if !self.cannot_hold {
            self.database.iter_mut().filter(is_named).for_each(|entry| entry.held = held);
        }
    }

    fn fetched(&self, file: &str) -> PathBuf {
        Path::new(self.folder.path()).join("archives").join(name_of(file))
    }

    fn tables(&self, _: &BTreeSet<String>) -> Result<BTreeMap<String, Table>, AskError> {
        unreachable!("nothing is chosen here")
    }

    fn full(&self) -> Result<Simulation, AskError> {
        unreachable!("nothing is chosen here")
    }

    fn simulate_mending(&self, _: &[String]) -> Result<Simulation, AskError> {
        unreachable!("nothing is mended here")
    }

    fn not_unpacked(&self) -> Result<Vec<String>, AskError> {
        unreachable!("nothing is mended here")
    }

    fn uris(&self, _: &[String]) -> Result<Vec<Uri>, AskError> {
        unreachable!("nobody asks what would be fetched")
    }

    fn mark_automatic(&mut self, _: &BTreeSet<String>) {}

    fn drop_fetched(&mut self) {}

    fn restart(&self) -> Restart {
        Restart::default()
    }
}
