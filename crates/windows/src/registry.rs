//! Errors of the registry as every other part of the system tells them.

use std::io;

/// What stands before the number of an error where it is told as an HRESULT (`FACILITY_WIN32`).
const WIN32: u32 = 0x8007;

/// Without it, so that its kind is known.
pub(crate) fn plain(error: impl Into<io::Error>) -> io::Error {
    let error = error.into();
    match error.raw_os_error().map(i32::cast_unsigned) {
        Some(code) if code >> 16 == WIN32 => io::Error::from_raw_os_error((code & 0xffff).cast_signed()),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use windows_registry::CURRENT_USER;

    use super::*;

    #[test]
    fn a_key_that_is_not_there_is_not_found() {
        let error = CURRENT_USER.open(r"Software\Patchround\never made").map_err(plain).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound, "{error}");
        assert_eq!(plain(io::Error::from_raw_os_error(5)).kind(), io::ErrorKind::PermissionDenied);
    }
}
