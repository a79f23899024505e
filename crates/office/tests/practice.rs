//! Rounds over practice PCs: the whole engine, with only the far end of the line made up.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use patchround_office::{
    Office, PcView,
    names::Address,
    plan::{Wanted, plan},
    round::{Begin, PcEnd, RestartState},
    store::{record::What, rounds::Stage},
    tell::Told,
    trouble::Trouble,
};
use patchround_practice::{Manners, Offer, PcSpec, Practice, PracticePc, awkward, ordinary};
use patchround_protocol::{Cause, EventKind, Outcome, PcState, job::Verb, restart::Wait};
use tokio::time::{sleep, timeout};

/// Long enough for a machine ten times slower.
const LONG: Duration = Duration::from_secs(300);

fn quiet(_: &Told<'_>) {}

/// An office that all of these PCs have joined.
async fn joined(dir: &tempfile::TempDir, specs: Vec<PcSpec>) -> (Office, Practice) {
    patchround_office::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir.path(), false).unwrap();
    let practice = Practice::start(specs).await.unwrap();
    practice.type_code(&office.new_code().unwrap().code).unwrap();
    for pc in practice.pcs() {
        let address = Address::parse(&pc.address().to_string()).unwrap();
        office.add(&address, Some(pc.name())).await.unwrap();
    }
    (office, practice)
}

async fn update_all(office: &Office) -> Vec<PcEnd> {
    let views = office.look(&quiet).await.unwrap();
    let round = office.order(&plan(&views, &Wanted::All, Timestamp::now()), Begin::Now).unwrap();
    timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap().pcs
}

async fn states(office: &Office) -> BTreeMap<String, PcState> {
    let shown = |view: PcView| (view.pc.name.clone(), view.state(Timestamp::now()));
    office.look(&quiet).await.unwrap().into_iter().map(shown).collect()
}

/// Gives the PC its power back once it has lost it.
async fn power_back(pc: &PracticePc) {
    while pc.is_on() {
        sleep(Duration::from_millis(10)).await;
    }
    pc.power_on().await.unwrap();
}

#[tokio::test]
async fn every_kind_of_update_ends_as_it_must_and_only_true_ones_are_green() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, awkward(1)).await;
    let vanishing = practice.pc("vanishing").unwrap();
    let (pcs, ()) = tokio::join!(update_all(&office), power_back(vanishing));
    let ends: BTreeMap<&str, Outcome> = pcs.iter().map(|pc| (pc.pc.as_str(), pc.outcome)).collect();
    assert_eq!(
        ends,
        [
            ("everything", Outcome::Failed),
            ("lying", Outcome::Failed),
            ("slow", Outcome::Done),
            ("vanishing", Outcome::Done),
            ("wrong-clock", Outcome::Failed),
        ]
        .into()
    );
    let all = pcs.iter().find(|pc| pc.pc == "everything").unwrap();
    let steps: BTreeMap<&str, (Outcome, Option<Cause>)> = all
        .steps
        .iter()
        .filter_map(|step| {
            Some((step.id.as_ref()?.native().strip_prefix("practice-")?, (step.outcome, step.cause)))
        })
        .collect();
    assert_eq!(
        steps,
        [
            ("urgent", (Outcome::Done, None)),
            ("security", (Outcome::Done, None)),
            ("other", (Outcome::Done, None)),
            ("substantial", (Outcome::Done, None)),
            ("new", (Outcome::Done, None)),
            ("held", (Outcome::NeedsPerson, Some(Cause::Held))),
            ("phased", (Outcome::Waiting, Some(Cause::Phased))),
            ("restart", (Outcome::NeedsRestart, Some(Cause::RestartToFinish))),
            ("failing", (Outcome::Failed, Some(Cause::PackageScriptFailed))),
        ]
        .into()
    );
    let green = |state: &PcState| *state == PcState::UpToDate;
    let after = states(&office).await;
    let greens: Vec<&str> =
        after.iter().filter(|(_, state)| green(state)).map(|(name, _)| name.as_str()).collect();
    assert_eq!(greens, ["slow", "vanishing"], "{after:?}");
}

