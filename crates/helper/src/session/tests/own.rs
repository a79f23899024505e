use patchround_protocol::{Cause, RoundId, UpdateId, sign::public};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::scripted::key;

const PLAIN: &str = "flatpak:app/org.lab.Notes/x86_64/stable@2";

fn own_id() -> UpdateId {
    let account = nix::unistd::geteuid().to_string();
    PLAIN.parse::<UpdateId>().unwrap().of_person(&account).unwrap()
}

/// What their program says of the one source they have.
fn own(is_offered: bool) -> Value {
    let update = json!({
        "id": PLAIN, "pc": "0".repeat(64), "source": "flatpak", "package": "app/org.lab.Notes/x86_64/stable",
        "group": "org.lab.Notes", "name": "Notes", "installed": "1", "candidate": "2", "class": null,
        "substantial": {"why": ["2 for 1"]}, "cves": null, "known_exploited": null, "released": null, "size": null,
        "notes": null, "needs": {}, "reversible": null, "scope": "person", "held": null, "phased": false,
        "blocked": null,
    });
    let updates: Vec<Value> = is_offered.then_some(update).into_iter().collect();
    json!({"say": "own", "source": "flatpak", "cause": null, "refreshed_at": null, "updates": updates})
}

fn ordered(pc: &Pc, number: u128, when: When) -> JobId {
    let now = Timestamp::now();
    let steps = vec![Step::Install { ids: vec![own_id()], agreed_removals: Vec::new() }];
    let office = pc.helper.membership.office().unwrap();
    let job = Job {
        office: office.charter.office,
        job: JobId(Uuid::from_u128(number)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: now,
        expires: now + SignedDuration::from_hours(24),
        steps,
        when,
        try_first: false,
        reply: None,
    };
    pc.helper.queue.take(&sealed(&job, 2), &office.charter, pc.helper.pc, now).unwrap();
    pc.helper.queue.announce();
    job.job
}

async fn ended(pc: &Pc, job: JobId) -> (Outcome, Option<Cause>) {
    let end = |kind: EventKind| match kind {
        EventKind::JobEnded { job: of, outcome, cause, .. } if of == job => Some((outcome, cause)),
        _ => None,
    };
    within(Duration::from_secs(20), async {
        loop {
            match pc.told().into_iter().find_map(end) {
                Some(end) => return end,
                None => sleep(Duration::from_millis(20)).await,
            }
        }
    })
    .await
    .unwrap()
}

async fn is_offered(pc: &Pc, wanted: bool) {
    let is_so = |scan: &std::sync::Arc<patchround_protocol::wire::Scan>| {
        scan.updates.iter().any(|update| update.id == own_id()) == wanted
    };
    let mut scans = pc.helper.scans.watch();
    let seen = scans.wait_for(|scan| scan.as_ref().is_some_and(is_so));
    drop(within(Duration::from_secs(10), seen).await.unwrap().unwrap());
}

async fn is_asked_and_puts_it_in(person: &mut Person) {
    let asked = ToPerson::InstallOwn { ids: vec![PLAIN.parse().unwrap()] };
    assert_eq!(person.hears_what_comes_of_it().await, asked);
    let done = json!({"say": "own_ended", "id": PLAIN, "outcome": "done", "cause": null, "details": null});
    person.say(&done).await;
    person.say(&own(false)).await;
}

#[tokio::test]
async fn what_is_a_persons_own_is_listed_as_theirs_and_put_in_by_their_program_when_it_is_ordered() {
    let pc = served("null").await;
    pc.root_runs(&done());
    let before = pc.helper.scans.latest().unwrap();
    let mut ana = Person::at(&pc).await;
    ana.say(&own(true)).await;
    is_offered(&pc, true).await;
    let scan = pc.helper.scans.latest().unwrap();
    assert_eq!(scan.updates.len(), before.updates.len() + 1);
    assert_eq!(
        scan.person_of(&own_id()),
        nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().map(|user| user.name).as_deref()
    );
    assert_ne!(scan.revision, before.revision);

    let job = ordered(&pc, 1, When::Now);
    is_asked_and_puts_it_in(&mut ana).await;
    assert_eq!(ended(&pc, job).await, (Outcome::Done, None));
    let after = pc.helper.scans.latest().unwrap();
    assert_eq!((after.updates.len(), after.revision == scan.revision), (before.updates.len(), false));
    let view = ana.sees(|view| !view.changes.is_empty()).await;
    assert_eq!((view.changes[0].name.as_str(), view.changes[0].outcome), ("Notes", Outcome::Done));
}

#[tokio::test]
async fn nobodys_program_is_asked_for_what_root_refuses() {
    let pc = served("null").await;
    pc.root.says(|_| patchround_protocol::root::Answer::Refused {
        refusal: patchround_protocol::wire::Refusal::NotAllowed,
    });
    let mut ana = Person::at(&pc).await;
    ana.say(&own(true)).await;
    is_offered(&pc, true).await;
    let job = ordered(&pc, 1, When::Now);
    assert_eq!(ended(&pc, job).await, (Outcome::Failed, Some(Cause::NotAllowed)));
    ana.say(&json!({"say": "running", "programs": []})).await;
    let heard = within(Duration::from_millis(300), ana.hears_what_comes_of_it()).await;
    assert!(heard.is_err(), "{heard:?}");
}

#[tokio::test]
async fn whoever_is_away_has_it_put_in_when_they_come_and_sees_it_among_what_became_of_updates() {
    let pc = served("null").await;
    pc.root_runs(&done());
    let mut ana = Person::at(&pc).await;
    ana.say(&own(true)).await;
    is_offered(&pc, true).await;
    drop(ana);
    sleep(Duration::from_millis(300)).await;
    let job = ordered(&pc, 1, When::Now);
    assert_eq!(ended(&pc, job).await, (Outcome::Waiting, Some(Cause::PersonAway)));

    let mut ana = Person::at(&pc).await;
    ana.say(&own(true)).await;
    is_asked_and_puts_it_in(&mut ana).await;
    is_offered(&pc, false).await;
    let is_told = |kind: &EventKind| matches!(kind, EventKind::UpdateEnded { job: of, outcome: Outcome::Done, .. } if *of == job);
    assert!(pc.told().iter().any(is_told), "managers hear of it though the job has ended");
    let is_done = |view: &View| view.changes.iter().any(|change| change.outcome == Outcome::Done);
    ana.sees(is_done).await;
}

#[tokio::test]
async fn whose_own_program_it_is_is_asked_about_a_bigger_change_of_it() {
    let pc = served("null").await;
    let mut ana = Person::at(&pc).await;
    ana.say(&own(true)).await;
    is_offered(&pc, true).await;
    let (default, last) =
        (Timestamp::now() + SignedDuration::from_hours(2), Timestamp::now() + SignedDuration::from_hours(20));
    let job = ordered(&pc, 1, When::Asked { default, last });
    let view = ana.sees(|view| !view.questions.is_empty()).await;
    assert_eq!((view.questions[0].id, view.questions[0].updates[0].name.as_str()), (job, "Notes"));
}
