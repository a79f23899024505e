//! Practice PCs that are off are woken by others, for their orders and because a person asked for it.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use patchround_office::{
    Office, PcView,
    names::Address,
    plan::{Wanted, plan},
    round::Begin,
    store::record::What,
    tell::Told,
    wake::{WakeEnd, WhyNot},
};
use patchround_practice::{PcSpec, Practice, PracticePc, ordinary};
use patchround_protocol::{EventKind, Outcome, PcId, PcState};
use tokio::time::{sleep, timeout};

/// Long enough for a machine ten times slower.
const LONG: Duration = Duration::from_secs(300);

fn quiet(_: &Told<'_>) {}

/// An office of practice PCs that others can wake; all have joined, and the till was switched off since.
async fn with_the_till_off(dir: &tempfile::TempDir, specs: Vec<PcSpec>) -> (Office, Practice) {
    patchround_office::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir.path(), false).unwrap();
    let practice = Practice::start(specs).await.unwrap();
    practice.type_code(&office.new_code().unwrap().code).unwrap();
    for pc in practice.pcs() {
        let address = Address::parse(&pc.address().to_string()).unwrap();
        office.add(&address, Some(pc.name())).await.unwrap();
    }
    drop(office.look(&quiet).await.unwrap());
    till(&practice).power_off();
    (office, practice)
}

fn that_wake(count: usize) -> Vec<PcSpec> {
    let mut specs = ordinary(7, count, 2);
    specs.iter_mut().for_each(|pc| pc.manners.wakes = true);
    specs
}

fn till(practice: &Practice) -> &PracticePc {
    practice.pc("till").unwrap()
}

fn wakes_sent(practice: &Practice) -> Vec<(&str, PcId)> {
    let sent = |pc: &PracticePc| {
        let woken = |kind| if let EventKind::WakeSent { pc, .. } = kind { Some(pc) } else { None };
        pc.events().into_iter().filter_map(|event| woken(event.kind)).collect::<Vec<_>>()
    };
    practice.pcs().iter().flat_map(|pc| sent(pc).into_iter().map(|woken| (pc.name(), woken))).collect()
}

fn asked(office: &Office) -> Vec<(String, String, bool)> {
    let lines = office.store.read_record().unwrap().lines.into_iter();
    let asked = lines.filter_map(|line| match line.what {
        What::WakeAsked { pc, by, round } => Some((pc, by, round.is_some())),
        _ => None,
    });
    asked.collect()
}

async fn woken(office: &Office, practice: &Practice) -> (WakeEnd, Vec<PcView>) {
    let views = office.look(&quiet).await.unwrap();
    (office.wake(till(practice).id()).await.unwrap(), views)
}

#[tokio::test]
async fn a_pc_that_is_off_is_woken_by_another_one_for_its_order_and_gets_it() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = with_the_till_off(&dir, that_wake(3)).await;
    let views = office.look(&quiet).await.unwrap();
    assert_eq!(wakes_sent(&practice), [], "nothing was ordered");
    let round = office.order(&plan(&views, &Wanted::All, Timestamp::now()), Begin::Now).unwrap();
    let end = timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
    assert!(end.pcs.iter().all(|pc| pc.outcome == Outcome::Done), "{end:?}");
    assert_eq!(till(&practice).installed(), 2);
    let by = ["front-desk", "workshop"];
    let sent = wakes_sent(&practice);
    assert_eq!(sent, by.map(|by| (by, till(&practice).id())), "each once, and nobody else");
    let mut asked = asked(&office);
    asked.sort();
    assert_eq!(asked, by.map(|by| ("till".to_owned(), by.to_owned(), true)));
}

#[tokio::test]
async fn a_person_has_a_pc_woken_and_it_is_off_until_it_answers() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = with_the_till_off(&dir, that_wake(2)).await;
    let (end, views) = woken(&office, &practice).await;
    assert_eq!((end.asked, end.why_not, end.wakes), (vec!["front-desk".to_owned()], None, Some(true)));
    let state =
        |views: &[PcView]| views.iter().find(|view| view.pc.name == "till").unwrap().state(Timestamp::now());
    assert_eq!(state(&views), PcState::NotSeen);
    assert_eq!(asked(&office), [("till".to_owned(), "front-desk".to_owned(), false)]);
    while !till(&practice).is_on() {
        sleep(Duration::from_millis(10)).await;
    }
    let (end, views) = woken(&office, &practice).await;
    assert_eq!((end.why_not, state(&views)), (Some(WhyNot::IsOn), PcState::UpdatesAvailable));
}

#[tokio::test]
async fn whether_a_pc_is_on_is_not_told_from_the_last_look() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = with_the_till_off(&dir, that_wake(2)).await;
    let ask = async || office.wake(till(&practice).id()).await.unwrap();
    till(&practice).power_on().await.unwrap();
    drop(office.look(&quiet).await.unwrap());
    till(&practice).power_off();
    assert_eq!(ask().await.why_not, None, "it was on at the last look");
    while !till(&practice).is_on() {
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(ask().await.why_not, Some(WhyNot::IsOn), "nobody has looked since");
}

#[tokio::test]
async fn whoever_asks_again_at_once_is_told_that_it_was_asked_just_now() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = with_the_till_off(&dir, that_wake(3)).await;
    let ask = async || office.wake(till(&practice).id()).await.unwrap();
    assert_eq!(ask().await.why_not, None);
    let again = ask().await;
    assert_eq!((again.asked, again.why_not), (Vec::new(), Some(WhyNot::JustAsked)));
    assert_eq!(wakes_sent(&practice).len(), 2, "each of two once");
    assert_eq!(asked(&office).len(), 2);
}

#[tokio::test]
async fn why_nobody_wakes_a_pc_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = with_the_till_off(&dir, ordinary(7, 2, 2)).await;
    assert_eq!(woken(&office, &practice).await.0.why_not, Some(WhyNot::NoCard));
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = with_the_till_off(&dir, that_wake(2)).await;
    practice.pc("front-desk").unwrap().power_off();
    assert_eq!(woken(&office, &practice).await.0.why_not, Some(WhyNot::NobodyElse));
    assert_eq!(asked(&office), []);
}

#[tokio::test]
async fn what_is_agreed_for_later_what_only_looks_and_a_restart_wake_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = with_the_till_off(&dir, that_wake(2)).await;
    let views = office.look(&quiet).await.unwrap();
    let evening = Begin::At(Timestamp::now() + 3.hours());
    office.order(&plan(&views, &Wanted::All, Timestamp::now()), evening).unwrap();
    drop(office.look(&quiet).await.unwrap());
    timeout(LONG, office.check(&views, &quiet)).await.unwrap().unwrap();
    let restart = office.order_restart(&[till(&practice).id()], Begin::Now, false).unwrap();
    drop(office.look(&quiet).await.unwrap());
    assert!(office.store.jobs_of(restart).unwrap().len() == 1, "a restart is no reason to switch a PC on");
    assert_eq!((wakes_sent(&practice), till(&practice).is_on()), (Vec::new(), false));
}
