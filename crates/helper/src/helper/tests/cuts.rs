//! Every file of the state folder, cut at every byte.

use std::{fs, path::Path};

use patchround_protocol::{Event, Outcome, Policy, root::Answer};

use super::*;
use crate::{
    http::take_envelope,
    log::Log,
    queue::{End, Queue},
    scripted::policy,
    standing::{Run, history::History, remembered},
    succession,
};

/// A PC with two jobs, one of them over, and their events.
fn lived() -> Pc {
    let pc = Pc::joined_in(folder());
    for n in 1..=2 {
        take_envelope(&pc.helper, &job(&pc, n)).unwrap();
    }
    let (job, round) = (JobId(Uuid::from_u128(1)), RoundId(Uuid::nil()));
    let End { outcome, cause } = End::DONE;
    for kind in [EventKind::JobStarted { job, round }, EventKind::JobEnded { job, round, outcome, cause }] {
        pc.helper.story.try_tell(kind).unwrap();
    }
    pc.helper.queue.end(job, End::DONE).unwrap();
    pc
}

/// Calls with the file cut after every number of bytes, and at last whole.
fn cut_at_every_byte(path: &Path, mut look: impl FnMut(usize, bool)) {
    let whole = fs::read(path).unwrap();
    assert!(!whole.is_empty());
    for cut in 0..=whole.len() {
        fs::write(path, &whole[..cut]).unwrap();
        look(cut, cut == whole.len());
    }
}

fn note(n: u128) -> EventKind {
    EventKind::JobStarted { job: JobId(Uuid::from_u128(n)), round: RoundId(Uuid::nil()) }
}

#[test]
fn an_event_log_cut_at_any_byte_keeps_its_whole_lines_and_goes_on_from_them() {
    let pc = lived();
    let path = pc.helper.places.events();
    let bytes = fs::read(&path).unwrap();
    let events = pc.helper.log.all().unwrap();
    assert!(events.len() >= 5);
    cut_at_every_byte(&path, |cut, _| {
        let whole = bytes[..cut].iter().filter(|byte| **byte == b'\n').count();
        let log = Log::open(&path).unwrap();
        assert_eq!(log.all().unwrap(), events[..whole], "cut at {cut}");
        assert_eq!(log.head(), whole as u64);
        log.append(note(99)).unwrap();
        let told: Vec<Event> = log.all().unwrap();
        assert_eq!(told[..whole], events[..whole], "what was told stays as it was");
        assert_eq!(
            (told[whole].seq, &told[whole].kind, told.len()),
            (whole as u64 + 1, &note(99), whole + 1)
        );
    });
}

/// Once events were dropped, their numbers are on the disk apart from the log.
#[test]
fn numbers_of_events_that_were_dropped_are_never_given_again_however_the_files_are_cut() {
    let folder = folder();
    let path = folder.path().join("events.ndjson");
    let log = Log::open(&path).unwrap();
    for n in 1..=17 {
        log.append(note(n)).unwrap();
    }
    log.forget().unwrap();
    log.append(note(18)).unwrap();
    drop(log);
    let cut_log = |cut, _| {
        let log = Log::open(&path).unwrap();
        let before = log.all().unwrap().len() as u64;
        log.append(note(19)).unwrap();
        assert_eq!((log.head(), log.all().unwrap().len() as u64), (18 + before, before + 1), "cut at {cut}");
    };
    cut_at_every_byte(&path, cut_log);
    let head = folder.path().join("events.head");
    fs::write(&path, "").unwrap();
    cut_at_every_byte(&head, |cut, is_whole| match Log::open(&path) {
        Ok(log) => assert!(is_whole && log.head() == 17, "cut at {cut}: {}", log.head()),
        Err(error) => assert!(!is_whole && error.to_string().contains("events.head"), "{error}"),
    });
}

