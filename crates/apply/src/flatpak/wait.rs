//! Another program that is writing to the installation.

use patchround_updates::{Pc, flatpak::Installation};

/// What has no process number of its own: ostree's locks belong to an open file, not to a process (fcntl(2), OFD).
const NAMELESS: &str = "?";

/// The program that writes to the installation at this moment: whoever pulls or prunes holds ostree's lock, whoever puts
/// something in its place flatpak's own.
pub(super) fn writer(pc: &Pc<'_>, installation: &Installation) -> Option<String> {
    let locks = ["repo/.lock", "lock"].map(|lock| pc.place(&format!("{}/{lock}", installation.folder())));
    let holder = locks.iter().find_map(|lock| patchround_updates::lock_holder(lock))?;
    Some(if holder == NAMELESS { "flatpak".to_owned() } else { holder })
}
