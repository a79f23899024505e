//! Whether a maker's own words say that something people rely on goes away or has to be moved.

/// Words that say so wherever they stand.
const ALWAYS: [&str; 8] = [
    "deprecated",
    "deprecates",
    "deprecation",
    "discontinued",
    "migrate",
    "migrated",
    "migration",
    "unsupported",
];
/// What is taken out, if it is not one of [`HOUSEKEEPING`].
const REMOVED: [&str; 4] = ["removed", "removes", "removal", "dropped"];
/// What a maker removes without anybody missing it.
const HOUSEKEEPING: [&str; 18] = [
    "bug",
    "bugs",
    "code",
    "crash",
    "debug",
    "debugging",
    "dead",
    "dependency",
    "duplicate",
    "duplicated",
    "leak",
    "leaks",
    "message",
    "patch",
    "patches",
    "unused",
    "warning",
    "warnings",
];
/// What "no longer" takes away; with any other word it mostly tells of a mended fault ("no longer crashes").
const NO_LONGER: [&str; 17] = [
    "accept",
    "accepts",
    "available",
    "exists",
    "included",
    "includes",
    "maintained",
    "offered",
    "offers",
    "open",
    "opens",
    "possible",
    "provided",
    "shipped",
    "support",
    "supported",
    "supports",
];
/// So many words after "no longer" belong to it.
const NEAR: usize = 3;

/// The word by which a maker's notes say that something was removed, is on its way out, is not there any more or
/// has to be moved; `None` if they do not.
///
/// Whole words of one sentence only: "unremoved" and "Migrations Ltd" say nothing. It reads English. For notes that
/// are written for people (NEWS, release notes); a distribution's changelog tells of its own patches, too
/// (`docs/substantial.md` says how it did on some).
pub fn maker_says(notes: &str) -> Option<&'static str> {
    notes.split(['.', ';', '\n', '!', '?']).find_map(in_sentence)
}

fn in_sentence(sentence: &str) -> Option<&'static str> {
    let lower = sentence.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
    let has = |list: &[&'static str]| list.iter().copied().find(|word| words.contains(word));
    let removed = || has(&REMOVED).filter(|_| has(&HOUSEKEEPING).is_none());
    has(&ALWAYS).or_else(removed).or_else(|| is_no_longer(&words).then_some("no longer"))
}

fn is_no_longer(words: &[&str]) -> bool {
    let takes_away = |at: usize| {
        let after = words.iter().skip(at + 2).take(NEAR);
        words.get(at + 1) == Some(&"longer") && after.clone().any(|word| NO_LONGER.contains(word))
    };
    words.iter().enumerate().any(|(at, word)| *word == "no" && takes_away(at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_maker_who_takes_something_away_says_so() {
        for (notes, word) in [
            ("The FTP dialog was removed.", "removed"),
            ("* Importing from Outlook Express is deprecated", "deprecated"),
            ("Version 7 files can no longer be opened; it no longer supports them", "no longer"),
            ("You have to MIGRATE your profile, first", "migrate"),
            ("Support for 32-bit add-ons has been dropped", "dropped"),
            ("Fixed a crash.\n\nThe old toolbar was removed", "removed"),
        ] {
            assert_eq!(maker_says(notes), Some(word), "{notes}");
        }
    }

    #[test]
    fn mended_faults_and_parts_of_words_are_no_such_thing() {
        for notes in [
            "Printing no longer crashes",
            "Removed a memory leak in the viewer",
            "Removed unused code",
            "unremoved, premigrated, undeprecatedly",
            "It is no longer. Supported by everybody",
            "nolonger supported",
            "",
        ] {
            assert_eq!(maker_says(notes), None, "{notes}");
        }
    }

    proptest! {
        #[test]
        fn a_word_counts_as_a_whole_word_only(before in "[a-z]{0,3}", after in "[a-rt-z]{0,3}", word in prop::sample::select(&ALWAYS[..])) {
            let whole = before.is_empty() && after.is_empty();
            let found = maker_says(&format!("It is {before}{word}{after} now"));
            let is_other = ALWAYS.contains(&&*format!("{before}{word}{after}"));
            prop_assert_eq!(found.is_some(), whole || is_other);
        }

        #[test]
        fn whatever_is_written_is_read_to_its_end(notes in "(?s).{0,400}") {
            maker_says(&notes);
        }
    }
}
