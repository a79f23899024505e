//! Pairing: a typed code (`patchround-pair/1`) or a join file (`patchround-invite/1`) becomes two pinned
//! keys (security.md A.3).
//!
//! Both keys and the TLS exporter are bound into the exchange, so that nobody can sit between.

use std::{io, sync::Arc};

use jiff::Timestamp;
use patchround_protocol::{
    JoinFile, PcId,
    limits::TOKEN_BYTES,
    wire::{Facts, Refusal, Welcome, Welcomed},
};

use crate::{BoxFuture, dial::DialError};

mod code;
mod exchange;
mod frames;
#[cfg(any(test, fuzzing))]
pub mod hostile;
mod manager;
mod pc;
#[cfg(test)]
mod tests;

pub use code::{Code, CodeError};
pub use manager::{invite, invite_with};
pub use patchround_protocol::Token;
pub(crate) use pc::host;

/// Makes a new token from the system's randomness.
pub fn new_token() -> Token {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).expect("a running system gives random bytes");
    Token::from_bytes(bytes)
}

/// What a PC was given to know its office by.
#[derive(Debug, Clone)]
pub enum Secret {
    /// The code that was typed.
    Code(Code),
    /// The join file. It pins its office: a manager of another one is refused.
    File(Arc<JoinFile>),
}

/// What a manager has to pair with; the PC's side decides which it is.
#[derive(Clone, Copy)]
pub struct Offers<'a> {
    /// The code that holds, and its tries.
    pub code: Option<(&'a Code, &'a dyn Tries)>,
    /// The open invitations.
    pub invitations: &'a [Invitation<'a>],
}

/// One join file, as its office keeps it.
#[derive(Clone, Copy)]
pub struct Invitation<'a> {
    /// The secret in it.
    pub token: &'a Token,
    /// Its last moment. After it, a PC that names it is not known here.
    pub not_after: Timestamp,
    /// Its tries and its places.
    pub tries: &'a dyn Tries,
}

/// The tries that are left for one code, or for one join file, on one side.
pub trait Tries: Send + Sync {
    /// Counts one try, on disk, before it returns; `false` if none was left.
    ///
    /// # Errors
    /// If it could not be stored. Nothing is answered to the peer then.
    fn take(&self) -> io::Result<bool>;

    /// Undoes the last [`take`](Self::take), after the code proved right.
    fn give_back(&self);

    /// At the manager: notes, on disk, a PC that proved to know the secret, before it is handed the office;
    /// `false` if there is no place left for it. Whoever was noted before has his place.
    ///
    /// # Errors
    /// If it could not be stored. The PC is not handed the office then.
    fn admit(&self, _pc: PcId) -> io::Result<bool> {
        Ok(true)
    }

    /// At the manager: the noted PC has said that it did not join.
    fn turned_away(&self, _pc: PcId) {}
}

/// What a PC with an open pairing window can do.
pub trait PairingDesk: Send + Sync {
    /// The code that was typed, or the join file.
    fn secret(&self) -> Secret;

    /// The window's tries.
    fn tries(&self) -> &dyn Tries;

    /// Joins the office of whoever proved to know the code. Runs to its end even if he hangs up.
    fn welcome(&self, welcome: Welcome) -> BoxFuture<'_, Welcomed>;
}

/// A PC that has joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The PC: its proven key, to be pinned.
    pub pc: PcId,
    /// What it says about itself.
    pub facts: Facts,
    /// The invitation it came with, as a place in [`Offers::invitations`]; `None` for the code.
    pub invitation: Option<usize>,
}

/// Why a PC has not joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairError {
    /// Nobody is at this address.
    #[error("Failed to reach the address")]
    Unreachable,
    /// The other side does not know this code. A try is spent.
    #[error("Failed to agree on the code")]
    WrongCode,
    /// This code has no tries left on our side; nothing was sent that could be guessed from.
    #[error("Failed because this code has no tries left")]
    NoTriesLeft,
    /// The try could not be stored on our side; nothing was sent that could be guessed from.
    #[error("Failed to store the try: {0}")]
    NotCounted(io::ErrorKind),
    /// The PC does not pair now, or not with what we have: no code was typed there, its tries or its time
    /// are used up.
    #[error("Failed because the PC does not pair now")]
    WindowClosed,
    /// The PC's join file is none of those we have, or it has expired.
    #[error("Failed to know the PC's join file")]
    NotInvited,
    /// The PC's join file has let in as many PCs as it may.
    #[error("Failed because the join file has no place left")]
    NoPlaceLeft,
    /// The PC knows the secret and was handed the office, and we did not hear whether it joined. If it did,
    /// it lets us in by this key, and we can ask it.
    #[error("Failed to hear whether the PC joined")]
    Unheard(PcId),
    /// Something else answers at this address.
    #[error("Failed to understand the answer, it is not a Patchround helper's")]
    NotPatchround,
    /// The code is right and the PC says no.
    #[error("Failed because the PC refused: {0}")]
    Refused(Refusal),
    /// It took too long.
    #[error("Failed to pair in time")]
    TimedOut,
    /// The connection broke, or the other side broke the rules.
    #[error("Failed because the connection broke")]
    Broken,
}

impl From<DialError> for PairError {
    fn from(error: DialError) -> Self {
        match error {
            DialError::Unreachable => Self::Unreachable,
            DialError::TimedOut => Self::TimedOut,
            DialError::NotSpoken => Self::WindowClosed,
            DialError::NotPatchround | DialError::WrongPeer => Self::NotPatchround,
            DialError::NotAdmitted | DialError::HungUp => Self::Broken,
        }
    }
}
