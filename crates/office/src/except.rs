//! What the owner agreed to be late with: signed by the owner, each with a reason, what is done instead, and an end.
//!
//! It stands in the signed policy, so that PCs keep to it by themselves, whatever the floor says. An operator may end
//! one: that only makes things stricter.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    Envelope, Exception, PcId,
    ids::PackageName,
    limits,
    sign::{SignError, public},
};
use uuid::Uuid;

use crate::{
    error::Error,
    hold::end_after,
    keys, names,
    office::Office,
    plain::plain,
    store::{pcs::StoredPc, record::What},
};

/// So long it is said that what was agreed is over.
const SAID_OVER: SignedDuration = SignedDuration::from_hours(24 * 14);

/// What was agreed came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Over {
    /// The package.
    pub(crate) package: String,
    /// Names of the PCs; none means all of the office.
    pub(crate) pcs: Vec<String>,
    /// When.
    pub(crate) until: Timestamp,
}

/// What the owner is to agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The package, in whatever version is offered.
    pub package: PackageName,
    /// Names of the PCs; none means all of the office.
    pub pcs: Vec<String>,
    /// Why.
    pub why: String,
    /// What is done instead until then.
    pub instead: String,
    /// For how many days, at most [`limits::EXCEPTION_DAYS`].
    pub days: i64,
}

impl Office {
    /// Signs an exception with the owner's key, which six words open, and has PCs keep to it. An earlier one for the same
    /// package no longer counts where this one holds on all of its PCs.
    ///
    /// # Errors
    /// [`Error::NoReason`], [`Error::NothingInstead`], [`Error::BadEnd`]; [`Error::UnknownPc`], [`Error::WhichPc`];
    /// [`Error::TooManyExceptions`], [`Error::WrongWords`]; [`Error::Sign`], [`Error::Store`].
    pub fn except(&self, wanted: &Wanted, words: &str) -> Result<Exception, Error> {
        let stored = self.store.pcs()?;
        let pcs = on(&stored, &wanted.pcs)?;
        let (why, instead) = texts(wanted)?;
        let until = end(wanted.days)?;
        if self.exceptions(Timestamp::now()).len() >= limits::EXCEPTIONS {
            return Err(Error::TooManyExceptions);
        }
        let owner = keys::open_owner(&self.dir, words)?;
        let exception = Exception {
            office: self.charter().office,
            id: Uuid::now_v7(),
            package: wanted.package.clone(),
            pcs: pcs.iter().map(|pc| pc.id).collect(),
            by: self.member(&public(&owner)).ok_or(SignError::NotAllowed)?,
            why,
            instead,
            issued: until - SignedDuration::from_hours(24 * wanted.days),
            until,
        };
        let names = pcs.iter().map(|pc| pc.name.clone()).collect();
        self.agree(&exception, names, &owner)?;
        Ok(exception)
    }

    fn agree(&self, exception: &Exception, pcs: Vec<String>, owner: &SigningKey) -> Result<(), Error> {
        let signed = Envelope::seal(exception, owner)?;
        Exception::accept(&signed, &self.charter(), exception.issued)?;
        let what = What::Excepted {
            package: exception.package.to_string(),
            pcs,
            why: exception.why.clone(),
            instead: exception.instead.clone(),
            until: exception.until,
        };
        self.change_policy(&[what], |policy| {
            policy
                .exceptions
                .retain(|signed| read(signed).is_none_or(|before| !replaces(exception, &before)));
            policy.exceptions.push(signed);
        })
    }

    /// Ends an exception before its time.
    ///
    /// # Errors
    /// [`Error::NotExcepted`] if there is none; [`Error::Sign`], [`Error::Store`].
    pub fn end_exception(&self, id: Uuid) -> Result<(), Error> {
        let ended = self.exceptions(Timestamp::now()).into_iter().find(|exception| exception.id == id);
        let ended = ended.ok_or_else(|| Error::NotExcepted(id.to_string()))?;
        self.end(&[ended])
    }

    /// Ends all exceptions for a package.
    ///
    /// # Errors
    /// As [`Self::end_exception`].
    pub fn end_exceptions_for(&self, package: &PackageName) -> Result<(), Error> {
        let all = self.exceptions(Timestamp::now()).into_iter();
        let ended: Vec<Exception> = all.filter(|exception| exception.package == *package).collect();
        if ended.is_empty() { Err(Error::NotExcepted(package.to_string())) } else { self.end(&ended) }
    }

