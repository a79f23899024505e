//! `dnf -C -d 10 check-update`: what dnf would upgrade, without what the PC has locked.

use std::collections::BTreeMap;

/// What dnf 4 writes last at this level of detail, and never where it was cut off.
pub const END: &str = "Cleaning up.";
/// After it come packages that would take the place of others under another name.
const REPLACEMENTS: &str = "Obsoleting Packages";

/// What dnf would upgrade: `NAME.ARCH` with the version, as dnf prints it. `None` for an answer that was cut off.
pub fn parse(text: &str) -> Option<BTreeMap<String, String>> {
    let whole = without_end(text)?;
    // Before the first empty line dnf tells of itself.
    let Some((_, list)) = whole.split_once("\n\n") else { return Some(BTreeMap::new()) };
    let list = list.lines().take_while(|line| *line != REPLACEMENTS);
    // A row that is too long is broken: its words go on in the next line.
    let words: Vec<&str> = list.flat_map(str::split_whitespace).collect();
    if !words.len().is_multiple_of(3) {
        return None;
    }
    let rows = words.chunks(3).map(|row| (row[0].contains('.') && row[1].contains('-')).then_some(row));
    rows.map(|row| row.map(|row| (row[0].to_owned(), row[1].to_owned()))).collect()
}

/// The text before the end; `None` where it has none.
pub(super) fn without_end(text: &str) -> Option<&str> {
    let whole = text.strip_suffix('\n')?.strip_suffix(END)?;
    (whole.is_empty() || whole.ends_with('\n')).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = include_str!("../../testdata/debian-12.dnf-check-update.mixed");

    #[test]
    fn what_would_be_upgraded_is_told_without_what_is_locked_or_would_replace_another() {
        let found = parse(MIXED).unwrap();
        assert_eq!(found.len(), 14);
        assert_eq!(found["pr-epoch.noarch"], "1:1.0-2");
        assert!(!found.contains_key("pr-lock.noarch") && !found.contains_key("pr-new.noarch"));
    }

    #[test]
    fn a_row_that_is_too_long_for_a_line_is_one_row_all_the_same() {
        let text = "DNF version: 4.14.0\n\na-package-with-a-name-that-is-much-too-long.noarch\n      1.0-1      lab\nb.noarch 2-1 lab\nCleaning up.\n";
        let found = parse(text).unwrap();
        assert_eq!(found["a-package-with-a-name-that-is-much-too-long.noarch"], "1.0-1");
        assert_eq!(found["b.noarch"], "2-1");
    }

    #[test]
    fn an_answer_that_was_cut_off_is_none() {
        for end in (0..MIXED.len()).filter(|end| MIXED.is_char_boundary(*end)) {
            assert_eq!(parse(&MIXED[..end]), None, "{end}");
        }
        assert_eq!(parse("DNF version: 4.14.0\nCleaning up.\n"), Some(BTreeMap::new()));
    }
}
