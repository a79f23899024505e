//! What a person enters about the office: in the wizard's first step, and later in the settings.

use ed25519_dalek::SigningKey;
use patchround_protocol::{charter::Role, sign::public};

use crate::{
    Error, Office,
    app::rules::{self, OpenHours},
};

/// All of it. It stands in the charter, so that an owner has to sign it.
#[derive(Debug, PartialEq)]
pub(super) struct Entered {
    pub(super) name: String,
    pub(super) person: String,
    pub(super) open: OpenHours,
}

impl Entered {
    /// As the office has it.
    pub(super) fn of(office: &Office) -> Self {
        Self {
            name: office.charter().name,
            person: office.person(),
            open: OpenHours::of(&office.charter().floor),
        }
    }

    /// Makes the office so. Evenings of the rules follow the hours.
    pub(super) fn sign(self, office: &Office, owner: &SigningKey) -> Result<(), Error> {
        let (hours, keys) = (self.open.hours(), [public(owner), public(&office.keys.operator)]);
        let closing = hours.clone();
        office.change_charter(
            owner,
            |charter| {
                let own = |role| matches!(role, Role::Own | Role::Operate);
                let members = charter.members.iter_mut();
                members
                    .filter(|member| own(member.role) && keys.contains(&member.key))
                    .for_each(|member| member.name.clone_from(&self.person));
                charter.name = self.name;
                charter.floor.protected_hours = vec![hours];
            },
            |policy| rules::follow(policy, &closing),
        )
    }
}
