//! One window of `cargo xtask run` at a time, and how a second run finds the first.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Who has the window.
#[derive(Debug)]
pub(super) enum Turn {
    /// This run, until this is dropped. The system lets go of the lock however the program ends.
    Mine(Lock),
    /// Another run, whose office lies in this folder; in none while it is still building.
    Other(Option<PathBuf>),
}

/// A file that is locked, and says where the office is once the window is there.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// From here on a second run can have the window opened.
    pub(super) fn tell(&mut self, office: &Path) -> Result<()> {
        self.0.rewind().and_then(|()| self.0.write_all(office.as_os_str().as_encoded_bytes())).context(CANNOT)
    }

    /// The window has ended: a second run must not start another one in a folder that is being removed.
    pub(super) fn withdraw(&mut self) -> Result<()> {
        self.0.set_len(0).context(CANNOT)
    }
}

const CANNOT: &str = "Failed to note that the window runs";

/// Takes the turn, or finds out who has it.
pub(super) fn take(lock: &Path) -> Result<Turn> {
    if let Some(folder) = lock.parent() {
        std::fs::create_dir_all(folder).context(CANNOT)?;
    }
    let opened = File::options().create(true).truncate(false).read(true).write(true).open(lock);
    let mut file = opened.context(CANNOT)?;
    match file.try_lock() {
        Ok(()) => {
            let mut lock = Lock(file);
            // What a run that was killed could not take back.
            lock.withdraw()?;
            Ok(Turn::Mine(lock))
        }
        Err(TryLockError::WouldBlock) => {
            let mut office = String::new();
            file.read_to_string(&mut office).context("Failed to read where the window runs")?;
            Ok(Turn::Other((!office.is_empty()).then(|| office.into())))
        }
        Err(TryLockError::Error(error)) => Err(error).context(CANNOT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of this test, removed at the end.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            Self(std::env::temp_dir().join(format!("patchround-once-{}-{name}", std::process::id())))
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            // It may never have been made.
            let _ = std::fs::remove_file(&self.0);
        }
    }

    fn mine(lock: &Path) -> Lock {
        match take(lock).unwrap() {
            Turn::Mine(lock) => lock,
            Turn::Other(office) => panic!("nobody else is there, but {office:?}"),
        }
    }

    #[cfg(unix)]
    fn other(lock: &Path) -> Option<PathBuf> {
        match take(lock).unwrap() {
            Turn::Mine(_) => panic!("another run is there"),
            Turn::Other(office) => office,
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_second_run_finds_the_office_of_the_first_while_its_window_is_there() {
        let file = Scratch::new("second");
        let mut first = mine(&file.0);
        assert_eq!(other(&file.0), None, "it is still building");
        first.tell(Path::new("/tmp/patchround-1/manager")).unwrap();
        assert_eq!(other(&file.0), Some("/tmp/patchround-1/manager".into()));
        first.withdraw().unwrap();
        assert_eq!(other(&file.0), None, "its window has ended");
    }

    #[test]
    fn what_a_killed_run_left_behind_is_nobodys() {
        let file = Scratch::new("killed");
        mine(&file.0).tell(Path::new("/tmp/patchround-12345/manager")).unwrap();
        let _second = mine(&file.0);
        assert_eq!(std::fs::metadata(&file.0).unwrap().len(), 0);
    }
}
