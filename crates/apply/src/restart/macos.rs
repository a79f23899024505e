//! The Mac's own `shutdown` ends every program without asking, as whoever was asked for a restart was told.

use patchround_protocol::Cause;
use patchround_updates::{
    Pc,
    command::{CommandError, Told, Writing},
    mac::{self, Assertion},
};

use crate::Ended;

const SHUTDOWN: &str = "/sbin/shutdown";

/// A backup that runs.
pub(super) fn keeps_on() -> Option<String> {
    mac::assertions(&Pc::this())?.iter().find_map(Assertion::backup).map(str::to_owned)
}

/// Has it restart or switch off at once.
///
/// # Errors
/// How it ended, when the Mac stays as it is.
pub(super) fn restart(off: bool) -> Result<(), Ended> {
    match order(if off { "-h" } else { "-r" }) {
        Ok(told) if told.is_success() => Ok(()),
        Ok(told) => Err(Ended::failed(Cause::Unexpected, &told.said())),
        Err(error) => Err(Ended::failed(Cause::Unexpected, &error.to_string())),
    }
}

fn order(word: &str) -> Result<Told, CommandError> {
    Writing::new(SHUTDOWN)?.args([word, "now"]).run(&mut |_| {})
}
