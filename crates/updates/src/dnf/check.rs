//! `dnf -C -d 10 check-update`: what dnf would upgrade, without what the PC has locked.

use std::collections::{BTreeMap, BTreeSet};

/// What dnf 4 writes last at this level of detail, and never where it was cut off.
pub const END: &str = "Cleaning up.";
/// After it come packages that would take the place of others under another name.
const REPLACEMENTS: &str = "Obsoleting Packages";
/// Where a package is from that is there.
const THERE: &str = "@";

/// What dnf would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// What it would upgrade: `NAME.ARCH` with the version, as dnf prints it.
    pub upgrades: BTreeMap<String, String>,
    /// What is there and would give way to a package of another name: `NAME.ARCH`.
    pub replaced: BTreeSet<String>,
}

/// Reads what dnf would do. `None` for an answer that was cut off.
pub fn parse(text: &str) -> Option<Checked> {
    let whole = without_end(text)?;
    // Before the first empty line dnf tells of itself.
    let Some((_, list)) = whole.split_once("\n\n") else { return Some(Checked::default()) };
    let (list, replacements) = match list.split_once(&format!("{REPLACEMENTS}\n")) {
        Some((list, replacements)) if list.is_empty() || list.ends_with('\n') => (list, replacements),
        _ => (list, ""),
    };
    let upgrades = rows(list)?.into_iter().map(|(name, evr, _)| (name, evr)).collect();
    let there = rows(replacements)?.into_iter().filter(|(.., from)| from.starts_with(THERE));
    Some(Checked { upgrades, replaced: there.map(|(name, ..)| name).collect() })
}

/// Rows of three words. One that is too long is broken: its words go on in the next line.
fn rows(text: &str) -> Option<Vec<(String, String, String)>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let row = |row: &[&str]| {
        let [name, evr, from] = row else { return None };
        let is_row = name.contains('.') && evr.contains('-');
        is_row.then(|| ((*name).to_owned(), (*evr).to_owned(), (*from).to_owned()))
    };
    words.chunks(3).map(row).collect()
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
        let Checked { upgrades, replaced } = parse(MIXED).unwrap();
        assert_eq!(upgrades.len(), 14);
        assert_eq!(upgrades["pr-epoch.noarch"], "1:1.0-2");
        assert!(!upgrades.contains_key("pr-lock.noarch") && !upgrades.contains_key("pr-new.noarch"));
        assert_eq!(replaced.into_iter().collect::<Vec<_>>(), ["pr-old.noarch"]);
    }

    #[test]
    fn a_row_that_is_too_long_for_a_line_is_one_row_all_the_same() {
        let text = "DNF version: 4.14.0\n\na-package-with-a-name-that-is-much-too-long.noarch\n      1.0-1      lab\nb.noarch 2-1 lab\nCleaning up.\n";
        let found = parse(text).unwrap().upgrades;
        assert_eq!(found["a-package-with-a-name-that-is-much-too-long.noarch"], "1.0-1");
        assert_eq!(found["b.noarch"], "2-1");
    }

    #[test]
    fn an_answer_that_was_cut_off_is_none() {
        for end in (0..MIXED.len()).filter(|end| MIXED.is_char_boundary(*end)) {
            assert_eq!(parse(&MIXED[..end]), None, "{end}");
        }
        assert_eq!(parse("DNF version: 4.14.0\nCleaning up.\n"), Some(Checked::default()));
    }
}
