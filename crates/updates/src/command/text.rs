//! What a program writes, as text: UTF-8, or UTF-16 as some programs of Windows write it.

/// The mark before UTF-16 with the lower byte first, which is the only one on Windows.
const MARK: [u8; 2] = [0xff, 0xfe];

/// The text, with anything that is neither replaced, and without a mark before it.
pub(super) fn of(bytes: &[u8]) -> String {
    let text = match utf16(bytes) {
        Some(units) => String::from_utf16_lossy(&units),
        None => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// The units of what is UTF-16: it has the mark, or a zero behind its first letter, which no text in UTF-8 has.
fn utf16(bytes: &[u8]) -> Option<Vec<u16>> {
    let is_wide = bytes.starts_with(&MARK) || matches!(bytes, [first, 0, ..] if *first > 0);
    is_wide.then(|| bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_the_same_in_every_encoding_and_without_its_mark() {
        let text = "Aktualisierung: ä 更新 😀\r\n";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = |mark: &[u8], text: &[u8]| [mark, text].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            wide.clone(),
            marked(&MARK, &wide),
            marked("\u{feff}".as_bytes(), text.as_bytes()),
        ] {
            assert_eq!(of(&bytes), text);
        }
    }

    #[test]
    fn what_is_no_text_is_replaced_and_an_odd_byte_at_the_end_is_left_out() {
        assert_eq!(of(b"a\xffb"), "a\u{fffd}b");
        assert_eq!((of(b"").as_str(), of(b"a\0b").as_str()), ("", "a"));
    }
}
