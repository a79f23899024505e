//! What the person at the window keeps back: one program, or everything for a while.

use std::rc::Rc;

use jiff::SignedDuration;
use patchround_protocol::ids::PackageName;
use patchround_words::say;

use super::desk::Desk;
use crate::{
    Error, Office,
    app::show,
    hold::{end_after, longest_pause},
};

impl Desk {
    /// Keeps all packages of a program back.
    pub(super) fn hold(&self, key: &str, why: &str, days: u16) -> Result<(), Error> {
        let (office, packages) = self.packages(key)?;
        office.hold(&packages, why, end_after(SignedDuration::from_hours(24 * i64::from(days)))?)?;
        self.said(say("said-held"), false, false);
        self.reread()
    }

    /// No longer keeps them back.
    pub(super) fn release(&self, key: &str) -> Result<(), Error> {
        let (office, packages) = self.packages(key)?;
        office.release(&packages)?;
        self.said(say("said-released"), false, false);
        self.reread()
    }

    pub(super) fn pause(&self) -> Result<(), Error> {
        self.with_office(|office| office.pause(end_after(longest_pause(&office.charter().floor))?))
    }

    fn packages(&self, key: &str) -> Result<(Rc<Office>, Vec<PackageName>), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let packages = self.with_known(&office, |known| show::packages_of(key, known))?;
        Ok((office, packages))
    }
}
