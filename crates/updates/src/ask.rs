//! What becomes of a question to a package manager.

use patchround_protocol::Cause;

use crate::command::CommandError;

/// An answer that could not be had.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The program did not run, or not to its end.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// It ran and refused.
    #[error("Failed to get an answer: {cause:?}")]
    Refused {
        /// What its words mean.
        cause: Cause,
        /// Its words.
        said: String,
    },
}

impl AskError {
    /// The cause to tell.
    pub fn cause(&self) -> Cause {
        match self {
            Self::Refused { cause, .. } => *cause,
            Self::Command(CommandError::TimedOut(..)) => Cause::Timeout,
            Self::Command(_) => Cause::Unexpected,
        }
    }

    /// The program's own words.
    pub fn said(&self) -> String {
        match self {
            Self::Refused { said, .. } => said.clone(),
            Self::Command(error) => error.to_string(),
        }
    }
}
