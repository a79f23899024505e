//! Which program works with packages at this moment, by the locks it holds.

#[cfg_attr(target_os = "linux", path = "holder/linux.rs")]
#[cfg_attr(target_os = "macos", path = "holder/macos.rs")]
#[cfg_attr(windows, path = "holder/windows.rs")]
mod platform;

pub use platform::{lock_holder, opened_by};
