//! What every source must be, whatever its package manager: each is asked through the same trait, on a PC that is a
//! folder and recorded answers (`docs/sources.md`, "Add a source").
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

#[path = "conformance/apt.rs"]
mod apt;
#[cfg(unix)]
#[path = "conformance/brew.rs"]
mod brew;
#[path = "conformance/dnf.rs"]
mod dnf;
#[cfg(target_os = "linux")]
#[path = "conformance/far_end.rs"]
#[expect(dead_code, reason = "the tests of the writing half need more of it")]
mod far_end;
#[path = "conformance/flatpak.rs"]
mod flatpak;
#[path = "conformance/fwupd.rs"]
mod fwupd;
#[path = "conformance/mas.rs"]
mod mas;
#[cfg(target_os = "linux")]
#[path = "conformance/own.rs"]
mod own;
#[path = "conformance/pacman.rs"]
mod pacman;
#[path = "conformance/replay.rs"]
#[expect(dead_code, reason = "the tests of the writing halves need more of it")]
mod replay;
#[cfg(target_os = "linux")]
#[path = "conformance/snap.rs"]
mod snap;
#[path = "conformance/softwareupdate.rs"]
mod softwareupdate;
#[path = "conformance/windows_update.rs"]
mod windows_update;
#[path = "conformance/winget.rs"]
mod winget;
#[path = "conformance/zypper.rs"]
mod zypper;

use std::{collections::BTreeSet, fs, path::Path};

use patchround_protocol::{Cause, SpkiHash, Update, UpdateId, limits, wire::SourceScan};
use patchround_updates::{Asking, Pc, SOURCES, Source};
use replay::{Fault, Replay};
use serde_json::Value;

/// A PC of one source, with updates of every kind it knows.
struct Case {
    source: &'static dyn Source,
    name: &'static str,
    root: fn(&Path),
    replay: fn() -> Replay,
    /// A package name as it stands in the answers, for a hostile one to take its place.
    package: &'static str,
    /// Words for people as they stand in the answers, for hostile ones to take their place.
    words: &'static str,
    /// Beginnings of lines whose answers have no end by which a cut would be seen: apt's, which stand for themselves line by
    /// line. What is missing of them is not noticed; nothing may be made up all the same.
    endless: &'static [&'static str],
    /// Whether the version that an id has is the one that people read.
    reads_versions: bool,
    /// Asks while a daemon answers, where the source asks one and no programs.
    during: fn(&Path, &Replay, &dyn Fn() -> Listed) -> Listed,
}

type Listed = (SourceScan, Vec<Update>);

