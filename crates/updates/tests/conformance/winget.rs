//! A PC of Windows with the programs of testdata/README.md, read on any system.

use std::path::Path;

use patchround_protocol::{
    Cause, Update, UpdateId,
    wire::{Kept, SourceScan},
};
use patchround_updates::{
    Asking, Pc, RestartNeed, Source,
    command::Told,
    winget::{self, Owner, SOURCE, Winget},
};

use crate::{flatpak::write, replay::Replay};

const FOLDER: &str = "Microsoft.DesktopAppInstaller_1.28.240.0_x64__8wekyb3d8bbwe";
const HOME: &str = r"C:\Users\Ada Müller";

/// What makes a folder a PC with winget.
pub(crate) fn root(root: &Path) {
    write(root, &format!("Program Files/WindowsApps/{FOLDER}/winget.exe"), "");
}

/// The same, for one person.
pub(crate) fn of_person(root: &Path) {
    write(root, "Users/Ada Müller/AppData/Local/Microsoft/WindowsApps/winget.exe", "");
}

/// What winget says of it.
pub(crate) fn replay() -> Replay {
    answers(&format!(r"C:\Program Files\WindowsApps\{FOLDER}"), "machine --source winget")
}

/// The same, to a person.
pub(crate) fn answers_of_person() -> Replay {
    answers(&format!(r"{HOME}\AppData\Local\Microsoft\WindowsApps"), "user")
}

fn answers(folder: &str, whose: &str) -> Replay {
    let line = |pinned: &str| {
        let words = "list --upgrade-available --details --scope";
        format!(
            r"{folder}\winget.exe {words} {whose}{pinned} --disable-interactivity --accept-source-agreements"
        )
    };
    let file = |case: &str| {
        let said = crate::replay::testdata(&format!("windows.winget-list-upgrade.{case}"));
        if whose == "user" { said.replace(r"ARP\Machine", r"ARP\User") } else { said }
    };
    Replay::default().says(&line(""), 0, &file("mixed"), "").says(
        &line(" --include-pinned"),
        0,
        &file("with-pinned"),
        "",
    )
}

/// A person's, behind the trait of the others.
pub(crate) struct OfPerson;

impl Source for OfPerson {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        Owner::of_person(HOME).is_some_and(|owner| owner.is_here(pc))
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        winget::read(pc, asking, &Owner::of_person(HOME).unwrap())
    }

    fn watched_paths(&self) -> Vec<std::path::PathBuf> {
        Owner::of_person(HOME).unwrap().watched_paths().into_iter().collect()
    }

    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        Winget.restart_need(pc)
    }

    fn still_kept(&self, pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, Cause> {
        Winget.still_kept(pc, kept)
    }

    fn programs_of(&self, native: &str) -> std::collections::BTreeSet<String> {
        Winget.programs_of(native)
    }

    fn cause(&self, told: &Told) -> Cause {
        Winget.cause(told)
    }
}

#[test]
fn of_everything_that_winget_says_what_it_means_is_listed() {
    let root = tempfile::tempdir().unwrap();
    self::root(root.path());
    let replay = replay();
    let asking = Asking { pc: patchround_protocol::SpkiHash([0; 32]), hook: None, only: None, back: None };
    let (scan, updates) = Winget.list(&Pc { root: root.path(), tools: &replay }, &asking);
    assert_eq!((scan.cause, scan.managed), (None, false));
    let short: Vec<_> = updates
        .iter()
        .map(|update| {
            let installed = update.installed.as_deref().unwrap_or_default();
            (update.id.as_str(), installed, &*update.candidate, update.held.is_some(), update.blocked)
        })
        .collect();
    assert_eq!(
        short,
        [
            ("winget:7zip.7zip@24.9", "22.01", "24.9", false, None),
            ("winget:9PF4QZKKRZ7N@2.0.0", "1.0.0", "2.0.0", false, Some(Cause::AtThePc)),
            ("winget:CursorAI{2c}Inc.Cursor@1.1{20}beta", "1.0", "1.1 beta", false, None),
            ("winget:Git.Git@2.45.1", "2.37.3", "2.45.1", false, None),
            ("winget:Lab.Pinned@3.1", "3.0", "3.1", true, None),
            ("winget:Mozilla.Firefox@153.0", "140.0.1", "153.0", false, None),
        ]
    );
    assert_eq!(updates[2].name, "Büro & Ämter [Pro]");
    let substantial = |at: usize| updates[at].substantial.as_ref().map(|judged| judged.reasons.is_empty());
    assert_eq!(
        (substantial(0), substantial(5)),
        (Some(false), Some(true)),
        "a browser counts on every few weeks"
    );
    assert!("winget:7zip.7zip@24.9".parse::<UpdateId>().is_ok());
}