#[tokio::test]
async fn a_pc_that_vanishes_in_mid_round_goes_on_where_it_was_and_does_nothing_twice() {
    let dir = tempfile::tempdir().unwrap();
    let mut specs = ordinary(2, 1, 5);
    specs[0].manners.vanishes_after = Some(2);
    let (office, practice) = joined(&dir, specs).await;
    let pc = &practice.pcs()[0];
    let (pcs, ()) = tokio::join!(update_all(&office), power_back(pc));
    assert_eq!((pcs[0].outcome, pcs[0].steps.len()), (Outcome::Done, 5));
    assert_eq!(pc.installed(), 5);
    let ended = |kind: &EventKind| matches!(kind, EventKind::UpdateEnded { .. });
    assert_eq!(pc.events().iter().filter(|event| ended(&event.kind)).count(), 5);
    assert_eq!(states(&office).await.into_values().collect::<Vec<_>>(), [PcState::UpToDate]);
}

#[tokio::test]
async fn the_others_are_updated_although_one_pc_is_off_and_it_is_not_green() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, ordinary(3, 3, 4)).await;
    practice.pc("till").unwrap().power_off();
    let pcs = update_all(&office).await;
    let ends: BTreeMap<&str, Outcome> = pcs.iter().map(|pc| (pc.pc.as_str(), pc.outcome)).collect();
    assert_eq!(
        ends,
        [("front-desk", Outcome::Done), ("till", Outcome::Unreachable), ("workshop", Outcome::Done)].into()
    );
    assert_eq!(states(&office).await["till"], PcState::NotSeen);
}

#[tokio::test]
async fn twenty_pcs_are_read_and_updated_and_an_unchanged_look_reads_nothing_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, ordinary(4, 20, 10)).await;
    let views = office.look(&quiet).await.unwrap();
    assert_eq!(views.iter().map(PcView::outstanding).sum::<usize>(), 20 * 10);
    let read = |views: &[PcView]| {
        views.iter().map(|v| v.pc.scan.as_ref().unwrap().revision.clone()).collect::<Vec<_>>()
    };
    let again = office.look(&quiet).await.unwrap();
    assert_eq!(read(&again), read(&views));
    let pcs = update_all(&office).await;
    assert!(pcs.iter().all(|pc| pc.outcome == Outcome::Done && pc.steps.len() == 10));
    assert!(states(&office).await.values().all(|state| *state == PcState::UpToDate));
    assert!(practice.pcs().iter().all(|pc| pc.installed() == 10 && pc.offers().is_empty()));
}

#[tokio::test]
async fn a_look_shows_each_pc_as_it_is_stored_before_and_after_its_updates() {
    let dir = tempfile::tempdir().unwrap();
    let (office, _practice) = joined(&dir, awkward(1)).await;
    for updated in [false, true] {
        let shown = office.look(&quiet).await.unwrap();
        let stored = office.stored_views().unwrap();
        assert!(shown.iter().any(|view| view.heard && view.pc.scan.is_some()));
        let pcs = |views: &[PcView]| views.iter().map(|view| format!("{:?}", view.pc)).collect::<Vec<_>>();
        assert_eq!(pcs(&shown), pcs(&stored));
        if !updated {
            update_all(&office).await;
        }
    }
}

#[tokio::test]
async fn who_joined_left_or_was_renamed_during_a_look_is_shown_so_at_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, ordinary(7, 3, 1)).await;
    let [kept, removed, new] = practice.pcs() else { panic!("three PCs") };
    office.remove(new.name()).unwrap();
    let facts = office.store.pcs().unwrap()[0].facts.clone();
    let meanwhile = async {
        office.rename(kept.name(), "Reception").unwrap();
        office.remove(removed.name()).unwrap();
        office.store.keep_pc(new.id(), "A new one", new.address(), &facts, Timestamp::now()).unwrap();
    };
    let (views, ()) = tokio::join!(office.look(&quiet), meanwhile);
    let shown: Vec<_> = views.unwrap().into_iter().map(|view| (view.pc.id, view.pc.name)).collect();
    assert_eq!(shown, [(new.id(), "A new one".to_owned()), (kept.id(), "Reception".to_owned())]);
}

