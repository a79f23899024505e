//! What a text may hold on paper. Nothing else reaches the fonts.

/// What stands for a character that no font has.
pub(crate) const REPLACEMENT: char = '\u{fffd}';

/// `text` without line ends, control characters and space upon space: a paragraph is one paragraph, whoever wrote it.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c != '\u{feff}').map(plain) {
        if c != ' ' || !cleaned.ends_with(' ') {
            cleaned.push(c);
        }
    }
    cleaned
}

fn plain(c: char) -> char {
    match c {
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() || is_no_character(c) => REPLACEMENT,
        c => c,
    }
}

/// Noncharacters and the marks of interlinear notes: no file may map a glyph to them.
fn is_no_character(c: char) -> bool {
    let code = u32::from(c);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe || (0xfff9..=0xfffb).contains(&code)
}

/// Whether a character is only there to steer others and has no glyph: joiners, directions, variants.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}
