//! Five PCs and their office on the pure state machines: `protocol::life`, the office's plan, courses and results, and the
//! helper's queue of jobs. Everything between them is lost, doubled, late or cut; PCs and clocks fail.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod machine;
mod offered;
mod office;
mod pc;
mod schedule;

use patchround_simulation::{play, seeds};

use crate::schedule::{Folders, Schedule};

/// Schedules that the usual test plays; each of the two tests plays one half.
const SCHEDULES: u64 = 10_000;

fn live_all(half: u64) -> u64 {
    let folders = Folders::new();
    let mut done = 0;
    for seed in seeds(SCHEDULES).filter(|seed| seed % 2 == half) {
        done += play(seed, || Schedule::new(seed, &folders).live());
    }
    done
}

/// Two tests, one for each core.
fn hold(half: u64) {
    let done = live_all(half);
    assert!(
        done > 1_000 || std::env::var_os("PATCHROUND_SEED").is_some(),
        "{done} updates were told as done"
    );
}

#[test]
fn no_even_schedule_of_five_pcs_tells_what_is_not_so_loses_an_order_or_does_it_twice() {
    hold(0);
}

#[test]
fn no_odd_schedule_of_five_pcs_tells_what_is_not_so_loses_an_order_or_does_it_twice() {
    hold(1);
}
