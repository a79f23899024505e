//! What only the operating system knows.

#[cfg_attr(target_os = "linux", path = "system/linux.rs")]
#[cfg_attr(target_os = "macos", path = "system/macos.rs")]
#[cfg_attr(windows, path = "system/windows.rs")]
mod platform;

pub(crate) use platform::{accounts, boot, free_bytes, is_own_disk, private, signed_in};
#[cfg(target_os = "linux")]
pub(crate) use platform::{folder_for_all, link, readable};
