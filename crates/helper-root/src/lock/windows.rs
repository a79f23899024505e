pub(crate) use patchround_windows::file::{hold, hold_with_others, release, try_hold, try_hold_with_others};
