use patchround_protocol::Cause;
use patchround_windows::process;

use crate::Ended;

/// Nobody can ask Windows to keep a PC on that is told to restart, but by keeping a window from closing: then it stays on,
/// and the next look finds that it did.
pub(super) fn keeps_on() -> Option<String> {
    None
}

/// Has Windows restart the PC, or switch it off, and does not wait for it.
///
/// # Errors
/// How it ended, when the PC stays as it is.
pub(super) fn restart(off: bool) -> Result<(), Ended> {
    process::restart(off).map_err(|error| Ended::failed(Cause::Unexpected, &error.to_string()))
}
