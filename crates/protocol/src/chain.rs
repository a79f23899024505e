//! Lines that hang together: each carries a hash over itself and over the hash of the line before it, so that what
//! was changed, taken out, put in or put elsewhere does not fit.
//!
//! An event's hash is the last member of its line and stands for the bytes before it, as they are: there is no
//! canonical JSON here either.

use sha2::{Digest, Sha256};

use crate::{Event, ids::LineHash};

/// The chain of a PC's event log.
const LOG: &str = "log";
/// What stands before and behind an event's hash.
const TAIL: (&[u8], &[u8]) = (b",\"chain\":\"", b"\"}");
/// Hexadecimal digits of a hash.
const DIGITS: usize = 64;

impl LineHash {
    /// What comes before the first line.
    pub const START: Self = Self([0; 32]);

    /// The hash of the next line in the chain of this name. Each part counts with its length.
    #[must_use]
    pub fn then(self, name: &str, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        hash.update(format!("patchround/{name}/1\0"));
        hash.update(self.0);
        for part in parts {
            hash.update(u64::try_from(part.len()).expect("usize fits in u64").to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

/// Writes an event as the line after the one with this hash, without an end of line. Its hash is in it.
///
/// # Errors
/// When the event cannot be written as JSON.
pub fn write(event: &Event, before: LineHash) -> serde_json::Result<(Vec<u8>, LineHash)> {
    let mut line = serde_json::to_vec(&Event { chain: None, ..event.clone() })?;
    line.pop(); // The brace that ends it stands behind the hash.
    let hash = before.then(LOG, &[&line]);
    line.extend_from_slice(TAIL.0);
    line.extend_from_slice(hash.to_string().as_bytes());
    line.extend_from_slice(TAIL.1);
    Ok((line, hash))
}

/// Whether a line, exactly as it came, is the next one after the one with this hash.
pub fn follows(line: &[u8], before: LineHash) -> bool {
    split(line).is_some_and(|(said, hash)| before.then(LOG, &[said]).to_string().as_bytes() == hash)
}

/// What a line says, and its hash.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = line.strip_suffix(TAIL.1)?;
    let (rest, hash) = rest.split_at_checked(rest.len().checked_sub(DIGITS)?)?;
    Some((rest.strip_suffix(TAIL.0)?, hash))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::{EventKind, JobId};

    fn event(seq: u64) -> Event {
        let job = JobId(uuid::Uuid::from_u128(u128::from(seq)));
        Event::new(seq, Timestamp::UNIX_EPOCH, EventKind::PolicyRunStarted { job, policy_version: 1 })
    }

    /// Lines as a log has them.
    fn log(lines: u64) -> Vec<Vec<u8>> {
        let mut before = LineHash::START;
        let mut next = |seq| {
            let (line, hash) = write(&event(seq), before).unwrap();
            before = hash;
            line
        };
        (1..=lines).map(&mut next).collect()
    }

    fn hash_of(line: &[u8]) -> LineHash {
        serde_json::from_slice::<Event>(line).unwrap().chain.unwrap_or(LineHash::START)
    }

    /// Whether every line follows the one before.
    fn hangs_together(log: &[Vec<u8>]) -> bool {
        let mut before = LineHash::START;
        log.iter().all(|line| {
            let fits = follows(line, before);
            before = serde_json::from_slice::<Event>(line).ok().and_then(|e| e.chain).unwrap_or(before);
            fits
        })
    }

    #[test]
    fn a_line_reads_as_the_event_and_names_its_own_hash_last() {
        let (line, hash) = write(&event(7), LineHash([9; 32])).unwrap();
        let read: Event = serde_json::from_slice(&line).unwrap();
        assert_eq!(read, Event { chain: Some(hash), ..event(7) });
        assert_eq!(serde_json::to_vec(&read).unwrap(), line, "whoever writes it again writes the same");
        assert!(follows(&line, LineHash([9; 32])) && !follows(&line, LineHash::START));
    }

    #[test]
    fn parts_of_a_line_are_not_taken_for_one_another() {
        let hash = |parts: &[&[u8]]| LineHash::START.then("x", parts);
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
        assert_ne!(hash(&[b"ab"]), hash(&[b"ab", b""]));
        assert_ne!(hash(&[b"ab"]), LineHash::START.then("y", &[b"ab"]));
    }

    proptest! {
        #[test]
        fn a_log_that_was_changed_anywhere_does_not_hang_together(
            lines in 2u64..9, at in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(),
            byte in any::<prop::sample::Index>(), flip in 1u8..,
        ) {
            let whole = log(lines);
            prop_assert!(hangs_together(&whole));
            let (at, to) = (at.index(whole.len()), to.index(whole.len()));
            let mut changed = whole.clone();
            let byte = byte.index(changed[at].len());
            changed[at][byte] ^= flip;
            prop_assert!(!hangs_together(&changed), "a changed byte");
            let mut cut = whole.clone();
            cut.remove(at.min(whole.len() - 2));
            prop_assert!(!hangs_together(&cut), "a line that was taken out");
            let mut more = whole.clone();
            more.insert(at + 1, write(&event(99), hash_of(&whole[at])).unwrap().0);
            prop_assert!(at + 2 == more.len() || !hangs_together(&more), "a line that was put in");
            prop_assume!(at != to);
            let mut moved = whole.clone();
            moved.swap(at, to);
            prop_assert!(!hangs_together(&moved), "lines that changed places");
        }
    }
}
