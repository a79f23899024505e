//! What people say at times that cannot be.

use super::*;

const YEARS: i64 = 24 * 365 * 50;

/// Long ago and far ahead, by the office's clock.
fn impossible() -> [Timestamp; 2] {
    [Timestamp::now() - YEARS.hours(), Timestamp::now() + YEARS.hours()]
}

fn objects_at(office: &Office, job: JobId, time: Timestamp) {
    let announced = Timestamp::now() + 48.hours();
    hear_at(office, time, EventKind::PersonAsked { job, person: "jonas".into(), announced });
    let answer = Answer::Objection { worry: Worry::Tool {}, words: String::new() };
    hear_at(office, time, EventKind::PersonAnswered { job, person: "jonas".into(), answer });
}

fn is_late(office: &Office, days: i64) -> bool {
    let now = Timestamp::now() + (24 * days).hours();
    let turns = office.objections_at(now).unwrap().into_iter().map(|one| one.turn);
    turns.chain(office.said_wrong_at(now).unwrap().into_iter().map(|one| one.turn)).all(|turn| turn.is_late)
}

#[test]
fn a_question_counts_from_when_it_was_heard_where_the_pcs_clock_cannot_be_right() {
    for time in impossible() {
        let (_dir, office) = office();
        let job = asked(&office);
        let before = Timestamp::now();
        objects_at(&office, job, time);
        let heard = before..=Timestamp::now();
        let one = office.store.consulted().unwrap().remove(0);
        assert!(heard.contains(&one.asked) && one.answered.is_some_and(|at| heard.contains(&at)), "{one:?}");
        assert!(!is_late(&office, 13) && is_late(&office, 15), "{time}");
    }
}

#[test]
fn a_word_that_something_is_wrong_counts_from_when_it_was_heard_where_the_pcs_clock_cannot_be_right() {
    for (time, is_early) in impossible().into_iter().flat_map(|time| [(time, true), (time, false)]) {
        let (_dir, office) = office();
        let job = asked(&office);
        let before = Timestamp::now();
        if is_early {
            hear_at(&office, time, wrong(job, "jonas"));
            ends(&office, job, Outcome::Done);
        } else {
            ends(&office, job, Outcome::Done);
            hear_at(&office, time, wrong(job, "jonas"));
        }
        let said = office.store.said_wrong().unwrap().remove(0).said;
        assert!((before..=Timestamp::now()).contains(&said), "{said}");
        assert!(!is_late(&office, 13) && is_late(&office, 15), "{time}");
    }
}

#[test]
fn what_can_be_is_believed_also_where_it_was_heard_later() {
    let (_dir, office) = office();
    let job = asked(&office);
    let then = Timestamp::now();
    objects_at(&office, job, then);
    ends(&office, job, Outcome::Done);
    hear_at(&office, then, wrong(job, "jonas"));
    let one = office.store.consulted().unwrap().remove(0);
    assert_eq!((one.asked, one.answered), (then, Some(then)));
    assert_eq!(office.store.said_wrong().unwrap()[0].said, then);
}
