//! Whose PC this is, as the network half knows it.

use std::{
    io,
    sync::{Arc, RwLock},
};

use jiff::Timestamp;
use patchround_protocol::{
    Envelope, Office, SpkiHash,
    charter::Role,
    wire::{Refusal, Welcome},
};

use crate::{files, places::Places};

/// The office that was joined, if any.
#[derive(Debug)]
pub struct Membership {
    places: Places,
    office: RwLock<Option<Arc<Office>>>,
}

impl Membership {
    /// Reads what was stored.
    ///
    /// # Errors
    /// When it is there and cannot be read: then nobody is obeyed.
    pub fn open(places: &Places) -> io::Result<Self> {
        let charter: Option<Envelope> = files::read_json(&places.charter())?;
        let policy: Option<Envelope> = files::read_json(&places.policy())?;
        let office = charter.zip(policy).map(|(charter, policy)| Office::stored(&charter, &policy));
        let office = office.transpose().map_err(io::Error::other)?.map(Arc::new);
        Ok(Self { places: places.clone(), office: RwLock::new(office) })
    }

    /// The office.
    pub fn office(&self) -> Option<Arc<Office>> {
        self.office.read().expect("nothing panics while it holds the office").clone()
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
    pub fn check(&self, welcome: &Welcome) -> Result<Office, Refusal> {
        if self.office().is_some() {
            return Err(Refusal::AlreadyJoined);
        }
        Office::join(&welcome.charter, &welcome.policy, Timestamp::now())
    }

    /// Stores the office that the root half has joined.
    ///
    /// # Errors
    /// Why not.
    pub fn join(&self, welcome: &Welcome) -> Result<Arc<Office>, Refusal> {
        let office = Arc::new(self.check(welcome)?);
        let store = || -> io::Result<()> {
            files::write_json(&self.places.policy(), &welcome.policy)?;
            files::write_json(&self.places.charter(), &welcome.charter)
        };
        store().map_err(|error| {
            tracing::error!(%error, "cannot store the office");
            files::refusal_of(&error)
        })?;
        self.set(Some(office.clone()));
        Ok(office)
    }

    /// Forgets the office.
    ///
    /// # Errors
    /// When the disk says no; even then nobody is obeyed until the next start.
    pub fn leave(&self) -> io::Result<()> {
        self.set(None);
        files::remove(&self.places.charter())?;
        files::remove(&self.places.policy())
    }

    fn set(&self, office: Option<Arc<Office>>) {
        *self.office.write().expect("nothing panics while it holds the office") = office;
    }
}
