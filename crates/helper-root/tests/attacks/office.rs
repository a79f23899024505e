//! An office with a member of every kind, and what they sign.

use ed25519_dalek::SigningKey;
use jiff::{Timestamp, ToSpan};
use patchround_protocol::{
    Charter, Envelope, Job, JobId, OfficeId, PcId, Policy, PublicKey, RoundId, Step,
    charter::{Floor, Member, Role},
    ids::DocumentHash,
    job::When,
    sign::public,
};
use uuid::Uuid;

pub(crate) const OWNER: u8 = 1;
pub(crate) const OPERATOR: u8 = 2;
pub(crate) const VIEWER: u8 = 3;
pub(crate) const ENDED: u8 = 4;
pub(crate) const REVOKED: u8 = 5;
pub(crate) const STRANGER: u8 = 7;
pub(crate) const RECOVERY: u8 = 9;

pub(crate) fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

/// The office of one PC.
pub(crate) struct Office {
    pub(crate) id: OfficeId,
    pub(crate) pc: PcId,
}

impl Office {
    pub(crate) fn of(pc: PcId) -> Self {
        Self { id: OfficeId(Uuid::now_v7()), pc }
    }

    pub(crate) fn charter(&self) -> Charter {
        let now = Timestamp::now();
        let member = |n: u8, role, not_after: Option<Timestamp>| Member {
            key: public(&key(n)),
            name: "Ann".into(),
            role,
            not_after,
            devices: Vec::new(),
        };
        Charter {
            office: self.id,
            name: "Corner Office".into(),
            version: 1,
            prev: None,
            issued: now,
            members: vec![
                member(OWNER, Role::Own, None),
                member(OPERATOR, Role::Operate, None),
                member(VIEWER, Role::View, None),
                member(ENDED, Role::Operate, Some(now - 1.hours())),
                member(REVOKED, Role::Operate, None),
            ],
            recovery_key: public(&key(RECOVERY)),
            revoked: vec![public(&key(REVOKED))],
            discovery_key: DocumentHash([5; 32]),
            floor: Floor::default(),
        }
    }

    pub(crate) fn policy(&self) -> Envelope {
        Envelope::seal(&Policy::first(self.id, Timestamp::now()), &key(OWNER)).unwrap()
    }

    pub(crate) fn job_by(&self, n: u8) -> Job {
        Job {
            office: self.id,
            job: JobId(Uuid::now_v7()),
            round: RoundId(Uuid::now_v7()),
            pc: self.pc,
            charter_version: 1,
            issuer: issuer(n),
            not_before: Timestamp::now(),
            expires: Timestamp::now() + 1.hours(),
            steps: vec![absent()],
            when: When::Now,
            try_first: false,
            reply: None,
        }
    }

    pub(crate) fn job(&self) -> Job {
        self.job_by(OPERATOR)
    }
}

pub(crate) fn issuer(n: u8) -> PublicKey {
    public(&key(n))
}

/// The update does not exist, so that the package manager is asked and nothing changes.
pub(crate) fn absent() -> Step {
    let ids = vec!["apt:patchround-no-such-package@1.0".parse().unwrap()];
    Step::Install { ids, agreed_removals: Vec::new() }
}
