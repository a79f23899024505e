//! A person's own data folder is closed to other people by the access list it inherits.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

pub(super) fn make_private(dir: &Path) -> io::Result<()> {
    fs::create_dir(dir)
}

pub(super) fn is_ours(dir: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(dir)?.is_dir())
}

pub(super) fn close_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