const CASES: &[Case] = &[
    Case {
        source: &patchround_updates::apt::Apt,
        name: "apt",
        root: apt::root,
        replay: apt::replay,
        package: "pr-tool-a",
        words: "practice package",
        endless: &[
            "/usr/bin/apt-get -s -q dist-upgrade",
            "/usr/bin/apt-mark showhold",
            "/usr/bin/apt-cache policy -- ",
        ],
        reads_versions: true,
        during: alone,
    },
    Case {
        source: &patchround_updates::dnf::Dnf,
        name: "dnf",
        root: dnf::root,
        replay: dnf::replay,
        package: "pr-tool",
        words: "is a tool",
        endless: &[],
        reads_versions: true,
        during: alone,
    },
    Case {
        source: &patchround_updates::zypper::Zypper,
        name: "zypper",
        root: zypper::root,
        replay: zypper::replay,
        package: "pr-plain",
        words: "A small lab package",
        endless: &[],
        reads_versions: true,
        during: alone,
    },
    Case {
        source: &patchround_updates::pacman::Pacman,
        name: "pacman",
        root: pacman::root,
        replay: pacman::replay,
        package: "lab-tool-a",
        words: "Lab lab-",
        endless: &[],
        reads_versions: true,
        during: alone,
    },
    Case {
        source: &patchround_updates::flatpak::Flatpak,
        name: "flatpak",
        root: flatpak::root,
        replay: flatpak::replay,
        package: "org.lab.App",
        words: "Sums things",
        endless: &[],
        reads_versions: false,
        during: alone,
    },
    #[cfg(target_os = "linux")]
    Case {
        source: &own::Own,
        name: "flatpak of a person",
        root: flatpak::of_person,
        replay: || flatpak::answers("--user"),
        package: "org.lab.App",
        words: "Sums things",
        endless: &[],
        reads_versions: false,
        during: alone,
    },
    #[cfg(target_os = "linux")]
    Case {
        source: &patchround_updates::snap::Snap,
        name: "snap",
        root: snap::root,
        replay: snap::replay,
        package: "pr-notes",
        words: "A practice snap",
        endless: &[],
        reads_versions: false,
        during: |root, replay, list| snap::serve(root, replay, list),
    },
    Case {
        source: &patchround_updates::fwupd::Fwupd,
        name: "fwupd",
        root: fwupd::root,
        replay: fwupd::replay,
        package: "08d460be0f1f9f128413f816022a6439e0078018",
        words: "flux capacitor",
        endless: &[],
        reads_versions: true,
        during: alone,
    },
    Case {
        source: &patchround_updates::softwareupdate::SoftwareUpdate,
        name: "softwareupdate",
        root: softwareupdate::root,
        replay: softwareupdate::replay,
        package: "Pro Video Formats-2.3",
        words: "XProtectPlistConfigData,",
        endless: &["/usr/sbin/softwareupdate -l"],
        reads_versions: true,
        during: alone,
    },
    #[cfg(unix)]
    Case {
        source: &brew::OfPerson,
        name: "brew of a person",
        root: brew::root,
        replay: brew::replay,
        package: "lab/tools/pr-tool",
        words: "Letters\"",
        endless: &[],
        reads_versions: false,
        during: alone,
    },
    Case {
        source: &mas::OfPerson,
        name: "mas of a person",
        root: mas::root,
        replay: mas::replay,
        package: "409201541",
        words: "TestFlight",
        endless: &["/opt/homebrew/bin/mas outdated --json"],
        reads_versions: false,
        during: alone,
    },
    Case {
        source: &patchround_updates::windows_update::WindowsUpdate,
        name: "windows_update",
        root: windows_update::root,
        replay: windows_update::replay,
        package: "a1f2c3d4-0001-4e5f-8a9b-0c1d2e3f4a5b",
        words: "to resolve issues in Windows",
        endless: &[],
        reads_versions: false,
        during: alone,
    },
    Case {
        source: &patchround_updates::winget::Winget,
        name: "winget",
        root: winget::root,
        replay: winget::replay,
        package: "Git.Git",
        words: "7-Zip 22.01 (x64)",
        endless: &[],
        reads_versions: false,
        during: alone,
    },
    Case {
        source: &winget::OfPerson,
        name: "winget of a person",
        root: winget::of_person,
        replay: winget::answers_of_person,
        package: "Git.Git",
        words: "7-Zip 22.01 (x64)",
        endless: &[],
        reads_versions: false,
        during: alone,
    },
];

/// What a stranger may call a package.
const HOSTILE: [&str; 6] =
    ["--option", "a;reboot", "<b>x</b>", "$(reboot)", "\u{202e}gnp.exe", "../../etc/passwd\u{0}"];

/// What a stranger may write where people read.
const HOSTILE_WORDS: [&str; 5] = [
    "\u{202e}gnp.exe\u{202c} \u{2066}a\u{2069}",
    "a\u{0}b",
    "\u{1b}[2J\u{1b}]0;x\u{7}",
    "a\u{85}b\u{9b}31m\u{7f}",
    "\u{200f}\u{200e}a",
];

/// No daemon answers.
fn alone(_: &Path, _: &Replay, list: &dyn Fn() -> Listed) -> Listed {
    list()
}

/// Lists once.
fn listed(case: &Case, root: &Path, replay: &Replay) -> Listed {
    let asking = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
    (case.during)(root, replay, &|| case.source.list(&Pc { root, tools: replay }, &asking))
}

/// Those that can be made here: of Linux' sources only Linux makes the files and links.
fn cases() -> impl Iterator<Item = &'static Case> {
    let is_own = |case: &&Case| SOURCES.iter().any(|source| source.id() == case.source.id());
    CASES.iter().filter(move |case| cfg!(target_os = "linux") || is_own(case))
}

/// Tests each, on one PC: to make another for every answer that is cut off takes minutes, and a list leaves it as it was.
fn each(test: impl Fn(&Case, &Path)) {
    for source in SOURCES.iter().copied().filter(|source| cfg!(target_os = "linux") || source.id() != "snap")
    {
        let has_case = CASES.iter().any(|case| case.name == source.id() && case.source.id() == source.id());
        assert!(has_case, "{} has no case", source.id());
    }
    for case in cases() {
        let root = tempfile::tempdir().unwrap();
        (case.root)(root.path());
        test(case, root.path());
    }
}

