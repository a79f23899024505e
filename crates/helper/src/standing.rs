//! Keeps this PC inside the office's policy with no manager present.
//!
//! [`decide`] says what comes next and when; [`Engine`] does it, one run with one step at a time, and
//! remembers it. The root half decides again, by its own policy, clock and package manager.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::Path,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use patchround_protocol::{
    Cause, JobId, Outcome, PcId, Policy, Step, Update, UpdateId, charter::Floor, hours::Hours, wire::Scan,
};
use serde::{Deserialize, Serialize};

use crate::{files, queue::End};

pub mod decide;
pub mod history;
mod this_pc;

use decide::{Next, View};
use history::History;
pub use this_pc::ThisPc;

/// What could not be written down is not begun; it is tried again after so long.
const CANNOT_KEEP: SignedDuration = SignedDuration::from_mins(5);

/// What is on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// What was tried.
    pub history: History,
    /// The run that has begun and not ended.
    pub at_hand: Option<Run>,
}

/// Reads what is on the disk. Where it cannot be read, everything may be tried anew: the root half counts, too.
pub fn remembered(path: &Path) -> Memory {
    let memory = files::read_json(path).unwrap_or_else(|error| {
        tracing::warn!(%error, "cannot read what this PC did by itself");
        None
    });
    memory.unwrap_or_default()
}

/// One policy run: one step, under an id that names it for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub run: JobId,
    /// What is done.
    pub step: Step,
    /// The version of the policy that calls for it.
    pub policy_version: u32,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The step's end.
    pub end: End,
    /// The ends of the updates it was about.
    pub updates: BTreeMap<UpdateId, End>,
}

/// What the engine needs from the world outside.
pub trait World {
    /// The PC's clock.
    fn now(&self) -> Timestamp;
    /// Since when it runs, or belongs to the office.
    fn since(&self) -> Timestamp;
    /// Its time zone.
    fn zone(&self) -> TimeZone;
    /// This PC.
    fn pc(&self) -> PcId;
    /// The policy that is obeyed and what it cannot override; `None` without an office.
    fn policy(&self) -> Option<(Policy, Floor)>;
    /// The newest scan.
    fn scan(&self) -> Option<Scan>;
    /// Whether a restart would disturb anybody; where that is not known, it would.
    fn is_somebody_there(&self) -> bool;
    /// The hours that its own system spares from restarts.
    fn active_hours(&self) -> Option<Hours>;
    /// What people are asked about by an order that waits for them: that order has it, and its time was announced to them.
    fn asked(&self) -> BTreeSet<UpdateId> {
        BTreeSet::new()
    }
    /// A new id.
    fn new_run(&self) -> JobId;
    /// Writes down what is remembered.
    ///
    /// # Errors
    /// When the disk says no.
    fn keep(&self, memory: &Memory) -> io::Result<()>;
    /// Carries a run out and tells of it, or goes on with it. What was done is not done again.
    fn carry_out(&self, run: &Run) -> impl Future<Output = Ended>;
    /// Tells the end of a run.
    fn tell_end(&self, run: &Run, end: &End) -> impl Future<Output = ()>;
}

/// What one turn came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// A run was carried out.
    Did,
    /// There is nothing to do before this moment, unless something changes; `None` without an office or a scan.
    Wait(Option<Timestamp>),
}

/// The engine of one PC.
#[derive(Debug)]
pub struct Engine<W> {
    world: W,
    memory: Memory,
}

impl<W: World> Engine<W> {
    /// Goes on from what was remembered.
    pub fn new(world: W, memory: Memory) -> Self {
        Self { world, memory }
    }

    /// Whether a run has begun and not ended: it is ended before anything else.
    pub fn is_at_hand(&self) -> bool {
        self.memory.at_hand.is_some()
    }

    /// Where it works.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// Forgets everything: the office was left.
    pub fn forget(&mut self) {
        self.memory = Memory::default();
    }

    /// Does the next thing there is to do, to its end.
    pub async fn turn(&mut self) -> Turn {
        if let Some(run) = self.memory.at_hand.clone() {
            self.finish(run).await;
            return Turn::Did;
        }
        let (Some((policy, floor)), Some(mut scan)) = (self.world.policy(), self.world.scan()) else {
            return Turn::Wait(None);
        };
        self.memory.history.forget(&scan, self.world.now());
        let asked = self.world.asked();
        // What was not fetched yet is not known to be late: nothing puts it in.
        let mut left_to_people = |update: &&mut Update| asked.contains(&update.id) && update.cves.is_some();
        for update in scan.updates.iter_mut().filter(&mut left_to_people) {
            update.blocked.get_or_insert(Cause::PolicyBlocked);
        }
        let active_hours = self.world.active_hours();
        let step = match decide::next(self.view(
            &policy,
            &floor,
            &scan,
            (&self.world.zone(), active_hours.as_ref()),
        )) {
            Next::Wait(until) => return Turn::Wait(Some(until)),
            Next::Do(step) => step,
        };
        let run = Run { run: self.world.new_run(), step, policy_version: policy.version };
        self.memory.at_hand = Some(run.clone());
        if let Err(error) = self.world.keep(&self.memory) {
            tracing::error!(%error, "cannot write down what this PC is about to do by itself");
            self.memory.at_hand = None;
            return Turn::Wait(self.world.now().checked_add(CANNOT_KEEP).ok());
        }
        self.finish(run).await;
        Turn::Did
    }

    async fn finish(&mut self, run: Run) {
        let Ended { end, updates } = self.world.carry_out(&run).await;
        self.memory.history.note(&run.step, &end, &updates, self.world.now());
        let is_left = self.memory.history.is_left_to_a_person(&run.step, &self.world.zone());
        let told = if is_left { End { outcome: Outcome::NeedsPerson, ..end } } else { end };
        self.world.tell_end(&run, &told).await;
        self.memory.at_hand = None;
        if let Err(error) = self.world.keep(&self.memory) {
            tracing::error!(%error, "cannot write down what this PC did by itself");
        }
    }

    fn view<'a>(
        &'a self,
        policy: &'a Policy,
        floor: &'a Floor,
        scan: &'a Scan,
        (zone, active_hours): (&'a TimeZone, Option<&'a Hours>),
    ) -> View<'a> {
        View {
            policy,
            floor,
            pc: self.world.pc(),
            now: self.world.now(),
            since: self.world.since(),
            zone,
            scan,
            history: &self.memory.history,
            is_somebody_there: self.world.is_somebody_there(),
            active_hours,
        }
    }
}

#[cfg(test)]
mod simulation;
