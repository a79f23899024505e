//! What only the operating system knows.

#[cfg_attr(target_os = "linux", path = "system/linux.rs")]
#[cfg_attr(target_os = "macos", path = "system/macos.rs")]
#[cfg_attr(windows, path = "system/windows.rs")]
mod platform;

pub(crate) use platform::{
    boot, folder_for_all, free_bytes, is_own_disk, link, private, readable, signed_in,
};
