//! A pretended PC: a folder, and the winget that is played.

use std::{collections::BTreeSet, fs, io, path::Path, sync::Mutex, time::Duration};

use patchround_protocol::{Cause, Outcome, UpdateId, progress::Progress};
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line, Output, Told, Tools},
    registry::{Registry, Value},
    winget::{Owner, name},
};

use super::{
    install,
    played::{Program, Store},
};
use crate::{Ended, meter::Meter, patience::Patience};

pub(crate) const FOLDER: &str =
    r"C:\Program Files\WindowsApps\Microsoft.DesktopAppInstaller_1.28.240.0_x64__8wekyb3d8bbwe";
pub(crate) const HOME: &str = r"C:\Users\Ada Müller";

pub(crate) fn id(id: &str, version: &str) -> UpdateId {
    name::id(id, version).unwrap()
}

#[derive(Debug)]
pub(crate) struct Pretended {
    root: tempfile::TempDir,
    owner: Owner,
    pub(crate) store: Mutex<Store>,
    /// Keys of the registry that are gone after a start.
    noted: Mutex<BTreeSet<(String, String)>>,
}

impl Pretended {
    /// With these programs of the whole PC.
    pub(crate) fn new(programs: Vec<Program>) -> Self {
        Self::of(Owner::Machine, programs)
    }

    /// With these programs of one person.
    pub(crate) fn of_person(mut programs: Vec<Program>) -> Self {
        programs.iter_mut().for_each(|program| program.is_persons = true);
        Self::of(Owner::of_person(HOME).unwrap(), programs)
    }

    fn of(owner: Owner, programs: Vec<Program>) -> Self {
        let root = tempfile::tempdir().unwrap();
        let store = Mutex::new(Store { programs, ..Store::default() });
        let pretended = Self { root, owner, store, noted: Mutex::default() };
        for program in [
            format!(r"{FOLDER}\winget.exe"),
            format!(r"{HOME}\AppData\Local\Microsoft\WindowsApps\winget.exe"),
        ] {
            let path = pretended.pc().place(&program);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        pretended
    }

    pub(crate) fn pc(&self) -> Pc<'_> {
        Pc { root: self.root.path(), tools: self }
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// Installs; gives the worst outcome, and each id's end.
    pub(crate) fn install(
        &self,
        ids: &[UpdateId],
        patience: u32,
    ) -> (Outcome, Vec<(Outcome, Option<Cause>)>) {
        let mut ends = Vec::new();
        let mut report = |line| {
            if let Progress::UpdateEnded { outcome, cause, .. } = line {
                ends.push((outcome, cause));
            }
        };
        let mut meter = Meter::new(&mut report);
        let ended: Ended =
            install::carry_out(&self.pc(), &self.owner, ids, &mut meter, &Patience::of(patience));
        (ended.outcome, ends)
    }

    /// The PC is started anew.
    pub(crate) fn restart(&self) {
        self.noted.lock().unwrap().clear();
    }

    /// The lines that told it to install.
    pub(crate) fn told(&self) -> Vec<String> {
        let store = self.store.lock().unwrap();
        store.told.iter().filter(|line| line.starts_with("upgrade ")).cloned().collect()
    }

    fn run(&self, call: &Call) -> (Option<i32>, String) {
        let words: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
        assert!(call.program.ends_with(r"\winget.exe") && call.variables.is_empty());
        let (status, said) = self.store.lock().unwrap().answer(&words);
        (Some(status.cast_signed()), said)
    }

    fn streamed(&self, call: &Call) -> Told {
        let (status, said) = self.run(call);
        Told { status, last_lines: said.lines().map(str::to_owned).collect() }
    }
}

impl Tools for Pretended {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        if self.store.lock().unwrap().hangs {
            return Err(CommandError::TimedOut(call.program.to_string().into(), limit));
        }
        let (status, stdout) = self.run(call);
        Ok(Output { status, stdout, stderr: String::new() })
    }

    fn fetch(&self, call: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Ok(self.streamed(call))
    }

    fn write(&self, call: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Ok(self.streamed(call))
    }

    fn registry(&self) -> Option<&dyn Registry> {
        Some(self)
    }

    fn note_until_start(&self, key: &str, name: &str) -> io::Result<()> {
        self.noted.lock().unwrap().insert((key.to_owned(), name.to_owned()));
        Ok(())
    }

    fn patience(&self, usual: Duration) -> Duration {
        usual / 100_000
    }
}

impl Registry for Pretended {
    fn value(&self, _: &str, _: &str) -> Option<Value> {
        None
    }

    fn keys(&self, key: &str) -> Option<Vec<String>> {
        let noted = self.noted.lock().unwrap();
        let names: Vec<String> =
            noted.iter().filter(|(of, _)| of == key).map(|(_, name)| name.clone()).collect();
        (!names.is_empty()).then_some(names)
    }
}
