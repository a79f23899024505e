//! Whether a store's file was cut off: SQLite reads what is missing as zeros.
//!
//! The formats are those of <https://www.sqlite.org/fileformat2.html>, sections 1.3 and 4.1.

use std::{collections::BTreeSet, path::Path};

use crate::error::Error;

/// Bytes of the header of a log of changes, and of each of its frames.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Checks that each page the file says it has is there whole, or in the log of changes beside it: a program that was
/// ended while it brought the log in leaves a file that is shorter than it says.
///
/// # Errors
/// [`Error::StoreDamaged`] if a page is missing, [`Error::Io`] if a file cannot be read.
pub(super) fn check(file: &Path, log: &Path) -> Result<(), Error> {
    let read = |path: &Path| match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(|error| Error::io(path, error)),
    };
    let bytes = read(file)?;
    let (Some(size), Some(said)) = (page_size(&bytes), number(&bytes, 28)) else {
        return Err(Error::StoreDamaged("first bytes".to_owned()));
    };
    let whole = bytes.len() / size;
    let missing = whole + 1..=usize::try_from(said).unwrap_or(usize::MAX);
    if missing.is_empty() {
        return Ok(());
    }
    let logged = pages_in(&read(log)?, size);
    match missing.clone().all(|page| logged.contains(&page)) {
        true => Ok(()),
        false => Err(Error::StoreDamaged("cut off".to_owned())),
    }
}

/// Bytes of a page; 1 means 65,536.
fn page_size(file: &[u8]) -> Option<usize> {
    match u16::from_be_bytes(file.get(16..18)?.try_into().ok()?) {
        1 => Some(65_536),
        size if size >= 512 => Some(usize::from(size)),
        _ => None,
    }
}

/// The pages that whole frames of the log's present generation hold.
fn pages_in(log: &[u8], page_size: usize) -> BTreeSet<usize> {
    let Some(salts) = log.get(16..24) else { return BTreeSet::new() };
    let frames = log.get(LOG_HEADER..).unwrap_or_default().chunks_exact(FRAME_HEADER + page_size);
    frames
        .take_while(|frame| frame[8..16] == *salts)
        .filter_map(|frame| usize::try_from(number(frame, 0)?).ok())
        .collect()
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
