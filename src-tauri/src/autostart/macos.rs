//! An agent in the person's own library, which macOS starts at sign-in.

use std::{fs, io, path::PathBuf};

use super::{Launch, agent::agent};
use crate::ID;

/// Whether macOS starts the program; `None` where that cannot be chosen.
pub(crate) fn is_on() -> Option<bool> {
    agent_path().map(|path| path.exists())
}

/// Sets the switch.
///
/// # Errors
/// When the agent cannot be written or taken away.
pub(crate) fn set(launch: &Launch, on: bool) -> io::Result<()> {
    let path = agent_path().ok_or(io::ErrorKind::NotFound)?;
    if on {
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        return fs::write(&path, agent(launch));
    }
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn agent_path() -> Option<PathBuf> {
    let dirs = directories::BaseDirs::new()?;
    Some(dirs.home_dir().join("Library/LaunchAgents").join(format!("{ID}.plist")))
}
