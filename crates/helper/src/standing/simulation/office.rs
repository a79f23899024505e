//! An office of made-up PCs, and 30 days of it.

use super::*;

/// Days without the manager.
pub(super) const DAYS: i64 = 30;

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }
}

/// When a PC is switched on, and who is there then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// Never switched off, nobody at night.
    Always,
    /// Never switched off, somebody is always signed in.
    SomebodyAlways,
    /// Switched on for the working day and off for the night.
    WorkingDays,
    /// Two hours on some days, at any time.
    Seldom(u64),
}

impl Habit {
    pub(super) fn is_on(self, local: DateTime) -> bool {
        let hour = u64::from(local.hour().unsigned_abs());
        match self {
            Self::Always | Self::SomebodyAlways => true,
            Self::WorkingDays => is_working(local),
            Self::Seldom(seed) => {
                let day = local.date().day_of_year().unsigned_abs();
                let mut dice = Dice(seed ^ u64::from(day) << 32);
                let (comes, begins) = (dice.below(3) == 0, dice.below(22));
                comes && (begins..begins + 2).contains(&hour)
            }
        }
    }

    fn people(self) -> fn(DateTime) -> bool {
        match self {
            Self::SomebodyAlways => |_| true,
            _ => is_working,
        }
    }
}

fn is_working(local: DateTime) -> bool {
    let office = patchround_protocol::hours::Hours {
        days: patchround_protocol::hours::Weekday::WORKING.to_vec(),
        from: 8,
        to: 18,
    };
    office.contains(local)
}

pub(super) fn zone() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
}

/// A Saturday evening; the clocks go back two weeks later.
pub(super) fn start() -> Timestamp {
    "2026-10-10T18:30:00Z".parse().unwrap()
}

pub(super) fn end() -> Timestamp {
    start() + (24 * DAYS).hours()
}

pub(super) fn offer(n: u64, class: Class, released: Timestamp) -> Offer {
    Offer {
        id: format!("apt:p{n}@2").parse().unwrap(),
        class,
        released,
        is_dated: true,
        not_fetched: 0,
        phased_until: None,
        is_held: false,
        failures: 0,
        is_not_taking: false,
        needs_restart: false,
    }
}

pub(super) fn pc(n: u8, habit: Habit, what: What, offers: Vec<Offer>) -> Far {
    let policy = Policy { what, ..Policy::first(OfficeId(Uuid::nil()), start()) };
    Far(Rc::new(RefCell::new(Pc {
        id: SpkiHash([n; 32]),
        policy,
        floor: Floor::default(),
        zone: zone(),
        now: start(),
        since: start(),
        offers,
        refreshed: None,
        downloaded: BTreeMap::new(),
        installed: BTreeMap::new(),
        tried: BTreeMap::new(),
        is_unfinished: false,
        restart_pending: false,
        is_somebody_there: habit.people(),
        active_hours: None,
        runs: BTreeMap::new(),
        begun: Vec::new(),
        told: Vec::new(),
        kept: Vec::new(),
        cut: None,
        ids: 0,
        refusals: 0,
    })))
}

/// Lets one PC live until the end; gives how often its engine woke up. The power goes now and then.
pub(super) fn live(far: &Far, habit: Habit, mut cuts: Option<Dice>) -> u32 {
    let (mut engine, mut wakes) = (None, 0);
    while far.now() < end() {
        let now = far.now();
        let next_hour = now + 1.hours() - (now.as_second() % 3600).seconds();
        if !habit.is_on(far.0.borrow().local()) {
            engine = None;
            far.0.borrow_mut().now = next_hour;
            continue;
        }
        let engine_now = engine.get_or_insert_with(|| boot(far));
        if cuts.as_mut().is_some_and(|dice| dice.below(9) == 0) {
            far.0.borrow_mut().cut = Some(if now.as_second() % 2 == 0 { Cut::Before } else { Cut::After });
        }
        wakes += 1;
        match turn(engine_now) {
            Some(Turn::Did) => {}
            Some(Turn::Wait(until)) => {
                let until = until.unwrap();
                assert!(until > now, "it waits for what is past");
                far.0.borrow_mut().now = if habit == Habit::Always { until } else { until.min(next_hour) };
            }
            None => {
                engine = None;
                far.0.borrow_mut().now += 3.minutes();
            }
        }
    }
    wakes
}

pub(super) fn boot(far: &Far) -> Engine<Far> {
    let memory = serde_json::from_slice(&far.0.borrow().kept).unwrap_or_default();
    let now = far.now();
    far.0.borrow_mut().since = now;
    Engine::new(far.clone(), memory)
}
