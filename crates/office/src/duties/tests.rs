use jiff::ToSpan;
use patchround_protocol::{
    Cause, Envelope, Exception, Outcome, SpkiHash, Update,
    people::{Away, UsedBy},
    update::{Class, Held},
};
use proptest::prelude::*;

use super::*;
use crate::{
    consultation::turn::{Turn, Whose},
    course::By,
    results::StepResult,
    samples,
};

/// An office with what is known of it.
struct World {
    views: Vec<PcView>,
    policy: Policy,
    floor: Floor,
    clocks: Clocks,
    later: Vec<Later>,
    since: Since,
    open: Vec<Open>,
}

impl World {
    fn new(views: Vec<PcView>) -> Self {
        let policy = Policy::first(samples::job(&[]).office, samples::now());
        let clocks = Clocks::new(Vec::new(), TimeZone::UTC);
        Self {
            views,
            policy,
            floor: Floor::default(),
            clocks,
            later: Vec::new(),
            since: Since::default(),
            open: Vec::new(),
        }
    }

    fn see<T>(&self, f: impl FnOnce(&Seen<'_>) -> T) -> T {
        f(&Seen {
            views: &self.views,
            policy: &self.policy,
            floor: &self.floor,
            person: "Maria",
            clocks: &self.clocks,
            later: &self.later,
            restarts: &[],
            open: &self.open,
            since: &self.since,
            now: samples::now(),
            zone: &TimeZone::UTC,
        })
    }

    fn of_pc(&self) -> Option<Wait> {
        self.see(|seen| of_pc(&self.views[0], seen))
    }
}

fn view(n: u8, updates: &[Update]) -> PcView {
    let mut pc = samples::stored_pc(&format!("PC {n}"), Some(samples::scan(updates)));
    pc.id = SpkiHash([n; 32]);
    pc.facts.signed_in = Some(Vec::new());
    PcView { pc, heard: true, working: false }
}

fn restarts(mut view: PcView) -> PcView {
    view.pc.scan.as_mut().unwrap().restart_pending = Some(true);
    view
}

fn update(class: Class) -> Update {
    Update { class: Some(class), ..samples::update("apt:a@2") }
}

fn office() -> Party {
    Party::Office { name: "Maria".into() }
}

fn waits(world: &World) -> Option<(Party, Why)> {
    world.of_pc().map(|wait| (wait.whom, wait.why))
}

#[test]
fn what_does_not_come_by_itself_waits_for_the_person_in_charge_or_the_stand_in() {
    let mut world = World::new(vec![view(1, &[update(Class::Other)])]);
    assert_eq!(waits(&world), Some((office(), Why::Decide)));
    let today = samples::now().to_zoned(TimeZone::UTC).date();
    world.policy.stand_in = Some("Jonas".into());
    world.policy.away = Some(Away { from: today, until: today });
    assert_eq!(waits(&world), Some((Party::Office { name: "Jonas".into() }, Why::Decide)));
    let row = world.see(duties).pop().unwrap();
    assert_eq!(row.decides, "Jonas");
}

#[test]
fn what_is_one_persons_own_waits_for_whoever_orders_it_and_then_for_them_to_sign_in() {
    let own = Update { pc: SpkiHash([1; 32]), class: Some(Class::Security), ..samples::own("1000") };
    let mut world = World::new(vec![view(1, std::slice::from_ref(&own))]);
    world.views[0].pc.scan.as_mut().unwrap().people = vec![samples::person_scan("1000", "ana")];
    assert_eq!(waits(&world), Some((office(), Why::Decide)), "the policy puts nobody's own program in");
    let away = StepResult::new(Some(own.id), Outcome::Waiting, Some(Cause::PersonAway));
    world.views[0].pc.courses.ended(&away, By::Order, samples::now());
    assert_eq!(waits(&world), Some((Party::Person { name: "ana".into() }, Why::SignIn)));
    world.views[0].heard = false;
    assert_eq!(waits(&world), Some((Party::Pc { name: "PC 1".into() }, Why::Off)));
}

#[test]
fn what_the_pc_does_by_itself_waits_for_the_pc_unless_the_office_is_paused() {
    let mut world = World::new(vec![view(1, &[update(Class::Security)])]);
    let pc = || Party::Pc { name: "PC 1".into() };
    assert_eq!(waits(&world), Some((pc(), Why::ByItself)));
    world.policy.paused_until = Some(samples::now() + 24.hours());
    assert_eq!(waits(&world), Some((office(), Why::Decide)));
    world.policy.paused_until = None;
    world.views[0].heard = false;
    assert_eq!(waits(&world), Some((pc(), Why::Off)));
}

#[test]
fn a_restart_waits_for_the_person_at_the_pc_and_on_a_shared_one_for_nobody_but_the_pc() {
    let mut world = World::new(vec![restarts(view(1, &[]))]);
    let pc = || Party::Pc { name: "PC 1".into() };
    assert_eq!(waits(&world), Some((pc(), Why::RestartByItself)), "nobody is there");
    world.views[0].pc.facts.signed_in = Some(vec!["ana".into()]);
    assert_eq!(waits(&world), Some((Party::Person { name: "ana".into() }, Why::Restart)));
    let used = |person: Option<&str>| UsedBy { pc: SpkiHash([1; 32]), person: person.map(str::to_owned) };
    world.policy.people = vec![used(Some("Dr Weiss"))];
    assert_eq!(waits(&world), Some((Party::Person { name: "Dr Weiss".into() }, Why::Restart)));
    world.policy.people = vec![used(None)];
    assert_eq!(waits(&world), Some((pc(), Why::RestartByItself)));
}

#[test]
fn a_system_that_its_maker_no_longer_fixes_waits_for_the_office_since_that_day() {
    let mut world = World::new(vec![view(1, &[]), view(2, &[])]);
    let day: Date = "2026-11-20".parse().unwrap();
    world.views[0].pc.facts.os = Some("Old 1".into());
    world.views[0].pc.facts.os_fixed_until = Some(day);
    let rows = world.see(duties);
    let (unknown, old) = (&rows[0], &rows[1]);
    assert_eq!((unknown.fixed_until, &unknown.waits, &unknown.program), (None, &None, &None));
    let since = Some(day.to_zoned(TimeZone::UTC).unwrap().timestamp());
    assert_eq!(old.waits, Some(Wait { whom: office(), since, why: Why::Replace }));
}

#[test]
fn a_program_on_many_pcs_is_one_row_that_names_the_earliest_party_on_its_way() {
    let mut off = view(2, &[update(Class::Other)]);
    off.heard = false;
    let mut world = World::new(vec![off, view(1, &[update(Class::Other)])]);
    world.policy.people = vec![UsedBy { pc: SpkiHash([1; 32]), person: Some("Ana".into()) }];
    let row = world.see(duties).pop().unwrap();
    assert_eq!((row.pcs, row.waits.unwrap().whom), (2, office()));
    assert_eq!((row.picks.people.len(), row.picks.nobody), (1, 1));
}

#[test]
fn since_when_a_restart_and_a_hold_wait_is_in_the_record_and_a_new_name_changes_nothing() {
    use crate::store::record::{Line, What};
    let at = |hours: i64| samples::now() + hours.hours();
    let line = |hours, what| Line { time: at(hours), who: "Maria".into(), what };
    let ended = |pc: &str| What::UpdateEnded {
        round: samples::job(&[]).round,
        pc: pc.into(),
        id: "apt:a@2".parse().unwrap(),
        name: None,
        outcome: patchround_protocol::Outcome::NeedsRestart,
        cause: None,
        there: false,
    };
    let held = What::Held { package: "a".into(), why: "w".into(), until: at(99) };
    let mut record = vec![
        line(-9, held),
        line(-5, ended("Old")),
        line(-4, What::PcRenamed { from: "Old".into(), pc: "PC 1".into() }),
        line(-3, ended("PC 1")),
    ];
    let since = Since::of(&record);
    assert_eq!((since.restart("PC 1"), since.held("a")), (Some(at(-5)), Some(at(-9))));
    record.push(line(-2, What::RestartedByItself { pc: "PC 1".into(), at: at(-2) }));
    record.push(line(-1, What::Released { package: "a".into() }));
    assert_eq!((Since::of(&record).restart("PC 1"), Since::of(&record).held("a")), (None, None));
}

#[test]
fn pcs_of_which_nobody_said_who_uses_them_and_a_missing_stand_in_are_found() {
    let mut world = World::new(vec![view(1, &[]), view(2, &[])]);
    world.policy.people = vec![UsedBy { pc: SpkiHash([2; 32]), person: None }];
    let found: Vec<&str> =
        without_person(&world.views, &world.policy).iter().map(|view| &*view.pc.name).collect();
    assert_eq!(found, ["PC 1"]);
    assert!(lacks_stand_in(&world.views, &world.policy) && !lacks_stand_in(&[], &world.policy));
}

#[test]
fn what_people_are_asked_waits_for_them_and_what_they_asked_for_the_office_since_then() {
    let mut asked = view(1, &[update(Class::Other)]);
    let id = asked.pc.scan.as_ref().unwrap().updates[0].id.clone();
    let (pc, since) = (Some(SpkiHash([1; 32])), samples::now() - 50.hours());
    let mut world = World::new(vec![asked.clone()]);
    let people = |names: &[&str]| Whose::People { names: names.iter().map(|n| (*n).into()).collect(), since };
    world.open = vec![Open { pc, ids: vec![id.clone()], whom: people(&["jonas"]) }];
    let waits = |world: &World| world.of_pc().map(|wait| (wait.whom, wait.why, wait.since));
    let person = |name: &str| Party::Person { name: name.into() };
    assert_eq!(waits(&world), Some((person("jonas"), Why::Say, Some(since))));
    world.policy.people = vec![UsedBy { pc: SpkiHash([1; 32]), person: Some("Jonas Weber".into()) }];
    assert_eq!(waits(&world), Some((person("Jonas Weber"), Why::Say, Some(since))));
    world.open[0].whom = people(&["ana", "jonas"]);
    assert_eq!(waits(&world), Some((person("ana"), Why::Say, Some(since))));
    world.views[0].heard = false;
    assert_eq!(waits(&world).map(|wait| wait.1), Some(Why::Off), "nobody is asked at a PC that is off");

    asked.pc.scan.as_mut().unwrap().updates[0].blocked = Some(Cause::Objected);
    world.views = vec![asked];
    let turn = |is_late| Turn { since, whom: "Dr Weiss".into(), instead_of: Some("Maria".into()), is_late };
    for (is_late, why) in [(false, Why::Answer), (true, Why::AnswerLate)] {
        world.open = vec![Open { pc, ids: vec![id.clone()], whom: Whose::Office(turn(is_late)) }];
        let office = Party::Office { name: "Dr Weiss".into() };
        assert_eq!(waits(&world), Some((office, why, Some(since))));
    }
}

#[test]
fn what_goes_in_only_with_what_does_not_come_by_itself_is_for_the_office_to_decide() {
    let other = Update { class: Some(Class::Other), ..samples::update("apt:b@2") };
    let mut world = World::new(vec![view(1, &[update(Class::Security), other])]);
    let both = |world: &World| -> Vec<Why> {
        world.see(|seen| waits::of_updates(&world.views[0], seen).map(|(_, wait)| wait.why).collect())
    };
    assert_eq!(both(&world), [Why::ByItself, Why::Decide]);
    world.views[0].pc.scan.as_mut().unwrap().sources[0].whole = true;
    assert_eq!(both(&world), [Why::Decide, Why::Decide]);
    let held = |by: Option<&str>| Held { by: by.map(str::to_owned), why: None, until: None };
    let mut keep = |held| {
        world.views[0].pc.scan.as_mut().unwrap().updates[1].held = Some(held);
        both(&world)
    };
    assert_eq!(keep(held(Some("Maria"))), [Why::Decide, Why::Kept]);
    assert_eq!(keep(held(None)), [Why::ByItself, Why::Kept], "its PC's package manager does not offer it");
}

#[test]
fn firmware_is_no_duty() {
    let firmware = samples::update("fwupd:08d460be0f1f9f128413f816022a6439e0078018@1.2.4");
    let world = World::new(vec![view(1, &[firmware])]);
    assert_eq!(waits(&world), None);
    assert!(world.see(duties).iter().all(|row| row.system));
}

#[test]
fn what_the_owner_agreed_to_waits_for_its_pc_and_not_for_the_office() {
    let (now, owner) = (samples::now(), ed25519_dalek::SigningKey::from_bytes(&[1; 32]));
    let held = Some(Held { by: Some("Maria".into()), why: None, until: None });
    let mut world = World::new(vec![view(1, &[Update { held, ..update(Class::Security) }])]);
    assert_eq!(waits(&world), Some((office(), Why::Kept)));
    let update = &world.views[0].pc.scan.as_ref().unwrap().updates[0];
    let exception = Exception {
        office: world.policy.office,
        id: uuid::Uuid::nil(),
        package: update.package.clone(),
        pcs: vec![update.pc],
        by: "Maria".into(),
        why: "why".into(),
        instead: "instead".into(),
        issued: now - 24.hours(),
        until: now + 24.hours(),
    };
    world.policy.exceptions = vec![Envelope::seal(&exception, &owner).unwrap()];
    assert_eq!(waits(&world), Some((Party::Pc { name: "PC 1".into() }, Why::Agreed)));
}

prop_compose! {
    fn any_update()(
        package in 0u8..4, class in 0u8..4, phased in any::<bool>(), held in any::<bool>(),
        blocked in any::<bool>(), removes in any::<bool>(),
    ) -> Update {
        let mut update = samples::update(&format!("apt:p{package}@2"));
        update.class = [None, Some(Class::Urgent), Some(Class::Security), Some(Class::Other)][class as usize];
        update.phased = phased && blocked;
        update.held = held.then_some(Held { by: None, why: None, until: None });
        update.blocked = blocked.then_some(Cause::WouldRemove);
        update.needs.removes = removes.then(|| "x".parse().unwrap()).into_iter().collect();
        update
    }
}

prop_compose! {
    fn any_view()(
        n in 0u8..9, updates in prop::collection::vec(any_update(), 0..4), pending in any::<bool>(),
        heard in any::<bool>(), working in any::<bool>(), signed_in in prop::option::of(prop::bool::ANY),
    ) -> PcView {
        let mut view = view(n, &updates);
        view.pc.scan.as_mut().unwrap().restart_pending = Some(pending);
        view.pc.facts.signed_in = signed_in.map(|is| is.then(|| "ana".to_owned()).into_iter().collect());
        PcView { heard, working, ..view }
    }
}

proptest! {
    #[test]
    fn whatever_is_outstanding_waits_for_exactly_one_party_and_nothing_else_does(
        views in prop::collection::vec(any_view(), 0..5), paused in any::<bool>(), never in any::<bool>(),
        people in prop::collection::vec((0u8..9, prop::option::of("[A-C]")), 0..6),
    ) {
        let mut world = World::new(views);
        world.policy.paused_until = paused.then_some(samples::now() + 9.hours());
        world.policy.restart = if never {
            patchround_protocol::policy::Restart::Never
        } else {
            patchround_protocol::policy::Restart::NobodyThere
        };
        world.policy.people =
            people.into_iter().map(|(n, person)| UsedBy { pc: SpkiHash([n; 32]), person }).collect();
        world.see(|seen| {
            for view in &world.views {
                let scan = view.pc.scan.as_ref().unwrap();
                let is_outstanding = !scan.updates.is_empty() || scan.restart_pending == Some(true);
                let wait = of_pc(view, seen);
                prop_assert_eq!(wait.is_some(), is_outstanding, "{}", view.pc.name);
                let name = wait.map(|wait| match wait.whom {
                    Party::Office { name } | Party::Person { name } | Party::Pc { name } => name,
                    Party::Maker => "the maker".into(),
                });
                prop_assert!(name.is_none_or(|name| !name.is_empty()));
            }
            for row in duties(seen) {
                let waits = world.views.iter().filter_map(|view| of_pc(view, seen)).collect::<Vec<_>>();
                prop_assert!(row.system || row.waits.is_some(), "each program in the table is outstanding");
                if let Some(wait) = &row.waits {
                    prop_assert!(wait.since.is_none_or(|since| since <= samples::now()));
                    prop_assert!(waits.iter().any(|of_pc| of_pc <= wait), "its PC waits for that or before");
                }
            }
            Ok(())
        })?;
    }
}
