//! Why a PC could not be asked.

use patchround_link::client::{CallError, ConnectError};
use patchround_protocol::{Cause, Outcome, order::cause_of, wire::Refusal};
use serde::{Deserialize, Serialize};

/// Why a PC could not be asked. The sentence is in the catalogue under `trouble-ID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Nothing answers, or it stopped answering.
    Unreachable,
    /// Another PC answers at its address.
    Foreign,
    /// Something answers that is not Patchround.
    NotPatchround,
    /// It does not obey this office any more.
    NotAdmitted,
    /// Its clock and ours differ by more than a day.
    ClockWrong,
    /// It said no.
    Refused(Refusal),
}

impl Trouble {
    /// The id of its sentence, with what to do next.
    pub fn sentence_id(self) -> &'static str {
        match self {
            Self::Unreachable => "trouble-unreachable",
            Self::Foreign => "trouble-foreign",
            Self::NotPatchround => "trouble-not-patchround",
            Self::NotAdmitted => "trouble-not-admitted",
            Self::ClockWrong => "trouble-clock-wrong",
            Self::Refused(Refusal::DiskFull) => "trouble-disk-full",
            Self::Refused(Refusal::DiskUnusable) => "trouble-disk-unusable",
            Self::Refused(_) => "trouble-refused",
        }
    }

    /// What it means for an update that was to be installed.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Unreachable | Self::Foreign | Self::NotPatchround => Outcome::Unreachable,
            Self::NotAdmitted | Self::ClockWrong | Self::Refused(_) => Outcome::Failed,
        }
    }

    /// The cause of that.
    pub fn cause(self) -> Cause {
        match self {
            Self::Unreachable | Self::Foreign | Self::NotPatchround => Cause::NotReachable,
            Self::NotAdmitted => Cause::NotAllowed,
            Self::ClockWrong => Cause::ClockWrong,
            Self::Refused(refusal) => cause_of(refusal),
        }
    }

    /// Whether asking again in a moment can help.
    pub fn may_pass(self) -> bool {
        self.outcome() == Outcome::Unreachable || matches!(self, Self::Refused(Refusal::NotPossible))
    }
}

impl From<ConnectError> for Trouble {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::WrongPeer => Self::Foreign,
            ConnectError::NotAdmitted => Self::NotAdmitted,
            ConnectError::NotPatchround => Self::NotPatchround,
            _ => Self::Unreachable,
        }
    }
}

impl From<CallError> for Trouble {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused(refusal) => Self::Refused(refusal),
            CallError::TooLarge => Self::NotPatchround,
            _ => Self::Unreachable,
        }
    }
}
