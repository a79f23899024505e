//! What macOS has noted of its installations.

use std::{fs::File, io::Read};

use patchround_protocol::UpdateId;

use crate::{escaped::escaped, source::Pc};

/// Where it notes them.
const HISTORY: &str = "/Library/Receipts/InstallHistory.plist";
/// Bytes of it that are read: it grows with the Mac's years.
const BYTES: u64 = 16 * 1024 * 1024;

/// Whether it was installed by macOS' own account: in this version, by a name that its label begins with.
pub fn has(pc: &Pc<'_>, id: &UpdateId) -> bool {
    let mut text = String::new();
    let read = File::open(pc.place(HISTORY)).and_then(|file| file.take(BYTES).read_to_string(&mut text));
    read.is_ok() && is_in(&text, id)
}

/// As [`has`], by the text of that file.
pub fn is_in(plist: &str, id: &UpdateId) -> bool {
    plist.split("<dict>").skip(1).any(|entry| {
        let [name, version] = ["displayName", "displayVersion"].map(|key| text(entry, key));
        let is_named = name.is_some_and(|name| !name.is_empty() && id.native().starts_with(&escaped(name)));
        is_named && version.is_some_and(|version| escaped(version) == id.version())
    })
}

fn text<'a>(entry: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = entry.split_once(&format!("<key>{key}</key>"))?;
    rest.trim_start().strip_prefix("<string>")?.split_once("</string>").map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_is_known_by_its_name_and_version() {
        let plist = include_str!("../../testdata/written.InstallHistory.plist");
        let has = |id: &str| is_in(plist, &id.parse().unwrap());
        assert!(has("softwareupdate:Safari17.5MontereyAuto-17.5@17.5"));
        assert!(has("softwareupdate:Command^20Line^20Tools^20for^20Xcode-14.2@14.2"));
        for other in
            ["Safari17.6MontereyAuto-17.6@17.6", "Safari17.5MontereyAuto-17.5@14.2", "Xcode-14.2@14.2"]
        {
            assert!(!has(&format!("softwareupdate:{other}")), "{other}");
        }
        assert!(!is_in(
            "<dict><key>displayName</key><string></string>",
            &"softwareupdate:a@1".parse().unwrap()
        ));
    }
}
