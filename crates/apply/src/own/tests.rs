//! A person's own installation, on a pretended PC.

use std::{fs, os::unix::fs::PermissionsExt};

use patchround_protocol::{
    Outcome, SpkiHash,
    update::{Reversible, Scope},
};
use patchround_updates::flatpak::{self, Installation};
use patchround_updates::own;

use super::*;
use crate::flatpak::pretended::{APP, HOME, MOVES, Pretended, TOOL, Wrong, commit, id};

type Told = Vec<(UpdateId, Outcome, Option<Cause>)>;

fn install(pc: &Pretended, home: &str, ids: &[UpdateId]) -> (Ended, Told) {
    let mut told = Vec::new();
    let mut report = |line| {
        if let Progress::UpdateEnded { id, outcome, cause, .. } = line {
            told.push((id, outcome, cause));
        }
    };
    let ended = super::install(&pc.pc(), home, ids, &mut report);
    told.sort();
    (ended, told)
}

fn refresh(pc: &Pretended, home: &str) -> Ended {
    super::refresh(&pc.pc(), home, &mut |line| assert!(matches!(line, Progress::Moved { .. }), "{line:?}"))
}

/// What is offered of each ref, and the cause.
fn offered(pc: &Pretended) -> (Vec<UpdateId>, Option<Cause>) {
    let mut all = own::read(&pc.pc(), HOME);
    let (scan, updates) = all.pop().unwrap();
    assert!(all.is_empty() && scan.source == "flatpak");
    (updates.into_iter().map(|update| update.id).collect(), scan.cause)
}

#[test]
fn what_a_person_has_is_listed_after_a_refresh_goes_in_and_is_offered_no_more() {
    let pc = Pretended::of_person();
    assert_eq!(offered(&pc), (Vec::new(), Some(Cause::FileGone)), "nobody has asked the remote");
    assert_eq!(refresh(&pc, HOME), Ended::DONE);
    let noted = fs::metadata(pc.pc().place("/home/ada/.cache/patchround/flatpak-offered.json")).unwrap();
    assert_eq!(noted.permissions().mode() & 0o777, 0o600, "for nobody else to read");
    let (scan, updates) = own::read(&pc.pc(), HOME).pop().unwrap();
    assert_eq!((scan.cause, updates.len(), scan.refreshed_at.is_some()), (None, 4, true));
    for update in updates {
        assert_eq!((update.scope, update.pc, update.id.person()), (Scope::Person, SpkiHash([0; 32]), None));
        assert_eq!(update.reversible, Some(Reversible::Not(Cause::NothingKept)), "{}", update.id);
    }
    let app = id(APP, 2);
    let done = vec![(app.clone(), Outcome::Done, None)];
    assert_eq!(install(&pc, HOME, &[app.clone(), app.clone()]), (Ended::DONE, done.clone()));
    assert_eq!((pc.there(APP), pc.there(TOOL)), (Some(commit(2)), Some(commit(1))));
    let line = format!("update --user -y --noninteractive --no-deps --commit={} -- {APP}", commit(2));
    assert_eq!(*pc.ran.lock().unwrap(), [line]);
    let (left, cause) = offered(&pc);
    assert_eq!((left.contains(&app), left.len(), cause), (false, 3, None));
    assert_eq!(install(&pc, HOME, &[app]).1, done, "it is there already");
    assert_eq!(pc.ran.lock().unwrap().len(), 1);
    let mut top = fs::read_dir(pc.root.path()).unwrap().flatten().map(|entry| entry.file_name());
    assert!(top.all(|name| name == "home" || name == "usr"), "something was noted for a way back");
}

#[test]
fn whether_there_is_a_way_back_is_not_asked_for_a_person() {
    let pc = Pretended::of_person();
    refresh(&pc, HOME);
    let flatpak = Installation::of_person(HOME).unwrap();
    let noted = flatpak::noted(&pc.pc(), &flatpak).unwrap();
    assert!(noted.of("lab").unwrap().iter().all(|offer| !offer.has_older));
}

#[test]
fn what_is_masked_gone_or_would_be_replaced_does_not_go_in() {
    let pc = Pretended::of_person();
    pc.mask(&["org.lab.Tool".to_owned()]);
    let not_there = id("app/org.lab.Nothing/x86_64/stable", 2);
    let mut expected = vec![
        (id(APP, 3), Outcome::Failed, Some(Cause::VersionGone)),
        (id(MOVES, 2), Outcome::NeedsPerson, Some(Cause::WouldRemove)),
        (id(TOOL, 2), Outcome::NeedsPerson, Some(Cause::Held)),
        (not_there, Outcome::Failed, Some(Cause::VersionGone)),
    ];
    expected.sort();
    let ids: Vec<UpdateId> = expected.iter().map(|(id, ..)| id.clone()).collect();
    assert_eq!(install(&pc, HOME, &ids).1, expected);
    assert!(pc.ran.lock().unwrap().is_empty());
}

