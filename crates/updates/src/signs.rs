//! What can be seen of the people at this PC, and of its power, without changing or asking anything.

#[cfg_attr(target_os = "linux", path = "signs/linux.rs")]
#[cfg_attr(target_os = "macos", path = "signs/macos.rs")]
#[cfg_attr(windows, path = "signs/windows.rs")]
mod platform;
#[cfg(any(windows, test))]
mod windows_says;
#[cfg(unix)]
mod yes;

use crate::source::Pc;

/// Looks now. Reads some small files, bounded in number and size; what cannot be read is not known.
///
/// The root half sees more than the network half: which program uses the camera.
pub fn signs(pc: &Pc<'_>) -> patchround_protocol::restart::Signs {
    platform::signs(pc)
}
