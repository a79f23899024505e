//! A disk without room, at every write of the network half. Needs root: the disk is a small one in memory, mounted
//! where only one thread and what it starts see it.

use std::{
    fs::File,
    io::Write,
    sync::atomic::{AtomicUsize, Ordering},
};

use nix::{
    mount::{MsFlags, mount},
    sched::{CloneFlags, unshare},
};
use patchround_link::pairing::Code;
use patchround_protocol::{
    Outcome, Policy,
    progress::Progress,
    root::Answer,
    wire::{Welcome, Welcomed},
};
use tokio::{
    task::JoinHandle,
    time::{Duration, sleep, timeout},
};

use super::*;
use crate::{
    control::{self, Ask, Say, Talk},
    http::take_envelope,
    queue::{Lane, Queue},
    scripted::{charter, policy},
    succession, worker,
};

const PAGE: usize = 4096;
const PAGES: usize = 40;
const LONG: Duration = Duration::from_secs(120);

/// A PC of its own on a disk of its own.
fn on_a_small_disk<F: Future<Output = ()>>(work: impl FnOnce(Pc) -> F + Send + 'static) {
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
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work(Pc::joined_in(tempfile::tempdir_in(&place).unwrap())));
    });
    thread.join().unwrap();
}

/// Takes all room but so many pages.
fn fill(pc: &Pc, but: usize) {
    let mut file = File::create(pc.helper.places.run().join("filler")).unwrap();
    while file.write_all(&[7; PAGE]).is_ok() {}
    let pages = usize::try_from(file.metadata().unwrap().len()).unwrap() / PAGE;
    file.set_len((pages.saturating_sub(but) * PAGE) as u64).unwrap();
}

fn make_room(pc: &Pc) {
    std::fs::remove_file(pc.helper.places.run().join("filler")).unwrap();
}

/// Leaves so many bytes in the last page of the event log.
fn leave_in_log(pc: &Pc, bytes: u64) {
    let path = pc.helper.places.events();
    let page = PAGE as u64;
    while page - std::fs::metadata(&path).unwrap().len() % page > bytes + 200 {
        pc.helper.note(EventKind::JobRefused { job: None, refusal: Refusal::Malformed });
    }
}

fn jobs_on_disk(pc: &Pc) -> usize {
    std::fs::read_dir(pc.helper.places.jobs()).unwrap().count()
}

fn seqs(pc: &Pc) -> Vec<u64> {
    pc.helper.log.all().unwrap().iter().map(|event| event.seq).collect()
}

/// Without gaps, on the disk as in memory.
fn assert_whole(pc: &mut Pc) {
    let told = pc.told();
    pc.restart();
    assert_eq!(pc.told(), told);
    assert_eq!(seqs(pc), (1..=told.len() as u64).collect::<Vec<_>>());
}

#[test]
fn a_job_that_a_full_disk_refused_leaves_nothing_and_is_taken_once_there_is_room() {
    for (pages, bytes) in [(0, 0), (0, 300), (1, 0), (1, 300), (2, 0), (2, 300), (10, 0)] {
        on_a_small_disk(move |mut pc| async move {
            leave_in_log(&pc, bytes);
            let (before, job) = (pc.told(), job(&pc, 1));
            fill(&pc, pages);
            let first = take_envelope(&pc.helper, &job);
            match &first {
                Ok(_) => assert_eq!((jobs_on_disk(&pc), pc.told().len()), (1, before.len() + 1)),
                Err(refusal) => {
                    assert_eq!(*refusal, Refusal::DiskFull, "{pages} pages, {bytes} bytes");
                    assert_eq!((jobs_on_disk(&pc), pc.told()), (0, before), "{pages} pages, {bytes} bytes");
                    assert_eq!(pc.helper.queue.unfinished(), []);
                }
            }
            assert!(pages > 0 || first.is_err(), "there is no room");
            assert!(pages < 10 || first.is_ok(), "there is room");
            make_room(&pc);
            take_envelope(&pc.helper, &job).unwrap();
            let accepted = |kind: &&EventKind| matches!(kind, EventKind::JobAccepted { .. });
            assert_eq!(pc.told().iter().filter(accepted).count(), 1);
            assert_eq!(Queue::open(&pc.helper.places.jobs()).unwrap().unfinished().len(), 1);
            assert_whole(&mut pc);
        });
    }
}

