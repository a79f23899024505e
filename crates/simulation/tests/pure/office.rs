//! The office's side: what it orders, hears, sees and tells. The plan, the results and the courses are the real ones; the
//! stages of an order are those of its store.

use jiff::{SignedDuration, Timestamp, ToSpan};
use patchround_helper::queue::End;
use patchround_office::{
    course::{By, Courses},
    pc_state::PcView,
    plan::{Wanted, plan},
    results::{self, StepResult, heard, job_of, left_open, not_carried_out},
    rules::Rules,
    store::{pcs::StoredPc, rounds::Stage},
    trouble::Trouble,
};
use patchround_protocol::{
    Cause, Charter, Envelope, Event, EventKind, Job, JobId, Outcome, RoundId, Step, UpdateId,
    job::When,
    limits,
    wire::{Facts, Scan},
};
use uuid::Uuid;

use crate::{pc::Pc, schedule::Hand};

pub(crate) struct Given {
    pub(crate) envelope: Envelope,
    pub(crate) job: Job,
    pub(crate) stage: Stage,
    pub(crate) result: Option<Vec<StepResult>>,
    events: Vec<(u32, Event)>,
}

/// What becomes of one conversation with a PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Whole,
    /// Nobody answers.
    Dead,
    /// It breaks after so many events.
    CutAfter(usize),
    /// Orders do not arrive.
    LosesOrders,
    /// Orders arrive, their answers do not.
    LosesAnswers,
}

/// What the office knows of one PC.
pub(crate) struct Known {
    pub(crate) scan: Option<Scan>,
    pub(crate) courses: Courses,
    pub(crate) given: Vec<Given>,
    cursor: u64,
    seen: Option<Timestamp>,
}

impl Given {
    fn is_due(&self, now: Timestamp) -> bool {
        self.job.when.time().is_none_or(|time| time <= now)
    }

    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Closed | Stage::Silent | Stage::Withdrawn)
    }

    fn hear(&mut self, event: &Event) {
        if self.stage == Stage::Closed {
            return;
        }
        self.events.push((0, event.clone()));
        let is_end = matches!(event.kind, EventKind::JobEnded { .. } | EventKind::JobRefused { .. });
        self.result = None;
        self.stage = if is_end || self.stage == Stage::Ended { Stage::Ended } else { Stage::Delivered };
    }
}

impl Known {
    pub(crate) fn new() -> Self {
        Self { scan: None, courses: Courses::default(), given: Vec::new(), cursor: 0, seen: None }
    }

    /// One look at a PC (`Office::look`).
    pub(crate) fn look(&mut self, pc: &mut Pc, line: Line, charter: &Charter, now: Timestamp) {
        self.tidy(now);
        if line == Line::Dead || !pc.is_on {
            return self.seen = None;
        }
        if !self.catch_up(pc, line) {
            return self.seen = None;
        }
        for given in self.given.iter_mut().filter(|given| given.stage == Stage::Recalled) {
            given.stage = Stage::Withdrawn;
        }
        self.settle(pc, now);
        if pc.off.abs() > SignedDuration::try_from(limits::CLOCK_SLACK).unwrap() {
            return self.seen = None;
        }
        self.keep_scan(&pc.scan, now);
        self.seen = Some(now);
        self.hand_over(pc, line, charter, now);
    }

    fn catch_up(&mut self, pc: &Pc, line: Line) -> bool {
        let new: Vec<&Event> = pc.log.iter().filter(|event| event.seq > self.cursor).collect();
        let many = if let Line::CutAfter(many) = line { many.min(new.len()) } else { new.len() };
        for event in &new[..many] {
            let of = |given: &&mut Given| job_of(&event.kind) == Some(given.job.job);
            self.given.iter_mut().filter(of).for_each(|given| given.hear(event));
            self.cursor = event.seq;
        }
        !matches!(line, Line::CutAfter(_))
    }

