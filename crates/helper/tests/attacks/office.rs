//! An office with a member of every kind: owner 1, operator 2, and these.

use jiff::{Timestamp, ToSpan};
use patchround_link::DeviceKey;
use patchround_protocol::{
    Charter, Job, PcId, Step,
    charter::{Member, Role},
    sign::public,
};

use crate::manager::{Manager, key};

pub(crate) const VIEWER: u8 = 3;
pub(crate) const ENDED: u8 = 4;
pub(crate) const REVOKED: u8 = 5;
pub(crate) const STRANGER: u8 = 7;
pub(crate) const RECOVERY: u8 = 9;

/// One computer for each of those who are not the manager.
pub(crate) struct Devices {
    pub(crate) viewer: DeviceKey,
    pub(crate) ended: DeviceKey,
    pub(crate) revoked: DeviceKey,
}

impl Devices {
    pub(crate) fn new() -> Self {
        Self { viewer: DeviceKey::generate(), ended: DeviceKey::generate(), revoked: DeviceKey::generate() }
    }

    pub(crate) fn charter(&self, manager: &Manager) -> Charter {
        let mut charter = manager.charter();
        let member = |n: u8, role, device: &DeviceKey| Member {
            key: public(&key(n)),
            name: "Eve".into(),
            role,
            not_after: None,
            devices: vec![device.id()],
        };
        let ended = Some(Timestamp::now() - 1.hours());
        charter.members.extend([
            member(VIEWER, Role::View, &self.viewer),
            Member { not_after: ended, ..member(ENDED, Role::Operate, &self.ended) },
            member(REVOKED, Role::Operate, &self.revoked),
        ]);
        charter.revoked = vec![public(&key(REVOKED))];
        charter
    }
}

/// A job that this member says is his.
pub(crate) fn job_by(manager: &Manager, n: u8, pc: PcId) -> Job {
    Job { issuer: public(&key(n)), ..manager.job(pc, vec![absent()]) }
}

/// The update does not exist, so that the root half asks the package manager and changes nothing.
pub(crate) fn absent() -> Step {
    let ids = vec!["apt:patchround-no-such-package:all@1.0".parse().unwrap()];
    Step::Install { ids, agreed_removals: Vec::new() }
}
