//! What is told of a PC with flatpaks, out of what a real flatpak said.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]
#![expect(dead_code, reason = "shared with other tests")]

#[path = "conformance/flatpak.rs"]
mod flatpak;
#[path = "conformance/replay.rs"]
mod replay;

use std::{fs, path::Path};

use flatpak::{APPS, HOME, RUNTIMES, there};
use patchround_protocol::{
    Cause, SpkiHash, Update, UpdateId,
    update::{Reason, Reversible, SYSTEM_PARTS, Scope},
    wire::{Kept, SourceScan},
};
use patchround_updates::{Asking, Pc, Source, flatpak::Flatpak, own};
use replay::{Fault, Replay};

fn asking() -> Asking<'static> {
    Asking { pc: SpkiHash([0; 32]), hook: None, only: None, back: None }
}

fn list_in(root: &Path, tools: &Replay) -> (SourceScan, Vec<Update>) {
    Flatpak.list(&Pc { root, tools }, &asking())
}

fn list(tools: &Replay) -> (SourceScan, Vec<Update>) {
    let root = tempfile::tempdir().unwrap();
    flatpak::root(root.path());
    list_in(root.path(), tools)
}

fn reasons(update: &Update) -> Option<&[Reason]> {
    update.substantial.as_ref().map(|judged| &*judged.reasons)
}

#[test]
fn each_update_is_told_with_what_is_known_of_it_and_nothing_else() {
    let tools = flatpak::replay();
    let (scan, updates) = list(&tools);
    assert_eq!((scan.cause, updates.len()), (None, 7));
    assert!(scan.refreshed_at.is_some() && tools.changed().is_empty());
    let of = |name: &str| updates.iter().find(|u| u.package.as_str() == format!("org.lab.{name}")).unwrap();
    let told = |name: &str| (of(name).installed.as_deref().unwrap(), &*of(name).candidate);
    assert_eq!(told("App"), ("1.0", "1.1"));
    // Made on one day, as no two versions in real life.
    assert_eq!(told("Plain"), ("6b1889eef3f4", "d0d7191de2df"));
    assert_eq!(told("Same"), ("87bb0c0d060c", "d59a9bdeb732"));
    assert_eq!(reasons(of("App")), Some(&[Reason::NewPermissions {}][..]));
    assert_eq!(reasons(of("Plain")), None, "nobody knows which version that is");
    assert_eq!(reasons(of("Same")), Some(&[][..]));
    assert_eq!(reasons(of("Wide")), Some(&[Reason::FirstNumber { from: 1, to: 2 }][..]));
    assert_eq!(of("Same").needs.adds[0].as_str(), "org.lab.Platform");
    assert_eq!(of("Same").reversible, Some(Reversible::Not(Cause::NothingKept)));
    assert_eq!(of("App").reversible, Some(Reversible::Kept {}));
    assert_eq!((of("Held").held.is_some(), of("App").held.is_some()), (true, false));
    assert_eq!((of("App").size, of("App").scope), (Some(646), Scope::Machine));
    assert!(updates.iter().all(|u| u.class.is_none() && u.cves.is_none() && u.severity.is_none()));
}

#[test]
fn the_end_of_a_program_is_told_and_what_would_replace_it_waits_for_a_person() {
    let (_, updates) = list(&flatpak::replay());
    let of = |name: &str| updates.iter().find(|u| u.package.as_str() == name).unwrap();
    let old = of("org.lab.Old");
    assert_eq!((old.notes.as_deref(), old.blocked), (Some("nobody_cares_for_it"), None));
    assert_eq!(reasons(old), Some(&[Reason::MakerSays {}][..]));
    let moves = of("org.lab.Moves");
    assert_eq!(moves.blocked, Some(Cause::WouldRemove));
    assert_eq!(
        (moves.needs.removes[0].as_str(), moves.needs.adds[0].as_str()),
        ("org.lab.Moves", "org.lab.New")
    );
    assert!(reasons(moves).unwrap().contains(&Reason::MakerSays {}));
}

#[test]
fn a_list_that_is_not_whole_has_a_cause_and_nothing_that_the_whole_one_has_not() {
    let root = tempfile::tempdir().unwrap();
    flatpak::root(root.path());
    let (_, whole) = list_in(root.path(), &flatpak::replay());
    let faults = [Fault::Hangs, Fault::IsMissing, Fault::WritesTooMuch, Fault::Fails(1), Fault::Fails(77)];
    for line in flatpak::replay().lines() {
        let length = if line == APPS { 100 } else { 40 };
        for fault in faults.into_iter().chain([0, 20, length].map(Fault::IsCutOffAfter)) {
            let (scan, updates) = list_in(root.path(), &flatpak::replay().but(&line, fault));
            assert!(scan.cause.is_some(), "{line} {fault:?}");
            assert!(updates.iter().all(|update| whole.contains(update)), "{line} {fault:?}");
        }
    }
}

#[test]
fn a_made_up_line_in_a_list_is_no_update() {
    for (text, by) in [
        ("lab\t", "lab\nlab\t"),
        ("org.lab.App/", "-y/"),
        ("org.lab.App/", "../x/"),
        ("stable", "sta\u{202e}ble"),
    ] {
        let (scan, updates) = list(&flatpak::replay().instead(text, by));
        assert!(scan.cause.is_some() && updates.is_empty(), "{text} {by}");
    }
}

