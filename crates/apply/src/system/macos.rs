//! Who is there, and whose Mac it is.

use nix::time::{ClockId, clock_gettime};
use patchround_protocol::accounts::Accounts;
use patchround_updates::{Pc, mac};

pub(crate) use super::unix::{free_bytes, is_own_disk, private};
use crate::{Boot, directory};

/// Names of the local administrators, and whose accounts there are, as far as that is known.
pub(crate) fn accounts() -> (Vec<String>, Option<Accounts>) {
    directory::accounts(&Pc::this())
}

/// Names of the people who are signed in.
pub(crate) fn signed_in() -> Option<Vec<String>> {
    mac::people(&Pc::this())
}

/// Which start of this Mac it is. Its clock that never goes back goes on while it sleeps (`clock_gettime(3)`).
pub(crate) fn boot() -> Option<Boot> {
    let up = clock_gettime(ClockId::CLOCK_MONOTONIC).ok()?;
    Some(Boot { id: mac::boot(&Pc::this())?, first_process: None, up: u64::try_from(up.tv_sec()).ok()? })
}
