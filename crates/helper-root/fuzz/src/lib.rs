//! What must hold for any bytes on the root socket: the body of the fuzz target, and of the test that replays
//! its corpus.
//!
//! Runs as: a developer, and `tests/fuzz_corpus.rs`.
//! Must not: hold a property that the shipped code has no part in.

use std::io::{self, Read};

use patchround_helper_root::line::{self, CHUNK_BYTES, HELPER_BYTES, JOIN_BYTES, Line};
use patchround_protocol::{root::Ask, wire::Refusal};

/// Somebody at the other end of the socket, who writes as much at once as he likes.
struct Peer<'a> {
    says: &'a [u8],
    at_once: usize,
    read: usize,
}

impl Read for Peer<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.at_once.min(into.len()).min(self.says.len() - self.read);
        into[..count].copy_from_slice(&self.says[self.read..][..count]);
        self.read += count;
        Ok(count)
    }
}

/// First two bytes: whose limit holds, and how much is written at once. The rest is what is said.
pub fn root_line(data: &[u8]) {
    let [limit, at_once, says @ ..] = data else { return };
    let limit = [HELPER_BYTES, JOIN_BYTES, 64][usize::from(limit % 3)];
    let at_once = if at_once % 8 == 0 { CHUNK_BYTES } else { usize::from(*at_once) };
    let mut peer = Peer { says, at_once, read: 0 };
    let read = line::read(&mut peer, limit);
    assert!(peer.read <= limit + CHUNK_BYTES, "read on beyond the limit");
    let first = says.split(|byte| *byte == b'\n').next().filter(|first| first.len() < says.len());
    match (read, first) {
        (Ok(line @ Line::TooLong), _) => {
            assert!(first.unwrap_or(says).len() > limit, "a line within the limit is one");
            assert_eq!(line.ask(), Err(Refusal::TooLarge));
        }
        (Ok(line @ Line::Whole(_)), Some(first)) => {
            assert!(first.len() <= limit);
            assert_eq!(line, Line::Whole(first.to_vec()), "however it came in");
            asked(&line, limit);
        }
        (Ok(Line::Whole(_)), None) => panic!("no line is whole before its end"),
        (Err(error), first) => {
            assert!(first.is_none() && says.len() <= limit, "{error}");
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        }
    }
}

/// What was asked can be asked again, on one line, and is the same.
fn asked(line: &Line, limit: usize) {
    let ask = match line.ask() {
        Ok(ask) => ask,
        Err(refusal) => return assert_eq!(refusal, Refusal::Malformed),
    };
    let mut text = serde_json::to_vec(&ask).expect("what was read can be written");
    assert!(!text.contains(&b'\n'), "one line is not one line any more");
    text.push(b'\n');
    if text.len() <= limit {
        let again = line::read(&mut text.as_slice(), limit).expect("it ends with a line break");
        assert_eq!(again.ask().as_ref(), Ok::<&Ask, &Refusal>(&ask));
    }
}
