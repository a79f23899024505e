//! What `softwareupdate -l` says.

use patchround_protocol::limits;

/// What it says where nothing is offered.
const NOTHING: &str = "No new software available";
/// What stands between a title and its version; a title may have colons and commas of its own.
const VERSION: &str = ", Version: ";

/// One update as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name for `softwareupdate`.
    pub label: String,
    /// Its name for people.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Bytes to download, where they are told.
    pub bytes: Option<u64>,
    /// What has to be done to have it in use: `restart`.
    pub action: Option<String>,
}

/// What both outputs list. `None` where they are not a whole list: they end in the middle, or say neither that something is
/// offered nor that nothing is, as in another language.
///
/// Other lines are nobody's: programs of macOS write their own among them.
pub fn parse(stdout: &str, stderr: &str) -> Option<Vec<Entry>> {
    if !(stdout.is_empty() || stdout.ends_with('\n')) {
        return None;
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut label = None;
    for line in stdout.lines().map(str::trim) {
        if let Some(next) = line.strip_prefix("* Label: ") {
            if label.replace(next).is_some() {
                return None;
            }
        } else if let Some(about) = line.strip_prefix("Title: ") {
            entries.push(entry(label.take()?, about)?);
        }
    }
    let says_nothing = || [stdout, stderr].iter().any(|said| said.contains(NOTHING));
    (label.is_none() && (!entries.is_empty() || says_nothing())).then_some(entries)
}

fn entry(label: &str, about: &str) -> Option<Entry> {
    // Each field ends with a comma: without the last one the line was cut.
    let about = about.strip_suffix(',')?;
    let at = about.rfind(VERSION)?;
    let (title, fields) = (about[..at].trim(), &about[at + VERSION.len()..]);
    let mut fields = fields.split(", ");
    let version = fields.next()?.trim();
    let mut entry =
        Entry { label: fit(label)?, title: fit(title)?, version: fit(version)?, bytes: None, action: None };
    for (name, value) in fields.filter_map(|field| field.split_once(": ")) {
        match name {
            "Size" => entry.bytes = bytes(value),
            "Action" => entry.action = Some(value.to_owned()),
            _ => {}
        }
    }
    Some(entry)
}

/// What stands for something to be named by, and on a command line.
fn fit(text: &str) -> Option<String> {
    let text = text.trim();
    let is_fit = !text.is_empty() && text.len() <= limits::LINE_CHARS && !text.contains(char::is_control);
    is_fit.then(|| text.to_owned())
}

/// `1765616K` and `1765616KiB` are the same.
fn bytes(size: &str) -> Option<u64> {
    let digits = size.trim_end_matches("iB").strip_suffix('K')?;
    digits.parse::<u64>().ok()?.checked_mul(1024).filter(|bytes| *bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MUNKI: &str = include_str!("../../testdata/macos-12.softwareupdate-l.munki");
    const MIXED: &str = include_str!("../../testdata/written.softwareupdate-l.mixed");

    #[test]
    fn a_real_list_is_read_whole_among_what_others_write() {
        let entries = parse(MUNKI, "").unwrap();
        let [safari, minor, major] = &entries[..] else { panic!("{entries:?}") };
        let said = Entry {
            label: "Safari17.6MontereyAuto-17.6".into(),
            title: "Safari".into(),
            version: "17.6".into(),
            bytes: Some(152_370 * 1024),
            action: None,
        };
        assert_eq!(safari, &said);
        assert_eq!((minor.bytes, minor.action.as_deref()), (Some(1_765_616 * 1024), Some("restart")));
        assert_eq!((&*major.label, &*major.version), ("macOS Sonoma 14.6.1-23G93", "14.6.1"));
    }

    #[test]
    fn a_title_may_have_commas_and_colons_of_its_own() {
        let entries = parse(MIXED, "").unwrap();
        let odd = entries.iter().find(|entry| entry.label.starts_with("Pro Video")).unwrap();
        assert_eq!((&*odd.title, &*odd.version), ("Pro Video: Formats, Version: all", "2.3"));
    }

    #[test]
    fn that_nothing_is_offered_is_said_and_silence_is_no_answer() {
        let idle = "Software Update Tool\n\nFinding available software\n";
        assert_eq!(parse(idle, "No new software available.\n"), Some(Vec::new()));
        assert_eq!(parse(idle, ""), None);
        assert_eq!(parse("", ""), None);
    }

    #[test]
    fn a_list_that_ends_in_the_middle_is_none() {
        let whole = parse(MUNKI, "").unwrap();
        for at in (0..MUNKI.len()).filter(|at| MUNKI.is_char_boundary(*at)) {
            for entry in parse(&MUNKI[..at], "").unwrap_or_default() {
                assert!(whole.contains(&entry), "{at}: {entry:?}");
            }
        }
        assert_eq!(parse("* Label: a\n* Label: b\n\tTitle: b, Version: 1, Size: 1K, \n", ""), None);
        assert_eq!(parse("\tTitle: b, Version: 1, Size: 1K, \n", ""), None);
        assert_eq!(parse("* Label: b\n\tTitle: b, Size: 1K, \n", ""), None);
    }

    #[test]
    fn a_size_without_a_unit_or_of_nothing_is_not_known() {
        let of = |size: &str| {
            let text = format!("* Label: b\n\tTitle: b, Version: 1, Size: {size}, Recommended: YES, \n");
            parse(&text, "").unwrap()[0].bytes
        };
        assert_eq!((of("2K"), of("2KiB")), (Some(2048), Some(2048)));
        for none in ["0K", "2", "2M", "-2K", "99999999999999999999K", "18446744073709551615K", ""] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
