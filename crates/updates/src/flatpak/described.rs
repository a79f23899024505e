//! What `flatpak info` and `flatpak remote-info` say of one ref: lines `   Label: value`, in a box as wide as a terminal.
//!
//! Above them stands the name with a summary, and one label is a maker's own words: either may hold a line break and a
//! made-up label. The true labels that are read here come after those (`Date` is the last line), and a maker could only
//! lie about their own program.

use jiff::Timestamp;
use patchround_protocol::limits;

use crate::names::one_line;

/// The place of a value that did not fit.
const CUT: char = '…';

/// What is said of one ref.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// The program's name; the runtime's own, where it has one.
    pub name: Option<String>,
    /// The version, where the maker gives one.
    pub version: Option<String>,
    /// When its commit was made.
    pub date: Option<Timestamp>,
    /// About how many bytes are fetched: three digits of it.
    pub download: Option<u64>,
    /// Why its maker ends it; empty where they give no reason.
    pub ended: Option<String>,
    /// The ref that takes its place: `app/ID/ARCH/BRANCH`. Cut where it did not fit, but never left out.
    pub replaced_by: Option<String>,
}

/// Reads a description; `None` where it is not whole.
pub fn parse(text: &str) -> Option<Described> {
    let lines: Vec<&str> = text.lines().collect();
    let is_whole = text.ends_with('\n') && lines.last()?.trim_start().starts_with("Date: ");
    let value = |label: &str| {
        let found =
            lines.iter().rev().find_map(|line| line.trim_start().strip_prefix(label)?.strip_prefix(": "));
        found.map(str::trim)
    };
    let text = |label: &str| value(label).and_then(line);
    is_whole.then(|| Described {
        name: name(&lines),
        version: text("Version").filter(|version| !version.ends_with(CUT)),
        date: value("Date").and_then(date),
        download: value("Download").and_then(bytes),
        ended: text("End-of-life"),
        replaced_by: text("End-of-life-rebase"),
    })
}

/// A maker's sentence in one line of bounded length, without what turns text around; `None` where nothing is left.
pub fn line(text: &str) -> Option<String> {
    let words =
        text.split_whitespace().map(one_line).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let line: String = words.chars().take(limits::LINE_CHARS).collect();
    (!line.is_empty()).then_some(line)
}

/// What stands before the first label: `NAME - SUMMARY`, and an empty line on both sides.
fn name(lines: &[&str]) -> Option<String> {
    let above: Vec<&str> =
        lines.iter().take_while(|line| !line.trim_start().starts_with("ID: ")).copied().collect();
    let whole = above.join(" ");
    let (name, _) = whole.split_once(" - ").unwrap_or((&whole, ""));
    Some(one_line(name)).filter(|name| !name.is_empty())
}

fn date(text: &str) -> Option<Timestamp> {
    Timestamp::strptime("%Y-%m-%d %H:%M:%S %z", text).ok()
}

/// `593 bytes`, `2.6 kB`: decimal units, and a space that does not break in between (g_format_size).
fn bytes(text: &str) -> Option<u64> {
    let (number, unit) = text.split_once([' ', '\u{a0}'])?;
    let zeros = match unit {
        "byte" | "bytes" => 0,
        "kB" => 3,
        "MB" => 6,
        "GB" => 9,
        "TB" => 12,
        _ => return None,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = part.len().min(zeros);
    let places = u32::try_from(zeros - digits).ok()?;
    format!("{whole}{}", &part.get(..digits)?).parse::<u64>().ok()?.checked_mul(10_u64.pow(places))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_recorded_description_is_read() {
        let app = parse(include_str!("../../testdata/debian-12.flatpak-remote-info.App")).unwrap();
        assert_eq!((app.name.as_deref(), app.version.as_deref()), (Some("Lab Tool"), Some("1.1")));
        assert_eq!((app.download, app.ended, app.replaced_by), (Some(646), None, None));
        assert!(app.date.unwrap().to_string().starts_with("2026-11-30T"));
        let moves = parse(include_str!("../../testdata/debian-12.flatpak-remote-info.Moves")).unwrap();
        assert_eq!(moves.replaced_by.as_deref(), Some("app/org.lab.New/x86_64/stable"));
        let old = parse(include_str!("../../testdata/debian-12.flatpak-remote-info.Old")).unwrap();
        assert_eq!((old.ended.as_deref(), old.replaced_by), (Some("nobody_cares_for_it"), None));
    }

    #[test]
    fn a_name_of_several_lines_and_alphabets_is_one_line() {
        let wide = parse(include_str!("../../testdata/debian-12.flatpak-info.Wide")).unwrap();
        assert_eq!(wide.name.as_deref(), Some("Wide 日本語 Zeile <b> Ä"));
        assert_eq!(wide.version.as_deref(), Some("1.0"));
    }

    #[test]
    fn every_cut_is_noticed() {
        let text = include_str!("../../testdata/debian-12.flatpak-info.App");
        assert!(parse(text).is_some());
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            assert_eq!(parse(&text[..at]), None, "{at}");
        }
    }

    #[test]
    fn sizes_are_read_as_they_are_said() {
        for (said, size) in
            [("593 bytes", 593), ("2.6\u{a0}kB", 2_600), ("1.2 GB", 1_200_000_000), ("12.34 MB", 12_340_000)]
        {
            assert_eq!(bytes(said), Some(size), "{said}");
        }
        for said in ["", "1", "x kB", "1.é kB", "99999999999999 TB", "1 KiB"] {
            assert_eq!(bytes(said), None, "{said}");
        }
    }

    proptest! {
        #[test]
        fn no_words_make_a_size_or_a_description_panic(text in "\\PC{0,40}|[0-9.é]{0,9} (kB|TB|bytes)") {
            let _ = bytes(&text);
            let _ = parse(&format!("{text}\nID: {text}\nDownload: {text}\nDate: {text}\n"));
        }
    }
}