/// The disk fills up while the job is at work, after the root half was asked so many times.
#[test]
fn a_job_waits_for_room_on_the_disk_and_then_ends_with_nothing_lost_or_told_or_done_twice() {
    std::thread::scope(|scope| {
        for full_at in 0..=2 {
            scope.spawn(move || on_a_small_disk(move |pc| waits_for_room(pc, full_at)));
        }
    });
}

async fn waits_for_room(mut pc: Pc, full_at: usize) {
    take_envelope(&pc.helper, &job(&pc, 1)).unwrap();
    let done = Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None };
    let line = serde_json::to_string(&done).unwrap() + "\n";
    std::fs::write(pc.helper.places.progress("p.ndjson"), line).unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let (count, helper) = (asked.clone(), pc.helper.clone());
    pc.root.says(move |_| {
        if count.fetch_add(1, Ordering::Relaxed) + 1 == full_at {
            fill_up(&helper);
        }
        Answer::Running { progress: "p.ndjson".into() }
    });
    if full_at == 0 {
        fill_up(&pc.helper);
    }
    let working = tokio::spawn(worker::work(pc.helper.clone(), Lane::Work, false));
    let is_at = async {
        while asked.load(Ordering::Relaxed) < full_at {
            sleep(Duration::from_millis(50)).await;
        }
        sleep(Duration::from_secs(1)).await;
    };
    timeout(LONG, is_at).await.unwrap();
    let is_end = |kind: &EventKind| matches!(kind, EventKind::JobEnded { .. });
    assert_eq!((asked.load(Ordering::Relaxed), pc.told().iter().any(is_end)), (full_at, false), "it waits");
    make_room(&pc);
    let is_over = async {
        while !pc.helper.queue.unfinished().is_empty() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(LONG, is_over).await.unwrap();
    working.abort();
    assert!(working.await.unwrap_err().is_cancelled());
    assert_eq!(asked.load(Ordering::Relaxed), 2, "each step once");
    let told = pc.told();
    let is_noise =
        |kind: &EventKind| matches!(kind, EventKind::Scanned { .. } | EventKind::JobRefused { .. });
    let story: Vec<&EventKind> = told.iter().filter(|kind| !is_noise(kind)).collect();
    assert_eq!(story.len(), 8, "joined, accepted, started, two of each step, ended: {story:#?}");
    pc.root.says(|_| Answer::Ok); // lets go of the helper
    assert_whole(&mut pc);
    assert_eq!(pc.helper.queue.unfinished(), [], "also on the disk");
}

/// Takes all room, and what is left in the last page of the event log.
fn fill_up(helper: &Helper) {
    let mut file = File::create(helper.places.run().join("filler")).unwrap();
    while file.write_all(&[7; PAGE]).is_ok() {}
    let mut head = None;
    while head != Some(helper.log.head()) {
        head = Some(helper.log.head());
        helper.note(EventKind::JobRefused { job: None, refusal: Refusal::Malformed });
    }
}

