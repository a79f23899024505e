//! The life of one update on one PC: one state machine, written as data.
//!
//! Drawn in `docs/life-of-an-update.md`, which a test keeps as this table has it.

use serde::{Deserialize, Serialize};

use crate::cause::Cause;

/// Where an update is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Life {
    /// Ordered; others go first, or another program installs.
    WaitsForTurn,
    /// Ordered for later, or not at this hour.
    WaitsForTime,
    /// Somebody has to agree first.
    WaitsForPerson,
    /// A program has to be closed first.
    WaitsForProgram,
    /// The PC has to be plugged in.
    WaitsForPower,
    /// It cannot be fetched at present.
    WaitsForNetwork,
    /// Being fetched.
    Downloading,
    /// Being put in place.
    Installing,
    /// Said to be in place; no look has shown it yet.
    Installed,
    /// A look shows it; it is in use only after a restart.
    NeedsRestart,
    /// A look shows it, and nothing more is needed.
    Done,
    /// It did not work.
    Failed,
    /// Kept back on purpose.
    Held,
    /// No longer offered, and never seen in place.
    Withdrawn,
    /// Offered again within a day of "done".
    NotTaking,
    /// Offered to this PC, and nobody has ordered it; also a state of a later version.
    #[default]
    #[serde(other)]
    Offered,
}

/// What happens to it. A look is a fresh look at the PC, made after whatever was done there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum On {
    /// Somebody who may orders it, or the policy calls for it.
    Ordered,
    /// The same, for a later time.
    OrderedForLater,
    /// The order is over before it began.
    TakenBack,
    /// Fetching begins.
    Fetches,
    /// Putting it in place begins.
    Installs,
    /// The root half asked the package database, which has the new version.
    SaysInPlace,
    /// It did not work.
    Fails,
    /// Something stands in the way that passes: the state says what.
    KeptForTurn,
    /// As [`On::KeptForTurn`].
    KeptForTime,
    /// As [`On::KeptForTurn`].
    KeptForPerson,
    /// As [`On::KeptForTurn`].
    KeptForProgram,
    /// As [`On::KeptForTurn`].
    KeptForPower,
    /// As [`On::KeptForTurn`].
    KeptForNetwork,
    /// A look finds it offered, and kept back on purpose.
    LookFindsHeld,
    /// A look still finds it offered.
    LookFindsOffered,
    /// A look finds it offered within a day of "done".
    LookFindsOfferedAgain,
    /// A look no longer finds it offered.
    LookFindsGone,
    /// The same, and it waits for a restart that is pending.
    LookFindsRestartPending,
}

/// One rule: from any of these states, on this, to that state.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    /// From where.
    pub from: &'static [Life],
    /// What happens.
    pub on: On,
    /// Where to.
    pub to: Life,
}

use Life::{
    Done, Downloading, Failed, Held, Installed, Installing, NeedsRestart, NotTaking, Offered,
    WaitsForNetwork, WaitsForPerson, WaitsForPower, WaitsForProgram, WaitsForTime, WaitsForTurn, Withdrawn,
};

/// Nothing is in place, as far as anybody knows: it may be ordered.
const AHEAD: &[Life] = &[
    Offered,
    WaitsForTurn,
    WaitsForTime,
    WaitsForPerson,
    WaitsForProgram,
    WaitsForPower,
    WaitsForNetwork,
    Failed,
    Held,
    Withdrawn,
    NotTaking,
];
/// The same, with what is under way and not yet in place.
const UNDER_WAY: &[Life] = &[
    Offered,
    WaitsForTurn,
    WaitsForTime,
    WaitsForPerson,
    WaitsForProgram,
    WaitsForPower,
    WaitsForNetwork,
    Downloading,
    Installing,
    Failed,
    Held,
    Withdrawn,
    NotTaking,
];
const WAITS: &[Life] =
    &[WaitsForTurn, WaitsForTime, WaitsForPerson, WaitsForProgram, WaitsForPower, WaitsForNetwork];