#[tokio::test]
async fn a_practice_pc_asks_for_the_right_code_and_obeys_only_its_own_office() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_office, practice) = joined(&first, ordinary(5, 1, 1)).await;
    let pc = &practice.pcs()[0];
    patchround_office::setup::init(second.path(), "Rival", "Eve", Timestamp::now()).unwrap();
    let rival = Office::open(second.path(), false).unwrap();
    let code = rival.new_code().unwrap().code;
    pc.type_code(&code).unwrap();
    let address = Address::parse(&pc.address().to_string()).unwrap();
    assert!(rival.add(&address, None).await.is_err(), "it belongs to somebody already");

    let free = Practice::start([PcSpec::new("free", 6, Vec::new()).with(Manners::default())]).await.unwrap();
    let pc = &free.pcs()[0];
    pc.type_code(&patchround_link::pairing::Code::generate().to_string()).unwrap();
    let address = Address::parse(&pc.address().to_string()).unwrap();
    assert!(rival.add(&address, None).await.is_err(), "another code was typed there");
    let known = rival.store.pcs().unwrap();
    assert!(
        known.is_empty(),
        "{:?}",
        known.iter().map(|pc| pc.last_trouble).collect::<Vec<Option<Trouble>>>()
    );
}

/// Four PCs with a small update and a substantial one.
fn with_a_big_change(seed: u64) -> Vec<PcSpec> {
    let mut specs = ordinary(seed, 4, 1);
    let substantial = Some("The menus are new".to_owned());
    let big = Offer { substantial, ..Offer::new("practice-big", "Accounts") };
    specs.iter_mut().for_each(|spec| spec.offers.push(big.clone()));
    specs
}

fn whats(office: &Office) -> Vec<What> {
    office.store.read_record().unwrap().lines.into_iter().map(|line| line.what).collect()
}

/// Where the first line is of which this is true.
fn place(record: &[What], is: impl FnMut(&What) -> bool) -> usize {
    record.iter().position(is).unwrap()
}

#[tokio::test]
async fn the_others_get_a_substantial_change_only_after_it_works_on_the_pc_that_goes_first() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, with_a_big_change(8)).await;
    let pcs = update_all(&office).await;
    assert!(pcs.iter().all(|pc| pc.outcome == Outcome::Done && pc.steps.len() == 2), "{pcs:?}");
    assert!(practice.pcs().iter().all(|pc| pc.installed() == 2));
    let record = whats(&office);
    let done = place(&record, |what| matches!(what, What::FirstDone { pcs: 3, .. }));
    let big = |what: &What| matches!(what, What::UpdateEnded { id, .. } if id.native() == "practice-big");
    let of_first = place(&record, big);
    let of_second = of_first + 1 + place(&record[of_first + 1..], big);
    assert!(of_first < done && done < of_second, "{record:?}");
    let small = record[..done].iter().filter(|what| matches!(what, What::UpdateEnded { .. }) && !big(what));
    assert!(small.count() >= 1, "what is not substantial waits for nobody");
}

#[tokio::test]
async fn what_fails_on_the_pc_that_goes_first_is_done_to_no_other_pc() {
    let dir = tempfile::tempdir().unwrap();
    let mut specs = with_a_big_change(9);
    specs[2].offers[1].fails = Some(Cause::PackageScriptFailed);
    let (office, practice) = joined(&dir, specs).await;
    let views = office.look(&quiet).await.unwrap();
    let mut planned = plan(&views, &Wanted::All, Timestamp::now());
    assert!(planned.try_on(practice.pcs()[2].id()));
    let round = office.order(&planned, Begin::Now).unwrap();
    let pcs = timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap().pcs;
    let causes = |pc: &PcEnd| pc.steps.iter().map(|step| step.cause).collect::<Vec<_>>();
    let (first, others): (Vec<_>, Vec<_>) = pcs.iter().partition(|pc| pc.pc == practice.pcs()[2].name());
    assert_eq!(first[0].outcome, Outcome::Failed);
    for pc in others {
        assert_eq!((pc.outcome, causes(pc)), (Outcome::NeedsPerson, vec![Some(Cause::FirstFailed); 2]));
    }
    let installed: Vec<usize> = practice.pcs().iter().map(|pc| pc.installed()).collect();
    assert_eq!(installed, [0, 0, 1, 0]);
    assert!(whats(&office).iter().any(|what| matches!(what, What::FirstFailed { pcs: 3, .. })));
}

