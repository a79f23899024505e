//! What the owner agrees to be late with, at the window.

use patchround_protocol::UpdateId;
use patchround_words::say;
use uuid::Uuid;

use super::desk::Desk;
use crate::{
    Error,
    app::{ask::Excepting, show},
    except::Wanted,
};

impl Desk {
    /// Has the owner agree, whom the words stand for.
    pub(super) fn except(&self, wanted: &Excepting, words: &str) -> Result<(), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let id: UpdateId = wanted.update.parse().map_err(|_| Error::BadUpdateId(wanted.update.clone()))?;
        let package = self.with_known(&office, |known| show::package_of(&wanted.pc, &id, known))?;
        let exception = Wanted {
            package: package.ok_or(Error::UpdateGone(id))?,
            pcs: if wanted.everywhere { Vec::new() } else { vec![wanted.pc.clone()] },
            why: wanted.why.clone(),
            instead: wanted.instead.clone(),
            days: wanted.days.into(),
        };
        let agreed = office.except(&exception, words)?;
        self.reread()?;
        let sentence = self.with_known(&office, |known| show::excepted(&agreed, known))?;
        self.said(sentence, false, false);
        Ok(())
    }

    /// What is over already is as somebody wants it.
    pub(super) fn end_exception(&self, id: Uuid) -> Result<(), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        match office.end_exception(id) {
            Ok(()) => self.said(say("said-except-ended"), false, false),
            Err(Error::NotExcepted(_)) => {}
            Err(error) => return Err(error),
        }
        self.reread()
    }
}
