//! A Debian changelog (deb-changelog(5)): what the versions that are newer than the installed one fix.

use jiff::{Timestamp, fmt::rfc2822};

/// CVE ids that are kept of one update: a kernel's first update had 2,018.
const CVES: usize = 4096;
/// Entries that are looked at.
const ENTRIES: usize = 200;

/// What a changelog says of the versions after the installed one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixes {
    /// CVE ids, sorted, each once.
    pub cves: Vec<String>,
    /// The date of the newest entry.
    pub released: Option<Timestamp>,
}

/// Reads the entries down to the first that `is_installed` calls the installed version or an older one. `None`
/// where there is no entry: it is no Debian changelog.
pub fn fixes(text: &str, mut is_installed: impl FnMut(&str) -> bool) -> Option<Fixes> {
    let mut fixes = Fixes::default();
    let mut is_newest = true;
    let mut entries = 0;
    for line in text.lines() {
        if let Some(version) = version_of(line) {
            entries += 1;
            if entries > ENTRIES || is_installed(version) {
                break;
            }
        } else if let Some(trailer) = line.strip_prefix(" -- ") {
            if std::mem::take(&mut is_newest) {
                fixes.released = date_of(trailer);
            }
        } else if entries > 0 && fixes.cves.len() < CVES {
            fixes.cves.extend(cves_of(line).map(str::to_owned));
        }
    }
    fixes.cves.sort_unstable();
    fixes.cves.dedup();
    fixes.cves.truncate(CVES);
    (entries > 0).then_some(fixes)
}

/// `openssl (3.0.19-1~deb12u2) bookworm-security; urgency=medium`
pub(super) fn version_of(line: &str) -> Option<&str> {
    let starts = line.starts_with(|c: char| c.is_ascii_alphanumeric());
    let (_, rest) = line.split_once(" (").filter(|_| starts)?;
    let (version, rest) = rest.split_once(") ")?;
    (is_version(version) && rest.contains(';')).then_some(version)
}

/// Whether this can be asked of dpkg as a version (deb-version(7)).
pub(super) fn is_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".+-:~".contains(&b))
}

/// `Name <mail>  Mon, 23 Nov 2026 10:00:00 +0000`
fn date_of(trailer: &str) -> Option<Timestamp> {
    let (_, date) = trailer.rsplit_once(">  ")?;
    rfc2822::parse(date.trim()).ok().map(|date| date.timestamp())
}

/// `CVE-`, four digits, `-`, four to seven digits.
fn cves_of(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("CVE-").filter_map(|(at, _)| cve_at(&line[at..]))
}

fn cve_at(text: &str) -> Option<&str> {
    const YEAR: usize = "CVE-2026-".len();
    let bytes = text.as_bytes();
    let is_year = bytes.get(4..8)?.iter().all(u8::is_ascii_digit) && bytes.get(8) == Some(&b'-');
    let digits = bytes[YEAR..].iter().take(7).take_while(|b| b.is_ascii_digit()).count();
    (is_year && digits >= 4).then(|| &text[..YEAR + digits])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "\
tool (2.0-1+deb12u3) bookworm-security; urgency=high

  * Fix CVE-2026-12345 and CVE-2026-0001 (Closes: #1).
  * See also CVE-2026-12345, XCVE-20-1, CVE-2026-12.

 -- Ann <ann@example.invalid>  Mon, 16 Nov 2026 10:00:00 +0100

tool (2.0-1+deb12u2) bookworm-security; urgency=high

  * Fix CVE-2025-99999.

 -- Ann <ann@example.invalid>  Mon, 02 Nov 2026 10:00:00 +0100

tool (2.0-1) unstable; urgency=medium

  * Fix CVE-2020-1111.

 -- Ann <ann@example.invalid>  Wed, 01 Jan 2020 10:00:00 +0100
";

    #[test]
    fn only_what_is_newer_than_the_installed_version_counts() {
        let fixes = fixes(TEXT, |version| version == "2.0-1").unwrap();
        assert_eq!(fixes.cves, ["CVE-2025-99999", "CVE-2026-0001", "CVE-2026-12345"]);
        assert_eq!(fixes.released, "2026-11-16T09:00:00Z".parse().ok());
    }

    #[test]
    fn an_update_of_which_nothing_newer_is_told_fixes_nothing() {
        assert_eq!(fixes(TEXT, |_| true), Some(Fixes::default()));
        assert_eq!(fixes("Version 2.0 (2026)\n CVE-2026-1234\n", |_| false), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_grow(text in "[C\\-VE0-9 ();\n>a.é:,+]{0,400}") {
            let found = fixes(&text, |_| false).unwrap_or_default();
            prop_assert!(found.cves.iter().all(|cve| (13..=16).contains(&cve.len())));
            prop_assert!(found.cves.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            fixes(&String::from_utf8_lossy(&bytes), |_| false);
        }
    }
}