#[tokio::test]
async fn what_waits_for_a_first_pc_survives_the_program_and_can_be_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut specs = with_a_big_change(10);
    specs[0].manners.pace = Duration::from_secs(2);
    let (office, practice) = joined(&dir, specs).await;
    let views = office.look(&quiet).await.unwrap();
    let mut planned = plan(&views, &Wanted::All, Timestamp::now());
    assert!(planned.try_on(practice.pcs()[0].id()));
    office.order(&planned, Begin::Now).unwrap();
    drop(office);
    let office = Office::open(dir.path(), false).unwrap();
    let after =
        |office: &Office| office.later().unwrap().iter().filter(|later| later.after.is_some()).count();
    assert_eq!(after(&office), 3);
    let back = office.take_back(Some(practice.pcs()[1].id()), &quiet).await.unwrap();
    assert!(back.len() == 1 && back[0].is_back);
    assert_eq!(after(&office), 2);
    // A new plan for a PC takes the place of what waits there.
    let views = office.look(&quiet).await.unwrap();
    let one = plan(&views, &Wanted::Pcs(vec![practice.pcs()[2].id()]), Timestamp::now());
    office.order(&one, Begin::Now).unwrap();
    assert_eq!(after(&office), 1);
    timeout(LONG, async {
        while after(&office) > 0 || !office.running().unwrap().is_empty() {
            office.join_open(&quiet).await.unwrap();
            office.look(&quiet).await.unwrap();
        }
    })
    .await
    .unwrap();
    office.look(&quiet).await.unwrap();
    let installed: Vec<usize> = practice.pcs().iter().map(|pc| pc.installed()).collect();
    assert_eq!(installed, [2, 0, 2, 2]);
}

/// One PC that needs a restart, and at which ana stays so long after it came to wait.
async fn restarting(dir: &tempfile::TempDir, stays: Duration) -> (Office, Practice) {
    let mut specs = ordinary(7, 1, 0);
    specs[0].offers.push(Offer { restarts: true, ..Offer::new("practice-core", "System parts") });
    specs[0].manners = Manners { signed_in: Some("ana"), stays, ..Manners::default() };
    let (office, practice) = joined(dir, specs).await;
    assert_eq!(update_all(&office).await[0].outcome, Outcome::NeedsRestart);
    (office, practice)
}

fn state(office: &Office) -> Vec<RestartState> {
    office.restarts().unwrap().into_iter().map(|restart| restart.state).collect()
}

async fn order_restart(office: &Office, begin: Begin) -> PcEnd {
    let pcs: Vec<_> = office.store.pcs().unwrap().iter().map(|pc| pc.id).collect();
    let round = office.order_restart(&pcs, begin, false).unwrap();
    timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap().pcs.remove(0)
}

#[tokio::test]
async fn a_restart_waits_for_whoever_is_signed_in_then_happens_and_is_checked() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = restarting(&dir, Duration::from_secs(1)).await;
    let end = order_restart(&office, Begin::Now).await;
    assert_eq!((end.outcome, end.steps[0].outcome), (Outcome::NeedsRestart, Outcome::Waiting));
    let ana = Wait::SignedIn { people: vec!["ana".into()] };
    assert_eq!(state(&office), [RestartState::Waits(ana)]);
    assert!(office.running().unwrap().is_empty(), "nobody has to watch it");
    timeout(LONG, async {
        while !state(&office).is_empty() {
            sleep(Duration::from_millis(50)).await;
            drop(office.look(&quiet).await.unwrap());
            drop(office.join_open(&quiet).await.unwrap());
        }
    })
    .await
    .unwrap();
    assert_eq!(states(&office).await.into_values().collect::<Vec<_>>(), [PcState::UpToDate]);
    let restarts = |kind: &EventKind| matches!(kind, EventKind::StepEnded { verb: Verb::Restart, .. });
    let log = practice.pcs()[0].events();
    assert_eq!(log.iter().filter(|event| restarts(&event.kind)).count(), 1);
    let last = office.store.record().unwrap().pop().unwrap().what;
    assert!(matches!(last, What::RestartEnded { outcome: Outcome::Done, off: false, .. }), "{last:?}");
}

