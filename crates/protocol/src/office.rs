//! The two documents that make an office for a PC: the one check that both halves of its helper make.

use jiff::Timestamp;

use crate::{
    charter::Charter,
    order,
    policy::Policy,
    sign::{Envelope, SignError},
    wire::Refusal,
};

/// The documents a PC obeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Who may do what.
    pub charter: Charter,
    /// The standing order.
    pub policy: Policy,
}

impl Office {
    /// Reads the two documents with which a PC joins: the charter signed by an owner it names, the policy by
    /// an operator or owner of that charter and within its floor, neither from this PC's future.
    ///
    /// # Errors
    /// The first reason not to obey them.
    pub fn join(charter: &Envelope, policy: &Envelope, clock: Timestamp) -> Result<Self, Refusal> {
        let charter = Charter::first(charter)?;
        let now = order::believed_now(clock, charter.issued);
        let policy = Policy::accept(policy, &charter, None, now)?;
        order::in_time(charter.issued, clock)?;
        order::in_time(policy.issued, clock)?;
        Ok(Self { charter, policy })
    }

    /// Reads the two documents that a PC itself has stored, after it accepted them. Whose key may sign was
    /// decided then, by the charter before.
    ///
    /// # Errors
    /// When they are not whole.
    pub fn stored(charter: &Envelope, policy: &Envelope) -> Result<Self, SignError> {
        Ok(Self { charter: charter.open(|_| true)?, policy: policy.open(|_| true)? })
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use jiff::ToSpan;
    use uuid::Uuid;

    use super::*;
    use crate::{
        charter::{Floor, Member, Role},
        ids::{DocumentHash, OfficeId},
        sign::public,
    };

    fn key(n: u8) -> SigningKey {
        SigningKey::from_bytes(&[n; 32])
    }

    fn clock() -> Timestamp {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    fn charter() -> Charter {
        let member = |n, role| Member {
            key: public(&key(n)),
            name: "Ann".into(),
            role,
            not_after: None,
            devices: Vec::new(),
        };
        Charter {
            office: OfficeId(Uuid::nil()),
            name: "Office".into(),
            version: 1,
            prev: None,
            issued: clock(),
            members: vec![member(1, Role::Own), member(2, Role::Operate), member(3, Role::View)],
            recovery_key: public(&key(9)),
            revoked: Vec::new(),
            discovery_key: DocumentHash([5; 32]),
            floor: Floor::default(),
        }
    }

    fn join(charter: &Charter, policy: &Policy, signer: u8) -> Result<Office, Refusal> {
        let sealed = Envelope::seal(charter, &key(1)).unwrap();
        Office::join(&sealed, &Envelope::seal(policy, &key(signer)).unwrap(), clock())
    }

    #[test]
    fn documents_that_belong_together_make_an_office_and_read_back() {
        let policy = Policy::first(OfficeId(Uuid::nil()), clock());
        for signer in [1, 2] {
            assert_eq!(join(&charter(), &policy, signer).unwrap().policy, policy);
        }
        assert_eq!(join(&charter(), &policy, 3), Err(Refusal::NotAllowed));
        let [charter, policy] =
            [Envelope::seal(&charter(), &key(8)).unwrap(), Envelope::seal(&policy, &key(8)).unwrap()];
        assert!(Office::stored(&charter, &policy).is_ok());
        assert!(Office::stored(&policy, &charter).is_err());
    }

    #[test]
    fn no_pc_joins_below_the_floor_or_from_the_future() {
        let policy = Policy::first(OfficeId(Uuid::nil()), clock());
        let paused = Policy { paused_until: Some(clock() + (24 * 60).hours()), ..policy.clone() };
        assert_eq!(join(&charter(), &paused, 1), Err(Refusal::BelowFloor));
        let late = Policy { issued: clock() + 25.hours(), ..policy.clone() };
        assert_eq!(join(&charter(), &late, 1), Err(Refusal::ClockWrong));
        let late = Charter { issued: clock() + 25.hours(), ..charter() };
        assert_eq!(join(&late, &policy, 1), Err(Refusal::ClockWrong));
    }
}
