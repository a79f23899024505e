//! Telling snapd to change something, and following the change to its end.

use std::{
    thread,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, Outcome};
use patchround_updates::{
    Pc,
    snap::{ask, changes::Change},
};
use serde_json::Value;

use crate::Ended;

/// Between two looks at a change.
const PAUSE: Duration = Duration::from_millis(500);
/// How long snapd may say nothing about a change. It is not stopped then: nobody looks at it any more.
const SILENCE: Duration = Duration::from_secs(10 * 60);

/// Orders something and follows it, however long it takes. The end is by snapd's own account, which is not believed
/// where it says that it did well.
pub(super) fn ordered(pc: &Pc<'_>, path: &str, order: &Value, each: &mut dyn FnMut(&Change)) -> Ended {
    match ask::order(pc, path, order) {
        Ok(change) => to_its_end(pc, &change, each),
        Err(error) => Ended::failed(error.cause(), &error.said()),
    }
}

fn to_its_end(pc: &Pc<'_>, id: &str, each: &mut dyn FnMut(&Change)) -> Ended {
    let mut heard = Instant::now();
    loop {
        match ask::change(pc, id) {
            Ok(change) if change.waits_for_restart() => {
                return Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, "");
            }
            Ok(change) if change.ready => {
                let failure = change.failure();
                return failure.map_or(Ended::DONE, |(cause, said)| Ended::failed(cause, &said));
            }
            Ok(change) => {
                heard = Instant::now();
                each(&change);
            }
            Err(error) if error.cause() == Cause::FileGone => {
                return Ended::failed(Cause::InterruptedBefore, &error.said());
            }
            Err(error) if heard.elapsed() >= pc.tools.patience(SILENCE) => {
                return Ended::failed(error.cause(), &error.said());
            }
            Err(error) => tracing::info!(cause = ?error.cause(), "snapd does not say how far it is"),
        }
        thread::sleep(pc.tools.patience(PAUSE));
    }
}
