//! What the person at the window says of the people of the office.

use patchround_words::{say, say_with};

use super::desk::Desk;
use crate::{Error, Office, people::Uses};

impl Desk {
    /// Who uses a PC.
    pub(super) fn uses(&self, pc: &str, uses: &Uses) -> Result<(), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let pc = office.set_uses(pc, uses)?;
        let sentence = match uses {
            Uses::Person { name } => {
                say_with("people-uses", &[("pc", pc.into()), ("person", name.trim().to_owned().into())])
            }
            Uses::Many => say_with("people-shared", &[("pc", pc.into())]),
            Uses::Nobody => say_with("people-nobody", &[("pc", pc.into())]),
        };
        self.said(sentence, false, false);
        self.refresh();
        Ok(())
    }

    /// Who stands in; an empty name for nobody.
    pub(super) fn stand_in(&self, name: &str) -> Result<(), Error> {
        self.with_office(|office| {
            if name.trim().is_empty() { office.no_stand_in() } else { office.set_stand_in(name) }
        })?;
        self.said(say("said-people"), false, false);
        Ok(())
    }

    /// From when until when the person in charge is away.
    pub(super) fn away(&self, from: &str, until: &str) -> Result<(), Error> {
        let day = |text: &str| text.parse().map_err(|_| Error::BadDays);
        let (from, until) = (day(from)?, day(until)?);
        self.with_office(|office: &Office| office.set_away(from, until))?;
        self.said(say("said-people"), false, false);
        Ok(())
    }
}