#[test]
fn what_happened_on_a_full_disk_is_told_once_there_is_room() {
    on_a_small_disk(|mut pc| async move {
        let scan = pc.helper.scans.fresh().await.unwrap();
        let before = pc.told().len();
        fill_up(&pc.helper);
        pc.helper.note_scan(&Scan { revision: "before".into(), ..(*scan).clone() });
        pc.helper.note_scan(&scan);
        pc.helper.office_changed();
        assert_eq!(pc.told().iter().filter(|kind| is_news(kind)).count(), before, "there is no room");
        let helper = pc.helper.clone();
        let telling = tokio::spawn(async move { helper.log.catch_up().await });
        sleep(Duration::from_millis(100)).await;
        make_room(&pc);
        let is_told = async {
            while pc.told().iter().filter(|kind| is_news(kind)).count() < before + 2 {
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(LONG, is_told).await.unwrap();
        let told: Vec<EventKind> = pc.told().into_iter().filter(is_news).collect();
        assert!(matches!(&told[before], EventKind::Scanned { revision, .. } if *revision == scan.revision));
        assert!(matches!(told[before + 1], EventKind::OfficeChanged { .. }));
        telling.abort();
        assert!(telling.await.unwrap_err().is_cancelled());
        assert_whole(&mut pc);
    });
}

/// An administrator who waits for a manager on a PC without an office.
async fn pairing(pc: &Pc) -> Talk {
    pc.helper.leave().unwrap();
    let socket = pc.helper.places.control_socket();
    tokio::spawn(control::serve(pc.helper.clone(), os::bind_local(&socket).unwrap()));
    let mut talk = Talk::new(os::connect(&socket).await.unwrap());
    talk.say(&Ask::Pair { code: Code::generate().to_string() }).await.unwrap();
    assert!(matches!(talk.hear().await.unwrap(), Some(Say::Waiting { .. })));
    talk
}

fn manager_comes(pc: &Pc) -> JoinHandle<Welcomed> {
    let welcome = Welcome { charter: sealed(&charter(), 1), policy: sealed(&policy(), 1) };
    let desk = pc.helper.window.desk().unwrap();
    tokio::spawn(async move { patchround_link::pairing::PairingDesk::welcome(&*desk, welcome).await })
}

#[test]
fn root_is_not_asked_to_join_an_office_that_a_full_disk_cannot_hold() {
    on_a_small_disk(|pc| async move {
        let mut talk = pairing(&pc).await;
        fill(&pc, 0);
        let manager = manager_comes(&pc);
        let said = talk.hear().await.unwrap();
        assert!(matches!(said, Some(Say::Refused { refusal: Refusal::DiskFull })), "{said:?}");
        assert_eq!(manager.await.unwrap(), Welcomed::Refused { refusal: Refusal::DiskFull });
        make_room(&pc);
        let manager = manager_comes(&pc);
        assert!(matches!(talk.hear().await.unwrap(), Some(Say::Welcome(_))), "and once there is room it is");
        talk.say(&Ask::Welcomed { refusal: None }).await.unwrap();
        assert!(matches!(manager.await.unwrap(), Welcomed::Joined { .. }));
    });
}

#[test]
fn an_office_that_root_has_joined_is_joined_on_a_disk_that_is_full_by_then() {
    on_a_small_disk(|mut pc| async move {
        let mut talk = pairing(&pc).await;
        let manager = manager_comes(&pc);
        assert!(matches!(talk.hear().await.unwrap(), Some(Say::Welcome(_))));
        fill_up(&pc.helper);
        talk.say(&Ask::Welcomed { refusal: None }).await.unwrap();
        let said = talk.hear().await.unwrap();
        assert!(matches!(said, Some(Say::Joined { .. })), "{said:?}");
        assert!(matches!(manager.await.unwrap(), Welcomed::Joined { .. }));
        make_room(&pc);
        pc.helper.note(EventKind::JobRefused { job: None, refusal: Refusal::Malformed });
        let joined = |kind: &&EventKind| matches!(kind, EventKind::Joined { .. });
        assert_eq!(pc.told().iter().filter(joined).count(), 1, "told late");
        pc.restart();
        assert!(pc.helper.membership.office().is_some());
    });
}

#[test]
fn what_the_administrators_program_did_not_live_to_say_root_is_asked() {
    on_a_small_disk(|pc| async move {
        let mut talk = pairing(&pc).await;
        let manager = manager_comes(&pc);
        assert!(matches!(talk.hear().await.unwrap(), Some(Say::Welcome(_))));
        drop(talk);
        assert!(matches!(manager.await.unwrap(), Welcomed::Joined { .. }));
    });
}

fn is_news(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::JobRefused { .. })
}

#[test]
fn a_policy_or_a_memory_that_a_full_disk_refused_changes_nothing() {
    on_a_small_disk(|mut pc| async move {
        let newer = sealed(&Policy { version: 2, ..policy() }, 2);
        fill(&pc, 0);
        assert_eq!(succession::take_policy(&pc.helper, &newer).await, Err(Refusal::DiskFull));
        assert_eq!(pc.root.asked(), [], "root is not asked for what we could not write down");
        assert!(files::write_json(&pc.helper.places.standing(), &Memory::default()).is_err());
        let scan = pc.helper.scans.fresh().await.unwrap();
        assert_eq!(pc.helper.scans.latest(), Some(scan), "a scan that cannot be kept is still the newest");
        make_room(&pc);
        pc.restart();
        assert_eq!((pc.helper.scans.latest(), pc.helper.standing.clone()), (None, Memory::default()));
        let half = std::fs::read_dir(pc.helper.places.net())
            .unwrap()
            .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().starts_with(".tmp"));
        assert_eq!(half.count(), 0);
        let obeyed = succession::take_policy(&pc.helper, &newer).await.unwrap();
        assert_eq!(obeyed.policy_version, 2);
    });
}
