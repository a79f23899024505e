//! One plain line out of a paragraph or a point of a list.

use patchround_protocol::limits::CHANGE_CHARS;

/// Characters of a paragraph that are looked at.
const LOOKED_AT: usize = 2_000;
/// Before a full stop these do not end a sentence.
const SHORT: [&str; 8] = ["e.g", "i.e", "etc", "vs", "cf", "resp", "incl", "approx"];

/// The first sentence, whole: longer ones end at a word, with three dots that say so. `None` where nothing can be told as
/// it is: headings, addresses, markup, what cannot be seen or was not read rightly.
pub fn line(text: &str) -> Option<String> {
    let looked_at: String = text.chars().take(LOOKED_AT).collect();
    let words = looked_at.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_start_matches(['*', '-', '+', '•', '·', '–', '—', ' ']);
    let sentence = cut(first_sentence(words));
    let is_told = sentence.contains(' ')
        && sentence.starts_with(|c: char| c.is_alphanumeric() || "\"'(“‘`".contains(c))
        && !sentence.ends_with(':')
        && !has_markup(&sentence)
        && !sentence.contains(is_wild)
        && !["http:", "https:", "ftp:", "mailto:"].iter().any(|kind| sentence.starts_with(kind));
    is_told.then_some(sentence)
}

fn first_sentence(text: &str) -> &str {
    let ends = text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?'));
    for (at, mark) in ends {
        let (before, after) = (&text[..at], &text[at + mark.len_utf8()..]);
        let closing = after.len() - after.trim_start_matches(['"', '\'', ')', '”', '’']).len();
        let rest = &after[closing..];
        let goes_on = rest.trim_start().starts_with(char::is_lowercase);
        if rest.starts_with(' ') && !goes_on && !is_short(before) {
            return &text[..text.len() - rest.len()];
        }
    }
    text
}

/// Whether a full stop behind this belongs to an abbreviation or to somebody's initial.
fn is_short(before: &str) -> bool {
    let word = before.rsplit([' ', '(']).next().unwrap_or_default();
    SHORT.contains(&word.to_lowercase().as_str()) || (word.len() == 1 && word.starts_with(char::is_uppercase))
}

fn cut(sentence: &str) -> String {
    if sentence.chars().count() <= CHANGE_CHARS {
        return sentence.to_owned();
    }
    let start: String = sentence.chars().take(CHANGE_CHARS - 2).collect();
    let whole = start.rsplit_once(' ').map_or("", |(whole, _)| whole);
    if whole.is_empty() { String::new() } else { format!("{} …", whole.trim_end_matches([',', ';', ':'])) }
}

/// `<b>`, `</b>`, `<!--`, `<?php`, `&lt;`, and the backslashes and dots of a manual page.
fn has_markup(text: &str) -> bool {
    let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    let is_entity = |rest: &str| rest.split_once(';').is_some_and(|(name, _)| is_entity_name(name));
    text.split('<').skip(1).any(is_tag)
        || text.split('&').skip(1).any(is_entity)
        || text.contains("javascript:")
}

fn is_entity_name(name: &str) -> bool {
    !name.is_empty() && name.len() < 32 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
}

/// What moves a cursor, turns the order of reading, cannot be seen, or stands for bytes that were no text.
fn is_wild(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{fffd}' | '\u{feff}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_sentence_is_told_whole() {
        for (text, told) in [
            (
                "Macros made before 2015\n   no longer work. Use newer ones.",
                "Macros made before 2015 no longer work.",
            ),
            ("* Version 2.0 reads e.g. Word files. It is fast.", "Version 2.0 reads e.g. Word files."),
            (
                "Written by A. Author for all (see there.) And more.",
                "Written by A. Author for all (see there.)",
            ),
            ("Support for WebP images", "Support for WebP images"),
            ("Is it faster? Yes.", "Is it faster?"),
        ] {
            assert_eq!(line(text).as_deref(), Some(told), "{text:?}");
        }
    }

    #[test]
    fn what_is_too_long_ends_at_a_word_and_says_so() {
        let told = line(&"word, ".repeat(2_000)).unwrap();
        assert!(told.ends_with("word …") && told.chars().count() <= CHANGE_CHARS, "{told}");
        assert_eq!(line(&"x".repeat(9_000)), None, "no word ends");
    }

    #[test]
    fn headings_addresses_markup_and_what_cannot_be_read_are_not_told() {
        for text in [
            "",
            "Bugfixes",
            "New in this version:",
            "https://example.invalid/notes for more",
            "See <b>here</b> for all",
            "<script>alert(1)</script> is new",
            "All is &lt;b&gt; new",
            "All is new\u{202e} now",
            "A pa\u{fffd}e is new",
            "A \u{1b}[2J is new",
            "---- ---- ----",
            "<!-- a comment -->",
            "Go to javascript:alert(1) now",
        ] {
            assert_eq!(line(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_a_line_is_short_and_plain(text in "(?s).{0,400}") {
            let Some(told) = line(&text) else { return Ok(()) };
            prop_assert!(told.chars().count() <= CHANGE_CHARS && !told.contains(is_wild) && !has_markup(&told));
            prop_assert!(told.contains(' ') && told.trim() == told);
        }

        #[test]
        fn what_is_told_was_written(text in "[a-z.!? (),\"A-Z]{0,300}") {
            let Some(told) = line(&text) else { return Ok(()) };
            let written = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(written.contains(told.trim_end_matches(" …")));
        }
    }
}
