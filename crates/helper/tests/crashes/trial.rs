//! One job on one PC that is hit once, and what must be true at its end.

use std::{
    path::Path,
    time::{Duration, Instant, SystemTime},
};

use patchround_link::client::{self, Peer};
use patchround_protocol::{Cause, Envelope, Event, EventKind, Job, Outcome, PcId, Step, wire::JobTaken};
use tokio::time::sleep;

use crate::{
    manager::{Manager, key},
    practice::{Point, Practice, Victim},
};

/// How one trial went.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) point: Point,
    pub(crate) was_killed: bool,
    /// From the kill until the network half answered and the job's end was in its event log.
    pub(crate) told: Duration,
    /// How much of that the package manager was at work, by its own stamps.
    pub(crate) repair: Duration,
}

impl Ended {
    /// What it took besides the repair's own time.
    pub(crate) fn beyond_repair(&self) -> Duration {
        self.told.saturating_sub(self.repair)
    }
}

/// Has a job carried out while the victim is ended at its point.
pub(crate) async fn run(manager: &Manager, pin: PcId, state: &Path, point: Point) -> Ended {
    let mut pc = Practice::new(Some(state), Some(point));
    let id = "apt:pr-tool-a:all@1.1".parse().unwrap();
    let install = Step::Install { ids: vec![id], agreed_removals: Vec::new() };
    let job = manager.job(pin, vec![Step::Refresh {}, install]);
    let end = Instant::now() + Practice::patience();
    let (mut was_taken, mut answered, mut events) = (false, None, Vec::new());
    while end_of_job(&events, &job).is_none() || pc.killed().is_some() && answered.is_none() {
        assert!(Instant::now() < end, "{point:?} did not end: {events:#?}\n{}", pc.log());
        pc.keep_running();
        let was_killed = pc.killed().is_some();
        if let Ok(peer) = client::connect(pc.address, &manager.device, pin).await {
            was_taken = was_taken || deliver(&peer, &job).await;
            if let Some(news) = read(&peer).await {
                events = news;
                answered = answered.or_else(|| was_killed.then(SystemTime::now));
            }
        }
        sleep(Duration::from_millis(50)).await;
    }
    pc.keep_running();
    check(&pc, &point, &events);
    let told = end_of_job(&events, &job).max(answered).unwrap();
    timed(&pc, point, told)
}

fn timed(pc: &Practice, point: Point, told: SystemTime) -> Ended {
    let killed = pc.killed();
    let from = killed.unwrap_or(told);
    let repair = pc.stamps().within(from, told);
    Ended { point, was_killed: killed.is_some(), told: told.duration_since(from).unwrap_or_default(), repair }
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

/// When it was told.
fn end_of_job(events: &[Event], job: &Job) -> Option<SystemTime> {
    let is_end = |event: &&Event| matches!(event.kind, EventKind::JobEnded { job: of, .. } if of == job.job);
    events.iter().find(is_end).map(|event| event.time.into())
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
