//! Files that are whole or not there.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::Path,
};

use serde::{Serialize, de::DeserializeOwned};

/// What the name of a file begins with until it is whole.
pub(crate) const HALF_WRITTEN: &str = ".tmp";

/// Writes a file for our eyes only, whole or not at all, and waits until it is on the disk.
///
/// # Errors
/// When the disk says no; then nothing has changed.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = tempfile::Builder::new().prefix(HALF_WRITTEN).tempfile_in(folder)?; // made with mode 0600
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let (_, half) = file.keep()?;
    // Windows replaces a file that somebody reads by this call, and not by others.
    std::fs::rename(&half, path).inspect_err(|_| drop(std::fs::remove_file(&half)))?;
    sync_folder(folder)
}

/// As [`write()`], one JSON document.
///
/// # Errors
/// As [`write()`].
pub fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    write(path, &serde_json::to_vec(value)?)
}

/// Options to open a file for our eyes only, made if it is not there.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Opens a file to read, to add to and to cut, for our eyes only, and makes it if it is not there. Go to its end before you
/// add: Windows lets nobody cut a file who may only add to it.
///
/// # Errors
/// When the disk says no.
pub fn open_to_add(path: &Path) -> io::Result<std::fs::File> {
    let mut options = private();
    if cfg!(windows) {
        options.write(true)
    } else {
        options.append(true)
    };
    options.read(true).open(path)
}

/// Reads one JSON document; `None` when there is no such file.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Removes a file; one that is not there is removed already.
///
/// # Errors
/// When it is there and stays.
pub fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => path.parent().map_or(Ok(()), sync_folder),
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

#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
