//! Which macOS runs.

use std::fs;

use crate::source::Pc;

/// What describes the system.
pub(super) const ABOUT: &str = "/System/Library/CoreServices/SystemVersion.plist";
/// Bytes of it that are read.
const BYTES: usize = 64 * 1024;

/// The version of the macOS that runs; none where that is not told.
pub fn version(pc: &Pc<'_>) -> Option<String> {
    version_in(&fs::read_to_string(pc.place(ABOUT)).ok()?)
}

/// `ProductVersion` of a `SystemVersion.plist`.
pub fn version_in(plist: &str) -> Option<String> {
    let plist = plist.get(..plist.floor_char_boundary(BYTES))?;
    let (_, rest) = plist.split_once("<key>ProductVersion</key>")?;
    let (version, _) = rest.trim_start().strip_prefix("<string>")?.split_once("</string>")?;
    let is_version = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_version.then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_system_is_read_and_nothing_else_is_taken_for_it() {
        let plist = include_str!("../../testdata/written.SystemVersion.plist");
        assert_eq!(version_in(plist).as_deref(), Some("12.7.5"));
        for other in ["", "<key>ProductVersion</key>", "<key>ProductVersion</key><string>a</string>"] {
            assert_eq!(version_in(other), None, "{other}");
        }
    }
}
