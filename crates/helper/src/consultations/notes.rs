//! What people of this PC write to whoever is in charge without having been asked (ux.md 4).
//!
//! It changes nothing on the PC. It is in the event log, and from there with the manager.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    EventKind, JobId,
    consultation::{NotTaken, is_plain},
    limits::{NOTE_CHARS, NOTE_DAYS, NOTES_A_DAY},
    session::Wrote,
};

use super::Consultations;

const A_DAY: SignedDuration = SignedDuration::from_hours(24);
const LIFE: SignedDuration = SignedDuration::from_hours(24 * NOTE_DAYS);

/// The notes of each person that they still see, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<String, Vec<Wrote>>);

impl Consultations {
    /// A person writes. The same note said again is one: whoever was not told that it counts says it again.
    ///
    /// # Errors
    /// Why it does not count.
    pub fn write(&self, person: &str, note: JobId, words: &str, now: Timestamp) -> Result<(), NotTaken> {
        let words = words.trim();
        if words.is_empty() || !is_plain(words, NOTE_CHARS) {
            return Err(NotTaken::Malformed);
        }
        let lately = self.lock().notes.lately(person, now);
        if let Some(said) = lately.iter().find(|one| one.note == note) {
            return if said.words == words { Ok(()) } else { Err(NotTaken::Malformed) };
        }
        if lately.len() >= NOTES_A_DAY {
            return Err(NotTaken::TooOften);
        }
        let said = EventKind::PersonWrote { note, person: person.to_owned(), words: words.to_owned() };
        self.tell(said, now).map_err(|error| {
            tracing::error!(%error, "cannot write down a note");
            NotTaken::NotPossible
        })
    }

    /// What a person wrote, the newest first.
    pub fn wrote(&self, person: &str, now: Timestamp) -> Vec<Wrote> {
        let state = self.lock();
        let theirs = state.notes.0.get(person).into_iter().flatten().rev();
        theirs.filter(|one| now.duration_since(one.at) <= LIFE).cloned().collect()
    }
}

impl Notes {
    /// What a person wrote; also read from the log.
    pub(super) fn said(&mut self, note: JobId, person: &str, words: &str, at: Timestamp) {
        let theirs = self.0.entry(person.to_owned()).or_default();
        theirs.retain(|one| at.duration_since(one.at) <= LIFE);
        theirs.push(Wrote { note, at, words: words.to_owned() });
    }

    /// What was written while the clock ran ahead counts no more: it would keep this person from writing until then.
    fn lately(&self, person: &str, now: Timestamp) -> Vec<Wrote> {
        let theirs = self.0.get(person).into_iter().flatten();
        let is_lately = |one: &&Wrote| one.at <= now && now.duration_since(one.at) < A_DAY;
        theirs.filter(is_lately).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn said(notes: &mut Notes, number: u128, when: &str) {
        notes.said(JobId(Uuid::from_u128(number)), "ana", "words", at(when));
    }

    #[test]
    fn what_was_written_while_the_clock_ran_ahead_keeps_nobody_from_writing() {
        let mut notes = Notes::default();
        (1..4).for_each(|number| said(&mut notes, number, "2026-06-03T10:00:00Z"));
        assert_eq!(notes.lately("ana", at("2026-06-03T12:00:00Z")).len(), 3);
        assert_eq!(notes.lately("ana", at("2026-06-02T12:00:00Z")).len(), 0);
        assert_eq!(notes.lately("ana", at("2026-06-04T10:00:00Z")).len(), 0);
        assert_eq!(notes.lately("jonas", at("2026-06-03T12:00:00Z")).len(), 0);
    }

    #[test]
    fn notes_are_forgotten_after_their_time() {
        let mut notes = Notes::default();
        said(&mut notes, 1, "2026-06-03T10:00:00Z");
        said(&mut notes, 2, "2026-06-17T10:00:01Z");
        assert_eq!(notes.0["ana"].len(), 1);
    }
}