    /// Compares what has ended with the PC's own look.
    fn settle(&mut self, pc: &Pc, now: Timestamp) {
        let is_ended = |(n, given): (usize, &Given)| (given.stage == Stage::Ended).then_some(n);
        let ended: Vec<usize> = self.given.iter().enumerate().filter_map(is_ended).collect();
        for n in ended {
            self.keep_scan(&pc.scan, now);
            let told = heard(&self.given[n].job, &self.given[n].events);
            let fresh = results::is_fresh(&told, &pc.scan).then_some(&pc.scan);
            let results = results::close(&self.given[n].job, &told, fresh);
            self.close(n, results, Stage::Closed, now);
            if let Some(fresh) = fresh {
                self.courses.looked(fresh, now);
            }
        }
    }

    fn close(&mut self, n: usize, results: Vec<StepResult>, stage: Stage, now: Timestamp) {
        results.iter().for_each(|end| self.courses.ended(end, By::Order, now));
        let given = &mut self.given[n];
        (given.stage, given.result) = (stage, Some(results));
    }

    fn keep_scan(&mut self, scan: &Scan, now: Timestamp) {
        self.courses.looked(scan, now);
        self.scan = Some(scan.clone());
    }

    fn hand_over(&mut self, pc: &mut Pc, line: Line, charter: &Charter, now: Timestamp) {
        for n in 0..self.given.len() {
            if !matches!(self.given[n].stage, Stage::Waiting | Stage::Sent) {
                continue;
            }
            self.given[n].stage = Stage::Sent;
            if line == Line::LosesOrders {
                continue;
            }
            match pc.take(&self.given[n].envelope, charter, now) {
                _ if line == Line::LosesAnswers => {}
                Ok(()) => self.given[n].stage = Stage::Delivered,
                Err(refusal) if Trouble::Refused(refusal).may_pass() => self.given[n].stage = Stage::Waiting,
                Err(refusal) => {
                    let results = not_carried_out(&self.given[n].job, Trouble::Refused(refusal));
                    self.close(n, results, Stage::Closed, now);
                }
            }
        }
    }

    /// Orders everything (`Office::order`), at once or for later.
    pub(crate) fn order(&mut self, pc: &Pc, hand: &Hand, when: When, now: Timestamp) {
        let Some(scan) = self.scan.clone() else { return };
        let is_busy = |given: &Given| given.is_open() && given.stage != Stage::Waiting && given.is_due(now);
        let plan = plan(&[self.view(pc, scan)], &Wanted::All, now);
        let ids: Vec<UpdateId> = plan.pcs[0].install.iter().map(|update| update.id.clone()).collect();
        if ids.is_empty() || self.given.iter().any(is_busy) {
            return;
        }
        let mut steps = self.recall(|_| true);
        steps.push(Step::Install { ids, agreed_removals: Vec::new() });
        self.give(pc, hand, steps, when, now);
    }

    /// Takes back what has not begun (`Office::take_back`).
    pub(crate) fn take_back(&mut self, pc: &Pc, hand: &Hand, now: Timestamp) {
        let steps = self.recall(|given| match given.stage {
            Stage::Waiting | Stage::Sent | Stage::Recalled => true,
            stage => stage == Stage::Delivered && !given.is_due(now),
        });
        if !steps.is_empty() {
            self.give(pc, hand, steps, When::Now, now);
        }
    }

    fn recall(&mut self, wanted: impl Fn(&Given) -> bool) -> Vec<Step> {
        let mut cancels = Vec::new();
        for given in self.given.iter_mut().filter(|given| given.is_open() && wanted(given)) {
            match given.stage {
                Stage::Waiting => given.stage = Stage::Withdrawn,
                stage => {
                    given.stage = if stage == Stage::Sent { Stage::Recalled } else { stage };
                    cancels.push(Step::Cancel { job: given.job.job });
                }
            }
        }
        cancels.truncate(limits::STEPS / 2);
        cancels
    }

