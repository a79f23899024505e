//! Choosing a folder.

#[cfg_attr(target_os = "linux", path = "folder/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "folder/other.rs")]
mod system;

pub(crate) use system::pick;
