//! Brings PCs into the office.

use std::net::SocketAddr;

use jiff::Timestamp;
pub use patchround_link::pairing::PairError;
use patchround_link::{
    client,
    pairing::{Code, Invited, invite},
};
use patchround_protocol::PcId;

use crate::{
    error::Error,
    foreign,
    names::{self, Address},
    office::Office,
    store::{code::StoredCode, record::What},
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
    /// Makes a new pairing code; one before it ends.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn new_code(&self) -> Result<StoredCode, Error> {
        let code = self.store.keep_code(&Code::generate(), Timestamp::now())?;
        self.note(&What::CodeMade { expires: code.expires })?;
        Ok(code)
    }

    /// Pairs with the PC at an address, with the code that was made.
    ///
    /// # Errors
    /// [`Error::NoCode`] and its kin before anything is sent; [`Error::Pair`].
    pub async fn add(&self, address: &Address, name: Option<&str>) -> Result<Joined, Error> {
        self.store.valid_code(Timestamp::now())?;
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

    async fn invite(&self, address: SocketAddr) -> Result<Result<Invited, PairError>, Error> {
        let stored = self.store.valid_code(Timestamp::now())?;
        let code: Code = stored.code.parse().map_err(|_| Error::StoreDamaged("code".to_owned()))?;
        let (tries, welcome) = (self.store.code_tries(), self.welcome());
        Ok(invite(address, &self.keys.device, &code, &tries, &welcome).await)
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
