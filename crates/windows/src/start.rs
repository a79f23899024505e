//! Names a start of the PC.

use std::{io, time::Duration};

use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE};
use windows_sys::Win32::System::SystemInformation::GetTickCount64;

use crate::registry::plain;

/// A key that the system forgets when it ends. Windows has no name of its own for a start: the moment at which it began
/// moves with the clock.
const KEY: &str = r"SOFTWARE\Patchround Helper\Start";
/// The key that it lies in, which stays.
const OURS: &str = r"SOFTWARE\Patchround Helper";
const VALUE: &str = "Id";

/// The name of this start, as an administrator's program of ours has noted it, or whoever runs us for himself.
pub fn name() -> Option<String> {
    let of_pc = LOCAL_MACHINE.open(KEY).ok();
    let ours = || CURRENT_USER.open(KEY).ok();
    of_pc.or_else(ours).and_then(|key| key.get_string(VALUE).ok())
}

/// As [`name`], noted if nobody has yet.
pub fn noted() -> Option<String> {
    name().or_else(|| {
        note(LOCAL_MACHINE).or_else(|| note(CURRENT_USER))?;
        name()
    })
}

/// Forgets it: nothing of ours stays in the registry.
///
/// # Errors
/// When we may not.
pub fn forget() -> io::Result<()> {
    match LOCAL_MACHINE.remove_tree(OURS).map_err(plain) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        forgotten => forgotten,
    }
}

fn note(whose: &Key) -> Option<()> {
    whose.create(OURS).ok()?;
    let key = whose.options().read().write().create().volatile().open(KEY).ok()?;
    let mut id = [0; 16];
    getrandom::fill(&mut id).ok()?;
    key.set_string(VALUE, data_encoding::HEXLOWER.encode(&id)).ok()
}

/// How long the PC has run since.
pub fn up() -> Duration {
    // SAFETY: it takes nothing.
    Duration::from_millis(unsafe { GetTickCount64() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_keeps_its_name() {
        let first = noted().unwrap();
        assert_eq!(first.len(), 32);
        assert_eq!(noted(), Some(first.clone()));
        assert_eq!(name(), Some(first));
        assert!(up() > Duration::ZERO);
    }
}
