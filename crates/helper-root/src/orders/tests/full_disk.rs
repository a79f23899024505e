//! A disk without room, at every write of the root half, and one that is read-only. Needs root: the disk is a small one
//! in memory, mounted where only one thread sees it.

use std::{fs::File, io::Write, path::Path};

use nix::{
    mount::{MsFlags, mount},
    sched::{CloneFlags, unshare},
};
use patchround_protocol::limits;

use super::*;
use crate::{succession, transact::Report};

const PAGE: usize = 4096;
const PAGES: usize = 24;

/// A PC of its own on a disk of its own.
fn on_a_small_disk(work: impl Fn(&Pc) + Send + 'static) {
    if !patchround_trial::has_root("only root can make a small disk") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_owned();
    let thread = std::thread::spawn(move || {
        unshare(CloneFlags::CLONE_NEWNS).unwrap();
        let none = None::<&str>;
        mount(none, "/", none, MsFlags::MS_REC | MsFlags::MS_PRIVATE, none).unwrap();
        let size = format!("size={}", PAGES * PAGE);
        mount(Some("tmpfs"), &place, Some("tmpfs"), MsFlags::empty(), Some(size.as_str())).unwrap();
        work(&Pc::join_in(tempfile::tempdir_in(&place).unwrap()));
    });
    thread.join().unwrap();
}

/// Takes all room but so many pages.
fn fill(pc: &Pc, but: usize) {
    let path = pc.state.dir().join("filler");
    let mut file = File::create(&path).unwrap();
    while file.write_all(&[7; PAGE]).is_ok() {}
    let pages = usize::try_from(file.metadata().unwrap().len()).unwrap() / PAGE;
    file.set_len((pages.saturating_sub(but) * PAGE) as u64).unwrap();
}

fn make_room(pc: &Pc) {
    std::fs::remove_file(pc.state.dir().join("filler")).unwrap();
}

/// Leaves so many bytes in the last page of a file.
fn leave_in(path: &Path, bytes: usize) {
    let length = std::fs::metadata(path).map_or(0, |file| usize::try_from(file.len()).unwrap());
    let padding = (2 * PAGE - length % PAGE - bytes) % PAGE;
    File::options().append(true).open(path).unwrap().write_all(&vec![b'\n'; padding]).unwrap();
}

#[test]
fn a_step_that_a_full_disk_refused_was_not_begun_and_can_be_once_there_is_room() {
    for (pages, bytes) in [(0, 0), (0, 100), (0, 2000), (1, 0), (1, 1), (1, 150), (2, 0), (2, 10), (8, 0)] {
        on_a_small_disk(move |pc| {
            leave_in(&pc.state.journal(), bytes);
            fill(pc, pages);
            let first = pc.run(&pc.job(1), 2);
            let is_begun = first == running(1);
            assert!(is_begun || first == refused(Refusal::DiskFull), "{first:?} with {pages} pages");
            assert_eq!(pc.started(), usize::from(is_begun), "{pages} pages and {bytes} bytes");
            assert!(pages < 8 || is_begun, "there is room");
            assert!(pages + bytes > 0 || !is_begun, "there is none");
            make_room(pc);
            pc.world.alive.set(true);
            for _ in 0..2 {
                assert_eq!(pc.run(&pc.job(1), 2), running(1), "{pages} pages and {bytes} bytes");
            }
            assert_eq!(*pc.world.started.borrow(), [(Txn { job: pc.job(1).job, step: 0 }, false)]);
        });
    }
}

#[test]
fn an_end_that_a_full_disk_kept_from_being_told_is_looked_for_once_there_is_room() {
    on_a_small_disk(|pc| {
        assert_eq!(pc.run(&pc.job(1), 2), running(1));
        let txn = Txn { job: pc.job(1).job, step: 0 };
        let mut report = Report::open(&pc.state, txn).unwrap();
        fill(pc, 0);
        report.line(&Progress::Moved {
            phase: patchround_protocol::event::Phase::Installing,
            percent: 3,
            item: None,
        });
        let end =
            Progress::StepEnded { outcome: Outcome::Done, cause: None, details: Some("x".repeat(2000)) };
        assert!(report.end(&end).and_then(|()| report.end(&end)).and_then(|()| report.end(&end)).is_err());
        let looks = || pc.world.started.borrow().iter().filter(|(_, again)| *again).count();
        make_room(pc);
        assert_eq!((pc.run(&pc.job(1), 2), looks()), (running(1), 1));
    });
}

