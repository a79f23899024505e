//! A day of office life, compressed: what it takes in memory, on the disk and in the log does not grow with the hours.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tracing::{Event, Level, Metadata, Subscriber, span};

use crate::{manager::Deed, world::World};

/// PCs of that office.
const PCS: u8 = 10;
/// The manager's program looks as often.
const MINUTES: usize = 15;
/// What the second half of the day may take more memory than the first: what the allocator keeps is no growth.
const MEMORY: u64 = 8 * 1024 * 1024;
/// What the second half may add to the disk for one PC: a round's job, its events and their lines in the record.
const DISK_OF_A_PC: u64 = 48 * 1024;

/// What there is at one moment.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    memory: u64,
    disk: u64,
    lines: u64,
}

/// Counts the lines that a manager would read.
struct Lines(Arc<AtomicU64>);

impl Subscriber for Lines {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        *about.level() <= Level::INFO
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

fn bytes_in(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| match entry.file_type().unwrap() {
            kind if kind.is_dir() => bytes_in(&entry.path()),
            kind if kind.is_file() => entry.metadata().unwrap().len(),
            _ => 0,
        })
        .sum()
}

/// The resident memory of this process, in bytes (proc(5), `VmRSS`).
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

fn sizes(world: &World, lines: &AtomicU64) -> Sizes {
    let disk = bytes_in(world.folder.path());
    Sizes { memory: memory(), disk, lines: lines.load(Ordering::Relaxed) }
}

/// Twelve hours: a look every quarter of an hour, and one round with something new for every PC, each of which was
/// switched on before it.
fn half_a_day(world: &mut World, number: u64) {
    for look in 0..12 * 60 / MINUTES {
        if look == 4 {
            let new = |n: usize| format!("apt:q{n}@{number}").parse().unwrap();
            world.pcs.iter().for_each(|(pc, _)| pc.apt.lock().unwrap().offers.extend((0..3).map(new)));
            world.start_all_anew();
            world.act(Deed::Look, false);
            world.act(Deed::UpdateAll, false);
        } else {
            world.act(Deed::Look, false);
        }
        world.rest(MINUTES);
    }
}

/// What is measured is the whole process's, and `tracing` remembers for all of it who listens: it has to be alone in it.
fn is_alone() -> bool {
    let is_alone = std::env::var("NEXTEST_EXECUTION_MODE").is_ok_and(|mode| mode == "process-per-test");
    if !is_alone {
        patchround_trial::leave_out(
            "a day is measured in a process of its own, which `cargo nextest` gives it",
        );
    }
    is_alone
}

#[test]
fn a_day_of_office_life_grows_nothing_from_its_twelfth_hour_to_its_last() {
    if !is_alone() {
        return;
    }
    let lines = Arc::new(AtomicU64::new(0));
    let _told = tracing::subscriber::set_default(Lines(lines.clone()));
    let mut world = World::new(24, PCS);
    let begins = sizes(&world, &lines);
    half_a_day(&mut world, 1);
    let noon = sizes(&world, &lines);
    half_a_day(&mut world, 2);
    let end = sizes(&world, &lines);
    let told = format!("begins {begins:?}, at hour 12 {noon:?}, at hour 24 {end:?}");
    patchround_simulation::say(&told);
    assert!(end.memory <= noon.memory + MEMORY, "memory: {told}");
    assert!(end.disk <= noon.disk + DISK_OF_A_PC * u64::from(PCS), "disk: {told}");
    let (first, second) = (noon.lines - begins.lines, end.lines - noon.lines);
    assert!(first > 0 && second <= first + first / 4, "lines of the log: {told}");
}
