//! The questions to `softwareupdate`. None needs root; a list is asked of Apple's servers, and may take minutes.

use std::time::Duration;

use jiff::Timestamp;
use patchround_protocol::Cause;

use super::{
    causes,
    listed::{self, Entry},
};
pub use crate::ask::AskError;
use crate::{command::Call, source::Pc};

/// The program.
pub const SOFTWAREUPDATE: &str = "/usr/sbin/softwareupdate";
/// sources.md K: it may hang, and then it is left.
pub const LIMIT: Duration = Duration::from_secs(5 * 60);

/// Reads property lists.
const PLUTIL: &str = "/usr/bin/plutil";
/// Where macOS notes what it found, and when.
pub(super) const FOUND: &str = "/Library/Preferences/com.apple.SoftwareUpdate.plist";
/// A question that is answered from the disk.
const SHORT: Duration = Duration::from_secs(10);

/// The call that lists.
pub fn list() -> Call {
    Call::new(SOFTWAREUPDATE, ["-l"])
}

/// What is offered.
///
/// # Errors
/// [`AskError`]; also where what it says is no whole list.
pub fn listed(pc: &Pc<'_>) -> Result<Vec<Entry>, AskError> {
    let output = pc.tools.ask(&list(), LIMIT)?;
    let entries = listed::parse(&output.stdout, &output.stderr).filter(|_| output.is_success());
    entries.ok_or_else(|| {
        let said = format!("{}\n[{}]", output.said(), output.ending());
        let cause = if output.is_success() { Cause::Unexpected } else { causes::classify(&said) };
        AskError::Refused { cause, said }
    })
}

/// When macOS last reached Apple's list; none where it does not say (before macOS 12).
pub(super) fn refreshed_at(pc: &Pc<'_>) -> Option<Timestamp> {
    let call = Call::new(PLUTIL, ["-extract", "LastSuccessfulDate", "raw", "-o", "-", FOUND]);
    let output = pc.tools.ask(&call, SHORT).ok().filter(crate::command::Output::is_success)?;
    output.stdout.trim().parse().ok()
}
