use jiff::{ToSpan, tz::TimeZone};
use patchround_protocol::{
    Update,
    hours::{Hours, Weekday},
    update::{Class, Needs, Reason, Released, ReleasedFrom, Reversible, Substantial},
};
use patchround_words::say;

use super::*;
use crate::{
    app::{answer::PlanKind, ask::Wanted},
    consultation::turn::Turn,
    plan::{self, plan as make_plan},
    samples,
};

#[test]
fn the_next_evening_is_named_as_the_moment_that_its_order_gets() {
    let evenings = vec![Hours { days: Weekday::WORKING.to_vec(), from: 18, to: 22 }];
    let policy = Policy { windows: evenings, ..Policy::first(samples::job(&[]).office, samples::now()) };
    let names = BTreeMap::new();
    let named = |now: &str| {
        let now: Timestamp = now.parse().unwrap();
        let clocks = Clocks::new(Vec::new(), TimeZone::UTC);
        let known = known(now, &policy, &clocks, &names);
        let plan = plan(&make_plan(&[], &plan::Wanted::All, now), &Wanted::All, &known);
        let at = crate::round::tonight(&policy, now, &TimeZone::UTC).unwrap();
        let words = [office(&known).tonight, plan.tonight];
        (words.map(|words| words.unwrap().replace(['\u{2068}', '\u{2069}'], "")), at.to_string())
    };
    let is = |when: &str, at: &str| ([format!("Update {when}"), format!("Start {when}")], at.to_owned());
    assert_eq!(named("2026-11-27T10:00:00Z"), is("tonight at 18:00", "2026-11-27T18:00:00Z"));
    assert_eq!(named("2026-11-27T18:30:00Z"), is("on Monday at 18:00", "2026-11-30T18:00:00Z"), "a Friday");
    assert_eq!(named("2026-11-29T10:00:00Z"), is("tomorrow at 18:00", "2026-11-30T18:00:00Z"), "a Sunday");
}

static FLOOR: std::sync::LazyLock<patchround_protocol::charter::Floor> =
    std::sync::LazyLock::new(Default::default);

pub(super) fn known<'a>(
    now: Timestamp,
    policy: &'a Policy,
    clocks: &'a Clocks,
    names: &'a BTreeMap<UpdateId, String>,
) -> Known<'a> {
    Known {
        now,
        zone: TimeZone::UTC,
        name: "Corner Shop",
        person: "Maria",
        policy,
        floor: &FLOOR,
        views: &[],
        clocks,
        here: None,
        later: &[],
        restarts: &[],
        objections: &[],
        wrong: &[],
        notes: &[],
        over: &[],
        together: &[],
        open: &[],
        go_ahead: now,
        run: None,
        names,
        checked: None,
        checking: false,
        worked_out: WorkedOut::default(),
    }
}