    fn give(&mut self, pc: &Pc, hand: &Hand, steps: Vec<Step>, when: When, now: Timestamp) {
        let begins = when.time().unwrap_or(now);
        let job = Job {
            office: hand.charter.office,
            job: JobId(hand.next_id()),
            round: RoundId(Uuid::from_u128(1)),
            pc: pc.id,
            charter_version: 1,
            issuer: patchround_protocol::sign::public(&hand.key),
            not_before: now,
            expires: (begins + (7 * 24).hours()).min(now + limits::JOB_LIFE),
            steps,
            when,
            try_first: false,
            reply: None,
        };
        let envelope = Envelope::seal(&job, &hand.key).unwrap();
        self.given.push(Given { envelope, job, stage: Stage::Waiting, result: None, events: Vec::new() });
    }

    /// Ends what is over (`Office::tidy`).
    fn tidy(&mut self, now: Timestamp) {
        for n in 0..self.given.len() {
            let given = &self.given[n];
            let (patience, stage) = match given.stage {
                Stage::Waiting => (0, Stage::Closed),
                _ => (24, Stage::Silent),
            };
            if given.is_open() && now > given.job.expires + patience.hours() {
                let told = heard(&given.job, &given.events);
                let cause = match given.stage {
                    Stage::Waiting => Cause::JobExpired,
                    _ => Cause::NotReachable,
                };
                let open = left_open(&given.job, &told, Outcome::Unreachable, cause);
                match given.stage {
                    Stage::Ended => {
                        self.close(n, results::close(&given.job, &told, None), Stage::Closed, now);
                    }
                    _ => self.close(n, open, stage, now),
                }
            }
        }
    }

    fn view(&self, pc: &Pc, scan: Scan) -> PcView {
        let stored = StoredPc {
            id: pc.id,
            name: "PC".into(),
            address: "127.0.0.1:1".parse().unwrap(),
            facts: Facts::default(),
            last_seen: self.seen,
            last_trouble: self.seen.is_none().then_some(Trouble::Unreachable),
            scan: Some(scan),
            restart: Default::default(),
            refreshed: None,
            refresh_failed: None,
            cursor: self.cursor,
            log: 0,
            mark: None,
            chain: None,
            rules: Rules::default(),
            concerns: Vec::new(),
            courses: self.courses.clone(),
        };
        PcView { pc: stored, heard: self.seen.is_some(), working: false }
    }

    /// What must be so at every moment, whatever happened.
    pub(crate) fn check(&self, pc: &Pc) {
        let offered = |id: &UpdateId| self.scan.iter().flat_map(|scan| &scan.updates).any(|u| u.id == *id);
        for (id, course) in
            self.courses.iter().filter(|(_, course)| course.life == patchround_protocol::Life::Done)
        {
            assert!(!offered(id), "{id} is done, and the newest look finds it offered: {course:?}");
            assert!(pc.machine.was_in_place.contains(id), "{id} is done and was never in place");
        }
        self.given.iter().for_each(|given| self.check_told(given, pc));
    }

    fn check_told(&self, given: &Given, pc: &Pc) {
        let (job, begun) = (given.job.job, pc.machine.has_begun(given.job.job));
        assert!(
            given.stage != Stage::Withdrawn || !begun,
            "{job} is told as taken back, and its PC began it"
        );
        if given.stage != Stage::Closed {
            return;
        }
        for end in given.result.as_ref().expect("what is closed has results") {
            let id = end.id.as_ref().expect("nothing but updates was ordered");
            let truth = pc.machine.end_of(job, id).cloned();
            let is_good = matches!(end.outcome, Outcome::Done | Outcome::NeedsRestart);
            let was_good = |end: &End| matches!(end.outcome, Outcome::Done | Outcome::NeedsRestart);
            assert!(
                !is_good || truth.as_ref().is_some_and(was_good),
                "{id} of {job} is told as done: {truth:?}"
            );
            let not_tried =
                matches!(end.cause, Some(Cause::Cancelled | Cause::JobExpired | Cause::NotReachable));
            assert!(
                !not_tried || !begun,
                "{id} of {job} is told as not tried ({end:?}), and its PC began it"
            );
        }
    }
}
