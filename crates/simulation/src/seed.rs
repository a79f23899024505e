//! Which schedules are played.

use std::ops::Range;

/// The variable that names one seed to play again.
const AGAIN: &str = "PATCHROUND_SEED";

/// The seeds of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeds(Range<u64>);

/// The seeds from 0 on, `many` of them; only the one that `PATCHROUND_SEED` names where that is set. What is played is
/// printed, which shows where a test fails.
pub fn seeds(many: u64) -> Seeds {
    let again = std::env::var(AGAIN).ok().and_then(|text| text.parse().ok());
    let seeds = again.map_or(0..many, |seed: u64| seed..seed + 1);
    say(&format!("seeds {} to {}", seeds.start, seeds.end - 1));
    Seeds(seeds)
}

impl Iterator for Seeds {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0.next()
    }
}

/// Plays one schedule; where it fails its seed is printed.
pub fn play<T>(seed: u64, schedule: impl FnOnce() -> T) -> T {
    let named = Named(seed);
    let end = schedule();
    std::mem::forget(named);
    end
}

struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        say(&format!("it was seed {}: play it again with {AGAIN}={}", self.0, self.0));
    }
}

/// Says something in the output of a test.
#[expect(clippy::print_stdout, reason = "what a test plays goes to its output")]
pub fn say(line: &str) {
    println!("{line}");
}
