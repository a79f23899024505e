use patchround_protocol::SpkiHash;

use super::*;
use crate::zypper::{listed, locks, needs};

fn recorded(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/debian-12.zypper-");
    std::fs::read_to_string(format!("{folder}{name}")).unwrap()
}

fn package(name: &str, evr: &str, vendor: &str) -> Package {
    crate::rpm::package(&format!(
        "{name}\tnoarch\t0\t{evr}\t1\t1\t{name}-1-1.src.rpm\t{vendor}\tA thing, that is"
    ))
    .unwrap()
}

fn answers() -> Answers {
    let mut answers = Answers {
        offers: listed::parse(&recorded("list-updates.mixed")).unwrap().packages,
        all: listed::parse(&recorded("list-updates.mixed-all")).unwrap().packages,
        patches: listed::parse(&recorded("list-patches.mixed")).unwrap().patches,
        infos: needs::parse(&recorded("info.patches")).unwrap(),
        locked: locks::parse(&recorded("locks.mixed")).unwrap(),
        makers: needs::parse(&recorded("info.packages")).unwrap(),
        ..Answers::default()
    };
    answers.installed = ["pr-sec", "pr-tool", "pr-plain", "pr-removes", "pr-two", "pr-locked"]
        .map(|name| package(name, "1.0-1", "Lab"))
        .to_vec();
    // As rpm orders them.
    for (a, b) in answers.to_compare() {
        let older = match (&*a, &*b) {
            ("1.1-1", "1.0-9" | "0.9-1" | "1.0-5") | ("1.0-1", "0.9-1") => false,
            ("1.0-1", "1.0-9" | "1.0-5" | "1.1-1") => true,
            other => panic!("{other:?}"),
        };
        answers.older.insert((a, b), older);
    }
    answers
}

fn updates(answers: &Answers) -> BTreeMap<String, Update> {
    join(SpkiHash([1; 32]), answers)
        .into_iter()
        .map(|update| (update.package.as_str().to_owned(), update))
        .collect()
}

#[test]
fn the_patches_that_a_package_fulfils_say_why() {
    let all = updates(&answers());
    let sec = &all["pr-sec"];
    assert_eq!(sec.id.as_str(), "zypper:pr-sec.noarch@1.0-2");
    assert_eq!((sec.class, sec.severity), (Some(Class::Security), Some(Severity::High)));
    assert_eq!(sec.cves.as_deref().unwrap(), ["CVE-2026-0001", "CVE-2026-0002"]);
    assert_eq!(sec.released.as_ref().unwrap().from, ReleasedFrom::Catalogue);
    assert_eq!((sec.needs.restart, sec.installed.as_deref()), (Some(false), Some("1.0-1")));
    assert!(sec.notes.as_ref().unwrap().starts_with("Security update for pr-sec\n"));
    assert_eq!(all["pr-kernel"].needs.restart, Some(true));
    assert_eq!((all["pr-kernel"].class, all["pr-kernel"].severity), (Some(Class::Other), None));
}

#[test]
fn what_no_patch_is_about_is_not_judged() {
    let plain = &updates(&answers())["pr-plain"];
    assert_eq!((plain.class, plain.severity, &plain.cves, &plain.released), (None, None, &None, &None));
    assert_eq!((plain.needs.restart, plain.candidate.as_str()), (None, "1:2.0-1"));
}

#[test]
fn an_older_fix_counts_only_where_what_is_there_is_too_old_for_it() {
    let all = updates(&answers());
    let two = all["pr-two"].cves.as_deref().unwrap();
    assert_eq!(two, ["CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0008"], "not 0009, which is in already");
    assert_eq!(all["pr-tool"].cves.as_deref().unwrap(), ["CVE-2026-0009"]);
}

#[test]
fn what_is_locked_is_held_and_what_does_not_fit_is_blocked() {
    let all = updates(&answers());
    assert!(all["pr-locked"].held.is_some() && all["pr-locked"].blocked.is_none());
    assert_eq!(
        (all["pr-needs"].blocked, all["pr-needs"].held.is_some()),
        (Some(Cause::DepsUnsolvable), false)
    );
    assert_eq!(all["pr-removes"].blocked, Some(Cause::DepsUnsolvable));
    assert!(all["pr-sec"].blocked.is_none());
}

/// zypper does not go to another maker by itself: what only another one has is no update.
#[test]
fn a_newer_version_of_another_maker_is_no_update() {
    let mut answers = answers();
    answers.makers.values_mut().for_each(|info| info.vendor = Some("Somebody".into()));
    let all = updates(&answers);
    assert!(!all.contains_key("pr-removes") && all.contains_key("pr-needs"), "a patch wants that one");
}

#[test]
fn what_has_no_plain_name_is_left_out() {
    let mut answers = answers();
    let whole = updates(&answers).len();
    for name in ["--help", "a b", "漢", "x\u{1b}[31m", ""] {
        let odd =
            Offer { name: name.into(), arch: "noarch".into(), edition: "1-1".into(), ..Offer::default() };
        answers.offers.push(odd);
    }
    assert_eq!(updates(&answers).len(), whole);
}
