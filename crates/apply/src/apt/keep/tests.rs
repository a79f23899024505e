use std::fs;

use patchround_protocol::UpdateId;

use crate::{
    apt::pretended::{Pc, id},
    apt::transaction::Mode,
};

fn kept(pc: &Pc) -> Vec<String> {
    pc.told().kept.iter().map(|kept| format!("{} before {}", kept.id, kept.newer)).collect()
}

#[test]
fn what_a_source_still_has_is_fetched_and_kept_before_it_is_replaced() {
    let mut pc = Pc::with(&["tool=1"]).offers("tool=1").offers("tool=2");
    pc.upgrade("tool=2");
    assert_eq!(pc.runs, [(Mode::Keep, vec!["tool=1".to_owned()])]);
    assert_eq!(kept(&pc), ["apt:tool:all@1 before 2"]);
}

#[test]
fn what_no_source_has_any_more_is_kept_from_the_cache_if_its_hash_is_remembered() {
    let mut pc = Pc::with(&["tool=1"]).offers("tool=1").offers("tool=2");
    pc.upgrade("tool=2");
    fs::write(pc.cached("tool=2"), "tool=2").unwrap();
    pc.source.clear();
    pc.listed.remove("tool=2");
    pc.upgrade("tool=3");
    assert_eq!(kept(&pc), ["apt:tool:all@2 before 3"], "and of one package only the version before");
    assert!(pc.runs.iter().all(|(_, targets)| targets.iter().all(|target| target == "tool=1")));
}

#[test]
fn a_file_in_the_cache_that_nobody_vouches_for_or_that_was_changed_is_not_kept() {
    let mut pc = Pc::with(&["tool=1"]);
    fs::write(pc.cached("tool=1"), "tool=1").unwrap();
    pc.upgrade("tool=2");
    assert_eq!(kept(&pc), [""; 0]);
    let mut pc = Pc::with(&["tool=1"]).offers("tool=1");
    fs::write(pc.cached("tool=1"), "tool=1, and more").unwrap();
    pc.upgrade("tool=2");
    assert_eq!(kept(&pc), [""; 0]);
}

#[test]
fn the_oldest_make_room_and_what_does_not_fit_at_all_is_not_kept() {
    let names = ["aa", "bb", "cc"];
    let exact: Vec<String> = names.iter().map(|name| format!("{name}=1")).collect();
    let packages: Vec<&str> = exact.iter().map(String::as_str).collect();
    let mut pc = packages.iter().fold(Pc::with(&packages), |pc, exact| pc.offers(exact));
    pc.free = 20 * 8; // room for two files of four bytes
    for name in names {
        pc.upgrade(&format!("{name}=2"));
    }
    assert_eq!(kept(&pc), ["apt:bb:all@1 before 2", "apt:cc:all@1 before 2"]);
    let files = fs::read_dir(pc.keep().folder).unwrap().count();
    assert_eq!(files, 3, "two files and the list");
    pc.free = 0;
    pc.upgrade("bb=3");
    assert_eq!(kept(&pc), [""; 0], "a disk that has no room left gets all of it back");
}

#[test]
fn a_list_that_cannot_be_read_throws_its_files_away_and_begins_anew() {
    let mut pc = Pc::with(&["tool=1"]).offers("tool=1").offers("tool=2");
    pc.upgrade("tool=2");
    fs::write(pc.keep().folder.join("list.json"), "{").unwrap();
    pc.upgrade("tool=3");
    assert_eq!(kept(&pc), ["apt:tool:all@2 before 3"]);
    assert_eq!(fs::read_dir(pc.keep().folder).unwrap().count(), 2);
}

#[test]
fn what_was_half_written_when_the_power_went_is_removed() {
    let mut pc = Pc::with(&["tool=1"]).offers("tool=1");
    fs::create_dir(pc.keep().folder).unwrap();
    fs::write(pc.keep().folder.join(".tmpAbCdEf"), "half").unwrap();
    pc.upgrade("tool=2");
    assert!(!pc.keep().folder.join(".tmpAbCdEf").exists());
}

#[test]
fn the_system_itself_is_not_kept_for_it_never_goes_back() {
    let mut pc = Pc::with(&["libc6=1"]).offers("libc6=1");
    pc.upgrade("libc6=2");
    assert_eq!((kept(&pc).len(), pc.runs.len()), (0, 0));
}

#[test]
fn the_hash_of_what_goes_in_is_remembered_for_the_next_time() {
    let mut pc = Pc::with(&["tool=1"]).offers("tool=2");
    pc.upgrade("tool=2");
    let known: Vec<UpdateId> = pc.told().known.into_iter().collect();
    assert_eq!(known, [id("apt:tool:all@2")]);
}
