use patchround_protocol::Cause;

use crate::Ended;

/// Not known.
pub(super) fn keeps_on() -> Option<String> {
    None
}

/// The PC stays as it is: nothing here restarts it.
///
/// # Errors
/// Always.
pub(super) fn restart(_: bool) -> Result<(), Ended> {
    Err(Ended::failed(Cause::NotForThisPc, ""))
}
