//! One PC: its jobs in the real queue of the network half, and what is told of them.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use patchround_helper::queue::{End, Lane, Next, Order, Queue};
use patchround_protocol::{
    Cause, Charter, Envelope, Event, EventKind, Job, JobId, Outcome, PcId, SpkiHash, Step,
    wire::{Refusal, Scan},
};
use patchround_simulation::Dice;

use crate::machine::{Machine, Offer, Txn};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Ask,
    Follow,
    Tell,
}

struct AtHand {
    order: Order,
    step: u16,
    phase: Phase,
}

pub(crate) struct Pc {
    pub(crate) id: PcId,
    folder: PathBuf,
    queue: Queue,
    pub(crate) machine: Machine,
    pub(crate) is_on: bool,
    /// How wrong its clock is.
    pub(crate) off: SignedDuration,
    pub(crate) scan: Scan,
    pub(crate) log: Vec<Event>,
    at_hand: Option<AtHand>,
}

impl Pc {
    pub(crate) fn new(n: u8, folder: PathBuf, offers: Vec<Offer>, now: Timestamp) -> Self {
        let queue = Queue::open(&folder).unwrap();
        queue.forget_all().unwrap();
        let (id, machine) = (SpkiHash([n; 32]), Machine::new(offers));
        let scan = machine.look(id, now);
        let (off, log) = (SignedDuration::ZERO, Vec::new());
        Self { id, folder, queue, machine, is_on: true, off, scan, log, at_hand: None }
    }

    pub(crate) fn clock(&self, now: Timestamp) -> Timestamp {
        now + self.off
    }

    /// Takes a job and tells so. What is known already changes nothing.
    pub(crate) fn take(
        &mut self,
        envelope: &Envelope,
        charter: &Charter,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.queue.take(envelope, charter, self.id, self.clock(now))?;
        let job: Job = envelope.open(|_| true).unwrap();
        self.tell_once(EventKind::JobAccepted { job: job.job, round: job.round }, now);
        Ok(())
    }

    /// The network half is killed and started anew: the root half goes on.
    pub(crate) fn kill(&mut self, now: Timestamp) {
        self.at_hand = None;
        self.queue = Queue::open(&self.folder).unwrap();
        self.look(now);
    }

    pub(crate) fn cut_power(&mut self, dice: &mut Dice, now: Timestamp) {
        self.machine.cut_power(dice);
        self.kill(now);
        self.is_on = false;
    }

    /// Whether a job is not at its end.
    pub(crate) fn is_busy(&self) -> bool {
        self.at_hand.is_some() || !self.queue.unfinished().is_empty()
    }

    pub(crate) fn look(&mut self, now: Timestamp) {
        self.scan = self.machine.look(self.id, self.clock(now));
    }

    /// One piece of work.
    pub(crate) fn step(&mut self, charter: &Charter, now: Timestamp) {
        if !self.is_on {
            return;
        }
        while self.begin(Lane::Cancels, charter, now) {}
        match self.at_hand.take() {
            Some(work) => self.at_hand = self.work_on(work, now),
            None => drop(self.begin(Lane::Work, charter, now)),
        }
    }

    /// `false` where there is nothing to begin.
    fn begin(&mut self, lane: Lane, charter: &Charter, now: Timestamp) -> bool {
        let (order, is_late) = match self.queue.next(lane, charter, self.clock(now), |_| None) {
            Next::Begin(order) => (*order, false),
            Next::Late(order) => (*order, true),
            Next::Wait(_) => return false,
        };
        let (job, round) = (order.job.job, order.job.round);
        self.tell_once(EventKind::JobAccepted { job, round }, now);
        let started = EventKind::JobStarted { job, round };
        if is_late && !self.has_told(&started) {
            self.end_job(&order, End::failed(Cause::JobExpired), now);
            return true;
        }
        self.tell_once(started, now);
        let work = AtHand { order, step: 0, phase: Phase::Ask };
        match lane {
            Lane::Work => self.at_hand = Some(work),
            Lane::Cancels => {
                let mut work = Some(work);
                while let Some(piece) = work {
                    work = self.work_on(piece, now);
                }
            }
        }
        true
    }

