//! Whose PC this is, as the network half knows it.

use std::{
    io,
    path::Path,
    sync::{Arc, RwLock},
};

use jiff::Timestamp;
use patchround_protocol::{
    Charter, Envelope, Feeds, Office, OfficeId, Policy, SpkiHash,
    charter::Role,
    ids::DocumentHash,
    sign::SignError,
    wire::{Obeyed, Refusal, Welcome},
};

use crate::{files, os, places::Places};

/// The office that was joined, if any.
#[derive(Debug)]
pub struct Membership {
    places: Places,
    office: RwLock<Option<Arc<Joined>>>,
}

/// The documents of the office, as they are obeyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Who may do what.
    pub charter: Charter,
    /// Hash of the charter as it was signed.
    pub charter_hash: DocumentHash,
    /// The standing order.
    pub policy: Policy,
    /// Hash of the policy as it was signed.
    pub policy_hash: DocumentHash,
    /// What the office told of flaws, if it did.
    pub feeds: Option<Informed>,
}

/// Feeds that a PC knows: of what was signed, as much as a PC asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Informed {
    /// Without what only managers ask for.
    pub feeds: Arc<Feeds>,
    /// Hash of what was signed.
    pub hash: DocumentHash,
}

impl Informed {
    fn new(mut feeds: Feeds, signed: &Envelope) -> Self {
        (feeds.rated, feeds.ends) = (Vec::new(), Vec::new());
        if let Some(catalogue) = &mut feeds.catalogue {
            catalogue.listed.shrink_to_fit();
        }
        Self { feeds: Arc::new(feeds), hash: signed.hash() }
    }
}

impl Joined {
    fn new(office: Office, signed: &Welcome) -> Self {
        let Office { charter, policy } = office;
        let (charter_hash, policy_hash) = (signed.charter.hash(), signed.policy.hash());
        Self { charter, charter_hash, policy, policy_hash, feeds: None }
    }

    /// What a manager is told of it.
    pub fn obeyed(&self) -> Obeyed {
        Obeyed { charter_version: self.charter.version, policy_version: self.policy.version }
    }
}

impl Membership {
    /// Reads what was stored.
    ///
    /// # Errors
    /// When it is there and cannot be read: then nobody is obeyed.
    pub fn open(places: &Places) -> io::Result<Self> {
        let charter: Option<Envelope> = files::read_json(&places.charter())?;
        let policy: Option<Envelope> = files::read_json(&places.policy())?;
        let office = charter.zip(policy).map(|(charter, policy)| stored(Welcome { charter, policy }));
        let mut office = office.transpose().map_err(io::Error::other)?;
        if let Some(office) = &mut office {
            office.feeds = stored_feeds(places, office.charter.office);
        }
        Ok(Self { places: places.clone(), office: RwLock::new(office.map(Arc::new)) })
    }

    /// The office.
    pub fn office(&self) -> Option<Arc<Joined>> {
        self.office.read().expect("nothing panics while it holds the office").clone()
    }

    /// Whether this is the charter of the office that was joined.
    pub fn has_joined_with(&self, charter: &Envelope) -> bool {
        self.office().is_some_and(|office| office.charter_hash == charter.hash())
    }

    /// Whether a computer may call.
    pub fn admits(&self, device: &SpkiHash) -> bool {
        self.office().is_some_and(|office| office.charter.admits(device, Timestamp::now()))
    }

    /// Whether a computer belongs to somebody who looks after this office, not merely into it.
    pub fn is_managed_from(&self, device: &SpkiHash) -> bool {
        let now = Timestamp::now();
        self.office().is_some_and(|office| {
            office.charter.members.iter().any(|member| {
                member.devices.contains(device)
                    && [Role::Operate, Role::Own]
                        .iter()
                        .any(|role| office.charter.may(&member.key, *role, now))
            })
        })
    }