#[test]
fn where_a_tools_words_do_not_fit_the_end_is_told_with_the_last_of_them() {
    for pages in [1, 2, 3, 5] {
        on_a_small_disk(move |pc| {
            assert_eq!(pc.run(&pc.job(1), 2), running(1));
            let txn = Txn { job: pc.job(1).job, step: 0 };
            let mut report = Report::open(&pc.state, txn).unwrap();
            fill(pc, pages);
            let details = Some("one of the lines that a tool said\n".repeat(700) + "the end");
            report.end(&Progress::StepEnded { outcome: Outcome::Failed, cause: None, details }).unwrap();
            let text = std::fs::read_to_string(pc.state.progress_of(txn)).unwrap();
            let ends = text.lines().filter_map(|line| serde_json::from_str::<Progress>(line).ok());
            let ends: Vec<Progress> = ends.collect();
            let [Progress::StepEnded { details: Some(words), .. }] = &ends[..] else { panic!("{text}") };
            assert!(words.ends_with("the end") && words.len() <= limits::DETAILS_BYTES, "{pages}: {words}");
        });
    }
}

#[test]
fn no_look_is_spent_while_what_it_finds_could_not_be_told() {
    on_a_small_disk(|pc| {
        assert_eq!(pc.run(&pc.job(1), 2), running(1));
        let txn = Txn { job: pc.job(1).job, step: 0 };
        let mut report = Report::open(&pc.state, txn).unwrap();
        leave_in(&pc.state.progress_of(txn), 0);
        leave_in(&pc.state.journal(), 2000);
        fill(pc, 0);
        let looks = || pc.world.started.borrow().iter().filter(|(_, again)| *again).count();
        for _ in 0..5 {
            assert_eq!((pc.run(&pc.job(1), 2), looks()), (refused(Refusal::DiskFull), 0));
        }
        make_room(pc);
        assert_eq!((pc.run(&pc.job(1), 2), looks()), (running(1), 1));
        fill(pc, 0);
        let details = Some("x".repeat(limits::DETAILS_BYTES));
        report.end(&Progress::StepEnded { outcome: Outcome::Done, cause: None, details }).unwrap();
        assert_eq!((pc.run(&pc.job(1), 2), looks()), (running(1), 1));
        let stage = Journal::open(&pc.state.journal()).unwrap().stage(txn);
        assert!(matches!(stage, Stage::Ended { outcome: Outcome::Done, .. }), "{stage:?}");
    });
}

#[test]
fn a_policy_that_a_full_disk_refused_is_not_obeyed_and_the_old_one_is() {
    on_a_small_disk(|pc| {
        let policy = Policy { version: 2, ..Policy::first(OfficeId(Uuid::nil()), now()) };
        let policy = Envelope::seal(&policy, &key(2)).unwrap();
        fill(pc, 0);
        assert_eq!(succession::policy(&pc.state, &policy, now()), Err(Refusal::DiskFull));
        assert_eq!(membership::policy(&pc.state).unwrap().unwrap().version, 1);
        make_room(pc);
        assert_eq!(succession::policy(&pc.state, &policy, now()), Ok(()));
        assert_eq!(membership::policy(&pc.state).unwrap().unwrap().version, 2);
    });
}

#[test]
fn a_step_on_a_read_only_disk_is_refused_by_that_name_and_begun_once_it_can_be_written() {
    on_a_small_disk(|pc| {
        let remount = |flags| {
            let (place, none) = (pc.state.given().unwrap().parent().unwrap(), None::<&str>);
            mount(none, place, none, MsFlags::MS_REMOUNT | flags, none).unwrap();
        };
        crate::keygen::keygen(&pc.state).unwrap();
        remount(MsFlags::MS_RDONLY);
        crate::keygen::keygen(&pc.state).expect("a PC that starts so still answers");
        assert_eq!((pc.run(&pc.job(1), 2), pc.started()), (refused(Refusal::DiskUnusable), 0));
        remount(MsFlags::empty());
        assert_eq!((pc.run(&pc.job(1), 2), pc.started()), (running(1), 1));
    });
}
