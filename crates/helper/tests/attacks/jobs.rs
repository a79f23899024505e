//! Jobs that nobody ordered, or that were ordered once.

use patchround_link::client;
use patchround_protocol::{Cause, EventKind, Job, Outcome, Step, wire::Refusal};

use crate::{
    manager::{Manager, end_of, events_until_the_end_of, refused, send},
    office::{Devices, ENDED, RECOVERY, REVOKED, STRANGER, VIEWER, absent, job_by},
    pc::Pc,
    traces::Traces,
};

#[tokio::test]
async fn a_job_by_anybody_who_may_not_operate_is_refused() {
    let (pc, manager, devices) = (Pc::start(), Manager::new(), Devices::new());
    let pin = manager.join_with(&pc, &manager.welcome_to(&devices.charter(&manager))).await;
    let before = Traces::of(&pc);
    let peer = manager.connect(&pc, pin).await;
    for n in [1, VIEWER, ENDED, REVOKED, STRANGER, RECOVERY] {
        assert_eq!(refused(send(&peer, &job_by(&manager, n, pin), n).await), Refusal::NotAllowed, "key {n}");
    }
    let viewer = client::connect(pc.address, &devices.viewer, pin).await.unwrap();
    let borrowed = send(&viewer, &job_by(&manager, 2, pin), VIEWER).await;
    assert_eq!(refused(borrowed), Refusal::NotAllowed, "it says it is the operator's");
    assert_eq!(Traces::of(&pc), before);
}

#[tokio::test]
async fn a_job_by_the_operator_is_not_taken_from_somebody_who_may_only_look() {
    let (pc, manager, devices) = (Pc::start(), Manager::new(), Devices::new());
    let pin = manager.join_with(&pc, &manager.welcome_to(&devices.charter(&manager))).await;
    let viewer = client::connect(pc.address, &devices.viewer, pin).await.unwrap();
    let job = manager.job(pin, vec![absent()]);
    assert_eq!(refused(send(&viewer, &job, 2).await), Refusal::NotAllowed);
    send(&manager.connect(&pc, pin).await, &job, 2).await.unwrap();
    assert_eq!(end_of(&events_until_the_end_of(&viewer, 0, job.job).await), Outcome::Failed);
}

#[tokio::test]
async fn an_id_that_is_not_offered_is_not_installed_and_the_event_says_so() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let peer = manager.connect(&pc, pin).await;
    let status = std::fs::read("/var/lib/dpkg/status").ok();
    let job = manager.job(pin, vec![absent()]);
    send(&peer, &job, 2).await.unwrap();
    let events = events_until_the_end_of(&peer, 0, job.job).await;
    let ended = events.iter().find_map(|event| match &event.kind {
        EventKind::UpdateEnded { outcome, cause, .. } => Some((*outcome, *cause)),
        _ => None,
    });
    assert_eq!(ended, Some((Outcome::Failed, Some(Cause::VersionGone))));
    assert_eq!(std::fs::read("/var/lib/dpkg/status").ok(), status);
}

#[tokio::test]
async fn other_bytes_under_a_job_id_that_was_seen_are_refused() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let peer = manager.connect(&pc, pin).await;
    let job = manager.job(pin, vec![absent()]);
    send(&peer, &job, 2).await.unwrap();
    events_until_the_end_of(&peer, 0, job.job).await;
    let before = Traces::of(&pc);
    let other = Job { steps: vec![absent(), Step::Refresh {}], ..job };
    assert_eq!(refused(send(&peer, &other, 2).await), Refusal::NotAllowed);
    assert_eq!(Traces::of(&pc), before);
}

#[tokio::test]
async fn a_job_played_again_to_a_network_half_that_lost_its_memory_is_not_done_again() {
    let (mut pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let peer = manager.connect(&pc, pin).await;
    let job = manager.job(pin, vec![absent()]);
    send(&peer, &job, 2).await.unwrap();
    events_until_the_end_of(&peer, 0, job.job).await;
    let root = || {
        let folder = pc.folder.path().join("root");
        let journal = std::fs::read_to_string(folder.join("journal.ndjson")).unwrap();
        let progress =
            std::fs::read_to_string(folder.join(format!("progress/{}-0.ndjson", job.job))).unwrap();
        (journal, progress)
    };
    let done_once = root();

    pc.net = None;
    for gone in ["net/jobs", "net/events.ndjson", "net/scan.json"] {
        let path = pc.folder.path().join(gone);
        let _ = std::fs::remove_dir_all(&path).or_else(|_| std::fs::remove_file(&path));
    }
    pc.start_net();
    let peer = manager.connect(&pc, pin).await;
    send(&peer, &job, 2).await.unwrap();
    assert_eq!(end_of(&events_until_the_end_of(&peer, 0, job.job).await), Outcome::Failed);
    let folder = pc.folder.path().join("root");
    let journal = std::fs::read_to_string(folder.join("journal.ndjson")).unwrap();
    let progress = std::fs::read_to_string(folder.join(format!("progress/{}-0.ndjson", job.job))).unwrap();
    assert_eq!((journal, progress), done_once);
}
