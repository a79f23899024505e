//! Whose practice PC it is: who may come in, and which charter and policy it obeys.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use jiff::Timestamp;
use patchround_link::{
    BoxFuture,
    pairing::{PairingDesk, Secret, Tries},
    server::Gate,
};
use patchround_protocol::{
    Charter, Envelope, EventKind, Policy, SpkiHash,
    accounts::Accounts,
    limits,
    sign::SignError,
    wire::{Charters, Facts, Obeyed, Refusal, Welcome, Welcomed},
};

use crate::pc::Pc;

/// The office a PC has joined.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    signed_charter: Envelope,
    pub(crate) charter: Charter,
    pub(crate) policy: Policy,
}

impl Office {
    fn of(welcome: &Welcome, now: Timestamp) -> Result<Self, Refusal> {
        let charter = Charter::first(&welcome.charter).map_err(refusal)?;
        let policy = Policy::accept(&welcome.policy, &charter, None, now)?;
        Ok(Self { signed_charter: welcome.charter.clone(), charter, policy })
    }

    fn obeyed(&self) -> Obeyed {
        Obeyed { charter_version: self.charter.version, policy_version: self.policy.version }
    }
}

fn refusal(error: SignError) -> Refusal {
    error.into()
}

/// The code that was typed at a PC, with the tries that are left for it.
#[derive(Debug)]
pub(crate) struct Window {
    secret: Secret,
    left: AtomicU32,
}

impl Window {
    pub(crate) fn new(secret: Secret) -> Self {
        Self { secret, left: AtomicU32::new(limits::WINDOW_TRIES) }
    }
}

impl Tries for Window {
    fn take(&self) -> io::Result<bool> {
        let taken = self.left.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        Ok(taken.is_ok())
    }

    fn give_back(&self) {
        self.left.fetch_add(1, Ordering::SeqCst);
    }
}

/// The side of the window that managers see.
struct Desk {
    pc: Arc<Pc>,
    window: Arc<Window>,
}

impl PairingDesk for Desk {
    fn secret(&self) -> Secret {
        self.window.secret.clone()
    }

    fn tries(&self) -> &dyn Tries {
        self.window.as_ref()
    }

    fn welcome(&self, welcome: Welcome) -> BoxFuture<'_, Welcomed> {
        let answer = match self.pc.join(&welcome) {
            Ok(()) => Welcomed::Joined { facts: self.pc.facts() },
            Err(refusal) => Welcomed::Refused { refusal },
        };
        Box::pin(std::future::ready(answer))
    }
}

/// Who may come in to this PC.
pub(crate) struct Door(pub(crate) Arc<Pc>);

impl Gate for Door {
    fn admits(&self, device: &SpkiHash) -> bool {
        let now = self.0.clock();
        self.0.state().office.as_ref().is_some_and(|office| office.charter.admits(device, now))
    }

    fn pairing(&self) -> Option<Arc<dyn PairingDesk>> {
        let window = self.0.state().window.clone()?;
        Some(Arc::new(Desk { pc: self.0.clone(), window }))
    }
}

impl Pc {
    fn join(&self, welcome: &Welcome) -> Result<(), Refusal> {
        let mut state = self.state();
        if state.office.is_some() {
            return Err(Refusal::AlreadyJoined);
        }
        let joined = Office::of(welcome, self.clock())?;
        let office = joined.charter.office;
        state.office = Some(joined);
        state.window = None;
        drop(state);
        self.tell(EventKind::Joined { office });
        Ok(())
    }

    pub(crate) fn follow_charters(&self, charters: &Charters) -> Result<Obeyed, Refusal> {
        let now = self.clock();
        self.change(|office| {
            for envelope in &charters.charters {
                match office.charter.next(office.signed_charter.hash(), envelope, now) {
                    Ok(next) => (office.charter, office.signed_charter) = (next, envelope.clone()),
                    Err(Refusal::Outdated) => {}
                    Err(refusal) => return Err(refusal),
                }
            }
            Ok(())
        })
    }

    pub(crate) fn follow_policy(&self, envelope: &Envelope) -> Result<Obeyed, Refusal> {
        let now = self.clock();
        self.change(|office| {
            office.policy = Policy::accept(envelope, &office.charter, Some(&office.policy), now)?;
            Ok(())
        })
    }

    fn change(&self, how: impl FnOnce(&mut Office) -> Result<(), Refusal>) -> Result<Obeyed, Refusal> {
        let mut state = self.state();
        let office = state.office.as_mut().ok_or(Refusal::NotJoined)?;
        let before = office.obeyed();
        how(office)?;
        let after = office.obeyed();
        drop(state);
        if after != before {
            let Obeyed { charter_version, policy_version } = after;
            self.tell(EventKind::OfficeChanged { charter_version, policy_version });
        }
        Ok(after)
    }

    pub(crate) fn facts(&self) -> Facts {
        Facts {
            host_name: self.name.clone(),
            os: Some("Practice PC".to_owned()),
            helper: env!("CARGO_PKG_VERSION").to_owned(),
            disk_bytes: Some(256 << 30),
            disk_free: Some(200 << 30),
            uptime_seconds: None,
            signed_in: Some(self.somebody().map(str::to_owned).into_iter().collect()),
            local_administrators: None,
            can_ask: self.manners.asked.is_some(),
            cards: self.card().into_iter().collect(),
            journal_unread: None,
            accounts: Some(Accounts {
                people: 2,
                administrators: vec!["office".to_owned()],
                ..Accounts::default()
            }),
            os_fixed_until: None,
            own_updaters: Vec::new(),
            system: None,
        }
    }
}
