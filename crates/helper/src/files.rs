//! Files that are whole or not there.

use std::{
    io::{self, Write},
    path::Path,
};

use patchround_protocol::wire::Refusal;
use serde::{Serialize, de::DeserializeOwned};

use crate::os;

/// What the name of a file begins with until it is whole.
const HALF_WRITTEN: &str = ".tmp";

/// Writes one JSON document, whole or not at all, and waits until it is on the disk.
///
/// # Errors
/// When the disk says no; then nothing has changed.
pub fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    write(path, &serde_json::to_vec(value)?)
}

/// As [`write_json`], bytes.
///
/// # Errors
/// As [`write_json`].
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = tempfile::Builder::new().prefix(HALF_WRITTEN).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let (_, half) = file.keep()?;
    // Windows replaces a file that somebody reads by this call, and not by others.
    std::fs::rename(&half, path).inspect_err(|_| drop(std::fs::remove_file(&half)))?;
    os::sync_folder(folder)
}

/// Opens a file to read, to add to and to cut, and makes it if it is not there. Go to its end before you add: Windows lets
/// nobody cut a file who may only add to it.
///
/// # Errors
/// When the disk says no.
pub fn open_to_add(path: &Path) -> io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    if cfg!(windows) {
        options.write(true)
    } else {
        options.append(true)
    };
    options.read(true).create(true).open(path)
}

/// Reads one JSON document; `None` when there is no such file.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| unreadable(path, &error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The error for a file that is not what we wrote; it names the file.
pub fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("Failed to read {}: {why}", path.display()))
}

/// Removes a file; one that is not there is removed already.
///
/// # Errors
/// When it is there and stays.
pub fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes what a write left that was killed before its end. Call it while nobody writes there.
///
/// # Errors
/// When the folder cannot be read, or a file stays.
pub fn remove_half_written(folder: &Path) -> io::Result<()> {
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        if file.file_name().as_encoded_bytes().starts_with(HALF_WRITTEN.as_bytes()) {
            remove(&file.path())?;
        }
    }
    Ok(())
}

/// What the one who asked is told when the disk says no.
pub fn refusal_of(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Refusal::DiskFull,
        io::ErrorKind::ReadOnlyFilesystem => Refusal::DiskUnusable,
        _ => Refusal::NotPossible,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_disk_that_is_read_only_is_named_to_the_one_who_asked() {
        let read_only = io::Error::from_raw_os_error(30); // EROFS: errno(3)
        assert_eq!(refusal_of(&read_only), Refusal::DiskUnusable);
    }

    #[test]
    fn a_full_disk_is_named_to_the_one_who_asked() {
        let full = |code| refusal_of(&io::Error::from_raw_os_error(code));
        #[cfg(target_os = "linux")]
        assert_eq!([full(28), full(122)], [Refusal::DiskFull; 2], "ENOSPC, EDQUOT: errno(3)");
        assert_eq!(full(13), Refusal::NotPossible);
    }
}
