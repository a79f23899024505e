mod busy;
mod clocks;
mod early;
mod own;
mod whole;

use jiff::ToSpan;
use patchround_protocol::{Event, EventKind, Outcome};

use super::*;
use crate::{
    after::Then,
    consultation::turn::Whose,
    results::StepResult,
    round::Begin,
    samples,
    store::{record::What, rounds::StoredJob, said_wrong::Stopped},
};

const ID: &str = "apt:a@2";

/// An office whose only PC offers something big, and who stands in for Maria.
fn office() -> (tempfile::TempDir, Office) {
    let dir = tempfile::tempdir().unwrap();
    crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
    let office = Office::open(dir.path(), false).unwrap();
    let facts = patchround_protocol::wire::Facts { can_ask: true, ..Default::default() };
    office
        .store
        .keep_pc(samples::pc(), "till", "192.0.2.1:1".parse().unwrap(), &facts, Timestamp::now())
        .unwrap();
    offers(&office, ID);
    (dir, office)
}

fn offers(office: &Office, id: &str) {
    let why = vec![patchround_protocol::update::Reason::FirstNumber { from: 1, to: 2 }];
    let big = patchround_protocol::Update {
        substantial: Some(patchround_protocol::update::Substantial::because(why)),
        ..samples::update(id)
    };
    office.store.keep_scan(samples::pc(), &samples::scan(&[big]), Timestamp::now()).unwrap();
}

/// Has the PC's people asked; what was ordered.
fn asked(office: &Office) -> JobId {
    let round = order_all(office);
    let jobs = office.store.jobs_of(round).unwrap();
    let asks = jobs.iter().find(|job| matches!(job.job.when, When::Asked { .. })).unwrap().job.job;
    office.store.move_job(asks, Stage::Delivered).unwrap();
    asks
}

fn order_all(office: &Office) -> RoundId {
    let mut plan =
        crate::plan::plan(&office.stored_views().unwrap(), &crate::plan::Wanted::All, Timestamp::now());
    plan.pcs.iter_mut().for_each(|pc| {
        let cooling = std::mem::take(&mut pc.cooling_off);
        pc.install.extend(cooling);
        pc.heard = true;
    });
    office.order(&plan, Begin::Now).unwrap()
}

fn hear(office: &Office, hours_ago: i64, kind: EventKind) {
    hear_at(office, Timestamp::now() - hours_ago.hours(), kind);
}

fn hear_at(office: &Office, time: Timestamp, kind: EventKind) {
    let seq = office.store.pc(samples::pc()).unwrap().unwrap().cursor + 1;
    office.store.hear(samples::pc(), &[Event::new(seq, time, kind)]).unwrap();
}

fn wrong(job: JobId, person: &str) -> EventKind {
    EventKind::PersonSaidWrong { job, person: person.into(), words: String::new() }
}

/// Writes down how the order ended.
fn ends(office: &Office, job: JobId, outcome: Outcome) {
    let stored = office.store.job(job).unwrap().unwrap();
    let end = StepResult::new(Some(ID.parse().unwrap()), outcome, None);
    office.close(&stored, &[end], None).unwrap();
}

fn objects(office: &Office, job: JobId, hours_ago: i64) {
    let announced = Timestamp::now() + 48.hours();
    hear(office, hours_ago, EventKind::PersonAsked { job, person: "jonas".into(), announced });
    let answer = Answer::Objection { worry: Worry::Tool {}, words: "My invoices".into() };
    hear(office, hours_ago, EventKind::PersonAnswered { job, person: "jonas".into(), answer });
}

fn whats(office: &Office) -> Vec<What> {
    office.store.record().unwrap().into_iter().map(|line| line.what).collect()
}

#[test]
fn what_nobody_answers_is_the_stand_ins_and_then_the_managers_lateness_and_each_is_written_down_once() {
    for (hours, whom, late) in [(1, "Maria", false), (24 * 6, "Dr Weiss", false), (24 * 15, "Maria", true)] {
        let (_dir, office) = office();
        office.set_stand_in("Dr Weiss").unwrap();
        let job = asked(&office);
        objects(&office, job, 0);
        let now = Timestamp::now() + hours.hours();
        let turn = office.objections_at(now).unwrap().remove(0).turn;
        assert_eq!((turn.whom.as_str(), turn.is_late), (whom, late), "{hours}");
        assert_eq!(turn.instead_of.as_deref(), (whom == "Dr Weiss").then_some("Maria"), "{hours}");
        office.note_turns(now).unwrap();
        office.note_turns(now).unwrap();
        let passed = whats(&office).iter().filter(|what| matches!(what, What::StandInHasIt { .. })).count();
        let noted_late = whats(&office)
            .iter()
            .filter(|what| matches!(what, What::AnswerLate { person, .. } if person == "Maria"))
            .count();
        assert_eq!((passed, noted_late), (usize::from(whom == "Dr Weiss"), usize::from(late)), "{hours}");
    }
}

