//! People are asked: the whole engine, with practice people at the far end of the line.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use patchround_office::{
    Error, Office, PcView,
    after::Then,
    names::Address,
    plan::{Plan, Wanted},
    round::Begin,
    store::record::What,
    tell::Told,
};
use patchround_practice::{Manners, Offer, PcSpec, Practice, Says};
use patchround_protocol::{
    Cause, PcState, RoundId,
    consultation::{Answer, Decision, Worry},
    update::Class,
};
use tokio::time::{sleep, timeout};

/// Long enough for a machine ten times slower.
const LONG: Duration = Duration::from_secs(120);

fn quiet(_: &Told<'_>) {}

/// A PC with a small update and a big one, whose person says this.
fn spec(name: &str, class: Class, asked: (&'static str, Says)) -> PcSpec {
    let age = SignedDuration::from_hours(24 * 5);
    let big = Offer {
        substantial: Some("The menus are new".into()),
        age,
        ..Offer::new("practice-big", "Accounts")
    };
    let big = Offer { class, ..big };
    let small = Offer { age, ..Offer::new("practice-small", "Letters") };
    PcSpec::new(name, 7, vec![small, big]).with(Manners { asked: Some(asked), ..Manners::default() })
}

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

fn plan(office: &Office, views: &[PcView]) -> Plan {
    let clocks = office.clocks(jiff::tz::TimeZone::system()).unwrap();
    office.plan(views, &Wanted::All, Timestamp::now(), &clocks)
}

async fn update_all(office: &Office) -> RoundId {
    let views = office.look(&quiet).await.unwrap();
    let round = office.order(&plan(office, &views), Begin::Now).unwrap();
    timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
    round
}

/// Looks until this is so.
async fn until(office: &Office, mut is_so: impl FnMut(&[PcView]) -> bool) -> Vec<PcView> {
    timeout(LONG, async {
        loop {
            let views = office.look(&quiet).await.unwrap();
            if is_so(&views) {
                return views;
            }
            sleep(Duration::from_millis(100)).await;
        }
    })
    .await
    .unwrap()
}

fn whats(office: &Office) -> Vec<What> {
    office.store.read_record().unwrap().lines.into_iter().map(|line| line.what).collect()
}

fn offers_big(view: &PcView) -> bool {
    view.pc.scan.iter().flat_map(|scan| &scan.updates).any(|update| update.id.native() == "practice-big")
}

#[tokio::test]
async fn a_small_update_goes_in_and_a_big_one_only_once_its_person_said_yes() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, vec![spec("till", Class::Other, ("ana", Says::Now))]).await;
    let views = office.look(&quiet).await.unwrap();
    let planned = plan(&office, &views);
    assert_eq!((planned.updates(), planned.asking()), (2, (1, 1)));
    update_all(&office).await;
    let ended = |what: &What| matches!(what, What::UpdateEnded { id, .. } if id.native() == "practice-big");
    // What it offers and what it tells are asked one after the other.
    let views = until(&office, |views| !offers_big(&views[0]) && whats(&office).iter().any(ended)).await;
    assert_eq!(views[0].state(Timestamp::now()), PcState::UpToDate);
    assert_eq!(practice.pcs()[0].installed(), 2);
    let record = whats(&office);
    let asked = record.iter().position(|what| matches!(what, What::PersonAsked { person, names, .. } if person == "ana" && names[..] == ["Accounts"]));
    let yes =
        record.iter().position(|what| matches!(what, What::PersonAnswered { answer: Answer::Now {}, .. }));
    let big = record.iter().position(ended);
    assert!(asked < yes && yes < big && asked.is_some(), "{record:?}");
    assert_eq!(record.iter().filter(|what| matches!(what, What::PersonAsked { .. })).count(), 1);
}

#[tokio::test]
async fn who_says_nothing_keeps_what_they_have_until_the_announced_time() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, vec![spec("till", Class::Other, ("ana", Says::Nothing))]).await;
    update_all(&office).await;
    until(&office, |_| whats(&office).iter().any(|what| matches!(what, What::PersonAsked { .. }))).await;
    sleep(Duration::from_secs(2)).await;
    let views = office.look(&quiet).await.unwrap();
    assert!(offers_big(&views[0]) && practice.pcs()[0].installed() == 1);
    let later = office.later().unwrap();
    assert!(later[0].begins.is_some_and(|at| at > Timestamp::now()), "{later:?}");
    assert!(office.running().unwrap().is_empty(), "nobody who looks waits for it");
    assert_eq!(office.take_back(None, &quiet).await.unwrap().len(), 1);
    assert!(office.later().unwrap().is_empty());
}

