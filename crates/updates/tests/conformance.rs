//! What every source must be, whatever its package manager: each is asked through the same trait, on a PC that is a
//! folder and recorded answers (`docs/sources.md`, "Add a source").
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

#[path = "conformance/apt.rs"]
mod apt;
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
#[path = "conformance/pacman.rs"]
mod pacman;
#[path = "conformance/replay.rs"]
#[expect(dead_code, reason = "the tests of the writing halves need more of it")]
mod replay;
#[cfg(target_os = "linux")]
#[path = "conformance/snap.rs"]
mod snap;
#[path = "conformance/zypper.rs"]
mod zypper;

use std::{collections::BTreeSet, fs, path::Path};

use patchround_protocol::{Cause, SpkiHash, Update, UpdateId, limits, wire::SourceScan};
use patchround_updates::{Asking, Pc, SOURCES, Source};
use replay::{Fault, Replay};
use serde_json::Value;

/// A PC of one source, with updates of every kind it knows.
struct Case {
    id: &'static str,
    root: fn(&Path),
    replay: fn() -> Replay,
    /// A package name as it stands in the answers, for a hostile one to take its place.
    name: &'static str,
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
        id: "apt",
        root: apt::root,
        replay: apt::replay,
        name: "pr-tool-a",
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
        id: "dnf",
        root: dnf::root,
        replay: dnf::replay,
        name: "pr-tool",
        words: "is a tool",
        endless: &[],
        reads_versions: true,
        during: alone,
    },
    Case {
        id: "zypper",
        root: zypper::root,
        replay: zypper::replay,
        name: "pr-plain",
        words: "A small lab package",
        endless: &[],
        reads_versions: true,
        during: alone,
    },
    Case {
        id: "pacman",
        root: pacman::root,
        replay: pacman::replay,
        name: "lab-tool-a",
        words: "Lab lab-",
        endless: &[],
        reads_versions: true,
        during: alone,
    },
    Case {
        id: "flatpak",
        root: flatpak::root,
        replay: flatpak::replay,
        name: "org.lab.App",
        words: "Sums things",
        endless: &[],
        reads_versions: false,
        during: alone,
    },
    #[cfg(target_os = "linux")]
    Case {
        id: "snap",
        root: snap::root,
        replay: snap::replay,
        name: "pr-notes",
        words: "A practice snap",
        endless: &[],
        reads_versions: false,
        during: |root, replay, list| snap::serve(root, replay, list),
    },
    Case {
        id: "fwupd",
        root: fwupd::root,
        replay: fwupd::replay,
        name: "08d460be0f1f9f128413f816022a6439e0078018",
        words: "flux capacitor",
        endless: &[],
        reads_versions: true,
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

fn case(source: &dyn Source) -> &'static Case {
    CASES.iter().find(|case| case.id == source.id()).unwrap_or_else(|| panic!("{} has no case", source.id()))
}

/// No daemon answers.
fn alone(_: &Path, _: &Replay, list: &dyn Fn() -> Listed) -> Listed {
    list()
}

/// Lists once, on a PC of its own.
fn listed(source: &dyn Source, replay: &Replay) -> Listed {
    let root = tempfile::tempdir().unwrap();
    (case(source).root)(root.path());
    listed_in(root.path(), source, replay)
}

fn listed_in(root: &Path, source: &dyn Source, replay: &Replay) -> Listed {
    let asking = Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None };
    (case(source).during)(root, replay, &|| source.list(&Pc { root, tools: replay }, &asking))
}

