//! The office's rules on their way to the PCs: at every contact a PC that obeys an older charter or policy is
//! given the newer ones. A PC that obeys newer ones than this computer knows is left alone, and that is said.

use patchround_link::client::CallError;
use patchround_protocol::{
    limits,
    wire::{Charters, Hello, Obeyed, Refusal},
};
use serde::{Deserialize, Serialize};

use crate::{
    concern::{Concern, Notice},
    contact::{Contact, Miss},
    error::Error,
    office::Office,
    store::record::What,
    tell::{Tell, Told},
};

/// Versions of the two documents a PC obeys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The charter's version.
    pub charter: u32,
    /// The policy's version.
    pub policy: u32,
}

impl Rules {
    fn of(hello: &Hello) -> Self {
        Self { charter: hello.charter_version, policy: hello.policy_version }
    }

    /// Whether either of them is newer than the other's.
    fn is_ahead_of(self, other: Self) -> bool {
        self.charter > other.charter || self.policy > other.policy
    }
}

impl Office {
    /// What every PC should obey.
    pub fn rules(&self) -> Rules {
        Rules { charter: self.charter().version, policy: self.policy().version }
    }

    /// Of several things that may be the matter with a PC's rules, one at most is so now.
    fn keep_rules_concern(&self, contact: &Contact<'_>, now: Option<Concern>) -> Result<(), Error> {
        let is_other = |c: &Concern| !matches!(c, Concern::RulesAhead | Concern::RulesRefused(_));
        let others = contact.pc.concerns.iter().copied().filter(is_other);
        let concerns: Vec<Concern> = others.chain(now).collect();
        if concerns == contact.pc.concerns {
            Ok(())
        } else {
            self.store.keep_concerns(contact.pc.id, &concerns)
        }
    }
}

impl Contact<'_> {
    /// Compares what the PC obeys with what the office wants, and brings it what is newer.
    pub(crate) async fn bring_rules(&mut self, tell: Tell<'_>) -> Result<(), Miss> {
        let (said, ours) = (Rules::of(&self.hello), self.office.rules());
        if self.pc.rules.is_ahead_of(said) {
            tell(&Told::Noticed { pc: &self.pc.name, notice: &Notice::RulesOlder });
            self.office.note(&What::RulesOlder { pc: self.pc.name.clone() })?;
        }
        let (now, refusal) = self.give_rules(said, ours).await?;
        if now != self.pc.rules {
            self.office.store.keep_rules(self.pc.id, now)?;
        }
        if refusal.is_none() {
            self.give_feeds().await?;
        }
        let concern = match refusal {
            _ if said.is_ahead_of(ours) => Some(Concern::RulesAhead),
            Some(Refusal::Outdated) => Some(Concern::RulesAhead),
            refusal => refusal.map(Concern::RulesRefused),
        };
        self.office.keep_rules_concern(self, concern)?;
        self.read_again()
    }

    /// Gives what is newer, the charter first: it says who may sign a policy. Tells what the PC obeys
    /// afterwards, and why it did not take the rest.
    async fn give_rules(&self, said: Rules, ours: Rules) -> Result<(Rules, Option<Refusal>), Miss> {
        let mut now = said;
        while now.charter < ours.charter {
            match self.give_charters(now.charter).await? {
                Ok(charter) if charter > now.charter => now.charter = charter.min(ours.charter),
                Ok(_) => return Ok((now, Some(Refusal::Unknown))),
                Err(refusal) => return Ok((now, Some(refusal))),
            }
        }
        if now.policy < ours.policy {
            let policy = self.office.signed_policy();
            let answer = self.peer.put::<_, Obeyed>("/v1/policy", &policy.0).await;
            match refused(answer)? {
                Ok(obeyed) if obeyed.policy_version >= ours.policy => now.policy = ours.policy,
                Ok(_) => return Ok((now, Some(Refusal::Unknown))),
                Err(refusal) => return Ok((now, Some(refusal))),
            }
        }
        Ok((now, None))
    }

    /// Hands over the charters above a version, one by one where all at once are too much.
    async fn give_charters(&self, above: u32) -> Result<Result<u32, Refusal>, Miss> {
        let mut answer = Err(Refusal::Unknown);
        for most in [limits::CHARTERS, 1] {
            let charters = self.office.store.charters_after(above, most)?;
            let request = Charters { charters };
            answer = refused(self.peer.put::<_, Obeyed>("/v1/charter", &request).await)?;
            if answer != Err(Refusal::TooLarge) {
                break;
            }
        }
        Ok(answer.map(|obeyed| obeyed.charter_version))
    }
}

/// A refusal is an answer; anything else that goes wrong ends the conversation.
pub(crate) fn refused<T>(answer: Result<T, CallError>) -> Result<Result<T, Refusal>, Miss> {
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(CallError::Refused(refusal)) => Ok(Err(refusal)),
        Err(CallError::TooLarge) => Ok(Err(Refusal::TooLarge)),
        Err(other) => Err(other.into()),
    }
}
