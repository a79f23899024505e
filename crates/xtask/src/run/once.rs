//! One window of `cargo xtask run` at a time: a second run opens the window of the first.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::repository;

/// Held while the window can be opened; the system lets go of it however this program ends.
pub(super) struct Turn(File);

/// Whether this run is the first.
pub(super) enum Claim {
    Mine(Turn),
    /// Another one has its office here; nothing yet while it is still building.
    Other(Option<PathBuf>),
}

pub(super) fn claim() -> Result<Claim> {
    claim_at(&repository::target_dir().join("run.lock"))
}

fn claim_at(path: &Path) -> Result<Claim> {
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .with_context(|| format!("Failed to open {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0).context("Failed to empty the lock")?;
            Ok(Claim::Mine(Turn(file)))
        }
        Err(TryLockError::WouldBlock) => {
            let mut office = String::new();
            file.read_to_string(&mut office).context("Failed to read who runs")?;
            Ok(Claim::Other((!office.is_empty()).then(|| office.into())))
        }
        Err(TryLockError::Error(error)) => Err(error).context("Failed to lock"),
    }
}

impl Turn {
    /// Tells later runs where the office of this one is.
    pub(super) fn tell(&mut self, office: &Path) -> Result<()> {
        self.0.rewind().context("Failed to say where the office is")?;
        self.0.write_all(office.as_os_str().as_encoded_bytes()).context("Failed to say where the office is")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_learns_where_the_office_of_the_first_is_until_that_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("run.lock");
        let Ok(Claim::Mine(mut turn)) = claim_at(&lock) else { panic!("nobody runs") };
        assert!(matches!(claim_at(&lock), Ok(Claim::Other(None))), "it builds");
        turn.tell(Path::new("/tmp/office")).unwrap();
        let Ok(Claim::Other(Some(office))) = claim_at(&lock) else { panic!("somebody runs") };
        assert_eq!(office, Path::new("/tmp/office"));
        drop(turn);
        let Ok(Claim::Mine(_turn)) = claim_at(&lock) else { panic!("it has ended") };
        assert!(matches!(claim_at(&lock), Ok(Claim::Other(None))), "where the office was is forgotten");
    }
}