    /// Whether these documents make an office that this PC can join.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, welcome: &Welcome) -> Result<Joined, Refusal> {
        if self.office().is_some() {
            return Err(Refusal::AlreadyJoined);
        }
        let office = Office::join(&welcome.charter, &welcome.policy, Timestamp::now())?;
        Ok(Joined::new(office, welcome))
    }

    /// Writes down an office before the root half joins it: to join it too takes no room on the disk then, and
    /// after a power cut we know what to ask the root half about.
    ///
    /// # Errors
    /// Why not.
    pub fn prepare(&self, welcome: &Welcome) -> Result<(), Refusal> {
        self.check(welcome)?;
        let store = || -> io::Result<()> {
            files::write_json(&self.places.policy(), &welcome.policy)?;
            files::write_json(&self.places.joining(), &welcome.charter)
        };
        store().map_err(|error| cannot_store(&error))
    }

    /// What was prepared and neither joined nor given up.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn prepared(&self) -> io::Result<Option<Welcome>> {
        let charter: Option<Envelope> = files::read_json(&self.places.joining())?;
        let Some(charter) = charter.filter(|_| self.office().is_none()) else { return Ok(None) };
        let policy = files::read_json(&self.places.policy())?.ok_or(io::ErrorKind::NotFound)?;
        Ok(Some(Welcome { charter, policy }))
    }

    /// Joins the office that was prepared; the root half has.
    ///
    /// # Errors
    /// Why not.
    pub fn join(&self) -> Result<Arc<Joined>, Refusal> {
        let welcome = self.prepared().map_err(|error| cannot_store(&error))?.ok_or(Refusal::NotPossible)?;
        let office = Arc::new(stored(welcome)?);
        std::fs::rename(self.places.joining(), self.places.charter())
            .and_then(|()| os::sync_folder(self.places.net()))
            .map_err(|error| cannot_store(&error))?;
        self.set(Some(office.clone()));
        Ok(office)
    }

    /// Gives up the office that was prepared.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn give_up(&self) -> io::Result<()> {
        files::remove(&self.places.joining())
    }

    /// Stores a charter that follows the one of this office. It was checked, and the root half obeys it.
    ///
    /// # Errors
    /// Why not; [`Refusal::NotJoined`] when the office was left meanwhile.
    pub fn follow_charter(&self, ours: &Joined, charter: Charter, signed: &Envelope) -> Result<(), Refusal> {
        let office = Joined { charter, charter_hash: signed.hash(), ..ours.clone() };
        self.replace(ours, office, &self.places.charter(), signed)
    }

    /// As [`Self::follow_charter`], a newer policy.
    ///
    /// # Errors
    /// As [`Self::follow_charter`].
    pub fn follow_policy(&self, ours: &Joined, policy: Policy, signed: &Envelope) -> Result<(), Refusal> {
        let office = Joined { policy, policy_hash: signed.hash(), ..ours.clone() };
        self.replace(ours, office, &self.places.policy(), signed)
    }

    /// As [`Self::follow_charter`], newer feeds.
    ///
    /// # Errors
    /// As [`Self::follow_charter`].
    pub fn follow_feeds(&self, ours: &Joined, feeds: Feeds, signed: &Envelope) -> Result<(), Refusal> {
        let office = Joined { feeds: Some(Informed::new(feeds, signed)), ..ours.clone() };
        self.replace(ours, office, &self.places.feeds(), signed)
    }

    fn replace(&self, ours: &Joined, by: Joined, path: &Path, signed: &Envelope) -> Result<(), Refusal> {
        let mut office = self.office.write().expect("nothing panics while it holds the office");
        if office.as_deref() != Some(ours) {
            return Err(Refusal::NotJoined);
        }
        files::write_json(path, signed).map_err(|error| {
            tracing::error!(%error, "cannot store what the office has signed");
            files::refusal_of(&error)
        })?;
        *office = Some(Arc::new(by));
        Ok(())
    }

    /// Forgets the office.
    ///
    /// # Errors
    /// When the disk says no; even then nobody is obeyed until the next start.
    pub fn leave(&self) -> io::Result<()> {
        self.set(None);
        self.give_up()?;
        files::remove(&self.places.feeds())?;
        files::remove(&self.places.charter())?;
        files::remove(&self.places.policy())
    }

    fn set(&self, office: Option<Arc<Joined>>) {
        *self.office.write().expect("nothing panics while it holds the office") = office;
    }
}

fn cannot_store(error: &io::Error) -> Refusal {
    tracing::error!(%error, "cannot store the office");
    files::refusal_of(error)
}

/// What cannot be read is as if it had not been told: that stops nothing.
fn stored_feeds(places: &Places, office: OfficeId) -> Option<Informed> {
    let read = || -> io::Result<Option<Informed>> {
        let Some(signed) = files::read_json::<Envelope>(&places.feeds())? else { return Ok(None) };
        let feeds: Feeds = signed.open(|_| true).map_err(io::Error::other)?;
        Ok((feeds.office == office).then(|| Informed::new(feeds, &signed)))
    };
    read().unwrap_or_else(|error| {
        tracing::warn!(%error, "Failed to read the stored feeds");
        None
    })
}

fn stored(signed: Welcome) -> Result<Joined, SignError> {
    Office::stored(&signed.charter, &signed.policy).map(|office| Joined::new(office, &signed))
}
