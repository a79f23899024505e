//! An office of six PCs over a year, written into a store as looks would write it.

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use patchround_protocol::{
    PcId, PcState, SpkiHash, Update,
    cve::Severity,
    update::{Class, Held, Needs, Released, ReleasedFrom},
    wire::Scan,
};

use super::*;
use crate::store::Store;

const PCS: u8 = 6;
const DAYS: i64 = 400;
const PROGRAMS: u64 = 12;

/// The year, in a store.
pub(super) struct Year {
    dir: tempfile::TempDir,
    store: Store,
    now: Timestamp,
}

/// What is so on a PC.
#[derive(Default)]
struct Inside {
    offered: Vec<Update>,
    restart: bool,
    off_until: i64,
}

struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.next(many) == 0
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.next(all.len() as u64)).unwrap()].clone()
    }
}

fn pc(number: u8) -> PcId {
    SpkiHash([number + 1; 32])
}

impl Year {
    pub(super) fn of(seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let begin: Timestamp = "2025-10-06T09:00:00Z".parse().unwrap();
        let facts = samples::stored_pc("a", None).facts;
        for number in 0..PCS {
            let (name, at) = (format!("PC {number}"), begin + (24 * 9 * i64::from(number)).hours());
            store.keep_pc(pc(number), &name, "192.0.2.1:7443".parse().unwrap(), &facts, at).unwrap();
        }
        store.remove_pc(pc(PCS - 1), begin + (24 * 250).hours()).unwrap();
        let mut year = Self { dir, store, now: begin };
        year.pass(&mut Dice(seed));
        year
    }

    fn pass(&mut self, dice: &mut Dice) {
        let mut pcs: Vec<Inside> = (0..PCS).map(|_| Inside::default()).collect();
        let mut versions = vec![1u32; usize::try_from(PROGRAMS).unwrap()];
        let begin = self.now;
        for day in 0..DAYS {
            self.now = begin + (24 * day).hours();
            self.come_out(&mut pcs, &mut versions, dice);
            for (number, inside) in (0..PCS).zip(&mut pcs) {
                let joined = day >= 9 * i64::from(number);
                let there = number < PCS - 1 || day < 250;
                inside.live(day, dice);
                if joined && there && inside.off_until <= day && day % 2 == 0 {
                    self.look(pc(number), inside);
                }
            }
        }
    }

    /// New versions come out, for nearly all PCs.
    fn come_out(&self, pcs: &mut [Inside], versions: &mut [u32], dice: &mut Dice) {
        for (program, version) in versions.iter_mut().enumerate() {
            if !dice.one_in(17) {
                continue;
            }
            *version += 1;
            let update = self.update(program, *version, dice);
            for (number, inside) in (0u8..).zip(&mut *pcs) {
                if !dice.one_in(9) {
                    inside.offer(Update { pc: pc(number), ..update.clone() }, dice);
                }
            }
        }
    }

    fn update(&self, program: usize, version: u32, dice: &mut Dice) -> Update {
        let classes =
            [Some(Class::Security), Some(Class::Security), Some(Class::Other), Some(Class::Urgent), None];
        let days = i64::try_from(dice.next(6)).unwrap();
        let date = self.now - (24 * days).hours();
        let from = dice.of(&[ReleasedFrom::Maker, ReleasedFrom::Catalogue, ReleasedFrom::FirstSeen]);
        let severity = dice.of(&[None, Some(Severity::Medium), Some(Severity::High)]);
        let named = format!("CVE-2026-{}", 1000 + program);
        let cves = dice.of(&[None, Some(vec![named]), Some(Vec::new())]);
        let needs = Needs { restart: dice.of(&[Some(true), Some(false), None]), ..Needs::default() };
        let released = (!dice.one_in(4)).then_some(Released { date, from });
        let id = format!("apt:program-{program}@{version}");
        Update { class: dice.of(&classes), severity, cves, needs, released, ..samples::update(&id) }
    }

    fn look(&self, pc: PcId, inside: &Inside) {
        let scan = Scan {
            restart_pending: Some(inside.restart),
            scanned_at: self.now,
            revision: self.now.to_string(),
            ..samples::scan(&inside.offered)
        };
        self.store.keep_scan(pc, &scan, self.now).unwrap();
        let state = match (inside.offered.is_empty(), inside.restart) {
            (false, _) => PcState::UpdatesAvailable,
            (true, true) => PcState::NeedsRestart,
            (true, false) => PcState::UpToDate,
        };
        let day = self.now.to_zoned(TimeZone::UTC).date();
        self.store.note_seen_on(SeenOn { pc, day, at: self.now, state }).unwrap();
    }

    pub(super) fn past(&self) -> Past {
        Past {
            office: "Harbour Dental".into(),
            in_charge: InCharge { person: "Maria".into(), stand_in: None },
            members: self.store.members(None).unwrap(),
            missing: self.store.missing().unwrap(),
            seen_on: self.store.seen_on().unwrap(),
            record: Record { lines: Vec::new(), flaws: Vec::new() },
            judge: Judge::recommended(TimeZone::UTC),
            policies: Vec::new(),
            feeds: Vec::new(),
            now: self.now,
        }
    }

    /// The file itself, for who reads it without this program's types.
    pub(super) fn db(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(Store::file(self.dir.path())).unwrap()
    }
}

impl Inside {
    /// A newer version takes the place of one that never went in.
    fn offer(&mut self, update: Update, dice: &mut Dice) {
        let same = |old: &&Update| old.id.native() == update.id.native();
        let before = || Some(format!("before-{}", update.id.version()));
        let installed = self.offered.iter().find(same).map_or_else(before, |old| old.installed.clone());
        self.offered.retain(|old| old.id.native() != update.id.native());
        self.offered.push(Update { installed, phased: dice.one_in(12), ..update });
    }

    /// A day passes: something goes in, is kept back, or waits for a restart; or the PC is off for a while.
    fn live(&mut self, day: i64, dice: &mut Dice) {
        if self.off_until > day {
            return;
        }
        if dice.one_in(60) {
            self.off_until = day + 3 + i64::try_from(dice.next(20)).unwrap();
            return;
        }
        self.restart &= !dice.one_in(9);
        for update in &mut self.offered {
            update.phased &= !dice.one_in(4);
            if dice.one_in(70) {
                update.held = Some(Held { by: None, why: None, until: None });
            }
        }
        let goes =
            |update: &Update, dice: &mut Dice| !update.phased && update.held.is_none() && dice.one_in(13);
        let (gone, stays): (Vec<Update>, Vec<Update>) =
            std::mem::take(&mut self.offered).into_iter().partition(|update| goes(update, dice));
        self.offered = stays;
        self.restart |= gone.iter().any(|update| update.needs.restart == Some(true));
    }
}
