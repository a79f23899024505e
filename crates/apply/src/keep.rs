//! Versions that were there before an upgrade and are kept, so that there is a way back. Each source says which file is
//! which version; this is where they lie.

mod shelf;

use std::{
    io::{self, Write},
    path::PathBuf,
};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use patchround_protocol::{UpdateId, wire::Back};
use patchround_updates::kept::room;
use sha2::{Digest, Sha256};

pub(crate) use shelf::{Shelf, hash_of};

use crate::system;

/// Where kept versions lie, and where it is told which.
#[derive(Debug, Clone)]
pub struct Keep {
    /// A folder that nobody but root can read or change.
    pub folder: PathBuf,
    /// The file that the network half reads; made by whoever calls, so that its readers may.
    pub told: PathBuf,
}

/// The versions that this PC went back to and is to stay at no longer: their time is over.
///
/// # Errors
/// When what was kept cannot be read.
pub fn overdue(keep: &Keep, ids: &[UpdateId], now: Timestamp) -> io::Result<bool> {
    let shelf = Shelf::read(keep)?;
    let is_over = |id: &UpdateId| shelf.kept(id)?.back?.until.map(|until| now > until);
    Ok(ids.iter().all(|id| is_over(id) == Some(true)))
}

/// The kept file of a version, if it is still what was kept.
pub(crate) fn file(shelf: &Shelf<'_>, id: &UpdateId) -> Option<PathBuf> {
    shelf.file(id).filter(|_| shelf.has(id)).map(|(file, _)| file)
}

/// Keeps the mere name of a version, where its files are somebody else's to keep.
///
/// # Errors
/// Why it is not kept.
pub(crate) fn note_name(
    shelf: &mut Shelf<'_>,
    keep: &Keep,
    id: &UpdateId,
    newer: &str,
    now: Timestamp,
) -> io::Result<()> {
    let text = format!("{id}\n");
    let mut note = tempfile::NamedTempFile::new_in(keep.folder.parent().unwrap_or(&keep.folder))?;
    note.write_all(text.as_bytes())?;
    let hash = HEXLOWER.encode(&Sha256::digest(&text));
    shelf.take(id, newer, &hash, note.path(), room(system::free_bytes(&keep.folder)), now)
}

/// Notes that the PC is back at these versions, or no longer kept at them.
///
/// # Errors
/// When that could not be written.
pub(crate) fn note_back(shelf: &mut Shelf<'_>, ids: &[UpdateId], back: Option<Back>) -> io::Result<()> {
    shelf.set_back(ids, back);
    shelf.save()
}
