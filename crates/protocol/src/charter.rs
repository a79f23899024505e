//! The charter: who may do what in an office, and the floor nobody can override.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    hours::{Hours, Weekday},
    ids::{DocumentHash, OfficeId, PublicKey, SpkiHash},
    limits,
    sign::{Document, Envelope, SignError},
    wire::Refusal,
};

/// Signed by an owner; version N+1 is accepted only from an owner of version N.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Charter {
    /// The office this is the charter of.
    pub office: OfficeId,
    /// The office's name, as a person gave it.
    pub name: String,
    /// Counts up from 1.
    pub version: u32,
    /// Hash of the version before, none for the first.
    #[serde(default)]
    pub prev: Option<DocumentHash>,
    /// When it was signed.
    pub issued: Timestamp,
    /// Keys that may do something, each with its role.
    pub members: Vec<Member>,
    /// A key that exists on paper only and may sign a charter, nothing else.
    pub recovery_key: PublicKey,
    /// Keys that may never do anything again.
    #[serde(default)]
    pub revoked: Vec<PublicKey>,
    /// Shared secret from which PCs of this office recognise each other's announcements.
    pub discovery_key: Secret32,
    /// What no operator and no policy can override.
    pub floor: Floor,
}

/// 32 secret bytes, written as hex.
pub type Secret32 = DocumentHash;

/// One key and what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// The document key.
    pub key: PublicKey,
    /// The person's name.
    pub name: String,
    /// What the key may do.
    pub role: Role,
    /// Last moment it may do so.
    #[serde(default)]
    pub not_after: Option<Timestamp>,
    /// TLS keys of this person's own computers: who may call a helper.
    #[serde(default)]
    pub devices: Vec<SpkiHash>,
}

/// What a member's key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    View,
    /// Signs jobs and policies within the floor.
    Operate,
    /// Signs charters and policies.
    Own,
    /// A role of a later version: may do nothing here.
    #[serde(other)]
    Unknown,
}

/// The limits of rules.md 1 and 4 that live in the charter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Floor {
    /// Hours in which nobody's PC is restarted without that person's yes.
    pub protected_hours: Vec<Hours>,
    /// A security update goes in after this many days whatever an operator says.
    pub security_after_days: u16,
    /// PCs that are updated at once.
    pub max_parallel: u16,
    /// Substantial changes go to one PC first.
    pub try_first: bool,
}

impl Default for Floor {
    fn default() -> Self {
        let office_hours = Hours { days: Weekday::WORKING.to_vec(), from: 8, to: 18 };
        Self {
            protected_hours: vec![office_hours],
            security_after_days: 14,
            max_parallel: 10,
            try_first: true,
        }
    }
}

impl Charter {
    /// Reads the first charter a PC gets, at pairing: it must be signed by an owner it names.
    ///
    /// # Errors
    /// As [`Envelope::open`].
    pub fn first(envelope: &Envelope) -> Result<Self, SignError> {
        let claimed: Self = envelope.open(|_| true)?;
        let own = claimed.may(&envelope.key, Role::Own, claimed.issued);
        if own { Ok(claimed) } else { Err(SignError::NotAllowed) }
    }

    /// Reads the charter that follows this one: the next version, signed by an owner of this one or by its
    /// recovery key. `ours` is the hash of this charter's exact bytes.
    ///
    /// # Errors
    /// [`Refusal::Outdated`] for a version that is not newer, [`Refusal::NotAllowed`] where it does not
    /// follow this one; else as [`Envelope::open`].
    pub fn next(&self, ours: DocumentHash, envelope: &Envelope, now: Timestamp) -> Result<Self, Refusal> {
        let may_sign = |key: &PublicKey| self.may(key, Role::Own, now) || self.is_recovered_by(key);
        let next: Self = envelope.open(may_sign)?;
        if next.office != self.office {
            return Err(Refusal::OtherOffice);
        }
        if next.version <= self.version {
            return Err(Refusal::Outdated);
        }
        if next.version != self.version + 1 || next.prev != Some(ours) {
            return Err(Refusal::NotAllowed);
        }
        Ok(next)
    }

    /// Whether a key is the one on paper, and was not revoked.
    pub fn is_recovered_by(&self, key: &PublicKey) -> bool {
        *key == self.recovery_key && !self.revoked.contains(key)
    }

    /// Whether a key holds exactly this role at a moment: known, not revoked, not ended.
    pub fn may(&self, key: &PublicKey, role: Role, now: Timestamp) -> bool {
        let holds = |m: &Member| m.key == *key && m.role == role && m.is_active(now);
        !self.revoked.contains(key) && self.members.iter().any(holds)
    }

    /// Whether a computer belongs to somebody who may at least read, so that it may call a helper.
    pub fn admits(&self, device: &SpkiHash, now: Timestamp) -> bool {
        let lets_in = |m: &Member| {
            m.role != Role::Unknown
                && m.is_active(now)
                && !self.revoked.contains(&m.key)
                && m.devices.contains(device)
        };
        self.members.iter().any(lets_in)
    }
}

impl Member {
    fn is_active(&self, now: Timestamp) -> bool {
        self.not_after.is_none_or(|end| now <= end)
    }
}

impl Document for Charter {
    const NAME: &'static str = "charter";
    const BYTES: usize = limits::BODY_BYTES;

