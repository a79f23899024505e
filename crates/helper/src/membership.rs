//! Whose PC this is, as the network half knows it.

use std::{
    io,
    path::Path,
    sync::{Arc, RwLock},
};

use jiff::Timestamp;
use patchround_protocol::{
    Charter, Envelope, Office, Policy, SpkiHash,
    charter::Role,
    ids::DocumentHash,
    sign::SignError,
    wire::{Obeyed, Refusal, Welcome},
};

use crate::{files, places::Places};

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
}

impl Joined {
    fn new(office: Office, signed: &Welcome) -> Self {
        let Office { charter, policy } = office;
        let (charter_hash, policy_hash) = (signed.charter.hash(), signed.policy.hash());
        Self { charter, charter_hash, policy, policy_hash }
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
        let office = office.transpose().map_err(io::Error::other)?.map(Arc::new);
        Ok(Self { places: places.clone(), office: RwLock::new(office) })
    }

    /// The office.
    pub fn office(&self) -> Option<Arc<Joined>> {
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
    pub fn check(&self, welcome: &Welcome) -> Result<Joined, Refusal> {
        if self.office().is_some() {
            return Err(Refusal::AlreadyJoined);
        }
        let office = Office::join(&welcome.charter, &welcome.policy, Timestamp::now())?;
        Ok(Joined::new(office, welcome))
    }

    /// Stores the office that the root half has joined.
    ///
    /// # Errors
    /// Why not.
    pub fn join(&self, welcome: &Welcome) -> Result<Arc<Joined>, Refusal> {
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
        files::remove(&self.places.charter())?;
        files::remove(&self.places.policy())
    }

    fn set(&self, office: Option<Arc<Joined>>) {
        *self.office.write().expect("nothing panics while it holds the office") = office;
    }
}

fn stored(signed: Welcome) -> Result<Joined, SignError> {
    Office::stored(&signed.charter, &signed.policy).map(|office| Joined::new(office, &signed))
}
