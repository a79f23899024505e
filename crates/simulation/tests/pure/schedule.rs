//! One schedule: five PCs, an office, and what happens to them.

use std::{cell::Cell, path::PathBuf};

use ed25519_dalek::SigningKey;
use jiff::{SignedDuration, Timestamp, ToSpan};
use patchround_office::{results::job_of, store::rounds::Stage};
use patchround_protocol::{
    Charter, OfficeId, Outcome,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    job::When,
    sign::public,
};
use patchround_simulation::Dice;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    machine::Offer,
    office::{Given, Known, Line},
    pc::Pc,
};

const PCS: u8 = 5;
/// What happens in one schedule.
const SCENES: u64 = 70;

/// Folders for the queues of all schedules, in memory where that is there.
pub(crate) struct Folders(TempDir);

impl Folders {
    pub(crate) fn new() -> Self {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folders = Self(folder.unwrap());
        (0..PCS).for_each(|n| std::fs::create_dir(folders.of(n)).unwrap());
        folders
    }

    fn of(&self, n: u8) -> PathBuf {
        self.0.path().join(n.to_string())
    }
}

/// Whoever signs.
pub(crate) struct Hand {
    pub(crate) key: SigningKey,
    pub(crate) charter: Charter,
    ids: Cell<u128>,
}

impl Hand {
    fn new(now: Timestamp) -> Self {
        let key = SigningKey::from_bytes(&[2; 32]);
        let member = Member {
            key: public(&key),
            name: "Ann".into(),
            role: Role::Operate,
            not_after: None,
            devices: Vec::new(),
        };
        let charter = Charter {
            office: OfficeId(Uuid::nil()),
            name: "Corner Office".into(),
            version: 1,
            prev: None,
            issued: now,
            members: vec![member],
            recovery_key: public(&SigningKey::from_bytes(&[9; 32])),
            revoked: Vec::new(),
            discovery_key: DocumentHash([5; 32]),
            floor: Floor::default(),
        };
        Self { key, charter, ids: Cell::new(0) }
    }

    /// Ids go up, as those of a program do that takes the time into them.
    pub(crate) fn next_id(&self) -> Uuid {
        self.ids.set(self.ids.get() + 1);
        Uuid::from_u128(self.ids.get())
    }
}

pub(crate) struct Schedule {
    dice: Dice,
    now: Timestamp,
    hand: Hand,
    pcs: Vec<(Pc, Known)>,
    versions: u64,
}

impl Schedule {
    pub(crate) fn new(seed: u64, folders: &Folders) -> Self {
        let (mut dice, now) = (Dice::new(seed), "2026-11-23T08:00:00Z".parse().unwrap());
        let pc = |n: u8| {
            let offers = ["a", "b", "c"].map(|name| Offer::new(name, 2, &mut dice)).to_vec();
            (Pc::new(n, folders.of(n), offers, now), Known::new())
        };
        let pcs = (0..PCS).map(pc).collect();
        Self { dice, now, hand: Hand::new(now), pcs, versions: 2 }
    }

    /// Plays it, lets everything come to rest, and gives how many updates were told as done.
    pub(crate) fn live(mut self) -> u64 {
        for _ in 0..SCENES {
            self.now += SignedDuration::from_secs(i64::try_from(self.dice.below(3 * 3600)).unwrap());
            let n = self.dice.index(self.pcs.len());
            self.scene(n);
            let (pc, known) = &mut self.pcs[n];
            (0..self.dice.below(4)).for_each(|_| pc.step(&self.hand.charter, self.now));
            known.check(pc);
        }
        self.come_to_rest();
        let given =
            self.pcs.iter().flat_map(|(_, known)| &known.given).filter_map(|given| given.result.as_ref());
        given.flatten().filter(|end| end.outcome == Outcome::Done).count() as u64
    }

    fn scene(&mut self, n: usize) {
        let (dice, now, (pc, known)) = (&mut self.dice, self.now, &mut self.pcs[n]);
        match dice.below(20) {
            0..=5 => known.look(pc, line(dice), &self.hand.charter, now),
            6..=8 => {
                let later = When::Time { time: now + (dice.below(60) as i64).hours() };
                let when = if dice.once_in(2) { When::Now } else { later };
                known.order(pc, &self.hand, when, now);
                known.look(pc, line(dice), &self.hand.charter, now);
            }
            9 => {
                known.take_back(pc, &self.hand, now);
                known.look(pc, line(dice), &self.hand.charter, now);
            }
            10 => pc.kill(now),
            11 => pc.cut_power(dice, now),
            12..=13 => {
                pc.is_on = true;
                pc.look(now);
            }
            14 => pc.off = SignedDuration::from_hours(dice.below(2 * 24 * 60) as i64 - 24 * 60),
            15 => pc.off = SignedDuration::ZERO,
            16..=17 => self.change_offers(n),
            _ => {}
        }
    }

    /// Somebody, or the makers, change what there is.
    fn change_offers(&mut self, n: usize) {
        let (dice, (pc, _)) = (&mut self.dice, &mut self.pcs[n]);
        let machine = &mut pc.machine;
        let at = dice.index(machine.offers.len().max(1));
        let Some(id) = machine.offers.get(at).map(|offer| offer.id.clone()) else { return };
        match dice.below(6) {
            0 => {
                self.versions += 1;
                machine.offers[at] = Offer::new(id.native(), self.versions, dice);
            }
            1 => drop(machine.offers.remove(at)),
            2..=3 => machine.offers[at].is_held ^= true,
            4 => drop(machine.in_place.remove(&id)),
            _ if machine.is_offered(&id) => machine.put_in(&id),
            _ => {}
        }
        if pc.is_on {
            pc.look(self.now);
        }
    }

    /// Power, network and clocks are as they should be for ten days: then nothing is left open.
    fn come_to_rest(&mut self) {
        for (pc, _) in &mut self.pcs {
            (pc.is_on, pc.off) = (true, SignedDuration::ZERO);
        }
        let is_open = |(pc, known): &(Pc, Known)| pc.is_busy() || known.given.iter().any(Given::is_open);
        for round in 0..40 {
            if round > 2 && !self.pcs.iter().any(is_open) {
                break;
            }
            self.now += 6.hours();
            for (pc, known) in &mut self.pcs {
                let mut pieces = 0..12;
                while pc.is_busy() && pieces.next().is_some() {
                    pc.step(&self.hand.charter, self.now);
                }
                pc.look(self.now);
                known.look(pc, Line::Whole, &self.hand.charter, self.now);
                known.check(pc);
            }
        }
        for given in self.pcs.iter().flat_map(|(pc, known)| known.given.iter().map(move |given| (pc, given)))
        {
            let (pc, given) = given;
            assert!(!given.is_open(), "{} was lost: {:?}", given.job.job, given.stage);
            let begun = pc.machine.has_begun(given.job.job);
            let told = || pc.log.iter().filter(|event| job_of(&event.kind) == Some(given.job.job));
            let is_told = given.stage == Stage::Closed || !begun;
            assert!(
                is_told,
                "{:?} was begun and is {:?}: {:#?}",
                given.job,
                given.stage,
                told().collect::<Vec<_>>()
            );
        }
    }
}

fn line(dice: &mut Dice) -> Line {
    match dice.below(10) {
        0 => Line::Dead,
        1..=2 => Line::CutAfter(dice.index(5)),
        3 => Line::LosesOrders,
        4 => Line::LosesAnswers,
        _ => Line::Whole,
    }
}