#[test]
fn what_was_never_asked_of_a_remote_is_told_and_what_came_otherwise_is_no_update() {
    let root = tempfile::tempdir().unwrap();
    flatpak::root(root.path());
    let (app, _) = there().into_iter().find(|(app, _)| app.id() == "org.lab.App").unwrap();
    flatpak::deploy(root.path(), &app, &format!("2356335b778a{}", "7".repeat(52)));
    let (scan, updates) = list_in(root.path(), &flatpak::replay());
    assert_eq!((scan.cause, updates.iter().any(|u| u.package.as_str() == "org.lab.App")), (None, false));
    let noted = root.path().join("var/cache/patchround/flatpak-offered.json");
    fs::write(&noted, "{\"remotes\":[],\"whole_at\":null}").unwrap();
    let (scan, _) = list_in(root.path(), &flatpak::replay());
    assert_eq!((scan.cause, scan.refreshed_at), (Some(Cause::FileGone), None));
    fs::write(&noted, "{\"remotes\":[{").unwrap();
    assert_eq!(list_in(root.path(), &Replay::default()).0.cause, Some(Cause::Unexpected));
    fs::remove_file(&noted).unwrap();
    assert_eq!(list_in(root.path(), &Replay::default()).0.cause, Some(Cause::FileGone));
}

#[test]
fn programs_whose_remote_was_removed_or_switched_off_are_not_up_to_date() {
    for config in
        ["[core]\nrepo_version=1\n", "[remote \"lab\"]\nurl=http://mirror.invalid\nxa.disable=true\n"]
    {
        let root = tempfile::tempdir().unwrap();
        flatpak::root(root.path());
        flatpak::write(root.path(), "/var/lib/flatpak/repo/config", config);
        let (scan, _) = list_in(root.path(), &flatpak::replay());
        assert_eq!(scan.cause, Some(Cause::RepoGone), "{config}");
    }
}

#[test]
fn only_what_is_true_is_told_of_kept_commits() {
    let root = tempfile::tempdir().unwrap();
    flatpak::root(root.path());
    let kept = |name: &str, at: Option<&str>, newer: Option<&str>, back: bool| {
        let reference = format!("app/org.lab.{name}/x86_64/stable");
        let (_, commit) = there().into_iter().find(|(known, _)| known.as_str() == reference).unwrap();
        let other = "0".repeat(64);
        let id = UpdateId::new("flatpak", &reference, at.unwrap_or(&commit)).unwrap();
        let since = jiff::Timestamp::UNIX_EPOCH;
        let back = back.then_some(patchround_protocol::wire::Back { since, until: None });
        Kept { id, newer: newer.map_or(commit, |_| other), since, back }
    };
    let old = "1".repeat(64);
    let all = [
        kept("App", Some(&old), None, false),
        kept("Old", Some(&old), Some("another"), false),
        kept("Held", None, Some("another"), true),
        kept("Same", None, Some("another"), true),
    ];
    let tools = flatpak::replay();
    let told = Flatpak.still_kept(&Pc { root: root.path(), tools: &tools }, &all).unwrap();
    let told: Vec<_> = told.iter().map(|kept| (kept.id.native(), kept.back.is_some())).collect();
    assert_eq!(told, [("app/org.lab.App/x86_64/stable", false), ("app/org.lab.Held/x86_64/stable", true)]);
    let broken = flatpak::replay().but(RUNTIMES, Fault::IsMissing);
    assert!(Flatpak.still_kept(&Pc { root: root.path(), tools: &broken }, &all).is_err());
}

#[test]
fn a_persons_own_installation_is_read_by_the_same_room() {
    let root = tempfile::tempdir().unwrap();
    flatpak::of_person(root.path());
    let hers = flatpak::answers("--user");
    let read = |home: &str| own::read(&Pc { root: root.path(), tools: &hers }, home);
    let (scan, updates) = read(HOME).pop().unwrap();
    assert_eq!((&*scan.source, scan.cause, scan.refreshed_at.is_some()), ("flatpak", None, true));
    assert_eq!(updates.len(), 7);
    for update in updates {
        assert_eq!((update.scope, update.pc, update.id.person()), (Scope::Person, SpkiHash([0; 32]), None));
        assert_eq!(update.reversible, Some(Reversible::Not(Cause::NothingKept)), "{}", update.id);
        assert_ne!(update.name, SYSTEM_PARTS);
    }
    assert!(["/home/bob", "home/ada", ""].into_iter().all(|home| read(home).is_empty()));
    let noted = root.path().join("home/ada/.cache/patchround/flatpak-offered.json");
    fs::remove_file(noted).unwrap();
    let (scan, updates) =
        own::read(&Pc { root: root.path(), tools: &Replay::default() }, HOME).pop().unwrap();
    assert_eq!((scan.cause, updates.len()), (Some(Cause::FileGone), 0), "nothing was noted for her");
}

#[test]
fn a_persons_folders_are_watched_in_their_home_alone() {
    let folders = own::watched_paths("/home/ada/");
    let all = ["/home/ada/.local/share/flatpak", "/home/ada/.local/share/flatpak/repo"];
    assert_eq!(folders, all.map(std::path::PathBuf::from));
    assert!(own::watched_paths("").is_empty() && own::watched_paths("ada").is_empty());
}