#[test]
fn no_exit_status_is_believed_and_one_that_fails_does_not_cost_the_others() {
    let mut pc = Pretended::of_person();
    let end = |id: UpdateId, cause: Option<Cause>| {
        (id, if cause.is_some() { Outcome::Failed } else { Outcome::Done }, cause)
    };
    pc.wrong = Wrong::OnlySaysSo;
    let unverified = end(id(APP, 2), Some(Cause::InstalledButNotVerified));
    assert_eq!(install(&pc, HOME, &[id(APP, 2)]).1, [unverified]);
    // As flatpak says it where there is no system bus to ask for parental controls.
    let words = include_str!("../../../updates/testdata/debian-12.flatpak-update.no-bus");
    pc.wrong = Wrong::Fails(APP, words);
    let (ended, told) = install(&pc, HOME, &[id(APP, 2), id(TOOL, 2)]);
    assert_eq!(told, [end(id(APP, 2), Some(Cause::Unexpected)), end(id(TOOL, 2), None)]);
    assert!(ended.details.unwrap().starts_with(words));
    pc.wrong = Wrong::SaysItFailed;
    assert_eq!(install(&pc, HOME, &[id(APP, 2)]).1, [end(id(APP, 2), None)]);
}

#[test]
fn a_server_that_does_not_answer_leaves_what_was_offered() {
    let mut pc = Pretended::of_person();
    refresh(&pc, HOME);
    let before = offered(&pc);
    pc.wrong = Wrong::IsOffline;
    assert_eq!(refresh(&pc, HOME).cause, Some(Cause::NoNetwork));
    assert_eq!((offered(&pc), install(&pc, HOME, &[id(APP, 2)]).0.cause), (before, Some(Cause::NoNetwork)));
}

#[test]
fn an_id_that_names_an_account_or_another_source_is_not_for_a_session() {
    let pc = Pretended::of_person();
    let app = id(APP, 2);
    let others =
        [app.of_person("1000").unwrap(), "apt:less:all@1".parse().unwrap(), "flatpak:x@1".parse().unwrap()];
    let refused = |id: &UpdateId| (id.clone(), Outcome::Failed, Some(Cause::NotForThisPc));
    let mut expected: Told = others.iter().map(refused).collect();
    expected.push((app.clone(), Outcome::Done, None));
    expected.sort();
    let (ended, told) = install(&pc, HOME, &[&others[..], &[app], &others[..]].concat());
    assert_eq!((ended.cause, told), (Some(Cause::NotForThisPc), expected));
    assert_eq!(pc.ran.lock().unwrap().len(), 1);
}

#[test]
fn where_a_person_has_nothing_nothing_is_asked() {
    let pc = Pretended::of_person();
    let app = id(APP, 2);
    for home in ["", "/", "home/ada", "/home/bob"] {
        assert_eq!(refresh(&pc, home), Ended::DONE, "{home}");
        let refused = vec![(app.clone(), Outcome::Failed, Some(Cause::NotForThisPc))];
        assert_eq!(install(&pc, home, std::slice::from_ref(&app)).1, refused, "{home}");
        assert!(own::read(&pc.pc(), home).is_empty(), "{home}");
    }
    fs::remove_file(pc.pc().place("/usr/bin/flatpak")).unwrap();
    assert!(own::read(&pc.pc(), HOME).is_empty());
    assert_eq!(refresh(&pc, HOME), Ended::DONE);
}

#[test]
fn nothing_goes_in_where_the_disk_of_the_home_has_no_room_for_it() {
    let mut pc = Pretended::of_person();
    pc.download = "900000.0 GB";
    let (ended, told) = install(&pc, HOME, &[id(APP, 2)]);
    assert_eq!(told, [(id(APP, 2), Outcome::Failed, Some(Cause::DiskFull))]);
    assert!(ended.details.unwrap().ends_with("free in /home/ada/.local/share/flatpak"));
    assert!(pc.ran.lock().unwrap().is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn whoever_is_at_work_in_the_persons_installation_is_waited_for_and_named() {
    use nix::{
        fcntl::{FcntlArg, fcntl},
        libc,
    };
    let pc = Pretended::of_person();
    let file = fs::File::create(pc.place("repo/.lock")).unwrap();
    let whole = |kind: i32| libc::flock {
        l_type: libc::c_short::try_from(kind).unwrap(),
        l_whence: 0,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    };
    fcntl(&file, FcntlArg::F_OFD_SETLK(&whole(libc::F_WRLCK))).unwrap();
    let (ended, told) = install(&pc, HOME, &[id(APP, 2)]);
    assert_eq!(told, [(id(APP, 2), Outcome::Failed, Some(Cause::BusyOtherUpdater))]);
    assert_eq!((ended.details.as_deref(), pc.ran.lock().unwrap().len()), (Some("flatpak"), 0));
    drop(file);
    assert_eq!(install(&pc, HOME, &[id(APP, 2)]).0, Ended::DONE);
}