#[test]
fn without_a_stand_in_it_stays_the_managers_and_who_is_away_is_not_asked() {
    let (_dir, office) = office();
    let job = asked(&office);
    objects(&office, job, 0);
    let now = Timestamp::now() + (24 * 6).hours();
    let turn = |office: &Office| office.objections_at(now).unwrap().remove(0).turn;
    assert_eq!((turn(&office).whom.as_str(), turn(&office).instead_of), ("Maria", None));
    office.note_turns(now).unwrap();
    assert!(!whats(&office).iter().any(|what| matches!(what, What::StandInHasIt { .. })));
    office.set_stand_in("Dr Weiss").unwrap();
    assert_eq!(turn(&office).instead_of.as_deref(), Some("Maria"), "named later");
}

#[test]
fn what_is_asked_anew_after_an_answer_has_waited_since_then() {
    let (_dir, office) = office();
    office.set_stand_in("Dr Weiss").unwrap();
    let job = asked(&office);
    objects(&office, job, 0);
    office.answer(job, Decision::Keep {}, "").unwrap();
    assert!(office.objections().unwrap().is_empty());
    office.release(&["a".parse().unwrap()]).unwrap();
    let later = Timestamp::now() + (24 * 20).hours();
    assert!(office.objections_at(later).unwrap()[0].turn.is_late);
    office.store.reopen(job, later).unwrap();
    let turn = office.objections_at(later + 24.hours()).unwrap().remove(0).turn;
    assert_eq!((turn.whom.as_str(), turn.is_late), ("Maria", false));
}

#[test]
fn a_question_is_open_until_everybody_has_said_when() {
    let (_dir, office) = office();
    let job = asked(&office);
    let whose = |office: &Office| office.open_questions().unwrap().into_iter().map(|open| open.whom).next();
    assert!(matches!(whose(&office), Some(Whose::People { names, .. }) if names.is_empty()), "nobody saw it");
    let announced = Timestamp::now() + 48.hours();
    for person in ["ana", "jonas"] {
        hear(&office, 5, EventKind::PersonAsked { job, person: person.into(), announced });
    }
    hear(&office, 4, EventKind::PersonAnswered { job, person: "ana".into(), answer: Answer::Now {} });
    assert!(matches!(whose(&office), Some(Whose::People { names, .. }) if names == ["jonas"]));
    let answer = Answer::Time { time: announced };
    hear(&office, 3, EventKind::PersonAnswered { job, person: "jonas".into(), answer });
    assert_eq!(whose(&office), None);
}

#[test]
fn a_word_that_something_is_wrong_is_passed_on_as_an_objection_is_and_an_objection_is_not_answered_by_going_back()
 {
    let (_dir, office) = office();
    office.set_stand_in("Dr Weiss").unwrap();
    let job = asked(&office);
    ends(&office, job, Outcome::Done);
    hear(&office, 0, wrong(job, "jonas"));
    let wrong = office.said_wrong_at(Timestamp::now() + (24 * 6).hours()).unwrap().remove(0);
    assert_eq!((wrong.turn.whom.as_str(), wrong.can_go_back), ("Dr Weiss", false));
    assert!(matches!(office.answer_wrong(job, Then::GoBack, ""), Err(Error::NothingKept(_))));
    objects(&office, job, 1);
    let until = Timestamp::now() + 24.hours();
    for decision in [Decision::GoBack { until }, Decision::GoOn {}] {
        assert!(matches!(office.answer(job, decision, ""), Err(Error::BadEnd { .. })), "{decision:?}");
    }
    office.answer_wrong(job, Then::GoOn, "").unwrap();
    assert!(office.said_wrong().unwrap().is_empty());
}

