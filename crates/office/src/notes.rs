//! What people wrote to whoever is in charge without having been asked (ux.md 4). It wants somebody to talk with them:
//! nothing is answered here, and nothing on their PC depends on it.

use jiff::Timestamp;
use patchround_protocol::{JobId, PcId};

use crate::{
    consultation::turn::Turn,
    error::Error,
    office::Office,
    store::{notes::StoredNote, record::What},
};

/// A note that is not done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Names it.
    pub note: JobId,
    /// The PC from which it was written.
    pub pc: PcId,
    /// What people call it.
    pub name: String,
    /// The name of their account there.
    pub person: String,
    /// Their own words.
    pub words: String,
    /// Whose turn it is to talk with them.
    pub turn: Turn,
}

impl Office {
    /// What people wrote and nobody has done with, the newest first.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn notes(&self) -> Result<Vec<Note>, Error> {
        self.notes_at(Timestamp::now())
    }

    pub(crate) fn notes_at(&self, now: Timestamp) -> Result<Vec<Note>, Error> {
        let mut all = Vec::new();
        for stored in self.store.open_notes()? {
            let Some(pc) = self.store.joined_pc(stored.pc)? else { continue };
            let StoredNote { note, pc: id, person, words, heard } = stored;
            let turn = self.turn_since(heard.min(now), now);
            all.push(Note { note, pc: id, name: pc.name, person, words, turn });
        }
        Ok(all)
    }

    /// Somebody talked with who wrote these notes of a PC: gives them.
    ///
    /// # Errors
    /// [`Error::NotObjected`] where none of them is open; [`Error::Store`].
    pub fn done_with(&self, pc: PcId, which: impl Fn(&Note) -> bool) -> Result<Vec<Note>, Error> {
        let notes: Vec<Note> = self.notes()?.into_iter().filter(|one| one.pc == pc && which(one)).collect();
        let pc = notes.first().ok_or(Error::NotObjected)?.name.clone();
        let mut people: Vec<String> = notes.iter().map(|one| one.person.clone()).collect();
        people.sort();
        people.dedup();
        self.store.at_once(|| {
            notes.iter().try_for_each(|one| self.store.note_done(one.pc, one.note, Timestamp::now()))?;
            self.note(&What::NoteDone { pc, people })
        })?;
        Ok(notes)
    }
}

#[cfg(test)]
mod tests;
