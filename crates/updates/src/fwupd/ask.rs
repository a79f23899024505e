//! The questions to fwupd, by its own client. Each has its daemon started where it does not run; none needs root or the
//! network, and none changes anything.

use std::time::Duration;

use patchround_protocol::Cause;

use super::{
    causes,
    devices::{self, Device},
    remotes::{self, Remote},
};
pub use crate::ask::AskError;
use crate::{
    command::{Call, Output},
    source::Pc,
};

/// fwupd's own client.
pub const FWUPDMGR: &str = "/usr/bin/fwupdmgr";
/// The daemon looks at every device before it answers the first question. All other sources are told with this one, so it
/// is not waited for longer.
const LIMIT: Duration = Duration::from_secs(45);

/// What is offered, by device.
///
/// # Errors
/// [`AskError`].
pub fn updates(pc: &Pc<'_>) -> Result<Vec<Device>, AskError> {
    asked(pc, "get-updates", devices::parse)
}

/// What is there, whether something is offered for it or not.
///
/// # Errors
/// [`AskError`].
pub fn devices(pc: &Pc<'_>) -> Result<Vec<Device>, AskError> {
    asked(pc, "get-devices", devices::parse)
}

/// Where what is offered comes from.
///
/// # Errors
/// [`AskError`].
pub fn remotes(pc: &Pc<'_>) -> Result<Vec<Remote>, AskError> {
    asked(pc, "get-remotes", remotes::parse)
}

/// A call of fwupd's client: in JSON it asks nobody anything.
pub fn fwupdmgr<const N: usize>(words: [&str; N]) -> Call {
    Call::new(FWUPDMGR, words).and(["--json"])
}

fn asked<T>(pc: &Pc<'_>, question: &str, parse: fn(&str) -> Option<T>) -> Result<T, AskError> {
    let output = pc.tools.ask(&fwupdmgr([question]), LIMIT)?;
    let parsed = parse(&output.stdout).filter(|_| output.is_success());
    parsed.ok_or_else(|| refused(&output))
}

fn refused(output: &Output) -> AskError {
    let said = format!("{}\n[{}]", output.said(), output.ending());
    let cause = if output.is_success() { Cause::Unexpected } else { causes::classify(output.status, &said) };
    AskError::Refused { cause, said }
}
