//! Names and versions of winget's catalogue, as parts of an update's id: those have fewer letters.

use std::fmt::Write;

use patchround_protocol::UpdateId;

use super::SOURCE;

/// What no name in the catalogue has (its schema, PackageIdentifier), besides spaces and what controls anything.
const NEVER: &[char] = &['\\', '/', ':', '*', '?', '"', '<', '>', '|'];
/// Characters of a name in the catalogue.
const NAME_CHARS: usize = 128;

/// Whether a text can be a name in the catalogue; never an option.
pub fn is_name(text: &str) -> bool {
    let fits = text.chars().count() <= NAME_CHARS && text.starts_with(char::is_alphanumeric);
    fits && text.chars().all(|c| !NEVER.contains(&c) && is_letter(c))
}

/// Whether a text can be a version: as a name, with spaces.
pub fn is_version(text: &str) -> bool {
    let fits = text.chars().count() <= NAME_CHARS && text.starts_with(char::is_alphanumeric);
    fits && text.chars().all(|c| !NEVER.contains(&c) && (is_letter(c) || c == ' '))
}

fn is_letter(c: char) -> bool {
    c.is_ascii_graphic() || c.is_alphanumeric()
}

/// The id of one version of one program.
pub fn id(name: &str, version: &str) -> Option<UpdateId> {
    UpdateId::new(SOURCE, &encoded(name), &encoded(version)).ok()
}

/// With letters that no id has as the numbers of their bytes: `Cursor,Inc` is `Cursor{2c}Inc`.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b".+_~^-".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "{{{byte:02x}}}").expect("a string takes all that is written");
        }
        encoded
    })
}

/// What [`encoded`] was made of; `None` where it was made of nothing.
pub fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('{') {
        let (number, after) = after.split_once('}').filter(|(number, _)| number.len() == 2)?;
        bytes.extend_from_slice(plain.as_bytes());
        bytes.push(u8::from_str_radix(number, 16).ok()?);
        rest = after;
    }
    bytes.extend_from_slice(rest.as_bytes());
    // Two ids of one thing would be two things.
    String::from_utf8(bytes).ok().filter(|decoded| encoded(decoded) == text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_the_catalogue_are_names_and_options_paths_and_commands_are_none() {
        for name in
            ["Git.Git", "7zip.7zip", "Notepad++.Notepad++", "CursorAI,Inc.Cursor", "9PF4QZKKRZ7N", "Ünï.会社"]
        {
            assert!(is_name(name), "{name}");
        }
        let long = "a".repeat(129);
        for name in [
            "",
            "--force",
            "-x",
            r"ARP\Machine\X64\Git_is1",
            "a b",
            "a\tb",
            "../a",
            "a\u{202e}b",
            "a\u{0}",
            &long,
        ] {
            assert!(!is_name(name), "{name:?}");
        }
        assert!(is_version("17.14.21 (November 2025)") && is_version("2.0-rc.1+5"));
        for version in ["", "< 1.2", "> 118.0.1", " 1", "1/2", "-1", "1\n2"] {
            assert!(!is_version(version), "{version:?}");
        }
    }

    #[test]
    fn an_id_of_a_name_with_a_comma_and_of_a_version_with_a_space_is_read_back() {
        let id = id("CursorAI,Inc.Cursor", "1.0 beta{2}").unwrap();
        assert_eq!(id.as_str(), "winget:CursorAI{2c}Inc.Cursor@1.0{20}beta{7b}2{7d}");
        assert_eq!(decoded(id.native()).as_deref(), Some("CursorAI,Inc.Cursor"));
        assert_eq!(decoded(id.version()).as_deref(), Some("1.0 beta{2}"));
        for wrong in ["a{2", "a{2g}", "a{}", "a{2C}", "a{61}", "{ff}", "a}", "a,b"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_encoded_is_plain_and_the_same_when_it_is_decoded(text in "\\PC{1,40}") {
            let encoded = encoded(&text);
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".+_~^{}-".contains(&byte);
            prop_assert!(encoded.bytes().all(is_plain), "{}", encoded);
            prop_assert_eq!(decoded(&encoded), Some(text));
        }
    }
}
