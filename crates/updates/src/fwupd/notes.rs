//! What a maker writes about firmware, without its markup. Anybody who publishes firmware may write anything here.

use patchround_protocol::limits;

use crate::names::turns_text;

/// Elements that begin a line of their own.
const LINES: [&str; 5] = ["p", "ul", "ol", "br", "div"];
/// Names of characters that AppStream's markup knows.
const NAMED: [(&str, char); 6] =
    [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' ')];
/// Characters of the longest entity that is looked for.
const ENTITY: usize = 10;

/// Plain text of bounded length; `None` where nothing is left.
pub fn plain(markup: &str) -> Option<String> {
    let mut text = Text::default();
    let mut rest = markup;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '<' => rest = tag(rest, &mut text),
            '&' => rest = entity(rest, &mut text),
            c if c.is_whitespace() => text.space(),
            c => text.add(c),
        }
    }
    let text = text.said.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What was written so far: no line is empty, and no word apart from the next by more than one blank.
#[derive(Debug, Default)]
struct Text {
    said: String,
}

impl Text {
    fn add(&mut self, c: char) {
        let is_plain = !c.is_control() && !turns_text(c);
        if is_plain && self.said.len() + c.len_utf8() <= limits::DETAILS_BYTES {
            self.said.push(c);
        }
    }

    fn space(&mut self) {
        if !self.said.is_empty() && !self.said.ends_with(char::is_whitespace) {
            self.add(' ');
        }
    }

    fn line(&mut self) {
        self.said.truncate(self.said.trim_end().len());
        if !self.said.is_empty() && self.said.len() < limits::DETAILS_BYTES {
            self.said.push('\n');
        }
    }
}

/// Takes a tag away; what is never closed is a sign like any other.
fn tag<'a>(rest: &'a str, text: &mut Text) -> &'a str {
    let Some(end) = rest.find('>') else {
        text.add('<');
        return rest;
    };
    let name = rest[..end].trim_start_matches('/').trim_end_matches('/').trim();
    let name = name.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    if name == "li" && !rest.starts_with('/') {
        text.line();
        "- ".chars().for_each(|c| text.add(c));
    } else if LINES.contains(&name.as_str()) {
        text.line();
    }
    &rest[end + 1..]
}

/// Writes the character that an entity stands for.
fn entity<'a>(rest: &'a str, text: &mut Text) -> &'a str {
    let end = rest.bytes().take(ENTITY).position(|b| b == b';');
    match end.and_then(|end| Some((end, character(rest.get(..end)?)?))) {
        Some((end, c)) => {
            text.add(c);
            &rest[end + 1..]
        }
        None => {
            text.add('&');
            rest
        }
    }
}

fn character(name: &str) -> Option<char> {
    if let Some((_, c)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    let number = name.strip_prefix('#')?;
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_becomes_lines_and_what_it_quotes_stays_text() {
        let said = plain(
            "<p>Fixes the <em>clock</em> &amp; &lt;b&gt;:</p>\n <ul><li>no\n hum</li><li>CVE&#45;1 &#x41;</li></ul><p>Done</p>",
        );
        assert_eq!(said.as_deref(), Some("Fixes the clock & <b>:\n- no hum\n- CVE-1 A\nDone"));
        assert_eq!(plain("<p> </p><script></script>"), None);
        assert_eq!(
            plain("a < b & c &bogus; &#7; &#x110000;").as_deref(),
            Some("a < b & c &bogus; &#x110000;")
        );
    }

    proptest! {
        #[test]
        fn no_words_are_too_long_or_control_a_terminal(said in "(<[a-z/ ]{0,4}>|&#?[a-z0-9]{0,4};?|\\PC|[\\x00-\\x1f]){0,3000}") {
            if let Some(text) = plain(&said) {
                prop_assert!(text.len() <= limits::DETAILS_BYTES);
                prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
            }
        }
    }
}