#[tokio::test]
async fn people_object_are_answered_and_it_goes_in_all_the_same_or_waits() {
    for decision in ["wait", "keep", "go ahead"] {
        let dir = tempfile::tempdir().unwrap();
        let (office, practice) = joined(&dir, vec![spec("till", Class::Other, ("jonas", Says::Wait))]).await;
        update_all(&office).await;
        let views = until(&office, |_| !office.objections().unwrap().is_empty()).await;
        let objection = office.objections().unwrap().remove(0);
        assert_eq!((objection.names.as_slice(), objection.until), (&["Accounts".to_owned()][..], None));
        let (person, worry, words, _) = &objection.people[0];
        assert_eq!((person.as_str(), *worry), ("jonas", Worry::Tool {}));
        assert!(words.contains("invoice"));
        assert_eq!(views[0].state(Timestamp::now()), PcState::NeedsPerson);
        let again = plan(&office, &views);
        assert_eq!(
            (again.updates(), again.pcs[0].not_now[0].cause),
            (0, Some(Cause::Objected)),
            "{decision}"
        );

        let soon = Timestamp::now() + SignedDuration::from_millis(500);
        let decided = match decision {
            "wait" => Decision::Wait { until: Timestamp::now() + SignedDuration::from_hours(100) },
            "keep" => Decision::Keep {},
            _ => Decision::GoAhead { at: soon },
        };
        let round = office.answer(objection.job, decided, "I will ask the invoice people.").unwrap();
        timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
        assert!(office.objections().unwrap().is_empty());
        assert!(matches!(office.answer(objection.job, decided, ""), Err(Error::NotObjected)));
        if decision == "go ahead" {
            until(&office, |views| !offers_big(&views[0])).await;
            assert_eq!(practice.pcs()[0].installed(), 2);
        } else {
            let views = office.look(&quiet).await.unwrap();
            let kept = plan(&office, &views).pcs[0].not_now[0].cause;
            assert_eq!((kept, practice.pcs()[0].installed()), (Some(Cause::Held), 1), "{decision}");
            office.release(&["practice-big".parse().unwrap()]).unwrap();
            assert_eq!(office.objections().unwrap().len(), 1, "who let it go can answer anew: {decision}");
            let at = Timestamp::now() + SignedDuration::from_millis(500);
            let round = office.answer(objection.job, Decision::GoAhead { at }, "").unwrap();
            timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
            until(&office, |views| !offers_big(&views[0])).await;
            assert_eq!(practice.pcs()[0].installed(), 2, "{decision}");
        }
        assert!(
            whats(&office).iter().any(
                |what| matches!(what, What::ObjectionAnswered { people, .. } if people[..] == ["jonas"])
            )
        );
    }
}

#[tokio::test]
async fn an_objection_to_a_security_update_waits_at_most_until_its_last_moment_and_is_not_kept_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = joined(&dir, vec![spec("till", Class::Security, ("jonas", Says::Wait))]).await;
    update_all(&office).await;
    until(&office, |_| !office.objections().unwrap().is_empty()).await;
    let objection = office.objections().unwrap().remove(0);
    assert!(objection.until.is_some_and(|until| until > Timestamp::now()), "{objection:?}");
    assert!(matches!(office.answer(objection.job, Decision::Keep {}, ""), Err(Error::BadEnd { .. })));
    let far = Decision::Wait { until: Timestamp::now() + SignedDuration::from_hours(24 * 30) };
    assert!(matches!(office.answer(objection.job, far, ""), Err(Error::BadEnd { .. })));
    let near = Decision::Wait { until: Timestamp::now() + SignedDuration::from_hours(24 * 3) };
    let round = office.answer(objection.job, near, "").unwrap();
    timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
    assert!(office.later().unwrap().is_empty(), "what would have gone in at its last moment was taken back");
    assert_eq!(practice.pcs()[0].installed(), 1);
}

/// One person says that something is wrong since it went in; another PC's people have not answered yet, and a third one
/// has nobody to ask and was off.
async fn said_wrong(dir: &tempfile::TempDir) -> (Office, Practice) {
    let silent = spec("till", Class::Other, ("jonas", Says::Nothing));
    let (office, practice) =
        joined(dir, vec![spec("desk", Class::Other, ("ana", Says::NowThenWrong)), silent]).await;
    update_all(&office).await;
    until(&office, |_| office.said_wrong().unwrap().first().is_some_and(|wrong| wrong.stopped > 0)).await;
    (office, practice)
}