#[tokio::test]
async fn a_restart_that_waits_or_is_for_later_can_be_taken_back_and_nothing_restarts() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = restarting(&dir, LONG).await;
    let later = Timestamp::now() + jiff::SignedDuration::from_hours(2);
    for begin in [Begin::Now, Begin::At(later)] {
        order_restart(&office, begin).await;
        let is_waiting = matches!(state(&office)[..], [RestartState::Waits(_) | RestartState::Planned(_)]);
        assert!(is_waiting, "{:?}", state(&office));
        let back = office.take_restarts_back(None, &quiet).await.unwrap();
        assert!(back.len() == 1 && back[0].is_back, "{back:?}");
        assert_eq!(state(&office), []);
    }
    let begun = |kind: &EventKind| matches!(kind, EventKind::StepStarted { verb: Verb::Restart, .. });
    assert!(!practice.pcs()[0].events().iter().any(|event| begun(&event.kind)));
    assert_eq!(states(&office).await.into_values().collect::<Vec<_>>(), [PcState::NeedsRestart]);
}

#[tokio::test]
async fn a_restart_that_waits_keeps_no_update_waiting() {
    let dir = tempfile::tempdir().unwrap();
    let mut specs = ordinary(8, 1, 2);
    specs[0].manners = Manners { signed_in: Some("ana"), stays: LONG, ..Manners::default() };
    let (office, practice) = joined(&dir, specs).await;
    order_restart(&office, Begin::Now).await;
    assert_eq!(update_all(&office).await[0].outcome, Outcome::Done);
    assert_eq!((practice.pcs()[0].installed(), state(&office).len()), (2, 1));
}

#[tokio::test]
async fn a_pc_installs_and_is_then_switched_off_and_nobody_waits_for_it_to_answer() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, ordinary(9, 2, 2)).await;
    let off = practice.pc("till").unwrap();
    off.power_off();
    let views = office.look(&quiet).await.unwrap();
    let plan = plan(&views, &Wanted::All, Timestamp::now());
    let round = office.order_then(&plan, Begin::Now, true).unwrap();
    let ends = timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap().pcs;
    let desk = ends.iter().find(|end| end.pc == "front-desk").unwrap();
    assert_eq!((desk.outcome, desk.steps.len()), (Outcome::Done, 2), "{desk:?}");
    let pc = practice.pc("front-desk").unwrap();
    while pc.is_on() {
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(pc.installed(), 2);
    assert!(office.running().unwrap().iter().all(|job| job.job.pc != desk_id(&office)), "it is off");
    let waits: Vec<String> = office.restarts().unwrap().into_iter().map(|one| one.pc).collect();
    assert_eq!(waits, ["front-desk"], "a PC that was off is not switched off when somebody switches it on");
    pc.power_on().await.unwrap();
    drop(office.look(&quiet).await.unwrap());
    assert_eq!(office.restarts().unwrap(), [], "it is on again");
}

fn desk_id(office: &Office) -> patchround_protocol::PcId {
    office.store.pcs().unwrap().into_iter().find(|pc| pc.name == "front-desk").unwrap().id
}

#[tokio::test]
async fn an_agreed_way_back_stays_agreed_when_the_next_round_is() {
    let dir = tempfile::tempdir().unwrap();
    let (office, _practice) = joined(&dir, ordinary(11, 1, 2)).await;
    let views = office.look(&quiet).await.unwrap();
    let offered = views[0].pc.scan.as_ref().unwrap().updates[0].clone();
    let one = plan(&views, &Wanted::Ids(vec![offered.id]), Timestamp::now());
    let round = office.order(&one, Begin::Now).unwrap();
    timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
    let views = office.look(&quiet).await.unwrap();
    let way_back = office.order_undo(&views[0], &offered.package, "It no longer prints").unwrap();
    office.order(&plan(&views, &Wanted::All, Timestamp::now()), Begin::Now).unwrap();
    assert_eq!(office.store.jobs_of(way_back).unwrap()[0].stage, Stage::Waiting);
    assert_eq!(office.later().unwrap().len(), 1, "going back is not told as updates");
}
