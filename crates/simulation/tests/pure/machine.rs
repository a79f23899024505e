//! What is true of one PC, and its root half, which alone changes it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use patchround_helper::queue::End;
use patchround_protocol::{
    Cause, JobId, Outcome, PcId, Step, Update, UpdateId,
    update::{Held, Needs},
    wire::{Scan, SourceScan},
};
use patchround_simulation::Dice;

use crate::offered::update;

/// One update of the package manager.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) id: UpdateId,
    pub(crate) is_held: bool,
    needs_restart: bool,
    /// How often putting it in place fails.
    failures: u64,
    /// The package manager says that it did it, and the version is not there.
    does_nothing: bool,
}

impl Offer {
    pub(crate) fn new(name: &str, version: u64, dice: &mut Dice) -> Self {
        Self {
            id: format!("apt:{name}@{version}").parse().unwrap(),
            is_held: dice.once_in(12),
            needs_restart: dice.once_in(5),
            failures: if dice.once_in(4) { dice.below(3) } else { 0 },
            does_nothing: dice.once_in(15),
        }
    }
}

/// One step of one job.
pub(crate) type Txn = (JobId, u16);

/// A step at the root half: asked for again, it is not done again.
#[derive(Debug, Clone)]
enum Run {
    Runs(Vec<UpdateId>),
    Interrupted(Vec<UpdateId>),
    Ended(BTreeMap<UpdateId, End>),
}

pub(crate) struct Machine {
    pub(crate) offers: Vec<Offer>,
    pub(crate) in_place: BTreeSet<UpdateId>,
    /// What was in place at some time.
    pub(crate) was_in_place: BTreeSet<UpdateId>,
    restart_pending: bool,
    root: BTreeMap<Txn, Run>,
}

impl Machine {
    pub(crate) fn new(offers: Vec<Offer>) -> Self {
        Self {
            offers,
            in_place: BTreeSet::new(),
            was_in_place: BTreeSet::new(),
            restart_pending: false,
            root: BTreeMap::new(),
        }
    }

    pub(crate) fn is_offered(&self, id: &UpdateId) -> bool {
        !self.in_place.contains(id) && self.offers.iter().any(|offer| offer.id == *id)
    }

    /// Whether the root half began anything of a job.
    pub(crate) fn has_begun(&self, job: JobId) -> bool {
        self.root.keys().any(|(begun, _)| *begun == job)
    }

    /// How an update of a job ended at the root half.
    pub(crate) fn end_of(&self, job: JobId, id: &UpdateId) -> Option<&End> {
        let mut runs = self.root.iter().filter(|((of, _), _)| *of == job);
        runs.find_map(|(_, run)| if let Run::Ended(ends) = run { ends.get(id) } else { None })
    }

    pub(crate) fn ask(&mut self, txn: Txn, step: &Step) {
        let ids = if let Step::Install { ids, .. } = step { ids.clone() } else { Vec::new() };
        let known = self.root.entry(txn).or_insert(Run::Runs(ids));
        if let Run::Interrupted(ids) = known {
            // A look at what is left: what is in place went in before the power did.
            let end = |id: &UpdateId| match self.in_place.contains(id) {
                true => End::DONE,
                false => End::failed(Cause::InterruptedBefore),
            };
            *known = Run::Ended(ids.iter().map(|id| (id.clone(), end(id))).collect());
        }
    }

    /// Lets what runs come to its end, whoever follows it.
    pub(crate) fn run(&mut self) {
        for (txn, ids) in self.running() {
            let ends = ids.into_iter().map(|id| (id.clone(), self.install(&id))).collect();
            self.root.insert(txn, Run::Ended(ends));
        }
    }

    /// The ends of a step, once it has come to its end.
    pub(crate) fn ends(&self, txn: Txn) -> Option<BTreeMap<UpdateId, End>> {
        if let Some(Run::Ended(ends)) = self.root.get(&txn) { Some(ends.clone()) } else { None }
    }

    /// The power goes: what runs is interrupted anywhere in it, and what waited for a restart has had one.
    pub(crate) fn cut_power(&mut self, dice: &mut Dice) {
        for (txn, ids) in self.running() {
            let many = dice.index(ids.len() + 1);
            for id in &ids[..many] {
                self.install(id);
            }
            self.root.insert(txn, Run::Interrupted(ids));
        }
        self.restart_pending = false;
    }

    fn running(&self) -> Vec<(Txn, Vec<UpdateId>)> {
        let runs = self.root.iter().filter_map(|(txn, run)| match run {
            Run::Runs(ids) => Some((*txn, ids.clone())),
            Run::Interrupted(_) | Run::Ended(_) => None,
        });
        runs.collect()
    }

    /// As the root half does it: only what is offered in this version now.
    fn install(&mut self, id: &UpdateId) -> End {
        let is_in_place = self.in_place.contains(id);
        let Some(offer) = self.offers.iter_mut().find(|offer| offer.id == *id && !is_in_place) else {
            return End::failed(Cause::VersionGone);
        };
        if offer.is_held {
            return End::failed(Cause::Held);
        }
        if offer.failures > 0 {
            offer.failures -= 1;
            return End::failed(Cause::PackageScriptFailed);
        }
        if offer.does_nothing {
            return End::failed(Cause::InstalledButNotVerified);
        }
        let needs_restart = offer.needs_restart;
        self.restart_pending |= needs_restart;
        self.put_in(id);
        End { outcome: if needs_restart { Outcome::NeedsRestart } else { Outcome::Done }, cause: None }
    }

    pub(crate) fn put_in(&mut self, id: &UpdateId) {
        assert!(self.in_place.insert(id.clone()), "{id} was put in place a second time");
        self.was_in_place.insert(id.clone());
    }

    /// What the package manager says of itself.
    pub(crate) fn look(&self, pc: PcId, clock: Timestamp) -> Scan {
        let offered = self.offers.iter().filter(|offer| self.is_offered(&offer.id));
        let source = SourceScan {
            source: "apt".into(),
            cause: None,
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at: Some(clock),
            whole: false,
            managed: false,
        };
        Scan {
            revision: String::new(),
            scanned_at: clock,
            restart_pending: Some(self.restart_pending),
            restart_for: Vec::new(),
            kept: Vec::new(),
            people: Vec::new(),
            sources: vec![source],
            updates: offered.map(|offer| offered_by(pc, offer)).collect(),
        }
    }
}

fn offered_by(pc: PcId, offer: &Offer) -> Update {
    Update {
        needs: Needs { restart: Some(offer.needs_restart), ..Needs::default() },
        held: offer.is_held.then_some(Held { by: None, why: None, until: None }),
        ..update(pc, &offer.id)
    }
}
