//! Brings PCs into the office.

use std::net::SocketAddr;

use jiff::Timestamp;
pub use patchround_link::pairing::PairError;
use patchround_link::{
    client,
    pairing::{Code, Invitation, Invited, Offers, Tries, invite_with},
};
use patchround_protocol::PcId;

use crate::{
    error::Error,
    foreign,
    names::{self, Address},
    office::Office,
    store::{
        code::StoredCode,
        invitations::{InvitationTries, StoredInvitation},
        record::What,
    },
};

/// A PC that joined just now.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The PC.
    pub id: PcId,
    /// What it is called from now on.
    pub name: String,
    /// Where it is.
    pub address: SocketAddr,
    /// Its system, as its maker writes it.
    pub os: Option<String>,
}

impl Office {
    /// The code that holds now, else a new one; and whether it is new.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn code(&self) -> Result<(StoredCode, bool), Error> {
        match self.store.valid_code(Timestamp::now()) {
            Ok(code) => Ok((code, false)),
            Err(Error::NoCode | Error::CodeExpired | Error::CodeUsedUp) => Ok((self.new_code()?, true)),
            Err(error) => Err(error),
        }
    }

    /// Makes a new pairing code; one before it ends.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn new_code(&self) -> Result<StoredCode, Error> {
        let code = self.store.keep_code(&Code::generate(), Timestamp::now())?;
        self.note(&What::CodeMade { expires: code.expires })?;
        Ok(code)
    }

    /// Pairs with the PC at an address, with the code or the join file that the PC was given.
    ///
    /// # Errors
    /// [`Error::NoCode`] and its kin before anything is sent; [`Error::Pair`].
    pub async fn add(&self, address: &Address, name: Option<&str>) -> Result<Joined, Error> {
        self.can_pair()?;
        let name = name.map(|n| self.free_name(n)).transpose()?;
        self.pair(&address.resolve().await?, name).await
    }

    /// Pairs with the PC that was found, whichever of its addresses answers.
    ///
    /// # Errors
    /// As [`Office::add`].
    pub async fn join(&self, addresses: &[SocketAddr]) -> Result<Joined, Error> {
        self.pair(addresses, None).await
    }

    async fn pair(&self, addresses: &[SocketAddr], name: Option<String>) -> Result<Joined, Error> {
        let mut last = PairError::Unreachable;
        for address in addresses {
            match self.invite(*address).await? {
                Ok(invited) => return self.welcome_in(invited, *address, name),
                Err(error @ (PairError::Unreachable | PairError::TimedOut)) => last = error,
                Err(error @ PairError::WindowClosed) => {
                    return Err(self.ours_at(*address).await?.map_or(error.into(), Error::AlreadyJoined));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(last.into())
    }

    /// The name of the PC of this office that answers at an address.
    async fn ours_at(&self, address: SocketAddr) -> Result<Option<String>, Error> {
        for pc in self.store.pcs()?.into_iter().filter(|pc| pc.address == address) {
            if client::connect(address, &self.keys.device, pc.id).await.is_ok() {
                return Ok(Some(pc.name));
            }
        }
        Ok(None)
    }

    /// Whether there is anything to let a PC in with: a code, or an open join file.
    ///
    /// # Errors
    /// [`Error::NoCode`] and its kin.
    pub fn can_pair(&self) -> Result<(), Error> {
        self.code_or_files(Timestamp::now()).map(drop)
    }

    fn code_or_files(&self, now: Timestamp) -> Result<(Option<Code>, Vec<StoredInvitation>), Error> {
        let files = self.store.invitations(now)?;
        let damaged = |_| Error::StoreDamaged("code".to_owned());
        match self.store.valid_code(now) {
            Ok(stored) => Ok((Some(stored.code.parse().map_err(damaged)?), files)),
            Err(Error::NoCode | Error::CodeExpired | Error::CodeUsedUp) if !files.is_empty() => {
                Ok((None, files))
            }
            Err(error) => Err(error),
        }
    }

    /// Offers the code and every open join file; the PC knows which it was given.
    async fn invite(&self, address: SocketAddr) -> Result<Result<Invited, PairError>, Error> {
        let (code, files) = self.code_or_files(Timestamp::now())?;
        let code_tries = self.store.code_tries();
        let tries: Vec<_> = files.iter().map(|file| self.store.invitation_tries(file.id)).collect();
        let invitations: Vec<_> = files.iter().zip(&tries).map(|(file, tries)| offer(file, tries)).collect();
        let code = code.as_ref().map(|code| (code, &code_tries as &dyn Tries));
        let offers = Offers { code, invitations: &invitations };
        let paired = invite_with(address, &self.keys.device, &offers, &self.welcome()).await;
        match paired {
            Err(PairError::Unheard(pc)) => Ok(self.ask_whether_joined(address, pc).await),
            paired => Ok(paired),
        }
    }

    /// A PC whose answer was lost lets us in if it has joined.
    async fn ask_whether_joined(&self, address: SocketAddr, pc: PcId) -> Result<Invited, PairError> {
        let unheard = PairError::Unheard(pc);
        let peer = client::connect(address, &self.keys.device, pc).await.map_err(|_| unheard)?;
        let facts = peer.get("/v1/facts").await.map_err(|_| unheard)?;
        Ok(Invited { pc, facts, invitation: None })
    }

    fn welcome_in(&self, mut new: Invited, at: SocketAddr, name: Option<String>) -> Result<Joined, Error> {
        new.facts = foreign::facts(new.facts);
        let mut others = self.store.pcs()?;
        others.retain(|pc| pc.id != new.pc);
        let name = name.unwrap_or_else(|| names::unique(&new.facts.host_name, &others));
        self.store.at_once(|| {
            self.store.keep_pc(new.pc, &name, at, &new.facts, Timestamp::now())?;
            self.note(&What::PcJoined { pc: name.clone(), id: new.pc })
        })?;
        tracing::info!("a PC joined");
        Ok(Joined { id: new.pc, name, address: at, os: new.facts.os })
    }

    fn free_name(&self, text: &str) -> Result<String, Error> {
        let name = names::given(text)?;
        let taken = self.store.pcs()?.iter().any(|pc| names::is_called(pc, &name));
        if taken { Err(Error::NameTaken(name)) } else { Ok(name) }
    }
}

fn offer<'a>(file: &'a StoredInvitation, tries: &'a InvitationTries) -> Invitation<'a> {
    Invitation { token: &file.token, not_after: file.not_after, tries }
}
