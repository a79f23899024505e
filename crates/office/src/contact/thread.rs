//! Whether a PC's event log goes on from where it was read to, by the hashes of its lines.
//!
//! Helpers of the first version tell none: then there is nothing to compare.

use patchround_protocol::{Event, chain, ids::LineHash};

use crate::store::pcs::StoredPc;

/// The newest line that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thread {
    seq: u64,
    hash: Option<LineHash>,
}

impl Thread {
    /// Where it was left.
    pub(super) fn of(pc: &StoredPc) -> Self {
        Self { seq: pc.cursor, hash: pc.chain }
    }

    /// Takes the next line, as it came; `false` if it does not go on from the one before.
    pub(super) fn take(&mut self, line: &[u8], event: &Event) -> bool {
        let fits = match (self.hash, event.chain) {
            (None, _) => true,
            (Some(known), told) if event.seq == self.seq => told == Some(known),
            // An earlier version of the helper came back.
            (Some(_), None) => true,
            (Some(known), Some(_)) => {
                self.seq.checked_add(1) == Some(event.seq) && chain::follows(line, known)
            }
        };
        if event.seq >= self.seq {
            (self.seq, self.hash) = (event.seq, event.chain);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::EventKind;
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    /// So many lines of a log, each with its event.
    fn log(lines: u64) -> Vec<(Vec<u8>, Event)> {
        let mut before = LineHash::START;
        let mut next = |seq: u64| {
            let time = samples::now() + jiff::SignedDuration::from_secs(seq.cast_signed());
            let (line, hash) = chain::write(&Event::new(seq, time, EventKind::Unknown), before).unwrap();
            before = hash;
            let event = serde_json::from_slice(&line).unwrap();
            (line, event)
        };
        (1..=lines).map(&mut next).collect()
    }

    fn left_at((_, event): &(Vec<u8>, Event)) -> Thread {
        Thread { seq: event.seq, hash: event.chain }
    }

    fn fits(mut from: Thread, lines: &[(Vec<u8>, Event)]) -> bool {
        lines.iter().all(|(line, event)| from.take(line, event))
    }

    #[test]
    fn a_log_goes_on_from_its_newest_line_told_once_more_or_not() {
        let log = log(9);
        assert!(fits(left_at(&log[3]), &log[3..]), "the newest line comes first, once more");
        assert!(fits(left_at(&log[3]), &log[4..]), "it is gone: it was acknowledged");
        assert!(fits(Thread { seq: 0, hash: None }, &log[5..]), "nothing is known yet");
    }

    #[test]
    fn helpers_of_an_earlier_version_tell_no_hashes_and_that_is_no_change() {
        let old = |seq| (Vec::new(), Event::new(seq, samples::now(), EventKind::Unknown));
        let mut log = log(4);
        log.extend([old(5), old(6)]);
        assert!(fits(Thread { seq: 0, hash: None }, &[old(1), old(2)]));
        assert!(fits(left_at(&log[1]), &log[1..]), "an earlier version came back");
    }

    proptest! {
        #[test]
        fn what_was_changed_or_cut_in_a_log_that_was_read_is_noticed(
            read in 1usize..6, new in 1usize..5, at in any::<prop::sample::Index>(),
        ) {
            let whole = log((read + new) as u64);
            let left = left_at(&whole[read - 1]);
            let at = read + at.index(new);
            let mut missing = whole.clone();
            missing.remove(at);
            prop_assert!(at == missing.len() || !fits(left, &missing[read..]), "a line is missing");
            let mut other = whole.clone();
            other[at].0[8] ^= 1;
            prop_assert!(!fits(left, &other[read..]), "a line says something else");
            let mut rewritten = log((read + new) as u64 + 1);
            rewritten.remove(0); // numbered and chained anew from here
            let told = rewritten.iter().map(|(_, event)| Event { seq: event.seq - 1, ..event.clone() });
            let mut before = LineHash::START;
            let again: Vec<_> = told.map(|event| {
                let (line, hash) = chain::write(&event, before).unwrap();
                before = hash;
                (line, Event { chain: Some(hash), ..event })
            }).collect();
            prop_assert!(!fits(left, &again[read - 1..]), "what was read was changed and chained anew");
        }
    }
}