#[test]
fn what_people_are_asked_about_stays_when_everything_is_ordered_again_until_it_is_another_version() {
    let (_dir, office) = office();
    let job = asked(&office);
    let open = || {
        let installs = office.store.open_jobs().unwrap().into_iter().filter(StoredJob::installs);
        installs.map(|job| job.job.job).collect::<Vec<_>>()
    };
    let again = order_all(&office);
    assert_eq!(open(), [job], "nobody is asked anew, and what they said stands");
    let end = office.round_end(again).unwrap().pcs.remove(0);
    let told =
        |step: &crate::results::StepResult| step.id == Some(ID.parse().unwrap()) && step.cause.is_none();
    assert!(end.steps.iter().any(|step| told(step) && step.outcome == Outcome::Waiting));
    offers(&office, "apt:a@3");
    let newer = asked(&office);
    assert_ne!(newer, job);
    let cancels = |job: &StoredJob, earlier| job.job.steps.contains(&Step::Cancel { job: earlier });
    assert!(office.store.open_jobs().unwrap().iter().any(|newer| cancels(newer, job)));
}

#[test]
fn who_asks_to_wait_after_others_were_answered_waits_for_an_answer_too() {
    let (_dir, office) = office();
    let job = asked(&office);
    objects(&office, job, 2);
    let announced = Timestamp::now() + 48.hours();
    hear(&office, 2, EventKind::PersonAsked { job, person: "ben".into(), announced });
    office.answer(job, Decision::Keep {}, "").unwrap();
    assert!(office.objections().unwrap().is_empty());
    let waits = || Answer::Objection { worry: Worry::Unwanted, words: "Not now".into() };
    for (hours_ago, person) in [(1, "ben"), (9, "jonas")] {
        hear(&office, hours_ago, EventKind::PersonAnswered { job, person: person.into(), answer: waits() });
    }
    let people = office.objections().unwrap().remove(0).people;
    let names: Vec<_> = people.iter().map(|(person, ..)| person.as_str()).collect();
    assert_eq!(names, ["ben", "jonas"], "also where the PC's clock was put back since");
}

#[test]
fn a_pc_whose_clock_is_wrong_makes_nobody_late() {
    let (_dir, office) = office();
    office.set_stand_in("Dr Weiss").unwrap();
    let job = asked(&office);
    objects(&office, job, 24 * 365 * 50);
    let now = Timestamp::now();
    let turn = office.objections_at(now).unwrap().remove(0).turn;
    assert_eq!((turn.whom.as_str(), turn.is_late), ("Maria", false));
    office.note_turns(now).unwrap();
    assert!(!whats(&office).iter().any(|what| matches!(what, What::AnswerLate { .. })));
}

#[test]
fn what_was_stopped_for_several_words_goes_on_once() {
    let (_dir, office) = office();
    let job = asked(&office);
    ends(&office, job, Outcome::Done);
    let says = |person: &str| hear(&office, 0, wrong(job, person));
    let stop = |ids: Vec<UpdateId>| {
        let stopped = Stopped { pc: samples::pc(), ids, when: When::Now };
        for said in office.store.said_wrong().unwrap().iter().filter(|said| said.stopped.is_none()) {
            office.store.keep_stopped(said, std::slice::from_ref(&stopped)).unwrap();
        }
    };
    let open = || office.store.open_jobs().unwrap().iter().filter(|job| job.installs()).count();
    ["jonas", "carl"].into_iter().for_each(says);
    stop(vec![ID.parse().unwrap()]);
    office.answer_wrong(job, Then::GoOn, "").unwrap();
    assert_eq!(open(), 1);
    says("dora");
    stop(Vec::new());
    office.answer_wrong(job, Then::GoOn, "").unwrap();
    assert_eq!(open(), 1, "what went on before goes on already");
}

#[test]
fn what_people_said_on_a_pc_that_left_the_office_waits_for_nobody_and_keeps_nothing_back() {
    let (_dir, office) = office();
    let job = asked(&office);
    objects(&office, job, 1);
    assert_eq!(office.objections().unwrap().len(), 1);
    office.store.remove_pc(samples::pc(), Timestamp::now()).unwrap();
    assert!(office.objections().unwrap().is_empty() && office.open_questions().unwrap().is_empty());
    assert!(matches!(office.answer(job, Decision::Keep {}, ""), Err(Error::NotObjected)));
}