    fn end(&self, ended: &[Exception]) -> Result<(), Error> {
        let stored = self.store.pcs()?;
        let name = |pc: &PcId| stored.iter().find(|one| one.id == *pc).map(|one| one.name.clone());
        let of_one = |one: &Exception| What::ExceptionEnded {
            package: one.package.to_string(),
            pcs: one.pcs.iter().filter_map(name).collect(),
        };
        let what: Vec<What> = ended.iter().map(of_one).collect();
        let is_ended =
            |signed: &Envelope| read(signed).is_some_and(|one| ended.iter().any(|e| e.id == one.id));
        self.change_policy(&what, |policy| policy.exceptions.retain(|signed| !is_ended(signed)))
    }

    /// What came to its end lately, and was neither ended by somebody nor agreed anew.
    pub(crate) fn exceptions_over(&self, now: Timestamp) -> Result<Vec<Over>, Error> {
        let mut over: Vec<Over> = Vec::new();
        for line in self.store.exceptions()? {
            match line.what {
                What::Excepted { package, pcs, until, .. } => {
                    over.retain(|before| before.package != package || before.pcs != pcs);
                    over.push(Over { package, pcs, until });
                }
                What::ExceptionEnded { package, pcs } => {
                    over.retain(|before| before.package != package || before.pcs != pcs);
                }
                _ => {}
            }
        }
        over.retain(|one| one.until < now && now.duration_since(one.until) <= SAID_OVER);
        Ok(over)
    }

    /// Everything that the owner ever agreed to be late with; what was ended before its time, until then.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`], [`Error::Sign`].
    pub(crate) fn exceptions_ever(&self) -> Result<Vec<Exception>, Error> {
        let mut all: BTreeMap<Uuid, Exception> = BTreeMap::new();
        for policy in self.store.policies()? {
            let held: Vec<Exception> = policy.exceptions(Timestamp::MIN).collect();
            for gone in all.values_mut().filter(|one| held.iter().all(|other| other.id != one.id)) {
                gone.until = gone.until.min(policy.issued);
            }
            all.extend(held.into_iter().map(|one| (one.id, one)));
        }
        Ok(all.into_values().collect())
    }

    /// What the owner agreed to be late with at a moment.
    pub fn exceptions(&self, now: Timestamp) -> Vec<Exception> {
        self.policy().exceptions(now).collect()
    }
}

fn texts(wanted: &Wanted) -> Result<(String, String), Error> {
    let line = |text| Some(plain(text, limits::LINE_CHARS)).filter(|text| !text.is_empty());
    let why = line(&wanted.why).ok_or(Error::NoReason)?;
    let instead = line(&wanted.instead).ok_or(Error::NothingInstead)?;
    Ok((why, instead))
}

fn end(days: i64) -> Result<Timestamp, Error> {
    let after = |days| end_after(SignedDuration::from_hours(24 * days));
    if (1..=limits::EXCEPTION_DAYS).contains(&days) {
        after(days)
    } else {
        Err(Error::BadEnd { latest: after(limits::EXCEPTION_DAYS)? })
    }
}

/// The PCs of these names, each once.
fn on<'a>(stored: &'a [StoredPc], names: &[String]) -> Result<Vec<&'a StoredPc>, Error> {
    let mut pcs: Vec<&StoredPc> = Vec::new();
    for name in names {
        let pc = names::find(name, stored)?;
        if !pcs.iter().any(|other| other.id == pc.id) {
            pcs.push(pc);
        }
    }
    Ok(pcs)
}

fn read(signed: &Envelope) -> Option<Exception> {
    signed.open(|_| true).ok()
}

fn replaces(newer: &Exception, before: &Exception) -> bool {
    let holds_on = |pc: &PcId| newer.pcs.contains(pc);
    let holds_everywhere =
        newer.pcs.is_empty() || (!before.pcs.is_empty() && before.pcs.iter().all(holds_on));
    newer.package == before.package && holds_everywhere
}

#[cfg(test)]
mod tests;
