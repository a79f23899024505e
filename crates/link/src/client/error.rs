//! What can go wrong between a manager and a helper, by what the manager can do about it.

use patchround_protocol::wire::Refusal;

use crate::dial::DialError;

/// Why there is no connection to a helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// Nobody is at this address: the PC is off, elsewhere, or behind a firewall.
    #[error("Failed to reach the address")]
    Unreachable,
    /// A helper answers, with another key than the pinned one.
    #[error("Failed to recognise the key of the other side")]
    WrongPeer,
    /// The right helper answers and does not know our key.
    #[error("Failed to be admitted with our key")]
    NotAdmitted,
    /// Something else answers at this address.
    #[error("Failed to understand the answer, it is not a Patchround helper's")]
    NotPatchround,
    /// Hung up without a word: a helper with enough connections, or with enough failed ones from here.
    #[error("Failed to get a word, the other side hung up")]
    Busy,
    /// Something accepts the connection and then stays silent.
    #[error("Failed to get an answer in time")]
    TimedOut,
}

impl From<DialError> for ConnectError {
    fn from(error: DialError) -> Self {
        match error {
            DialError::Unreachable => Self::Unreachable,
            DialError::TimedOut => Self::TimedOut,
            DialError::HungUp => Self::Busy,
            DialError::NotPatchround | DialError::NotSpoken => Self::NotPatchround,
            DialError::WrongPeer => Self::WrongPeer,
            DialError::NotAdmitted => Self::NotAdmitted,
        }
    }
}

/// Why a request has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The helper understood and says no.
    #[error("Failed because the helper refused: {0}")]
    Refused(Refusal),
    /// The answer, one line of it, or what we sent is over its limit.
    #[error("Failed because of something too large")]
    TooLarge,
    /// The connection broke, or the answer cannot be read.
    #[error("Failed to read the answer")]
    Broken,
    /// No answer in time.
    #[error("Failed to get an answer in time")]
    TimedOut,
}