#[test]
fn a_list_is_the_same_when_it_is_asked_again_and_changes_nothing() {
    each(|case, root| {
        let replay = (case.replay)();
        let first = listed(case, root, &replay);
        let asked = replay.asked();
        assert_eq!(first.0.cause, None, "{}", case.name);
        assert!(first.1.len() > 2, "{}: {:?}", case.name, first.1);
        assert_eq!(listed(case, root, &replay), first, "{}", case.name);
        assert_eq!(replay.changed(), Vec::<String>::new(), "{}", case.name);
        let once: BTreeSet<_> = asked.iter().collect();
        assert_eq!(once.len(), asked.len(), "{} asks the same twice: {asked:#?}", case.name);
    });
}

#[test]
fn a_list_does_not_touch_a_file_of_the_pc() {
    each(|case, root| {
        let before = files(root);
        listed(case, root, &(case.replay)());
        assert_eq!(files(root), before, "{}", case.name);
    });
}

#[test]
fn each_id_is_read_back_and_is_the_sources_own() {
    each(|case, root| {
        let (scan, updates) = listed(case, root, &(case.replay)());
        let id = case.source.id();
        assert_eq!(scan.source, id);
        let ids: BTreeSet<&UpdateId> = updates.iter().map(|update| &update.id).collect();
        assert_eq!(ids.len(), updates.len(), "{}: no id stands twice", case.name);
        for update in &updates {
            assert_eq!(update.id.as_str().parse::<UpdateId>().as_ref(), Ok(&update.id));
            assert_eq!((update.id.source(), &*update.source), (id, id));
            assert!(!case.reads_versions || update.id.version() == update.candidate, "{}", update.id);
            assert_ne!(update.installed.as_deref(), Some(&*update.candidate), "{}", update.id);
        }
    });
}

/// Whatever fails, the list says that it is not whole, or is the whole one with less known of its updates.
#[test]
fn a_tool_that_gives_no_answer_ends_in_a_cause() {
    each(|case, root| {
        let whole = listed(case, root, &(case.replay)());
        let mut lies = Vec::new();
        for line in (case.replay)().lines() {
            for fault in [Fault::Hangs, Fault::IsMissing, Fault::WritesTooMuch, Fault::Fails(97)] {
                let (scan, updates) = listed(case, root, &(case.replay)().but(&line, fault));
                lies.extend(lie(&scan, &updates, &whole).map(|lie| format!("{line}: {fault:?}: {lie}")));
                if fault == Fault::Hangs && scan.cause.is_some() {
                    assert_eq!(scan.cause, Some(Cause::Timeout), "{line}");
                }
            }
        }
        assert!(lies.is_empty(), "{}: {lies:#?}", case.name);
    });
}

/// As [`a_tool_that_gives_no_answer_ends_in_a_cause`].
#[test]
fn an_answer_that_is_cut_off_ends_in_a_cause_and_invents_nothing() {
    let lies = std::cell::RefCell::new(Vec::new());
    each(|case, root| {
        let whole = listed(case, root, &(case.replay)());
        for line in (case.replay)().lines() {
            let bytes = (case.replay)().bytes_of(&line);
            let has_end = !case.endless.iter().any(|beginning| line.starts_with(beginning));
            for bytes in (0..bytes).step_by(bytes / 40 + 1) {
                let cut = (case.replay)().lenient().but(&line, Fault::IsCutOffAfter(bytes));
                let (scan, updates) = listed(case, root, &cut);
                let lie = if has_end { lie(&scan, &updates, &whole) } else { made_up(&updates, &whole.1) };
                lies.borrow_mut().extend(lie.map(|lie| format!("{line} after {bytes}: {lie}")));
            }
        }
    });
    let lies = lies.into_inner();
    assert!(lies.is_empty(), "{lies:#?}");
}

fn made_up(updates: &[Update], whole: &[Update]) -> Option<String> {
    let is_known = |update: &&Update| whole.iter().any(|known| known.id == update.id);
    updates.iter().find(|update| !is_known(update)).map(|update| format!("{} is made up", update.id))
}

/// What is not true of a list that fails somewhere: one that does not say that it is not whole has every update, and of each
/// what the whole list has, or nothing.
fn lie(scan: &SourceScan, updates: &[Update], (scanned, whole): &Listed) -> Option<String> {
    let invented = made_up(updates, whole);
    if invented.is_some() || scan.cause.is_some() {
        return invented;
    }
    // Another cause says why that is not known.
    let is_said = matches!(scan.unfinished, None | Some(Cause::InterruptedBefore));
    if is_said && scan.unfinished != scanned.unfinished {
        return Some(format!("unfinished: {:?}", scan.unfinished));
    }
    if let Some(name) = scan.unfinished_of.iter().find(|name| !scanned.unfinished_of.contains(name)) {
        return Some(format!("{name} is not whole"));
    }
    if updates.len() != whole.len() {
        return Some(format!("says that {} are all", updates.len()));
    }
    let field = |(update, whole): (&Update, &Update)| {
        differs(update, whole).map(|field| format!("{field} of {}", update.id))
    };
    updates.iter().zip(whole).find_map(field)
}

