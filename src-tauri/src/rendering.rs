//! How the web view draws on a computer without a graphics card.

#[cfg_attr(target_os = "linux", path = "rendering/linux.rs")]
#[cfg_attr(target_os = "macos", path = "rendering/macos.rs")]
#[cfg_attr(windows, path = "rendering/windows.rs")]
mod system;

pub(crate) use system::prepare;