#[test]
fn what_is_ticked_among_the_new_ones_is_counted_where_it_restarts_and_said_not_to_be_undone_and_stays_in_its_place()
 {
    let now = samples::now();
    let suite = Update {
        class: Some(Class::Other),
        released: Some(Released { date: now - 24.hours(), from: ReleasedFrom::Catalogue }),
        substantial: Some(Substantial::because(vec![Reason::MakerSays {}])),
        needs: Needs { restart: Some(true), ..Needs::default() },
        ..samples::update("apt:suite@2")
    };
    let mail = Update { reversible: Some(Reversible::Kept {}), ..samples::update("apt:mail@2") };
    let view = |number: u8| {
        let mut pc =
            samples::stored_pc(&format!("pc{number}"), Some(samples::scan(&[suite.clone(), mail.clone()])));
        pc.id = patchround_protocol::SpkiHash([number; 32]);
        PcView { pc, heard: true, working: false }
    };
    let views: Vec<PcView> = (1..=4).map(view).collect();
    let (policy, names) = (Policy::first(samples::job(&[]).office, now), BTreeMap::new());
    let clocks = Clocks::new(Vec::new(), TimeZone::UTC);
    let known = known(now, &policy, &clocks, &names);
    let mut made = make_plan(&views, &plan::Wanted::All, now);
    made.mark_cooling(&views, &clocks, 3, now);
    made.cool_off();
    let shown = |made: &plan::Plan| plan(made, &Wanted::All, &known);
    let group =
        |view: &crate::app::answer::Plan, kind| view.groups.iter().find(|group| group.kind == kind).cloned();
    let before = shown(&made);
    assert!(before.notes.contains(&say("plan-note-way-back")) && before.first.is_none(), "{before:?}");
    assert!(group(&before, PlanKind::Restart).is_none());
    made.take_in_all();
    let after = shown(&made);
    let restart = group(&after, PlanKind::Restart).unwrap();
    assert!(restart.text.replace(['\u{2068}', '\u{2069}'], "").contains("4 updates"), "{restart:?}");
    assert!(restart.rows.is_empty(), "it stays where it was ticked");
    assert_eq!(group(&after, PlanKind::New).unwrap().rows, group(&before, PlanKind::New).unwrap().rows);
    let waits = |view| group(view, PlanKind::New).unwrap().text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(waits(&before).starts_with("4 bigger changes wait"), "{}", waits(&before));
    assert_eq!(waits(&after), "All of it goes in all the same.");
    assert!(!after.notes.contains(&say("plan-note-way-back")), "{after:?}");
    assert!(after.notes.iter().any(|note| note.contains("suite")) && after.first.is_some(), "{after:?}");
}

#[test]
fn a_word_that_something_is_wrong_is_counted_among_what_needs_somebody() {
    let now = samples::now();
    let policy = Policy::first(samples::job(&[]).office, now);
    let (clocks, names) = (Clocks::new(Vec::new(), TimeZone::UTC), BTreeMap::new());
    let pc = samples::stored_pc("till", Some(samples::scan(&[])));
    let view = PcView { pc, heard: true, working: false };
    let whom = "Maria".to_owned();
    let wrong = Wrong {
        job: samples::job(&[]).job,
        pc: view.pc.id,
        name: "till".to_owned(),
        names: vec!["Accounts".to_owned()],
        people: vec![("ana".to_owned(), "My invoices".to_owned(), now)],
        can_go_back: true,
        stopped: 1,
        turn: Turn { since: now, whom, instead_of: None, is_late: false },
    };
    let said = |wrong: &[Wrong]| {
        let views = std::slice::from_ref(&view);
        let known = Known { views, wrong, ..known(now, &policy, &clocks, &names) };
        state::state(&known).details.join(" ").replace(['\u{2068}', '\u{2069}'], "")
    };
    assert!(
        said(&[]).contains("2 things need you."),
        "the PC has no person, Maria no stand-in: {}",
        said(&[])
    );
    let said = said(std::slice::from_ref(&wrong));
    assert!(said.contains("3 things need you."), "{said}");
}

#[test]
fn what_is_late_since_an_agreement_ended_says_so() {
    let now = samples::now();
    let update = Update {
        class: Some(Class::Security),
        released: Some(Released { date: now - (60 * 24).hours(), from: ReleasedFrom::Maker }),
        name: "X-ray viewer".into(),
        ..samples::update("apt:viewer@2")
    };
    let views = [PcView {
        pc: samples::stored_pc("till", Some(samples::scan(std::slice::from_ref(&update)))),
        heard: true,
        working: false,
    }];
    let policy = Policy::first(samples::job(&[]).office, now);
    let (clocks, names) = (Clocks::new(Vec::new(), TimeZone::UTC), BTreeMap::new());
    let over = |pc: &str| {
        let (package, pcs) = (update.package.to_string(), vec![pc.to_owned()]);
        [Over { package, pcs, until: now - 24.hours() }]
    };
    let next = |over: &[Over]| {
        let known = Known { views: &views, over, ..known(now, &policy, &clocks, &names) };
        needs(&known).into_iter().map(|need| need.next).collect::<Vec<_>>().join(" ")
    };
    assert!(next(&over("till")).contains("agreed for"), "{}", next(&over("till")));
    assert!(!next(&over("front desk")).contains("agreed for"), "it held on another PC");
}
