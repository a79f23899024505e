//! The real runner of programs, and a `winget.exe` that is played (`examples/winget.rs`), where Windows has its own: under
//! wine, which has none. On a PC that has one nothing here is run: it would be in its place.
#![cfg(windows)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

#[path = "../src/winget/played.rs"]
#[expect(dead_code, reason = "a module of tests elsewhere, which name more of it")]
mod played;

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
    time::{Duration, Instant},
};

use patchround_apply::{Ended, Keep, install, own};
use patchround_protocol::{Cause, Outcome, SpkiHash, Update, UpdateId, progress::Progress, wire::SourceScan};
use patchround_updates::{
    Asking, Pc, Source,
    command::{Call, CommandError, Line, Output, Programs, Told, Tools},
    own as reads,
    winget::{Owner, Winget, read},
};
use played::{Program, Store};
use windows_registry::LOCAL_MACHINE;

const FOLDER: &str =
    r"C:\Program Files\WindowsApps\Microsoft.DesktopAppInstaller_1.28.240.0_x64__8wekyb3d8bbwe";
const ASKING: Asking<'static> = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
/// One Windows, one winget.
static ONE: Mutex<()> = Mutex::new(());

/// The winget of one owner, as long as a test needs it.
struct Played {
    folder: PathBuf,
    _one: MutexGuard<'static, ()>,
}

impl Played {
    fn of_the_pc(store: &Store) -> Option<Self> {
        Self::at(Path::new(FOLDER), store)
    }

    fn at(folder: &Path, store: &Store) -> Option<Self> {
        let one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !Path::new(r"C:\windows\system32\winecfg.exe").is_file() {
            return None;
        }
        fs::create_dir_all(folder).unwrap();
        let example = env::current_exe().unwrap().parent().unwrap().join(r"..\examples\winget.exe");
        fs::copy(&example, folder.join("winget.exe"))
            .unwrap_or_else(|e| panic!("{}: {e}", example.display()));
        let played = Self { folder: folder.to_owned(), _one: one };
        played.set(store);
        Some(played)
    }

    fn set(&self, store: &Store) {
        fs::write(self.folder.join("store.json"), serde_json::to_vec(store).unwrap()).unwrap();
    }

    fn store(&self) -> Store {
        serde_json::from_slice(&fs::read(self.folder.join("store.json")).unwrap()).unwrap()
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
        // What waits for a restart of this Windows, which has none between two tests.
        drop(LOCAL_MACHINE.remove_tree(r"SOFTWARE\Patchround Helper"));
    }
}

fn with(programs: Vec<Program>) -> Store {
    Store { programs, ..Store::default() }
}

fn git() -> Program {
    Program::new("Git.Git", "2.37.3", "2.45.1")
}

fn id() -> UpdateId {
    "winget:Git.Git@2.45.1".parse().unwrap()
}

fn listed() -> (SourceScan, Vec<Update>) {
    Winget.list(&Pc::this(), &ASKING)
}

type Ends = Vec<(Outcome, Option<Cause>, Option<String>)>;

/// The worst end, and each id's outcome, cause and version.
fn put_in(ids: &[UpdateId]) -> (Ended, Ends) {
    let keep = Keep { folder: env::temp_dir().join("kept"), told: env::temp_dir().join("kept.json") };
    let mut ends = Vec::new();
    let ended = install(ids, &[], &keep, &mut |line| {
        if let Progress::UpdateEnded { outcome, cause, installed, .. } = line {
            ends.push((outcome, cause, installed));
        }
    });
    (ended, ends)
}

