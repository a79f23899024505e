//! One schedule: an office of PCs, and what happens to them.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, ToSpan};
use patchround_office::setup;
use patchround_protocol::wire::{Facts, Welcome};
use patchround_simulation::{Dice, clock};
use tempfile::TempDir;

use crate::{
    manager::{Deed, Manager},
    net::{Cable, Net},
    pc::{Pc, play_from},
    truth,
};

/// What the manager does in one schedule.
const DEEDS: usize = 12;
/// A step of time while the manager's program waits for PCs.
const SHORT: Duration = Duration::from_millis(200);
/// A step of time otherwise.
const LONG: Duration = Duration::from_secs(60);
/// A deed takes no longer than that.
const PATIENCE: SignedDuration = SignedDuration::from_mins(30);

pub(crate) struct World {
    dice: Dice,
    pub(crate) now: Timestamp,
    manager: Manager,
    net: Net,
    pub(crate) pcs: Vec<(Pc, Arc<Mutex<Cable>>)>,
    pub(crate) folder: TempDir,
}

impl World {
    pub(crate) fn new(seed: u64, many: u8) -> Self {
        let memory = PathBuf::from("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let office = folder.path().join("office");
        play_from(now, None);
        setup::init(&office, "Corner Office", "Ann", now).unwrap();
        clock::play(None, None);
        let (net, mut manager) = (Net::new(), Manager::new(office));
        let store = manager.open(now);
        let charter = store.store.charter().unwrap().0;
        let welcome = Welcome { charter, policy: store.store.policy(|_| true).unwrap().0 };
        let join = |n: u8| {
            let mut pc = Pc::new(n, seed, folder.path(), now);
            let cable = Arc::new(Mutex::new(Cable::RIGHT));
            let address = net.plug_in(&pc, cable.clone());
            pc.join(&welcome, now);
            pc.switch_on(now);
            store.store.keep_pc(pc.id, &format!("PC {n}"), address, &Facts::default(), now).unwrap();
            (pc, cable)
        };
        let pcs = (0..many).map(join).collect();
        drop(store);
        Self { dice: Dice::new(seed), now, manager, net, pcs, folder }
    }

    /// Plays it, lets everything come to rest, and gives how many updates were told as done.
    pub(crate) fn live(mut self) -> usize {
        self.step(LONG);
        for number in 0..DEEDS {
            self.bring_news(number);
            (0..self.dice.below(12)).for_each(|_| self.trouble());
            let deeds = [Deed::Look, Deed::UpdateAll, Deed::UpdateAll, Deed::Tonight, Deed::TakeBack];
            let deed = deeds[self.dice.index(deeds.len())];
            self.wear_cables();
            self.act(deed, true);
            self.check();
            if self.dice.once_in(4) {
                self.now += (30 + self.dice.below(60) as i64).hours(); // a long weekend: orders expire
            }
            (0..self.dice.below(400)).for_each(|_| self.step(LONG));
        }
        self.come_to_rest()
    }

    /// Some PCs are offered something new, so that there is something to order until the end.
    fn bring_news(&mut self, number: usize) {
        for (pc, _) in &self.pcs {
            if self.dice.once_in(3) {
                pc.apt.lock().unwrap().offers.push(format!("apt:n{number}@2").parse().unwrap());
            }
        }
    }

    /// Some cables will break in the middle of what is said next, and some before the answer to an order.
    fn wear_cables(&mut self) {
        for (_, cable) in &self.pcs {
            let mut cable = cable.lock().unwrap();
            match self.dice.below(12) {
                0..=2 => cable.breaks_after = Some(self.dice.index(8_000)),
                3..=4 => cable.breaks_at_order = true,
                _ => {}
            }
        }
    }

    pub(crate) fn act(&mut self, deed: Deed, with_trouble: bool) {
        self.manager.begin(deed, self.now);
        let end = self.now + PATIENCE;
        while self.manager.is_busy() {
            assert!(self.now < end, "{deed:?} takes for ever");
            self.step(SHORT);
            if with_trouble && self.dice.once_in(40) {
                self.trouble();
            }
            if with_trouble && self.dice.once_in(400) {
                self.manager.kill();
            }
        }
    }

    pub(crate) fn start_all_anew(&mut self) {
        for (pc, _) in &mut self.pcs {
            pc.end(true);
            pc.switch_on(self.now);
        }
        self.rest(1);
    }

    /// Nobody does anything for so many minutes.
    pub(crate) fn rest(&mut self, minutes: usize) {
        (0..minutes).for_each(|_| self.step(LONG));
    }

    fn step(&mut self, span: Duration) {
        self.manager.live(self.now, span);
        self.net.live(self.now, span);
        self.pcs.iter_mut().for_each(|(pc, _)| pc.live(self.now, span));
        self.net.live(self.now, Duration::from_millis(1));
        self.now += SignedDuration::try_from(span).unwrap();
    }

    fn trouble(&mut self) {
        let (dice, n) = (&mut self.dice, self.pcs.len());
        let (pc, cable) = &mut self.pcs[dice.index(n)];
        let mut cable = cable.lock().unwrap();
        match dice.below(12) {
            0 => pc.end(true),
            1..=2 => {
                pc.end(false);
                pc.switch_on(self.now);
            }
            3..=5 => pc.switch_on(self.now),
            6 => cable.is_in = false,
            7..=8 => *cable = Cable::RIGHT,
            9 => cable.breaks_after = Some(dice.index(12_000)),
            10 => pc.off = SignedDuration::from_hours(dice.below(24 * 60) as i64 - 24 * 30),
            _ => pc.off = SignedDuration::ZERO,
        }
    }

    fn check(&mut self) {
        let office = self.manager.open(self.now);
        for (pc, _) in &self.pcs {
            truth::check(&office.store, pc);
            let apt = pc.apt.lock().unwrap();
            for id in &apt.begun {
                truth::check_job(&office.store.job(*id).unwrap().expect("the office gave it"), &apt);
            }
        }
    }

    /// Power, network and clocks are as they should be: then nothing is left open.
    fn come_to_rest(mut self) -> usize {
        for (pc, cable) in &mut self.pcs {
            pc.off = SignedDuration::ZERO;
            pc.switch_on(self.now);
            *cable.lock().unwrap() = Cable::RIGHT;
        }
        for _ in 0..14 {
            (0..30).for_each(|_| self.step(LONG));
            self.act(Deed::Look, false);
            self.check();
            if self.manager.open(self.now).store.open_jobs().unwrap().is_empty() {
                break;
            }
            self.now += 6.hours();
        }
        let office = self.manager.open(self.now);
        let mut done = 0;
        for job in office.store.open_jobs().unwrap() {
            assert!(!truth::is_open(&job), "{} was lost: {:?}", job.job.job, job.stage);
        }
        for (pc, _) in &self.pcs {
            let apt = pc.apt.lock().unwrap();
            for id in &apt.begun {
                let job = office.store.job(*id).unwrap().expect("the office gave it");
                assert!(job.result.is_some(), "{id} was begun and is {:?}", job.stage);
                done += truth::check_job(&job, &apt);
            }
        }
        done
    }
}
