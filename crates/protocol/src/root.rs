//! What the network half and the PC's administrator may ask of the root half.
//!
//! One request and one answer a connection, each one line of JSON.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::Accounts,
    ids::JobId,
    job::{NotNow, Step},
    sign::{Envelope, SignError},
    wire::Refusal,
};

/// One request on the root socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// Carry out one step of a signed job, in a unit of its own. Asked again, it is not done again.
    Run {
        /// The signed job.
        job: Envelope,
        /// Which step, from 0.
        step: u16,
    },
    /// Carry out one step that the standing policy calls for now, in a unit of its own. Asked again under the
    /// same run, it is not done again.
    RunPolicy {
        /// Names the run; the network half makes it.
        run: JobId,
        /// What to do.
        step: Step,
    },
    /// Obey this charter from now on: it follows the one that is obeyed.
    Charter {
        /// The next version.
        charter: Envelope,
    },
    /// Obey this policy from now on.
    Policy {
        /// A newer version.
        policy: Envelope,
    },
    /// Know these feeds from now on.
    Feeds {
        /// Newer ones.
        feeds: Envelope,
    },
    /// What needs no parameter and changes nothing.
    Observe {},
    /// Make this the PC's office. Only the PC's administrator may ask.
    Join {
        /// The first charter.
        charter: Envelope,
        /// The first policy.
        policy: Envelope,
    },
    /// Leave the office. Only the PC's administrator may ask.
    Leave {},
}

/// The root half's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// The step runs, or ran: read its progress file.
    Running {
        /// Name of the progress file, in the folder both halves know.
        progress: String,
    },
    /// See [`Observed`].
    Observed(Observed),
    /// Joined or left, as asked.
    Ok,
    /// Not done, and why.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

/// What only root can see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Observed {
    /// Names of the accounts that may administer this PC.
    pub local_administrators: Vec<String>,
    /// Whether a restart is pending; `None` from a root half that leaves the asking of sources to the network half.
    pub restart_pending: Option<bool>,
    /// What holds the package manager right now: a program's name.
    pub lock_holder: Option<String>,
    /// Names of the people who are signed in; `None` where that cannot be known.
    pub signed_in: Option<Vec<String>>,
    /// How many lines of the root half's journal cannot be read any more; `None` where all can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journal_unread: Option<u32>,
    /// Whose accounts can change everything here; `None` where that cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Accounts>,
}

impl From<SignError> for Refusal {
    fn from(error: SignError) -> Self {
        match error {
            SignError::TooLarge => Self::TooLarge,
            SignError::NotAllowed => Self::NotAllowed,
            SignError::BadSignature => Self::BadSignature,
            SignError::Unreadable(why) if why.contains("unknown variant") => Self::UnknownVerb,
            SignError::Unreadable(_) | SignError::FieldLimit(_) => Self::Malformed,
        }
    }
}

impl From<NotNow> for Refusal {
    fn from(why: NotNow) -> Self {
        match why {
            NotNow::OtherOffice => Self::OtherOffice,
            NotNow::OtherPc => Self::OtherPc,
            NotNow::OtherIssuer => Self::NotAllowed,
            NotNow::Expired => Self::Expired,
            NotNow::ClockWrong => Self::ClockWrong,
        }
    }
}