#[test]
fn the_runner_lists_installs_and_verifies_by_the_program_where_windows_has_it() {
    let name = "Büro 更新 \u{645}\u{643}\u{62a}\u{628}".to_owned();
    let other = Program { name: name.clone(), ..Program::new("CursorAI,Inc.Cursor", "1.0", "1.1 beta") };
    let Some(played) = Played::of_the_pc(&with(vec![git(), other])) else { return };
    let (scan, updates) = listed();
    assert_eq!((scan.cause, updates.len()), (None, 2), "{updates:?}");
    assert_eq!(updates[0].name, name, "letters of every kind come through");
    let cursor = updates[0].id.clone();
    let (ended, ends) = put_in(&[id(), cursor]);
    let done = |version: &str| (Outcome::Done, None, Some(version.to_owned()));
    assert_eq!(ended, Ended::DONE);
    assert_eq!(
        ends,
        [(Outcome::Done, None, None), done("2.45.1")],
        "a version with a space is no part of an id"
    );
    assert_eq!(listed().1, Vec::new());
    let upgrades = played.store().told.into_iter().filter(|line| line.starts_with("upgrade "));
    assert_eq!(upgrades.count(), 2);
}

#[test]
fn statuses_come_through_as_winget_ends_with_them() {
    let Some(played) = Played::of_the_pc(&with(vec![git()])) else { return };
    for (status, stays, outcome, cause) in [
        (0x8A15_0101, true, Outcome::Failed, Some(Cause::AppRunning)),
        (0x8A15_0011, true, Outcome::Failed, Some(Cause::HashMismatch)),
        (3010, false, Outcome::NeedsRestart, Some(Cause::RestartToFinish)),
        (0, true, Outcome::Failed, Some(Cause::InstalledButNotVerified)),
    ] {
        played.set(&with(vec![Program { status, stays, ..git() }]));
        let (ended, ends) = put_in(&[id()]);
        assert_eq!((ended.outcome, ended.cause, ends.len()), (outcome, cause, 1), "{status:#x}");
    }
    played.set(&Store { is_old: true, ..with(vec![git()]) });
    assert_eq!(listed().0.cause, Some(Cause::ToolTooOld));
    played.set(&Store { is_german: true, ..with(vec![git()]) });
    assert_eq!(listed().1.len(), 1);
}

#[test]
fn a_pc_without_winget_has_none_of_it_and_one_that_is_no_program_is_told() {
    let Some(played) = Played::of_the_pc(&with(vec![git()])) else { return };
    assert!(Winget.is_here(&Pc::this()));
    fs::write(played.folder.join("winget.exe"), "no program").unwrap();
    assert_eq!(listed().0.cause, Some(Cause::Unexpected));
    fs::remove_file(played.folder.join("winget.exe")).unwrap();
    assert!(!Winget.is_here(&Pc::this()));
    let (ended, _) = put_in(&[id()]);
    assert_eq!(ended.cause, Some(Cause::NotForThisPc));
}

/// As the runner, in less time.
struct Short;

impl Tools for Short {
    fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
        Programs.ask(call, Duration::from_secs(3))
    }

    fn fetch(&self, call: &Call, _: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Programs.fetch(call, Duration::from_secs(3), each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Programs.write(call, each)
    }
}

#[test]
fn a_winget_that_never_answers_is_stopped_and_told() {
    let Some(_played) = Played::of_the_pc(&Store { hangs: true, ..with(vec![git()]) }) else { return };
    let started = Instant::now();
    let (scan, updates) = read(&Pc { tools: &Short, ..Pc::this() }, &ASKING, &Owner::Machine);
    assert_eq!((scan.cause, updates), (Some(Cause::Timeout), Vec::new()));
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_persons_own_go_in_by_the_name_that_their_session_has_for_winget() {
    let home = r"C:\Büro und Ämter\Ada Müller";
    let folder = format!(r"{home}\AppData\Local\Microsoft\WindowsApps");
    let store = with(vec![Program { is_persons: true, ..git() }]);
    let Some(_played) = Played::at(Path::new(&folder), &store) else { return };
    let all = reads::read(&Pc::this(), home);
    let [(scan, updates)] = &all[..] else { panic!("{all:?}") };
    assert_eq!((scan.cause, updates.len()), (None, 1));
    let mut ends = Vec::new();
    let ended = own::install(&Pc::this(), home, &[id()], &mut |line| {
        if let Progress::UpdateEnded { outcome, .. } = line {
            ends.push(outcome);
        }
    });
    assert_eq!((ended, ends), (Ended::DONE, vec![Outcome::Done]));
}
