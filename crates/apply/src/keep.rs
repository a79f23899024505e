//! Versions that were there before an upgrade and are kept, so that there is a way back. Each source says which file is
//! which version; this is where they lie.

mod shelf;

use std::{io, path::PathBuf};

use jiff::Timestamp;
use patchround_protocol::{UpdateId, wire::Back};

pub(crate) use shelf::{Shelf, hash_of};

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

/// Notes that the PC is back at these versions, or no longer kept at them.
///
/// # Errors
/// When that could not be written.
pub(crate) fn note_back(shelf: &mut Shelf<'_>, ids: &[UpdateId], back: Option<Back>) -> io::Result<()> {
    shelf.set_back(ids, back);
    shelf.save()
}
