//! The screen to draw a window on, if there is one.

#[cfg_attr(target_os = "linux", path = "screen/linux.rs")]
#[cfg_attr(target_os = "macos", path = "screen/macos.rs")]
#[cfg_attr(windows, path = "screen/windows.rs")]
mod system;

pub(crate) use system::{can_be_drawn_on, is_dark};
