//! Lines of a program that may write anything, bounded in length.

use std::io::{BufRead, BufReader, Read};

/// Bytes of one line that are kept.
const LINE_BYTES: usize = 4096;

/// Calls `each` with every line until the end; a longer line is cut, the rest of it is dropped.
///
/// A carriage return ends a line too: package managers redraw their progress with it.
pub(super) fn for_each(source: impl Read, mut each: impl FnMut(String)) {
    let mut source = BufReader::new(source);
    let mut line = Vec::new();
    while let Ok(chunk) = source.fill_buf() {
        if chunk.is_empty() {
            break;
        }
        let used = chunk.len();
        for &byte in chunk {
            match byte {
                b'\n' | b'\r' => flush(&mut line, &mut each),
                _ if line.len() < LINE_BYTES => line.push(byte),
                _ => {}
            }
        }
        source.consume(used);
    }
    flush(&mut line, &mut each);
}

fn flush(line: &mut Vec<u8>, each: &mut impl FnMut(String)) {
    if !line.is_empty() {
        each(String::from_utf8_lossy(line).into_owned());
        line.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let mut all = Vec::new();
        for_each(bytes, |line| all.push(line));
        all
    }

    #[test]
    fn a_line_ends_at_a_line_feed_a_carriage_return_or_the_end() {
        assert_eq!(lines(b"a\nb\r5%\r10%\n\nlast"), ["a", "b", "5%", "10%", "last"]);
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_is_whole() {
        let mut bytes = vec![b'x'; 100_000];
        bytes.extend(b"\nnext\n");
        let all = lines(&bytes);
        assert_eq!((all[0].len(), all[1].as_str()), (LINE_BYTES, "next"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_line_longer_than_its_limit(bytes in proptest::collection::vec(any::<u8>(), 0..9000)) {
            for line in lines(&bytes) {
                prop_assert!(line.chars().count() <= LINE_BYTES);
            }
        }
    }
}
