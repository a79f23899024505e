//! Text as Windows takes it and gives it.

use std::{ffi::OsStr, io, os::windows::ffi::OsStrExt};

/// With its end.
pub(crate) fn wide(text: impl AsRef<OsStr>) -> io::Result<Vec<u16>> {
    let mut wide: Vec<u16> = text.as_ref().encode_wide().collect();
    if wide.contains(&0) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    wide.push(0);
    Ok(wide)
}

/// Text up to its end.
///
/// # Safety
/// It has an end, and nobody changes it.
pub(crate) unsafe fn text(at: *const u16) -> String {
    let mut length = 0;
    // SAFETY: the caller says that it has an end, and we do not go past it.
    while unsafe { *at.add(length) } != 0 {
        length += 1;
    }
    // SAFETY: so many were just read.
    String::from_utf16_lossy(unsafe { std::slice::from_raw_parts(at, length) })
}

/// What a call that answers with a truth value left as its error.
pub(crate) fn done(answer: i32) -> io::Result<()> {
    if answer == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// What a call answered that gives an error's number.
pub(crate) fn status(answer: u32) -> io::Result<()> {
    if answer == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(answer.cast_signed())) }
}