/// Every rule. What no rule is for changes nothing.
pub const MOVES: &[Move] = &[
    Move { from: AHEAD, on: On::Ordered, to: WaitsForTurn },
    Move { from: AHEAD, on: On::OrderedForLater, to: WaitsForTime },
    Move { from: WAITS, on: On::TakenBack, to: Offered },
    Move { from: AHEAD, on: On::Fetches, to: Downloading },
    Move { from: UNDER_WAY, on: On::Installs, to: Installing },
    Move { from: UNDER_WAY, on: On::SaysInPlace, to: Installed },
    Move { from: UNDER_WAY, on: On::Fails, to: Failed },
    Move { from: UNDER_WAY, on: On::KeptForTurn, to: WaitsForTurn },
    Move { from: UNDER_WAY, on: On::KeptForTime, to: WaitsForTime },
    Move { from: UNDER_WAY, on: On::KeptForPerson, to: WaitsForPerson },
    Move { from: UNDER_WAY, on: On::KeptForProgram, to: WaitsForProgram },
    Move { from: UNDER_WAY, on: On::KeptForPower, to: WaitsForPower },
    Move { from: UNDER_WAY, on: On::KeptForNetwork, to: WaitsForNetwork },
    Move { from: AHEAD, on: On::LookFindsHeld, to: Held },
    Move { from: &[Downloading, NeedsRestart, Done], on: On::LookFindsHeld, to: Held },
    Move { from: &[Installing, Installed], on: On::LookFindsHeld, to: Failed },
    Move { from: &[Held, Withdrawn, Downloading], on: On::LookFindsOffered, to: Offered },
    Move { from: &[Held, Withdrawn, Downloading], on: On::LookFindsOfferedAgain, to: Offered },
    Move { from: &[Installing, Installed], on: On::LookFindsOffered, to: Failed },
    Move { from: &[Installing, Installed], on: On::LookFindsOfferedAgain, to: Failed },
    Move { from: &[NeedsRestart, Done], on: On::LookFindsOffered, to: Offered },
    Move { from: &[NeedsRestart, Done], on: On::LookFindsOfferedAgain, to: NotTaking },
    Move { from: &[Installed], on: On::LookFindsRestartPending, to: NeedsRestart },
    Move { from: &[Installed, NeedsRestart], on: On::LookFindsGone, to: Done },
    Move { from: UNDER_WAY, on: On::LookFindsGone, to: Withdrawn },
];

impl Life {
    /// Every state.
    pub const ALL: [Self; 16] = [
        WaitsForTurn,
        WaitsForTime,
        WaitsForPerson,
        WaitsForProgram,
        WaitsForPower,
        WaitsForNetwork,
        Downloading,
        Installing,
        Installed,
        NeedsRestart,
        Done,
        Failed,
        Held,
        Withdrawn,
        NotTaking,
        Offered,
    ];

    /// Where it is after that.
    #[must_use]
    pub fn after(self, on: On) -> Self {
        let rule = MOVES.iter().find(|rule| rule.on == on && rule.from.contains(&self));
        rule.map_or(self, |rule| rule.to)
    }

    /// Whether the new version is in place, by a look or by the PC's word: it is not put in again.
    pub fn is_in_place(self) -> bool {
        matches!(self, Installed | NeedsRestart | Done)
    }
}

impl On {
    /// Everything that can happen.
    pub const ALL: [Self; 18] = [
        Self::Ordered,
        Self::OrderedForLater,
        Self::TakenBack,
        Self::Fetches,
        Self::Installs,
        Self::SaysInPlace,
        Self::Fails,
        Self::KeptForTurn,
        Self::KeptForTime,
        Self::KeptForPerson,
        Self::KeptForProgram,
        Self::KeptForPower,
        Self::KeptForNetwork,
        Self::LookFindsHeld,
        Self::LookFindsOffered,
        Self::LookFindsOfferedAgain,
        Self::LookFindsGone,
        Self::LookFindsRestartPending,
    ];

    /// What it means for an update that a try ended for this cause.
    pub fn ended_for(cause: Cause) -> Self {
        match cause {
            Cause::BusyOtherUpdater | Cause::Phased | Cause::OtherFailed | Cause::AfterFirst => {
                Self::KeptForTurn
            }
            Cause::InUse | Cause::PolicyBlocked | Cause::DailyLimit | Cause::PersonAway => Self::KeptForTime,
            Cause::WouldRemove
            | Cause::RestartFirst
            | Cause::NeedsAdminOrUser
            | Cause::NeedsPasswordMac
            | Cause::AtThePc
            | Cause::Objected
            | Cause::NotAsked
            | Cause::SaidWrong
            | Cause::GoesAlone
            | Cause::FirstFailed => Self::KeptForPerson,
            Cause::AppRunning => Self::KeptForProgram,
            Cause::Battery => Self::KeptForPower,
            Cause::NoNetwork | Cause::Timeout | Cause::ServerFault | Cause::Metered => Self::KeptForNetwork,
            Cause::Held => Self::LookFindsHeld,
            Cause::Cancelled | Cause::JobExpired | Cause::NotReachable => Self::TakenBack,
            Cause::FileGone
            | Cause::DiskFull
            | Cause::DiskUnusable
            | Cause::NothingKept
            | Cause::ChangedSince
            | Cause::UndoBlocked
            | Cause::ServerRefused
            | Cause::ToolTooOld
            | Cause::AsksQuestion
            | Cause::BootFull
            | Cause::SignatureMissing
            | Cause::HashMismatch
            | Cause::ListExpired
            | Cause::RepoRenamed
            | Cause::RepoGone
            | Cause::InterruptedBefore
            | Cause::PackageScriptFailed
            | Cause::FileConflict
            | Cause::DepsUnsolvable
            | Cause::VersionGone
            | Cause::RestartToFinish
            | Cause::RestartDidNotHelp
            | Cause::WuStoreDamaged
            | Cause::WuServiceOff
            | Cause::NotForThisPc
            | Cause::InstalledButNotVerified
            | Cause::ClockWrong
            | Cause::NotAllowed
            | Cause::HelperTooOld
            | Cause::Unexpected => Self::Fails,
        }
    }
}

#[cfg(test)]
mod tests;
