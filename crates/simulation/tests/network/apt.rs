//! A PC's package manager and its transactions, which outlive both halves and end with the power.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::PathBuf,
};

use jiff::Timestamp;
use patchround_helper_root::{state::State, txn::Txn};
use patchround_protocol::{
    Cause, JobId, Outcome, PcId, Step, UpdateId,
    progress::Progress,
    wire::{Scan, SourceScan},
};
use patchround_simulation::Dice;

use crate::offered::update;

struct Running {
    txn: Txn,
    step: Step,
    progress: PathBuf,
    /// Seconds it takes still.
    left: i64,
}

pub(crate) struct Apt {
    pub(crate) pc: PcId,
    pub(crate) offers: Vec<UpdateId>,
    pub(crate) in_place: BTreeSet<UpdateId>,
    pub(crate) was_in_place: BTreeSet<UpdateId>,
    refreshed: Timestamp,
    running: Option<Running>,
    pub(crate) begun: BTreeSet<JobId>,
    pub(crate) ends: BTreeMap<(JobId, UpdateId), Outcome>,
    pub(crate) dice: Dice,
}

impl Apt {
    pub(crate) fn new(pc: PcId, seed: u64, now: Timestamp) -> Self {
        let mut dice = Dice::new(seed);
        let many = dice.below(4);
        let offers = (0..many).map(|n| format!("apt:p{n}@2").parse().unwrap()).collect();
        Self {
            pc,
            offers,
            in_place: BTreeSet::new(),
            was_in_place: BTreeSet::new(),
            refreshed: now,
            running: None,
            begun: BTreeSet::new(),
            ends: BTreeMap::new(),
            dice,
        }
    }

    pub(crate) fn offered(&self) -> impl Iterator<Item = &UpdateId> {
        self.offers.iter().filter(|id| !self.in_place.contains(*id))
    }

    pub(crate) fn look(&self) -> Scan {
        let apt = SourceScan {
            source: "apt".into(),
            cause: None,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at: Some(self.refreshed),
            whole: false,
            managed: false,
        };
        let ids: Vec<&str> = self.offered().map(UpdateId::as_str).collect();
        Scan {
            revision: format!("{}-{}", ids.join("-"), self.refreshed),
            scanned_at: Timestamp::now(),
            restart_pending: Some(false),
            restart_for: Vec::new(),
            kept: Vec::new(),
            people: Vec::new(),
            sources: vec![apt],
            updates: self.offered().map(|id| update(self.pc, id)).collect(),
        }
    }

    pub(crate) fn is_alive(&self, txn: Txn) -> bool {
        self.running.as_ref().is_some_and(|running| running.txn == txn)
    }

    pub(crate) fn start(&mut self, state: &State, txn: Txn, step: Step, again: bool) -> io::Result<()> {
        let progress = state.progress_of(txn);
        if again {
            return self.tell_what_is_left(txn, &step, &progress);
        }
        self.begun.insert(txn.job);
        let left = i64::try_from(self.dice.below(90)).unwrap();
        self.running = Some(Running { txn, step, progress, left });
        Ok(())
    }

    /// Time goes by.
    pub(crate) fn go_on(&mut self, seconds: i64) {
        let Some(running) = &mut self.running else { return };
        running.left -= seconds;
        if running.left > 0 {
            return;
        }
        let running = self.running.take().expect("it runs");
        if running.step == (Step::Refresh {}) {
            self.refreshed = Timestamp::now();
        }
        let mut lines = Vec::new();
        for id in ids(&running.step) {
            let (outcome, cause) = self.install(running.txn.job, id);
            lines.push(ended(id, outcome, cause));
        }
        lines.push(Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None });
        append(&running.progress, &lines).unwrap();
    }

    /// The power goes in the middle of it.
    pub(crate) fn cut(&mut self) {
        let Some(running) = self.running.take() else { return };
        let ids = ids(&running.step);
        let many = self.dice.index(ids.len() + 1);
        for id in &ids[..many] {
            self.install(running.txn.job, id);
        }
    }

    fn install(&mut self, job: JobId, id: &UpdateId) -> (Outcome, Option<Cause>) {
        let end = if !self.offered().any(|offered| offered == id) {
            (Outcome::Failed, Some(Cause::VersionGone))
        } else if self.dice.once_in(6) {
            (Outcome::Failed, Some(Cause::PackageScriptFailed))
        } else {
            assert!(self.in_place.insert(id.clone()), "{id} was put in place a second time");
            self.was_in_place.insert(id.clone());
            (Outcome::Done, None)
        };
        self.ends.insert((job, id.clone()), end.0);
        end
    }

    fn tell_what_is_left(&mut self, txn: Txn, step: &Step, progress: &PathBuf) -> io::Result<()> {
        let mut lines = Vec::new();
        for id in ids(step) {
            let (outcome, cause) = match self.in_place.contains(id) {
                true => (Outcome::Done, None),
                false => (Outcome::Failed, Some(Cause::InterruptedBefore)),
            };
            self.ends.insert((txn.job, id.clone()), outcome);
            lines.push(ended(id, outcome, cause));
        }
        lines.push(Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None });
        append(progress, &lines)
    }
}

fn ids(step: &Step) -> &[UpdateId] {
    if let Step::Install { ids, .. } = step { ids } else { &[] }
}

fn ended(id: &UpdateId, outcome: Outcome, cause: Option<Cause>) -> Progress {
    Progress::UpdateEnded { id: id.clone(), outcome, cause, installed: None, details: None }
}

pub(crate) fn append(file: &PathBuf, lines: &[Progress]) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
    lines.iter().try_for_each(|line| writeln!(file, "{}", serde_json::to_string(line)?))
}
