//! Twenty PCs with the real protocol: the office's real engine and store, the helper's real network half, and the decisions
//! of the real root half, over loopback. The package manager, the network between them and all clocks are played.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod apt;
mod day;
mod manager;
mod net;
#[path = "../pure/offered.rs"]
mod offered;
mod pc;
mod root;
mod truth;
mod world;

use patchround_simulation::{play, seeds};

use crate::world::World;

/// Schedules of the usual test.
const FEW: u64 = 10;
/// Schedules with `--long`.
const MANY: u64 = 200;

fn live_all(many: u64) {
    let done: usize = seeds(many).map(|seed| play(seed, || World::new(seed, 20).live())).sum();
    assert!(done > 0, "nothing was done");
}

#[test]
fn no_schedule_of_twenty_pcs_tells_what_is_not_so_loses_an_order_or_does_it_twice() {
    live_all(FEW);
}

#[test]
#[ignore = "takes long: `cargo xtask test --long` plays it"]
fn no_long_schedule_of_twenty_pcs_tells_what_is_not_so_loses_an_order_or_does_it_twice() {
    live_all(MANY);
}
