//! Pairing (`patchround-pair/1`): a typed code becomes two pinned keys (security.md A.3).
//!
//! Both keys and the TLS exporter are bound into the exchange, so that nobody can sit between.

use std::io;

use patchround_protocol::{
    PcId,
    wire::{Facts, Refusal, Welcome, Welcomed},
};

use crate::{BoxFuture, dial::DialError};

mod code;
mod exchange;
mod frames;
mod manager;
mod pc;
#[cfg(test)]
mod tests;

pub use code::{Code, CodeError};
pub use manager::invite;
pub(crate) use pc::host;

/// The tries that are left for one code on one side.
pub trait Tries: Send + Sync {
    /// Counts one try, on disk, before it returns; `false` if none was left.
    ///
    /// # Errors
    /// If it could not be stored. Nothing is answered to the peer then.
    fn take(&self) -> io::Result<bool>;

    /// Undoes the last [`take`](Self::take), after the code proved right.
    fn give_back(&self);
}

/// What a PC with an open pairing window can do.
pub trait PairingDesk: Send + Sync {
    /// The code that was typed.
    fn code(&self) -> Code;

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
    /// The PC does not pair now: no code was typed there, its tries or its time are used up.
    #[error("Failed because the PC does not pair now")]
    WindowClosed,
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
            DialError::NotPatchround | DialError::WrongPeer | DialError::HungUp => Self::NotPatchround,
            DialError::NotAdmitted => Self::Broken,
        }
    }
}
