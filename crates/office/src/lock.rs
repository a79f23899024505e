//! One engine per office: the lock that says who it is.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use crate::error::Error;

/// Held as long as this program may write. The system lets go of it when the program ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of an office's folder.
    ///
    /// # Errors
    /// [`Error::Held`] naming the program that has it.
    pub fn take(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("engine.lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| Error::io(&path, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Held(holder(dir))),
            Err(TryLockError::Error(e)) => return Err(Error::io(&path, e)),
        }
        name_holder(dir)?;
        Ok(Self { _file: file })
    }
}

/// The holder's name is in a file of its own: some systems let nobody read a locked file.
fn holder_file(dir: &Path) -> PathBuf {
    dir.join("engine.holder")
}

fn name_holder(dir: &Path) -> Result<(), Error> {
    let words: Vec<_> = std::env::args().take(3).collect();
    let program = words.first().map(|p| Path::new(p).file_name().unwrap_or(p.as_ref()).to_string_lossy());
    let command: Vec<_> =
        program.into_iter().chain(words.iter().skip(1).map(|w| w.as_str().into())).collect();
    let text = format!("{} (process {})", command.join(" "), std::process::id());
    fs::write(holder_file(dir), text).map_err(|e| Error::io(dir, e))
}

fn holder(dir: &Path) -> String {
    fs::read_to_string(holder_file(dir)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_engine_is_told_who_has_the_office_and_gets_it_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::take(dir.path()).unwrap();
        let Err(Error::Held(by)) = Lock::take(dir.path()) else { panic!("two engines") };
        assert!(by.contains(&std::process::id().to_string()), "{by}");
        drop(first);
        assert!(Lock::take(dir.path()).is_ok());
    }
}
