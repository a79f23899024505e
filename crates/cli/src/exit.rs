//! How the program ends (rules.md 6).

use std::process::ExitCode;

use patchround_office::{Error, pair::PairError, round::RoundEnd};
use patchround_protocol::Outcome;

/// The exit codes. The worse of two has precedence: 1 before 4 before 3 before 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    Done,
    NeedsPerson,
    Unreachable,
    Failed,
    WrongUse,
}

impl Exit {
    /// What the system is told.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::WrongUse => 2,
            Self::NeedsPerson => 3,
            Self::Unreachable => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match error {
            Error::NoOffice(_)
            | Error::BadName(_)
            | Error::WrongWords
            | Error::UnknownPc(_)
            | Error::WhichPc { .. }
            | Error::NameTaken(_)
            | Error::BadAddress(_)
            | Error::NotExcepted(_)
            | Error::BadPort(_)
            | Error::BadUpdateId(_)
            | Error::NotFirmware(_)
            | Error::UnknownInvitation(_)
            | Error::FileExists(_)
            | Error::NoCode
            | Error::CodeExpired => Self::WrongUse,
            Error::UnknownHost(_)
            | Error::Pair(
                PairError::Unreachable | PairError::TimedOut | PairError::Broken | PairError::Unheard(_),
            ) => Self::Unreachable,
            _ => Self::Failed,
        }
    }
}

impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done | Outcome::Waiting => Self::Done,
            Outcome::NeedsRestart | Outcome::NeedsPerson | Outcome::Cancelled => Self::NeedsPerson,
            Outcome::Unreachable => Self::Unreachable,
            Outcome::Failed | Outcome::Unknown => Self::Failed,
        }
    }
}

impl From<&RoundEnd> for Exit {
    fn from(end: &RoundEnd) -> Self {
        end.pcs.iter().map(|pc| Self::from(pc.outcome)).max().unwrap_or(Self::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_counts_before_who_was_away_before_who_is_needed() {
        let mut exits =
            [Outcome::NeedsRestart, Outcome::Failed, Outcome::Done, Outcome::Unreachable].map(Exit::from);
        exits.sort();
        assert_eq!(exits, [Exit::Done, Exit::NeedsPerson, Exit::Unreachable, Exit::Failed]);
    }
}
