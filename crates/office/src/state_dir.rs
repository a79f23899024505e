//! The folder in which an office lives on its manager's computer.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::error::Error;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as os;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as os;

/// Finds the folder: `DIR/office` for `--state-dir DIR`, else the system's place for a person's data.
///
/// # Errors
/// [`Error::NoHome`] if the system knows no such place.
pub fn place(state_dir: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(dir) = state_dir {
        return Ok(dir.join("office"));
    }
    let dirs = directories::ProjectDirs::from("", "", "patchround").ok_or(Error::NoHome)?;
    Ok(dirs.data_local_dir().join("office"))
}

/// The person's folder for downloads, or else their own; none where the system knows neither.
pub fn downloads() -> Option<PathBuf> {
    let dirs = directories::UserDirs::new()?;
    Some(dirs.download_dir().unwrap_or(dirs.home_dir()).to_owned())
}

/// Makes the folder for its owner alone, or checks the one that is there.
///
/// # Errors
/// [`Error::ForeignFolder`] if somebody else owns it: whatever is in there is not ours to believe.
pub fn make(dir: &Path) -> Result<(), Error> {
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent).map_err(|e| Error::io(parent, e))?;
    }
    match os::make_private(dir) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
        made => made.map_err(|e| Error::io(dir, e))?,
    }
    check(dir)
}

/// Checks that a folder that is there belongs to the person who runs us.
///
/// # Errors
/// As [`make`].
pub fn check(dir: &Path) -> Result<(), Error> {
    if !os::is_ours(dir).map_err(|e| Error::io(dir, e))? {
        return Err(Error::ForeignFolder(dir.to_owned()));
    }
    os::close_to_others(dir).map_err(|e| Error::io(dir, e))
}

/// Writes a new file that only its owner can read. Never overwrites.
///
/// # Errors
/// [`Error::Io`], also if the file is there already.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    use io::Write;
    let write = || {
        let mut file = os::create_private(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|e| Error::io(path, e))
}

/// Puts a file that only its owner can read in the place of an earlier one; whoever reads sees one or the other.
///
/// # Errors
/// [`Error::Io`].
pub fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let new = path.with_extension("new");
    remove(&new)?;
    write_private(&new, bytes)?;
    fs::rename(&new, path).map_err(|e| Error::io(path, e))
}

/// Takes a file away, if it is there.
///
/// # Errors
/// [`Error::Io`].
pub fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::io(path, e)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_dir_holds_the_office_in_a_folder_of_its_own() {
        assert_eq!(place(Some(Path::new("/srv/x"))).unwrap(), Path::new("/srv/x/office"));
    }

    #[test]
    fn a_key_file_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("k");
        write_private(&path, b"one").unwrap();
        assert!(write_private(&path, b"two").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn folder_and_files_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let office = dir.path().join("deep/office");
        make(&office).unwrap();
        write_private(&office.join("k"), b"one").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&office), mode(&office.join("k"))), (0o700, 0o600));
        fs::set_permissions(&office, fs::Permissions::from_mode(0o755)).unwrap();
        check(&office).unwrap();
        assert_eq!(mode(&office), 0o700, "a folder that was open to others is closed again");
    }
}
