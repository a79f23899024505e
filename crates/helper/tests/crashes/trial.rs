//! One job on one PC that is hit once, and what must be true at its end.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use patchround_link::client::{self, Peer};
use patchround_protocol::{
    Cause, Envelope, Event, EventKind, Job, Outcome, PcId, Step,
    wire::{Hello, JobTaken},
};
use tokio::time::sleep;

use crate::{
    manager::{Manager, key},
    practice::{Point, Practice, Victim},
};

/// How one trial went.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) was_killed: bool,
    /// From the kill until the network half answered.
    pub(crate) answered: Duration,
    /// From the kill until the job's end was in the event log.
    pub(crate) told: Duration,
}

/// Has a job carried out while the victim is ended at its point.
pub(crate) async fn run(manager: &Manager, pin: PcId, state: &Path, point: Point) -> Ended {
    let mut pc = Practice::new(Some(state), Some(point));
    let id = "apt:pr-tool-a:all@1.1".parse().unwrap();
    let install = Step::Install { ids: vec![id], agreed_removals: Vec::new() };
    let job = manager.job(pin, vec![Step::Refresh {}, install]);
    let end = Instant::now() + Practice::patience();
    let (mut was_taken, mut answered, mut events) = (false, None, Vec::new());
    while !has_ended(&events, &job) {
        assert!(Instant::now() < end, "{point:?} did not end: {events:#?}\n{}", pc.log());
        pc.keep_running();
        if let Ok(peer) = client::connect(pc.address, &manager.device, pin).await {
            if let Some(killed) = pc.killed.filter(|_| answered.is_none()) {
                let hello = peer.get::<Hello>("/v1/hello").await;
                answered = hello.is_ok().then(|| killed.elapsed());
            }
            was_taken = was_taken || deliver(&peer, &job).await;
            if let Some(news) = read(&peer).await {
                events = news;
            }
        }
        sleep(Duration::from_millis(50)).await;
    }
    pc.keep_running();
    let told = pc.killed.map(|killed| killed.elapsed()).unwrap_or_default();
    check(&pc, &point, &events);
    Ended { was_killed: pc.was_killed(), answered: answered.unwrap_or_default(), told }
}

async fn deliver(peer: &Peer, job: &Job) -> bool {
    let envelope = Envelope::seal(job, &key(2)).unwrap();
    peer.post::<_, JobTaken>("/v1/jobs", &envelope).await.is_ok()
}

/// All events from the first.
async fn read(peer: &Peer) -> Option<Vec<Event>> {
    let mut lines = peer.follow("/v1/events?after=0").await.ok()?;
    let mut events = Vec::new();
    while let Some(line) = lines.next().await.ok()? {
        events.push(serde_json::from_slice(&line).unwrap());
    }
    Some(events)
}

fn has_ended(events: &[Event], job: &Job) -> bool {
    events
        .iter()
        .any(|event| matches!(event.kind, EventKind::JobEnded { job: ended, .. } if ended == job.job))
}

fn check(pc: &Practice, point: &Point, events: &[Event]) {
    let context = || format!("{point:?}\n{events:#?}\n{:?}\n{}", pc.runs(), pc.log());
    let seqs: Vec<u64> = events.iter().map(|event| event.seq).collect();
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>(), "numbers without gaps: {}", context());
    each_part_is_told_once(events, &context);
    let runs = pc.runs();
    let count = |what: &str| runs.iter().filter(|run| *run == what).count();
    let (outcome, cause) = end_of_update(events);
    if point.victim != Victim::Net {
        let updates = if point.victim == Victim::Transaction(0) { 1..=2 } else { 1..=1 };
        assert!(updates.contains(&count("update")), "{}", context());
        assert!(count("install") <= 1 && count("download") <= 1, "{}", context());
        let truth = match pc.installed().as_str() {
            "1.1" => (Outcome::Done, None),
            _ => (Outcome::Failed, Some(Cause::InterruptedBefore)),
        };
        assert_eq!((outcome, cause), truth, "{}", context());
    } else {
        assert_eq!(runs, ["update", "download", "install"], "{}", context());
        assert_eq!((outcome, cause, pc.installed().as_str()), (Outcome::Done, None, "1.1"), "{}", context());
    }
}

fn each_part_is_told_once(events: &[Event], context: &dyn Fn() -> String) {
    let count = |wanted: fn(&EventKind) -> bool| events.iter().filter(|event| wanted(&event.kind)).count();
    let told = [
        count(|kind| matches!(kind, EventKind::JobAccepted { .. })),
        count(|kind| matches!(kind, EventKind::JobStarted { .. })),
        count(|kind| matches!(kind, EventKind::StepStarted { .. })),
        count(|kind| matches!(kind, EventKind::UpdateEnded { .. })),
        count(|kind| matches!(kind, EventKind::StepEnded { .. })),
        count(|kind| matches!(kind, EventKind::JobEnded { .. })),
    ];
    assert_eq!(told, [1, 1, 2, 1, 2, 1], "{}", context());
}

fn end_of_update(events: &[Event]) -> (Outcome, Option<Cause>) {
    let ended = events.iter().find_map(|event| match &event.kind {
        EventKind::UpdateEnded { outcome, cause, .. } => Some((*outcome, *cause)),
        _ => None,
    });
    ended.unwrap()
}