/// A field that says something else.
fn differs(update: &Update, whole: &Update) -> Option<String> {
    let (update, whole) = (serde_json::to_value(update).unwrap(), serde_json::to_value(whole).unwrap());
    let fields = update.as_object().unwrap().iter();
    // Without an app's own name a package's stands there; what comes along with one of several may be said of the others.
    let is_compared = |field: &str| !["name", "needs", "substantial"].contains(&field);
    fields.filter(|(field, _)| is_compared(field)).find_map(|(field, value)| {
        (!is_less(value, &whole[field])).then(|| format!("{field}: {value} instead of {}", whole[field]))
    })
}

/// Whether nothing is said that the other does not say.
fn is_less(less: &Value, whole: &Value) -> bool {
    match (less, whole) {
        (Value::Null, _) => true,
        (Value::Object(less), Value::Object(whole)) => {
            less.iter().all(|(key, value)| whole.get(key).is_some_and(|whole| is_less(value, whole)))
        }
        (Value::Array(less), Value::Array(whole)) => less.iter().all(|value| whole.contains(value)),
        _ => less == whole,
    }
}

#[test]
fn a_list_asks_nothing_twice() {
    each(|case, root| {
        let replay = (case.replay)();
        listed(case, root, &replay);
        let asked = replay.asked();
        let twice: Vec<_> = (1..asked.len()).filter(|at| asked[..*at].contains(&asked[*at])).collect();
        assert!(!asked.is_empty() && twice.is_empty(), "{}: {twice:?} of {asked:#?}", case.name);
    });
}

#[test]
fn hostile_words_turn_no_text_control_no_terminal_and_fill_no_page() {
    each(|case, root| {
        let long = "x ".repeat(100_000);
        for words in HOSTILE_WORDS.into_iter().chain([long.as_str()]) {
            let replay = (case.replay)().lenient().instead(case.words, words);
            let (_, updates) = listed(case, root, &replay);
            for update in updates {
                let value = serde_json::to_value(&update).unwrap();
                let mut texts = Vec::new();
                texts_in(&value, &mut texts);
                let is_harmful = |c: char| (c.is_control() && c != '\n') || turns_text(c);
                let harmful: Vec<_> = texts.iter().filter(|text| text.contains(is_harmful)).collect();
                assert!(harmful.is_empty(), "{}: {words:?}: {harmful:?}", case.name);
                assert!(!update.name.contains('\n') && update.name.chars().count() <= limits::NAME_CHARS);
                assert!(
                    texts.iter().all(|text| text.len() <= limits::WORDS_BYTES),
                    "{}: too long",
                    case.name
                );
            }
        }
    });
}

fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn texts_in(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|value| texts_in(value, texts)),
        Value::Object(all) => all.values().for_each(|value| texts_in(value, texts)),
        _ => {}
    }
}

#[test]
fn a_hostile_name_is_no_argument_and_no_id() {
    each(|case, root| {
        for name in HOSTILE {
            let replay = (case.replay)().lenient().instead(case.package, name);
            let (_, updates) = listed(case, root, &replay);
            for update in updates {
                assert!(!update.id.as_str().contains(name), "{name}: {}", update.id);
                assert!(!update.name.chars().any(char::is_control), "{name}: {:?}", update.name);
            }
            for line in replay.asked() {
                let as_option = line.split(' ').skip_while(|word| *word != "--").any(|word| word == name);
                assert!(!line.contains(name) || as_option, "{name} is an argument of {line}");
            }
        }
    });
}

#[test]
fn a_pc_is_run_by_what_describes_it_and_not_by_what_lies_there() {
    for case in cases() {
        let root = tempfile::tempdir().unwrap();
        let empty = Replay::default();
        let here = |root: &Path| {
            let pc = Pc { root, tools: &empty };
            let here = cases().filter(|case| case.source.is_here(&pc));
            here.map(|case| case.name).collect::<Vec<_>>()
        };
        assert_eq!(here(root.path()), Vec::<&str>::new());
        (case.root)(root.path());
        assert_eq!(here(root.path()), [case.name]);
    }
}

fn files(root: &Path) -> BTreeSet<(String, Vec<u8>)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root).unwrap().flatten() {
        let path = entry.path();
        let name = path.display().to_string();
        if path.is_dir() {
            found.extend(files(&path));
            found.insert((name, Vec::new()));
        } else {
            found.insert((name, fs::read(&path).unwrap_or_default()));
        }
    }
    found
}