fn each(test: impl Fn(&'static dyn Source, &Case)) {
    let sources = SOURCES.into_iter().filter(|source| cfg!(target_os = "linux") || source.id() != "snap");
    sources.for_each(|source| test(source, case(source)));
}

#[test]
fn a_list_is_the_same_when_it_is_asked_again_and_changes_nothing() {
    each(|source, case| {
        let replay = (case.replay)();
        let first = listed(source, &replay);
        let asked = replay.asked();
        assert_eq!(first.0.cause, None, "{}", case.id);
        assert!(first.1.len() > 2, "{}: {:?}", case.id, first.1);
        assert_eq!(listed(source, &replay), first, "{}", case.id);
        assert_eq!(replay.changed(), Vec::<String>::new(), "{}", case.id);
        let once: BTreeSet<_> = asked.iter().collect();
        assert_eq!(once.len(), asked.len(), "{} asks the same twice: {asked:#?}", case.id);
    });
}

#[test]
fn a_list_does_not_touch_a_file_of_the_pc() {
    each(|source, case| {
        let root = tempfile::tempdir().unwrap();
        (case.root)(root.path());
        let before = files(root.path());
        listed_in(root.path(), source, &(case.replay)());
        assert_eq!(files(root.path()), before, "{}", case.id);
    });
}

#[test]
fn each_id_is_read_back_and_is_the_sources_own() {
    each(|source, case| {
        let (scan, updates) = listed(source, &(case.replay)());
        assert_eq!(scan.source, case.id);
        let ids: BTreeSet<&UpdateId> = updates.iter().map(|update| &update.id).collect();
        assert_eq!(ids.len(), updates.len(), "{}: no id stands twice", case.id);
        for update in &updates {
            assert_eq!(update.id.as_str().parse::<UpdateId>().as_ref(), Ok(&update.id));
            assert_eq!((update.id.source(), &*update.source), (case.id, case.id));
            assert!(!case.reads_versions || update.id.version() == update.candidate, "{}", update.id);
            assert_ne!(update.installed.as_deref(), Some(&*update.candidate), "{}", update.id);
        }
    });
}

/// Whatever fails, the list says that it is not whole, or is the whole one with less known of its updates.
#[test]
fn a_tool_that_gives_no_answer_ends_in_a_cause() {
    each(|source, case| {
        let whole = listed(source, &(case.replay)());
        let mut lies = Vec::new();
        for line in (case.replay)().lines() {
            for fault in [Fault::Hangs, Fault::IsMissing, Fault::WritesTooMuch, Fault::Fails(97)] {
                let (scan, updates) = listed(source, &(case.replay)().but(&line, fault));
                lies.extend(lie(&scan, &updates, &whole).map(|lie| format!("{line}: {fault:?}: {lie}")));
                if fault == Fault::Hangs && scan.cause.is_some() {
                    assert_eq!(scan.cause, Some(Cause::Timeout), "{line}");
                }
            }
        }
        assert!(lies.is_empty(), "{}: {lies:#?}", case.id);
    });
}

/// As [`a_tool_that_gives_no_answer_ends_in_a_cause`].
#[test]
fn an_answer_that_is_cut_off_ends_in_a_cause_and_invents_nothing() {
    let lies = std::cell::RefCell::new(Vec::new());
    each(|source, case| {
        let whole = listed(source, &(case.replay)());
        for line in (case.replay)().lines() {
            let bytes = (case.replay)().bytes_of(&line);
            let has_end = !case.endless.iter().any(|beginning| line.starts_with(beginning));
            for bytes in (0..bytes).step_by(bytes / 40 + 1) {
                let cut = (case.replay)().lenient().but(&line, Fault::IsCutOffAfter(bytes));
                let (scan, updates) = listed(source, &cut);
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
    each(|source, case| {
        let replay = (case.replay)();
        listed(source, &replay);
        let asked = replay.asked();
        let twice: Vec<_> = (1..asked.len()).filter(|at| asked[..*at].contains(&asked[*at])).collect();
        assert!(!asked.is_empty() && twice.is_empty(), "{}: {twice:?} of {asked:#?}", case.id);
    });
}

#[test]
fn hostile_words_turn_no_text_control_no_terminal_and_fill_no_page() {
    each(|source, case| {
        let long = "x ".repeat(100_000);
        for words in HOSTILE_WORDS.into_iter().chain([long.as_str()]) {
            let replay = (case.replay)().lenient().instead(case.words, words);
            let (_, updates) = listed(source, &replay);
            for update in updates {
                let value = serde_json::to_value(&update).unwrap();
                let mut texts = Vec::new();
                texts_in(&value, &mut texts);
                let is_harmful = |c: char| (c.is_control() && c != '\n') || turns_text(c);
                let harmful: Vec<_> = texts.iter().filter(|text| text.contains(is_harmful)).collect();
                assert!(harmful.is_empty(), "{}: {words:?}: {harmful:?}", case.id);
                assert!(!update.name.contains('\n') && update.name.chars().count() <= limits::NAME_CHARS);
                assert!(texts.iter().all(|text| text.len() <= limits::WORDS_BYTES), "{}: too long", case.id);
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
    each(|source, case| {
        for name in HOSTILE {
            let replay = (case.replay)().lenient().instead(case.name, name);
            let (_, updates) = listed(source, &replay);
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
    for case in CASES {
        let root = tempfile::tempdir().unwrap();
        let empty = Replay::default();
        let here = |root: &Path| {
            let pc = Pc { root, tools: &empty };
            let here = SOURCES.into_iter().filter(|source| source.is_here(&pc));
            here.map(Source::id).collect::<Vec<_>>()
        };
        assert_eq!(here(root.path()), Vec::<&str>::new());
        (case.root)(root.path());
        assert_eq!(here(root.path()), [case.id]);
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
