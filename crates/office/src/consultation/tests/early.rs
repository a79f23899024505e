//! A word that something is wrong, and how its order ended.

use super::*;

fn said(office: &Office) -> Vec<String> {
    let wrong = office.said_wrong().unwrap().into_iter();
    wrong.flat_map(|one| one.people).map(|(person, ..)| person).collect()
}

fn told(office: &Office) -> usize {
    whats(office).iter().filter(|what| matches!(what, What::SaidWrong { .. })).count()
}

fn its_end(office: &Office, job: JobId) -> EventKind {
    let round = office.store.job(job).unwrap().unwrap().job.round;
    EventKind::JobEnded { job, round, outcome: Outcome::Done, cause: None }
}

#[test]
fn a_word_that_something_is_wrong_counts_only_once_its_order_went_in() {
    for outcome in [Outcome::Done, Outcome::NeedsRestart] {
        let (_dir, office) = office();
        let job = asked(&office);
        hear(&office, 0, wrong(job, "jonas"));
        assert_eq!((said(&office), told(&office)), (Vec::new(), 0), "{outcome:?}");
        hear(&office, 0, its_end(&office, job));
        assert_eq!(said(&office), Vec::<String>::new(), "the PC's word alone is not the office's record");
        ends(&office, job, outcome);
        assert_eq!((said(&office), told(&office)), (vec!["jonas".to_owned()], 1), "{outcome:?}");
        hear(&office, 0, wrong(job, "ana"));
        hear(&office, 0, wrong(job, "jonas"));
        assert_eq!((said(&office).len(), told(&office)), (2, 2), "{outcome:?}");
    }
}

#[test]
fn a_word_about_an_order_that_did_not_go_in_never_counts() {
    for outcome in [Outcome::Failed, Outcome::Cancelled, Outcome::NeedsPerson, Outcome::Unreachable] {
        let (_dir, office) = office();
        let job = asked(&office);
        hear(&office, 0, wrong(job, "jonas"));
        ends(&office, job, outcome);
        hear(&office, 0, wrong(job, "ana"));
        assert_eq!((said(&office), told(&office)), (Vec::new(), 0), "{outcome:?}");
    }
}

#[test]
fn a_word_and_the_end_of_its_order_may_come_at_once_and_in_either_order() {
    for word_first in [true, false] {
        let (_dir, office) = office();
        let job = asked(&office);
        let mut kinds = [its_end(&office, job), wrong(job, "jonas")];
        if word_first {
            kinds.reverse();
        }
        let next = office.store.pc(samples::pc()).unwrap().unwrap().cursor + 1;
        let events: Vec<Event> =
            (next..).zip(kinds).map(|(seq, kind)| Event::new(seq, Timestamp::now(), kind)).collect();
        office.store.hear(samples::pc(), &events).unwrap();
        office.store.hear(samples::pc(), &events).unwrap();
        assert_eq!(office.store.job(job).unwrap().unwrap().stage, Stage::Ended, "{word_first}");
        ends(&office, job, Outcome::Done);
        assert_eq!((said(&office), told(&office)), (vec!["jonas".to_owned()], 1), "{word_first}");
    }
}

#[test]
fn what_was_only_fetched_has_not_gone_in() {
    let (_dir, office) = office();
    let job = asked(&office);
    hear(&office, 0, wrong(job, "jonas"));
    let stored = office.store.job(job).unwrap().unwrap();
    let end = |outcome| StepResult::new(Some(ID.parse().unwrap()), outcome, None);
    office.close(&stored, &[end(Outcome::Done), end(Outcome::Failed)], None).unwrap();
    assert_eq!(said(&office), Vec::<String>::new());
}

#[test]
fn a_pc_that_says_so_for_many_people_before_anything_ended_only_fills_a_little_of_the_disk() {
    let (_dir, office) = office();
    let job = asked(&office);
    (0..40).for_each(|number| hear(&office, 0, wrong(job, &format!("person-{number}"))));
    ends(&office, job, Outcome::Done);
    assert_eq!(said(&office).len(), 16);
}

#[test]
fn a_word_of_a_pc_that_left_the_office_keeps_nothing_back_on_the_others() {
    let (_dir, office) = office();
    let job = asked(&office);
    ends(&office, job, Outcome::Done);
    hear(&office, 0, wrong(job, "jonas"));
    assert_eq!(said(&office).len(), 1);
    let mut views = office.stored_views().unwrap();
    let is_kept = |views: &[crate::PcView]| {
        let mut updates = views.iter().flat_map(|view| &view.pc.scan).flat_map(|scan| &scan.updates);
        updates.any(|update| update.blocked == Some(Cause::SaidWrong))
    };
    assert!(is_kept(&views), "{views:?}");
    office.store.remove_pc(samples::pc(), Timestamp::now()).unwrap();
    assert_eq!(said(&office), Vec::<String>::new());
    let updates = views.iter_mut().flat_map(|view| &mut view.pc.scan).flat_map(|scan| &mut scan.updates);
    updates.for_each(|update| update.blocked = None);
    office.mark_said_wrong(&mut views, Timestamp::now()).unwrap();
    assert!(!is_kept(&views));
}
