//! The people of the office: who uses each PC, who is in charge on a day, and who stands in (ux.md 5.1).
//!
//! They stand in the signed policy, so that every PC can say whom to ask (rules.md 2). What a person decided or ordered
//! stays under that person's own name: only who is to be asked changes with the day.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{
    PcId, Policy, limits,
    people::{Away, UsedBy},
};
use serde::{Deserialize, Serialize};

use crate::{error::Error, names, office::Office, store::record::What};

/// Who uses a PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "uses", rename_all = "snake_case")]
pub enum Uses {
    /// One person.
    Person {
        /// Their plain name.
        name: String,
    },
    /// Many share it.
    Many,
    /// Nobody said.
    Nobody,
}

/// Who is to be asked on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InCharge {
    /// Their name.
    pub name: String,
    /// Who is away, where this is the stand-in.
    pub instead_of: Option<String>,
    /// The last day of that.
    pub until: Option<Date>,
}

/// Who is in charge on a day: the person who looks after the PCs, or on the days of being away the stand-in. Every text
/// that names whom to ask takes the name from here.
pub fn in_charge(person: &str, policy: &Policy, day: Date) -> InCharge {
    match policy.stands_in(day) {
        Some(name) => InCharge {
            name: names::plain(name, limits::NAME_CHARS),
            instead_of: Some(person.to_owned()),
            until: policy.away.map(|away| away.until),
        },
        None => InCharge { name: person.to_owned(), instead_of: None, until: None },
    }
}

/// Who uses a PC, as the office has it.
pub fn uses(policy: &Policy, pc: PcId) -> Uses {
    match policy.used_by(pc) {
        Some(UsedBy { person: Some(name), .. }) => {
            Uses::Person { name: names::plain(name, limits::NAME_CHARS) }
        }
        Some(UsedBy { person: None, .. }) => Uses::Many,
        None => Uses::Nobody,
    }
}

impl Office {
    /// Who is in charge on a day.
    pub fn in_charge(&self, day: Date) -> InCharge {
        in_charge(&self.person(), &self.policy(), day)
    }

    /// Says who uses a PC, and gives the PC's name back.
    ///
    /// # Errors
    /// [`Error::UnknownPc`], [`Error::BadName`]; [`Error::Sign`], [`Error::Store`].
    pub fn set_uses(&self, pc: &str, uses: &Uses) -> Result<String, Error> {
        let pcs = self.store.pcs()?;
        let pc = names::find(pc, &pcs)?;
        let person = match uses {
            Uses::Person { name } => Some(names::given(name)?),
            Uses::Many | Uses::Nobody => None,
        };
        let what = match (&person, uses) {
            (Some(person), _) => What::PcUsedBy { pc: pc.name.clone(), person: person.clone() },
            (None, Uses::Many) => What::PcShared { pc: pc.name.clone() },
            (None, _) => What::PcUsedByNobody { pc: pc.name.clone() },
        };
        self.change_policy(&[what], |policy| {
            policy.people.retain(|used| used.pc != pc.id && pcs.iter().any(|other| other.id == used.pc));
            policy.people.extend((*uses != Uses::Nobody).then_some(UsedBy { pc: pc.id, person }));
        })?;
        Ok(pc.name.clone())
    }

    /// Says who stands in for the person in charge. Nobody can stand in for oneself.
    ///
    /// # Errors
    /// [`Error::BadName`], [`Error::StandsInForOneself`]; [`Error::Sign`], [`Error::Store`].
    pub fn set_stand_in(&self, name: &str) -> Result<(), Error> {
        let name = names::given(name)?;
        if name.to_lowercase() == self.person().to_lowercase() {
            return Err(Error::StandsInForOneself);
        }
        let what = What::StandInChosen { name: name.clone() };
        self.change_policy(&[what], |policy| policy.stand_in = Some(name))
    }

    /// Leaves the office without a stand-in. Whoever is in charge is then no longer away.
    ///
    /// # Errors
    /// [`Error::Sign`], [`Error::Store`].
    pub fn no_stand_in(&self) -> Result<(), Error> {
        let back = self.policy().away.map(|_| What::Back);
        let whats: Vec<What> = [What::NoStandIn].into_iter().chain(back).collect();
        self.change_policy(&whats, |policy| (policy.stand_in, policy.away) = (None, None))
    }

    /// Says that the person in charge is away from one day to another. The stand-in is named meanwhile.
    ///
    /// # Errors
    /// [`Error::NoStandIn`]; [`Error::BadDays`] where the days end before they begin, are over, or are more than a year;
    /// [`Error::Sign`], [`Error::Store`].
    pub fn set_away(&self, from: Date, until: Date) -> Result<(), Error> {
        let Some(stand_in) = self.policy().stand_in else { return Err(Error::NoStandIn) };
        let (away, today) = (Away { from, until }, Timestamp::now().to_zoned(TimeZone::system()).date());
        if !away.is_valid() || until < today {
            return Err(Error::BadDays);
        }
        let what = What::Away { from, until, stand_in };
        self.change_policy(&[what], |policy| policy.away = Some(away))
    }

    /// The person in charge is there, or back.
    ///
    /// # Errors
    /// [`Error::NotAway`]; [`Error::Sign`], [`Error::Store`].
    pub fn back(&self) -> Result<(), Error> {
        if self.policy().away.is_none() {
            return Err(Error::NotAway);
        }
        self.change_policy(&[What::Back], |policy| policy.away = None)
    }
}

#[cfg(test)]
mod tests;
