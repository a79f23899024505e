//! The office that is made up: what happens to its PCs, and what the person in charge does.

use patchround_protocol::{
    Policy, SpkiHash, Update, UpdateId,
    update::{Class, Released, ReleasedFrom},
};

use super::*;
use crate::{
    PcView,
    app::{
        rules::{OpenHours, WhenUpdates, choose},
        show::{self, Known, WorkedOut},
    },
    due::{Clocks, Debts, Owed, Seen},
    plan::{Plan, Wanted, plan},
    results::{StepResult, worst},
    round::{Later, PcEnd},
    samples,
    store::record::{Line, What},
    trouble::Trouble,
};

const PCS: u8 = 12;
const AT_FIRST: u8 = 8;
/// A round takes so long.
const ROUND: SignedDuration = SignedDuration::from_mins(30);

pub(super) fn begin() -> Timestamp {
    "2026-11-16T00:00:00Z".parse().unwrap()
}

/// What there is at a PC, whether somebody has heard it or not.
#[derive(Default)]
struct Inside {
    updates: Vec<Update>,
    restart: Debts,
    /// Never switched off.
    always_on: bool,
    comes_today: bool,
    away_until: Option<Timestamp>,
    clock_wrong: bool,
}

pub(super) struct World {
    pub(super) now: Timestamp,
    pub(super) zone: TimeZone,
    pub(super) open: Vec<Hours>,
    pub(super) window: bool,
    pub(super) news: Option<News>,
    pub(super) end: Option<RoundEnd>,
    pub(super) rounds: usize,
    /// As they are known.
    pub(super) views: Vec<PcView>,
    pcs: Vec<Inside>,
    policy: Policy,
    seen: Vec<(PcId, UpdateId, Seen)>,
    run: Option<(Plan, Timestamp)>,
    later: Vec<Later>,
    record: Vec<Line>,
    quiet_until: Timestamp,
    /// Whether it was chosen on a message just now.
    clicks: bool,
    released: u32,
    draw: u64,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let hours = OpenHours::usual().hours();
        let mut policy = Policy::first(samples::job(&[]).office, begin());
        choose(&mut policy, &WhenUpdates::ByThemselves, Some(&hours));
        let mut world = Self {
            now: begin(),
            zone: TimeZone::UTC,
            open: vec![hours],
            window: false,
            news: None,
            end: None,
            rounds: 0,
            views: Vec::new(),
            pcs: Vec::new(),
            policy,
            seen: Vec::new(),
            run: None,
            later: Vec::new(),
            record: Vec::new(),
            quiet_until: begin(),
            clicks: false,
            released: 0,
            draw: seed,
        };
        (0..AT_FIRST).for_each(|_| world.joins());
        world
    }

    pub(super) fn goes_on(&mut self, tick: SignedDuration) {
        self.now += tick;
        if self.pcs.len() < usize::from(PCS) && self.one_in(250) {
            self.joins();
        }
        if self.one_in(100) {
            self.comes_out();
        }
        (0..self.pcs.len()).for_each(|pc| self.lives(pc));
        self.agrees();
        self.round_goes_on();
        self.later_begins();
        (0..self.pcs.len()).for_each(|pc| self.is_looked_at(pc));
        self.person();
        if let Some(news) = &mut self.news {
            news.see(&self.views, self.now);
        }
    }

    pub(super) fn known<T>(&self, f: impl FnOnce(&Known<'_>) -> T) -> T {
        f(&Known {
            now: self.now,
            zone: self.zone.clone(),
            name: "Corner Shop",
            person: "Maria",
            policy: &self.policy,
            floor: &patchround_protocol::charter::Floor::default(),
            views: &self.views,
            clocks: &Clocks::new(self.seen.clone(), self.zone.clone()),
            here: None,
            later: &self.later,
            restarts: &[],
            objections: &[],
            wrong: &[],
            notes: &[],
            over: &[],
            together: &[],
            open: &[],
            go_ahead: self.now,
            run: None,
            names: &BTreeMap::new(),
            checked: Some(self.now),
            checking: false,
            worked_out: WorkedOut::default(),
        })
    }

    /// The month that there is a report of.
    pub(super) fn month(&self) -> Option<String> {
        show::last_month(&self.record, self.now, &self.zone).map(|month| month.to_string())
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.now < self.quiet_until
    }

    /// Now and then the person does what a message offers.
    pub(super) fn hears_of(&mut self, message: &Message) {
        let offers = message.buttons.iter().any(|button| button.act == Act::Tonight);
        self.clicks = offers && self.one_in(3);
    }

    fn next(&mut self, below: u64) -> u64 {
        self.draw = self.draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.draw >> 33) % below
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.next(many) == 0
    }

    fn is_open(&self) -> bool {
        any_contains(&self.open, self.now.to_zoned(self.zone.clone()).datetime())
    }

    fn joins(&mut self) {
        let number = u8::try_from(self.pcs.len() + 1).unwrap();
        let name = format!("PC-{number}");
        let mut pc = samples::stored_pc(&name, None);
        (pc.id, pc.last_seen) = (SpkiHash([number; 32]), Some(self.now));
        self.record.push(Line {
            time: self.now,
            who: "Maria".to_owned(),
            what: What::PcJoined { pc: name, id: pc.id },
        });
        self.views.push(PcView { pc, heard: true, working: false });
        self.pcs.push(Inside { always_on: number.is_multiple_of(3), ..Inside::default() });
    }

    /// An update comes out, which most PCs lack.
    fn comes_out(&mut self) {
        self.released += 1;
        let class = match self.next(20) {
            0 => Class::Urgent,
            1..11 => Class::Security,
            _ => Class::Other,
        };
        let id = format!("apt:program-{}@2", self.released);
        let released = Some(Released { date: self.now, from: ReleasedFrom::Maker });
        for pc in 0..self.pcs.len() {
            if !self.one_in(3) {
                let (of, released) = (self.views[pc].pc.id, released.clone());
                let update = Update { pc: of, class: Some(class), released, ..samples::update(&id) };
                self.seen.push((of, update.id.clone(), Seen { at: self.now, carried: Debts::default() }));
                self.pcs[pc].updates.push(update);
            }
        }
    }

    fn is_on(&self, pc: usize) -> bool {
        let inside = &self.pcs[pc];
        let away = inside.away_until.is_some_and(|until| self.now < until);
        !away && (inside.always_on || (inside.comes_today && self.is_open()))
    }

    /// People come and go, disks fill and are cleared, and at night a PC that is on updates itself.
    fn lives(&mut self, pc: usize) {
        let local = self.now.to_zoned(self.zone.clone());
        if local.hour() == 0 && local.minute() == 0 {
            self.pcs[pc].comes_today = !self.one_in(6);
            let restarts = self.pcs[pc].comes_today || self.pcs[pc].always_on;
            if restarts {
                self.pcs[pc].restart = Debts::default();
            }
        }
        if self.one_in(2500) {
            let days = 2 + i64::try_from(self.next(10)).unwrap();
            self.pcs[pc].away_until = Some(self.now + (24 * days).hours());
        }
        if self.one_in(if self.pcs[pc].clock_wrong { 150 } else { 6000 }) {
            self.pcs[pc].clock_wrong ^= true;
        }
        if self.one_in(700) {
            self.pcs[pc].updates.iter_mut().take(1).for_each(|update| update.blocked = Some(Cause::DiskFull));
        }
        if self.one_in(400) {
            self.pcs[pc].updates.iter_mut().for_each(|update| update.blocked = None);
        }
        if self.is_on(pc) && any_contains(&self.policy.windows, local.datetime()) && self.one_in(8) {
            self.installs(pc);
        }
    }

    /// Puts in what is not blocked; now and then one does not go in.
    fn installs(&mut self, pc: usize) -> Vec<StepResult> {
        let mut steps = Vec::new();
        for update in std::mem::take(&mut self.pcs[pc].updates) {
            let (id, fails) = (Some(update.id.clone()), self.one_in(15));
            if update.blocked.is_some() {
                steps.push(StepResult::new(id, Outcome::NeedsPerson, update.blocked));
                self.pcs[pc].updates.push(update);
            } else if fails {
                steps.push(StepResult::new(id, Outcome::Failed, Some(Cause::PackageScriptFailed)));
                self.pcs[pc].updates.push(update);
            } else {
                let restarts = self.one_in(5);
                if restarts {
                    self.pcs[pc].restart = Debts::default().and(Owed::of(&update, self.now));
                }
                steps.push(StepResult::new(id, Outcome::Done, None));
            }
        }
        steps
    }

    /// What the engine's look finds.
    fn is_looked_at(&mut self, pc: usize) {
        let (is_on, inside, view) = (self.is_on(pc), &self.pcs[pc], &mut self.views[pc]);
        view.pc.last_trouble = match (is_on, inside.clock_wrong) {
            (false, _) => Some(Trouble::Unreachable),
            (true, true) => Some(Trouble::ClockWrong),
            (true, false) => None,
        };
        view.heard = view.pc.last_trouble.is_none();
        if view.heard {
            let mut scan = samples::scan(&inside.updates);
            (scan.scanned_at, scan.restart_pending) = (self.now, Some(!inside.restart.is_empty()));
            scan.sources.iter_mut().for_each(|source| source.refreshed_at = Some(self.now));
            (view.pc.scan, view.pc.last_seen) = (Some(scan), Some(self.now));
            view.pc.restart.clone_from(&inside.restart);
        }
    }

    fn round_goes_on(&mut self) {
        let Some((plan, _)) = self.run.take_if(|(_, ends)| *ends <= self.now) else { return };
        let pcs = plan.pcs.iter().map(|planned| self.ended(&planned.pc)).collect();
        self.rounds += 1;
        let round = patchround_protocol::RoundId(uuid::Uuid::from_u128(self.rounds as u128));
        let end = RoundEnd { round, pcs };
        (self.news, self.end) = (Some(show::news(&end, &self.views, self.now)), Some(end));
        self.views.iter_mut().for_each(|view| view.working = false);
    }

    fn ended(&mut self, name: &str) -> PcEnd {
        let pc = self.views.iter().position(|view| view.pc.name == name).unwrap();
        let all = |outcome, cause| vec![StepResult::new(None, outcome, Some(cause))];
        let steps = match (self.is_on(pc), self.pcs[pc].clock_wrong) {
            (false, _) => all(Outcome::Unreachable, Cause::NotReachable),
            (true, true) => all(Outcome::Failed, Cause::ClockWrong),
            (true, false) => self.installs(pc),
        };
        let restart = if !self.pcs[pc].restart.is_empty() { Outcome::NeedsRestart } else { Outcome::Done };
        PcEnd::new(name, worst(&steps).max(restart), steps)
    }

    fn agrees(&mut self) {
        if !std::mem::take(&mut self.clicks) || self.run.is_some() {
            return;
        }
        let begins = crate::round::tonight(&self.policy, self.now, &self.zone);
        let round = samples::job(&[]).round;
        let can = self.views.iter().filter(|view| view.can_update());
        let later = |view: &PcView| Later {
            pc: view.pc.name.clone(),
            begins,
            updates: view.outstanding(),
            round,
            after: None,
            just_on: false,
        };
        self.later = can.map(later).collect();
    }

    fn later_begins(&mut self) {
        if self.later.iter().any(|later| later.begins.is_some_and(|at| at <= self.now)) {
            for later in std::mem::take(&mut self.later) {
                self.ended(&later.pc);
            }
        }
    }

    /// Opens the window now and then, begins a round in it, or wants quiet.
    fn person(&mut self) {
        self.window = self.is_open() && self.one_in(25);
        if self.window {
            self.news = None;
        }
        if self.window && self.run.is_none() && self.views.iter().any(PcView::can_update) && self.one_in(5) {
            let plan = plan(&self.views, &Wanted::All, self.now);
            self.views.iter_mut().filter(|view| view.heard).for_each(|view| view.working = true);
            self.run = Some((plan, self.now + ROUND));
        }
        if self.is_open() && self.one_in(800) {
            let tomorrow = self.now.to_zoned(self.zone.clone()).date().tomorrow().unwrap();
            self.quiet_until = tomorrow.to_zoned(self.zone.clone()).unwrap().timestamp();
        }
    }
}