#[tokio::test]
async fn who_says_that_something_is_wrong_stops_it_on_the_other_pcs_and_nothing_of_that_is_silent() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = said_wrong(&dir).await;
    let views = until(&office, |_| office.later().unwrap().is_empty()).await;
    let wrong = office.said_wrong().unwrap().remove(0);
    assert_eq!((wrong.name.as_str(), wrong.names.as_slice()), ("desk", &["Accounts".to_owned()][..]));
    assert!(wrong.people[0].0 == "ana" && wrong.people[0].1.contains("invoices"), "{wrong:?}");
    assert!(wrong.can_go_back && wrong.stopped == 1, "{wrong:?}");
    let plan = plan(&office, &views);
    let till = plan.pcs.iter().find(|pc| pc.pc == "till").unwrap();
    assert_eq!((plan.updates(), till.not_now[0].cause), (0, Some(Cause::SaidWrong)));
    let record = whats(&office);
    let said =
        record.iter().position(|what| matches!(what, What::SaidWrong { person, .. } if person == "ana"));
    let stopped = record
        .iter()
        .position(|what| matches!(what, What::StoppedForPeople { pcs, .. } if pcs[..] == ["till"]));
    assert!(said.is_some() && said < stopped, "{record:?}");
    let till = practice.pcs().iter().find(|pc| pc.name() == "till").unwrap();
    assert_eq!(till.installed(), 1, "only what was small");
}

#[tokio::test]
async fn the_manager_has_that_pc_go_back_and_nobody_else_gets_it_as_long_as_it_stays_there() {
    let dir = tempfile::tempdir().unwrap();
    let (office, _practice) = said_wrong(&dir).await;
    let wrong = office.said_wrong().unwrap().remove(0);
    let (round, decision) = office.answer_wrong(wrong.job, Then::GoBack, "I will call the maker.").unwrap();
    let Decision::GoBack { until: stays } = decision else { panic!("{decision:?}") };
    timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
    let views = until(&office, |views| views.iter().all(offers_big)).await;
    assert!(office.said_wrong().unwrap().is_empty());
    for view in &views {
        let big =
            view.pc.scan.iter().flat_map(|scan| &scan.updates).find(|one| one.id.native() == "practice-big");
        let held = big.and_then(|big| big.held.clone()).unwrap_or_else(|| panic!("{} is free", view.pc.name));
        assert_eq!((held.by.as_deref(), held.until), (Some("Maria"), Some(stays)), "{}", view.pc.name);
    }
    assert_eq!(plan(&office, &views).updates(), 0);
    assert!(matches!(office.answer_wrong(wrong.job, Then::GoOn, ""), Err(Error::NotObjected)));
    let record = whats(&office);
    assert!(
        record.iter().any(|what| matches!(what, What::WrongAnswered { people, .. } if people[..] == ["ana"]))
    );
    assert!(record.iter().any(|what| matches!(what, What::WentBack { pc, .. } if pc == "desk")));
}

#[tokio::test]
async fn the_manager_goes_on_and_what_was_stopped_is_asked_about_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (office, practice) = said_wrong(&dir).await;
    until(&office, |_| office.later().unwrap().is_empty()).await;
    let wrong = office.said_wrong().unwrap().remove(0);
    let (round, _) = office.answer_wrong(wrong.job, Then::GoOn, "").unwrap();
    let end = timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
    assert!(end.pcs.iter().flat_map(|pc| &pc.steps).all(|step| step.cause.is_none()), "{end:?}");
    assert!(office.said_wrong().unwrap().is_empty());
    let asked = |office: &Office| {
        whats(office)
            .iter()
            .filter(|what| matches!(what, What::PersonAsked { pc, .. } if pc == "till"))
            .count()
    };
    until(&office, |_| asked(&office) == 2).await;
    let later = office.later().unwrap();
    assert!(later.len() == 1 && later[0].begins.is_some_and(|at| at > Timestamp::now()), "{later:?}");
    let desk = practice.pcs().iter().find(|pc| pc.name() == "desk").unwrap();
    assert_eq!(desk.installed(), 2, "it stays there");
}

