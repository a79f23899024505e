//! What is answered while an order with the same program is open.

use patchround_protocol::wire::{Kept, Scan};

use super::*;

/// Another order of the PC that installs this.
fn orders(office: &Office, id: &str) -> JobId {
    keep(office, Step::Install { ids: vec![id.parse().unwrap()], agreed_removals: Vec::new() })
}

fn keep(office: &Office, step: Step) -> JobId {
    let round = office.begin(Kind::Update, Vec::new());
    office.keep(&round, vec![(samples::pc(), vec![step])], When::Now, 24).unwrap();
    office.store.jobs_of(round.id).unwrap().remove(0).job.job
}

/// Somebody said that something is wrong after this order, for which it was stopped on the same PC.
fn stopped(office: &Office) -> JobId {
    let job = asked(office);
    ends(office, job, Outcome::Done);
    hear(office, 0, wrong(job, "jonas"));
    let stopped = Stopped { pc: samples::pc(), ids: vec![ID.parse().unwrap()], when: When::Now };
    let said = office.store.said_wrong().unwrap().remove(0);
    office.store.keep_stopped(&said, &[stopped]).unwrap();
    job
}

/// How many orders come of going on.
fn goes_on(office: &Office, job: JobId) -> usize {
    let installs = || office.store.open_jobs().unwrap().iter().filter(|job| job.installs()).count();
    let before = installs();
    office.answer_wrong(job, Then::GoOn, "").unwrap();
    installs() - before
}

/// The PC kept the version before, and offers this.
fn keeps(office: &Office, updates: &[&str]) {
    let kept = Kept { id: "apt:a@1".parse().unwrap(), newer: "2".into(), since: samples::now(), back: None };
    let group = |id: &&str| patchround_protocol::Update { group: "of-a".to_owned(), ..samples::update(id) };
    let updates: Vec<_> = updates.iter().map(group).collect();
    let scan = Scan { kept: vec![kept], ..samples::scan(&updates) };
    office.store.keep_scan(samples::pc(), &scan, Timestamp::now()).unwrap();
}

#[test]
fn what_goes_on_is_not_ordered_where_an_order_with_it_is_open() {
    for (stage, orders_it) in [
        (None, 0),
        (Some(Stage::Sent), 0),
        (Some(Stage::Delivered), 0),
        (Some(Stage::Ended), 1),
        (Some(Stage::Recalled), 1),
        (Some(Stage::Withdrawn), 1),
    ] {
        let (_dir, office) = office();
        let job = stopped(&office);
        let other = orders(&office, ID);
        stage.map(|stage| office.store.move_job(other, stage).unwrap());
        assert_eq!(goes_on(&office, job), orders_it, "{stage:?}");
    }
}

#[test]
fn what_goes_on_is_ordered_where_the_order_before_is_on_its_way_back_and_has_not_begun() {
    for (begun, orders_it) in [(false, 1), (true, 0)] {
        let (_dir, office) = office();
        let job = stopped(&office);
        let other = orders(&office, ID);
        office.store.move_job(other, Stage::Delivered).unwrap();
        keep(&office, Step::Cancel { job: other });
        if begun {
            let round = office.store.job(other).unwrap().unwrap().job.round;
            hear(&office, 0, EventKind::JobStarted { job: other, round });
        }
        assert_eq!(goes_on(&office, job), orders_it, "{begun}");
    }
}

#[test]
fn an_order_with_another_version_or_package_of_the_program_counts_and_one_with_another_program_does_not() {
    for (id, orders_it) in [("apt:a@3", 0), ("apt:a:all@2", 0), ("apt:a-data@2", 0), ("apt:b@2", 1)] {
        let (_dir, office) = office();
        let job = stopped(&office);
        keeps(&office, &[ID, "apt:a-data@2"]);
        orders(&office, id);
        assert_eq!(goes_on(&office, job), orders_it, "{id}");
    }
}

#[test]
fn a_pc_goes_back_once_no_order_with_the_program_is_open_there() {
    let (_dir, office) = office();
    let job = asked(&office);
    ends(&office, job, Outcome::Done);
    keeps(&office, &[]);
    hear(&office, 0, wrong(job, "jonas"));
    let other = orders(&office, "apt:a@3");
    let busy = office.answer_wrong(job, Then::GoBack, "");
    assert!(matches!(&busy, Err(Error::StillOrdered(pc)) if pc == "till"), "{busy:?}");
    assert_eq!(office.said_wrong().unwrap().len(), 1, "it still waits for an answer");
    office.store.move_job(other, Stage::Ended).unwrap();
    office.answer_wrong(job, Then::GoBack, "").unwrap();
    hear(&office, 0, wrong(job, "ana"));
    let twice = office.answer_wrong(job, Then::GoBack, "");
    assert!(matches!(twice, Err(Error::StillOrdered(_))), "it goes back already: {twice:?}");
}

#[test]
fn what_is_to_go_ahead_all_the_same_is_ordered_once() {
    let (_dir, office) = office();
    let job = asked(&office);
    objects(&office, job, 0);
    let other = orders(&office, ID);
    let ahead = Decision::GoAhead { at: Timestamp::now() + 24.hours() };
    let busy = office.answer(job, ahead, "");
    assert!(matches!(&busy, Err(Error::StillOrdered(pc)) if pc == "till"), "{busy:?}");
    assert_eq!(office.objections().unwrap().len(), 1, "it still waits for an answer");
    office.store.move_job(other, Stage::Withdrawn).unwrap();
    office.answer(job, ahead, "").unwrap();
}

#[test]
fn who_is_told_that_a_pc_is_still_busy_reads_why_and_what_to_do() {
    let said = Error::StillOrdered("till".into()).say();
    assert!(said.contains("till") && said.contains("earlier order") && said.contains("Wait"), "{said}");
}