    fn check(&self) -> Result<(), &'static str> {
        let named = |name: &str| !name.trim().is_empty() && name.chars().count() <= limits::NAME_CHARS;
        let rules: [(&'static str, bool); 8] = [
            ("name", named(&self.name)),
            ("version", self.version >= 1),
            ("prev", self.prev.is_some() == (self.version > 1)),
            ("members", (1..=limits::MEMBERS).contains(&self.members.len())),
            ("members.name", self.members.iter().all(|m| named(&m.name))),
            ("members.devices", self.members.iter().all(|m| m.devices.len() <= limits::DEVICES)),
            ("revoked", self.revoked.len() <= limits::REVOKED),
            (
                "floor.protected_hours",
                self.floor.protected_hours.len() <= 14
                    && self.floor.protected_hours.iter().all(Hours::is_valid),
            ),
        ];
        first_broken(&rules)
    }
}

/// The first rule that does not hold.
pub(crate) fn first_broken(rules: &[(&'static str, bool)]) -> Result<(), &'static str> {
    match rules.iter().find(|(_, holds)| !holds) {
        Some((field, _)) => Err(field),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use uuid::Uuid;

    use super::*;
    use crate::sign::public;

    fn key(n: u8) -> SigningKey {
        SigningKey::from_bytes(&[n; 32])
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn member(n: u8, role: Role) -> Member {
        Member {
            key: public(&key(n)),
            name: "Ann".into(),
            role,
            not_after: None,
            devices: vec![SpkiHash([n; 32])],
        }
    }

    fn charter() -> Charter {
        Charter {
            office: OfficeId(Uuid::nil()),
            name: "Office".into(),
            version: 1,
            prev: None,
            issued: at("2026-11-23T10:00:00Z"),
            members: vec![member(1, Role::Own), member(2, Role::Operate), member(3, Role::View)],
            recovery_key: public(&key(9)),
            revoked: Vec::new(),
            discovery_key: DocumentHash([5; 32]),
            floor: Floor::default(),
        }
    }

    #[test]
    fn the_first_charter_must_be_signed_by_an_owner_it_names() {
        let now = charter();
        assert_eq!(Charter::first(&Envelope::seal(&now, &key(1)).unwrap()), Ok(now.clone()));
        for stranger in [2, 3, 8, 9] {
            let envelope = Envelope::seal(&now, &key(stranger)).unwrap();
            assert_eq!(Charter::first(&envelope), Err(SignError::NotAllowed), "key {stranger}");
        }
    }

    #[test]
    fn the_next_charter_is_signed_by_an_owner_of_this_one_and_follows_it() {
        let now = charter();
        let ours = Envelope::seal(&now, &key(1)).unwrap().hash();
        let next = Charter { version: 2, prev: Some(ours), ..now.clone() };
        let read = |next: &Charter, by: u8| {
            now.next(ours, &Envelope::seal(next, &key(by)).unwrap(), at("2026-11-23T11:00:00Z"))
        };
        assert_eq!(read(&next, 1), Ok(next.clone()));
        assert_eq!(read(&next, 9), Ok(next.clone()), "the recovery key");
        assert_eq!(read(&next, 2), Err(Refusal::NotAllowed), "an operator");
        let revoked = Charter { revoked: vec![now.recovery_key], ..now.clone() };
        let found = Envelope::seal(&next, &key(9)).unwrap();
        let refused = Err(Refusal::NotAllowed);
        assert_eq!(
            revoked.next(ours, &found, at("2026-11-23T11:00:00Z")),
            refused,
            "a sheet that was revoked"
        );
        assert_eq!(read(&now, 1), Err(Refusal::Outdated));
        let skips = Charter { version: 3, ..next.clone() };
        assert_eq!(read(&skips, 1), Err(Refusal::NotAllowed));
        let forks = Charter { prev: Some(DocumentHash([7; 32])), ..next.clone() };
        assert_eq!(read(&forks, 1), Err(Refusal::NotAllowed));
        let other = Charter { office: OfficeId(Uuid::from_u128(4)), ..next };
        assert_eq!(read(&other, 1), Err(Refusal::OtherOffice));
    }

    #[test]
    fn a_role_ends_with_its_date_and_with_revocation() {
        let mut office = charter();
        let operator = public(&key(2));
        assert!(office.may(&operator, Role::Operate, at("2026-11-24T00:00:00Z")));
        assert!(!office.may(&operator, Role::Own, at("2026-11-24T00:00:00Z")));
        office.members[1].not_after = Some(at("2026-11-23T12:00:00Z"));
        assert!(!office.may(&operator, Role::Operate, at("2026-11-24T00:00:00Z")));
        assert!(!office.admits(&SpkiHash([2; 32]), at("2026-11-24T00:00:00Z")));
        office.revoked.push(public(&key(3)));
        assert!(!office.admits(&SpkiHash([3; 32]), at("2026-11-23T11:00:00Z")));
    }

    #[test]
    fn a_charter_without_members_or_with_an_endless_name_is_refused() {
        let mut office = charter();
        office.members.clear();
        assert_eq!(office.check(), Err("members"));
        office = charter();
        office.name = "x".repeat(81);
        assert_eq!(office.check(), Err("name"));
    }
}
