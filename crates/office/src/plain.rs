//! Text from elsewhere, made so plain that a terminal, a window or a file can show it as it is.

/// Marks in a row that sit on one letter; more would be drawn over other lines.
const MARKS: usize = 3;

/// One line of at most so many characters: nothing that moves the cursor, changes the direction of reading,
/// or cannot be seen.
pub fn plain(text: &str, most: usize) -> String {
    let mut marks = 0;
    let mut clean = String::new();
    for c in text.chars().map(|c| if c.is_control() || is_break(c) { ' ' } else { c }) {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if !is_hidden(c) && marks <= MARKS {
            clean.push(c);
        }
        if clean.len() >= most.saturating_mul(4) {
            break;
        }
    }
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(most).collect::<String>().trim_end().to_owned()
}

/// Several such lines, of at most so many bytes together.
pub fn plain_lines(text: &str, most: usize) -> String {
    let mut clean = String::new();
    for line in text.lines() {
        let line = plain(line, most);
        if clean.len() + line.len() + 1 > most {
            break;
        }
        if !line.is_empty() {
            clean.extend((!clean.is_empty()).then_some('\n'));
            clean.push_str(&line);
        }
    }
    clean
}

/// As [`plain_lines`], but the last of them: where a tool says why it ended.
pub fn plain_end(text: &str, most: usize) -> String {
    let (mut lines, mut bytes) = (Vec::new(), 0);
    for line in text.lines().rev().map(|line| plain(line, usize::MAX)).filter(|line| !line.is_empty()) {
        if bytes + line.len() > most {
            if lines.is_empty() {
                lines.push(end_of(&line, most).to_owned());
            }
            break;
        }
        bytes += line.len() + 1;
        lines.push(line);
    }
    lines.reverse();
    lines.join("\n")
}

/// The end of one line, of so many bytes at most.
fn end_of(line: &str, most: usize) -> &str {
    let from = (line.len().saturating_sub(most)..=line.len()).find(|from| line.is_char_boundary(*from));
    from.and_then(|from| line.get(from..)).unwrap_or_default().trim_start()
}

/// The last whole lines of a text, of so many bytes at most.
pub fn last_lines(text: &str, most: usize) -> String {
    let mut from = text.len();
    for line in text.split_inclusive('\n').rev() {
        if text.len() - from + line.len() > most {
            break;
        }
        from -= line.len();
    }
    text[from..].to_owned()
}

/// What ends a line or a paragraph in some programs (Unicode 5.8).
fn is_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// What is not drawn, or turns the order of what is: Unicode's Default_Ignorable_Code_Point (UAX 44) and
/// Bidi_Control (UAX 9), and letters that look like nothing.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
}

/// The blocks of combining marks (Unicode 7.9).
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_moves_the_cursor_turns_the_text_or_cannot_be_seen_is_gone() {
        for (text, is) in [
            ("a\u{1b}[2Jb\u{7}\u{9b}31mc", "a [2Jb 31mc"),
            ("safe\u{202e}gpj.exe", "safegpj.exe"),
            ("front\u{200b}-\u{2060}desk\u{feff}", "front-desk"),
            ("one\r\ntwo\u{2028}three\tfour", "one two three four"),
            ("a\u{e0041}\u{e000}b", "ab"),
            ("Zoë Müller, 日本語, عربي", "Zoë Müller, 日本語, عربي"),
        ] {
            assert_eq!(plain(text, 80), is, "{text:?}");
        }
        let piled = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(plain(&piled, 80), "a\u{301}\u{301}\u{301}b");
    }

    #[test]
    fn several_lines_stay_several_and_have_an_end() {
        assert_eq!(plain_lines("one\n\n\u{1b}[1mtwo\n", 100), "one\n[1mtwo");
        assert_eq!(plain_lines(&"ab\n".repeat(100), 10), "ab\nab\nab");
        assert_eq!(last_lines("one\ntwo\nthree", 9), "two\nthree");
        assert_eq!(plain_end("one\n\n\u{1b}[1mtwo\nthree\n", 13), "[1mtwo\nthree");
        assert_eq!(plain_end("one\ntwo\nthree", 9), "two\nthree");
        assert_eq!((plain_end("E: it is gone", 7), plain_end("", 7)), ("is gone".into(), String::new()));
        assert_eq!(
            (last_lines("one\ntwo", 2), last_lines("", 9), last_lines("one", 9)),
            ("".into(), "".into(), "one".into())
        );
    }

    proptest! {
        #[test]
        fn no_text_is_longer_or_wilder_than_it_may_be(text in any::<String>(), most in 0usize..60) {
            let clean = plain(&text, most);
            prop_assert!(clean.chars().count() <= most);
            prop_assert!(!clean.chars().any(|c| c.is_control() || is_hidden(c) || is_break(c)));
            prop_assert_eq!(plain(&clean, most), clean.clone());
            prop_assert!(plain_lines(&text, most).len() <= most);
            let end = plain_end(&text, most);
            prop_assert!(end.len() <= most);
            prop_assert_eq!(plain_end(&end, most), end);
        }
    }
}