#[tokio::test]
async fn what_an_order_has_besides_goes_in_and_a_security_fix_that_is_late_does_not_wait_for_an_answer() {
    let dir = tempfile::tempdir().unwrap();
    let mut silent = spec("till", Class::Other, ("jonas", Says::Nothing));
    silent.manners.asked = None;
    let age = SignedDuration::from_hours(24 * 30);
    let late = Offer { class: Class::Security, age, ..Offer::new("practice-big", "Accounts") };
    let mut urgent = spec("late", Class::Other, ("kim", Says::Nothing));
    urgent.offers = vec![late];
    let specs = vec![spec("desk", Class::Other, ("ana", Says::NowThenWrong)), silent, urgent];
    let (office, practice) = joined(&dir, specs).await;
    let views = office.look(&quiet).await.unwrap();
    let all = plan(&office, &views);
    let only = |name: &str| {
        let mut plan = all.clone();
        plan.pcs.retain(|pc| pc.pc == name);
        plan
    };
    let evening = Timestamp::now() + SignedDuration::from_hours(24);
    office.order(&only("till"), Begin::At(evening)).unwrap();
    let round = office.order(&only("desk"), Begin::Now).unwrap();
    timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
    let is_stopped =
        |_: &[PcView]| office.said_wrong().unwrap().first().is_some_and(|wrong| wrong.stopped > 0);
    let views = until(&office, is_stopped).await;
    until(&office, |_| office.later().unwrap().len() == 1).await;
    let left = office.later().unwrap().remove(0);
    assert_eq!(
        (left.pc.as_str(), left.updates, left.begins),
        ("till", 1, Some(evening)),
        "the small one stays"
    );
    let late = views.iter().find(|view| view.pc.name == "late").unwrap();
    let update = &late.pc.scan.as_ref().unwrap().updates[0];
    assert_eq!(update.blocked, None, "a known hole is not kept open past its last good day");
    drop(practice);
}

#[tokio::test]
async fn what_two_people_asked_to_wait_with_is_proposed_to_be_kept_back_for_all_and_one_word_does_it() {
    let dir = tempfile::tempdir().unwrap();
    let specs = vec![
        spec("desk", Class::Other, ("ana", Says::Wait)),
        spec("till", Class::Other, ("jonas", Says::Wait)),
        spec("room", Class::Other, ("kim", Says::Nothing)),
    ];
    let (office, practice) = joined(&dir, specs).await;
    update_all(&office).await;
    let views = until(&office, |_| office.objections().unwrap().len() == 2).await;
    until(&office, |_| office.together().unwrap().first().is_some_and(|one| one.asked == 3)).await;
    let together = office.together().unwrap().remove(0);
    let who = |name: &str, pc: &str| (name.to_owned(), pc.to_owned());
    assert_eq!(together.people, [who("ana", "desk"), who("jonas", "till")]);
    assert!(
        office.policy().holds.is_empty() && office.later().unwrap().len() == 1,
        "nothing happens by itself"
    );
    drop(views);

    for round in office.hold_for_all(together.jobs[0], "Several people asked to wait.").unwrap() {
        timeout(LONG, office.run(round, &quiet)).await.unwrap().unwrap();
    }
    let views = until(&office, |_| office.later().unwrap().is_empty()).await;
    assert!(office.objections().unwrap().is_empty() && office.together().unwrap().is_empty());
    assert_eq!(plan(&office, &views).updates(), 0);
    for view in &views {
        let big =
            view.pc.scan.iter().flat_map(|scan| &scan.updates).find(|one| one.id.native() == "practice-big");
        assert!(big.is_some_and(|big| big.held.is_some()), "{}", view.pc.name);
    }
    let answered = whats(&office)
        .into_iter()
        .filter(|what| matches!(what, What::ObjectionAnswered { decision: Decision::Wait { .. }, .. }));
    assert_eq!(answered.count(), 2);
    assert!(practice.pcs().iter().all(|pc| pc.installed() == 1));
    assert!(matches!(office.hold_for_all(together.jobs[0], "x"), Err(Error::NotObjected)));
}

#[tokio::test]
async fn one_person_alone_or_two_with_different_versions_propose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut newer = spec("till", Class::Other, ("jonas", Says::Wait));
    newer.offers.iter_mut().for_each(|offer| offer.candidate = "9.9".into());
    let (office, _practice) =
        joined(&dir, vec![spec("desk", Class::Other, ("ana", Says::Wait)), newer]).await;
    update_all(&office).await;
    until(&office, |_| office.objections().unwrap().len() == 2).await;
    assert!(office.together().unwrap().is_empty());
}