#[test]
fn a_job_file_cut_at_any_byte_is_whole_or_passed_over_and_can_be_sent_again() {
    let pc = lived();
    let charter = &pc.helper.membership.office().unwrap().charter;
    let [ended, waits] = [1, 2].map(|n| JobId(Uuid::from_u128(n)));
    let file = |id: JobId| pc.helper.places.jobs().join(format!("{id}.json"));
    let aside = pc.helper.places.run().join("aside"); // a signature takes long to check
    for (id, other) in [(ended, waits), (waits, ended)] {
        fs::rename(file(other), &aside).unwrap();
        cut_at_every_byte(&file(id), |cut, is_whole| {
            let queue = Queue::open(&pc.helper.places.jobs()).unwrap();
            assert_eq!(queue.knows(id), is_whole, "cut at {cut}");
            assert_eq!(queue.unfinished().len(), usize::from(is_whole && id == waits), "cut at {cut}");
        });
        fs::rename(&aside, file(other)).unwrap();
    }
    fs::write(file(waits), b"{\"envelope\":").unwrap();
    let queue = Queue::open(&pc.helper.places.jobs()).unwrap();
    assert!(queue.knows(ended), "a torn file spoils no other");
    queue.take(&job(&pc, 2), charter, pc.helper.pc, Timestamp::now()).unwrap();
    assert_eq!(Queue::open(&pc.helper.places.jobs()).unwrap().unfinished(), [waits]);
}

#[test]
fn a_charter_or_policy_cut_at_any_byte_makes_us_obey_nobody_and_is_named() {
    let pc = lived();
    let places = &pc.helper.places;
    let ours = pc.helper.membership.office();
    for path in [places.charter(), places.policy()] {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        cut_at_every_byte(&path, |cut, is_whole| match Membership::open(places) {
            Ok(membership) => assert!(is_whole && membership.office() == ours, "{name} cut at {cut}"),
            Err(error) => assert!(!is_whole && error.to_string().contains(&name), "{error}"),
        });
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let error = Helper::open(places.clone(), &DeviceKey::generate(), 0).err().unwrap();
        assert!(error.to_string().contains(&name), "the program says which file: {error}");
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn a_scan_or_a_memory_cut_at_any_byte_is_none_and_made_anew() {
    let pc = lived();
    let places = &pc.helper.places;
    let run = Run { run: JobId(Uuid::from_u128(7)), step: Step::Repair {}, policy_version: 1 };
    let memory = Memory { at_hand: Some(run), history: History::default() };
    files::write_json(&places.standing(), &memory).unwrap();
    cut_at_every_byte(&places.standing(), |cut, is_whole| {
        let expected = if is_whole { memory.clone() } else { Memory::default() };
        assert_eq!(remembered(&places.standing()), expected, "cut at {cut}");
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let scan = runtime.block_on(pc.helper.scans.fresh()).unwrap();
    cut_at_every_byte(&places.scan(), |cut, is_whole| {
        let latest = Scans::open(pc.helper.pc, &places.scan(), &places.kept()).latest();
        assert!(latest.is_none_or(|latest| is_whole && latest == scan), "cut at {cut}");
    });
}

#[tokio::test]
async fn a_document_on_its_way_to_root_cut_at_any_byte_is_whole_or_forgotten() {
    let pc = lived();
    let newer = sealed(&Policy { version: 2, ..policy() }, 2);
    let coming = serde_json::json!({ "coming": "policy", "document": newer });
    let whole = serde_json::to_vec(&coming).unwrap();
    let path = pc.helper.places.coming();
    pc.root.says(|_| Answer::Ok);
    for cut in 0..=whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        succession::catch_up(&pc.helper).await;
        let version = pc.helper.membership.office().unwrap().obeyed().policy_version;
        let is_whole = cut == whole.len();
        assert_eq!((version, pc.root.asked().len()), if is_whole { (2, 1) } else { (1, 0) }, "cut at {cut}");
        assert!(!path.exists(), "cut at {cut}");
    }
}

#[test]
fn a_network_half_opens_with_its_log_cut_anywhere_and_tells_the_rest_of_a_job_once() {
    let mut pc = lived();
    let path = pc.helper.places.events();
    let bytes = fs::read(&path).unwrap();
    for cut in (0..=bytes.len()).step_by(61).chain([bytes.len()]) {
        fs::write(&path, &bytes[..cut]).unwrap();
        pc.restart();
        let (job, round) = (JobId(Uuid::from_u128(2)), RoundId(Uuid::nil()));
        for kind in [
            EventKind::JobAccepted { job, round },
            EventKind::JobStarted { job, round },
            EventKind::JobEnded { job, round, outcome: Outcome::Done, cause: None },
        ] {
            pc.helper.story.try_tell(kind.clone()).unwrap();
            pc.helper.story.try_tell(kind.clone()).unwrap();
            assert_eq!(pc.told().iter().filter(|told| **told == kind).count(), 1, "cut at {cut}");
        }
        let seqs: Vec<u64> = pc.helper.log.all().unwrap().iter().map(|event| event.seq).collect();
        assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>(), "cut at {cut}");
    }
}