    /// One piece of a job; what its events tell already is not done again.
    fn work_on(&mut self, mut work: AtHand, now: Timestamp) -> Option<AtHand> {
        let (job, number) = (work.order.job.job, work.step);
        let Some(step) = work.order.job.steps.get(usize::from(number)).cloned() else {
            let worst = (0..number).filter_map(|n| self.step_end((job, n))).fold(End::DONE, End::worse);
            self.end_job(&work.order, worst, now);
            return None;
        };
        let txn = (job, number);
        if self.step_end(txn).is_some() {
            (work.step, work.phase) = (number + 1, Phase::Ask);
            return Some(work);
        }
        match (&step, work.phase) {
            (Step::Cancel { job: other }, _) => {
                self.begin_step(txn, &step, now);
                let end = self.cancel(*other, now);
                self.end_step(txn, &step, end, now);
            }
            (_, Phase::Ask) => {
                self.begin_step(txn, &step, now);
                self.machine.ask(txn, &step);
                work.phase = Phase::Follow;
            }
            (_, Phase::Follow) => {
                self.machine.run();
                work.phase = Phase::Tell;
            }
            (_, Phase::Tell) => self.tell_ends(txn, &step, now),
        }
        Some(work)
    }

    /// A fresh look first: what it still offers is not in place, whoever says so.
    fn tell_ends(&mut self, txn: Txn, step: &Step, now: Timestamp) {
        self.look(now);
        let mut worst = End::DONE;
        for (id, claimed) in self.machine.ends(txn).expect("it was followed to its end") {
            let is_offered = self.scan.updates.iter().any(|update| update.id == id);
            let is_claimed = matches!(claimed.outcome, Outcome::Done | Outcome::NeedsRestart);
            let unverified = is_claimed && is_offered;
            let end = if unverified { End::failed(Cause::InstalledButNotVerified) } else { claimed };
            let ((job, step), End { outcome, cause }) = (txn, end.clone());
            let (installed, details) = (None, None);
            self.tell(EventKind::UpdateEnded { job, step, id, outcome, cause, installed, details }, now);
            worst = worst.worse(end);
        }
        self.end_step(txn, step, worst, now);
    }

    fn cancel(&mut self, job: JobId, now: Timestamp) -> End {
        let is_start =
            |event: &Event| matches!(event.kind, EventKind::JobStarted { job: told, .. } if told == job);
        let has_started = self.log.iter().any(is_start);
        let Some(order) = (!has_started).then(|| self.queue.claim(job)).flatten() else {
            return End::failed(Cause::Unexpected);
        };
        self.tell_once(EventKind::JobAccepted { job, round: order.job.round }, now);
        self.end_job(&order, End { outcome: Outcome::Cancelled, cause: Some(Cause::Cancelled) }, now);
        End::DONE
    }

    fn begin_step(&mut self, (job, step): Txn, what: &Step, now: Timestamp) {
        self.tell_once(EventKind::StepStarted { job, step, verb: what.verb() }, now);
    }

    fn end_step(&mut self, (job, step): Txn, what: &Step, end: End, now: Timestamp) {
        let (verb, End { outcome, cause }) = (what.verb(), end);
        self.tell(EventKind::StepEnded { job, step, verb, outcome, cause, details: None }, now);
    }

    fn end_job(&mut self, order: &Order, end: End, now: Timestamp) {
        let (job, round, End { outcome, cause }) = (order.job.job, order.job.round, end.clone());
        let is_end =
            |event: &Event| matches!(event.kind, EventKind::JobEnded { job: told, .. } if told == job);
        if !self.log.iter().any(is_end) {
            self.tell(EventKind::JobEnded { job, round, outcome, cause }, now);
        }
        self.queue.end(job, end).unwrap();
    }

    fn step_end(&self, txn: Txn) -> Option<End> {
        self.log.iter().find_map(|event| match &event.kind {
            EventKind::StepEnded { job, step, outcome, cause, .. } if (*job, *step) == txn => {
                Some(End { outcome: *outcome, cause: *cause })
            }
            _ => None,
        })
    }

    fn has_told(&self, kind: &EventKind) -> bool {
        self.log.iter().any(|event| event.kind == *kind)
    }

    fn tell_once(&mut self, kind: EventKind, now: Timestamp) {
        if !self.has_told(&kind) {
            self.tell(kind, now);
        }
    }

    fn tell(&mut self, kind: EventKind, now: Timestamp) {
        self.log.push(Event::new(self.log.len() as u64 + 1, self.clock(now), kind));
    }
}
