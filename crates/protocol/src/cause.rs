//! The closed list of causes: why something did not end in "done".

use serde::{Deserialize, Serialize};

/// A cause, by its id. The sentence for a person is in the catalogue under the same id.
///
/// The first thirty are those of the error catalogue (sources.md I), in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "an id whose meaning is its sentence in the catalogue")]
pub enum Cause {
    BusyOtherUpdater,
    NoNetwork,
    Timeout,
    ServerFault,
    FileGone,
    DiskFull,
    BootFull,
    SignatureMissing,
    HashMismatch,
    ListExpired,
    RepoRenamed,
    RepoGone,
    InterruptedBefore,
    PackageScriptFailed,
    FileConflict,
    DepsUnsolvable,
    WouldRemove,
    VersionGone,
    AppRunning,
    RestartFirst,
    RestartToFinish,
    Battery,
    Metered,
    PolicyBlocked,
    NeedsAdminOrUser,
    NeedsPasswordMac,
    WuStoreDamaged,
    WuServiceOff,
    NotForThisPc,
    InstalledButNotVerified,
    /// Kept back on this PC on purpose (`apt-mark hold`) or by the office.
    Held,
    /// Offered gradually, and this PC's turn has not come.
    Phased,
    /// Stopped before it began.
    Cancelled,
    /// The job's time was over before it could begin.
    JobExpired,
    /// The PC's clock and the manager's differ by more than a day.
    ClockWrong,
    /// The PC did not answer.
    NotReachable,
    /// The PC refused the order: not signed by somebody it obeys, or not for it.
    NotAllowed,
    /// It was done as often as it may be in one day.
    DailyLimit,
    /// Somebody is signed in who did not say yes to a restart, or a program keeps the PC on.
    InUse,
    /// The PC's helper does not know this yet.
    HelperTooOld,
    /// A step of the update waits for an answer that only somebody at that PC can give.
    AsksQuestion,
    /// Not this update's fault: another one on the same PC stands in its way.
    OtherFailed,
    /// The PC's disk takes nothing: it is read-only, or damaged.
    DiskUnusable,
    /// It is tried on one PC first, and that one does not have it yet.
    AfterFirst,
    /// It did not work on the PC that went first.
    FirstFailed,
    /// The PC was restarted, and asks for a restart all the same.
    RestartDidNotHelp,
    /// There is no way back: the PC does not have the version before.
    NothingKept,
    /// There is no way back: the package got another version since.
    ChangedSince,
    /// There is no way back: the PC itself, or another program on it, needs the newer version.
    UndoBlocked,
    /// The server that has the updates does not let this PC in (HTTP 401, 403, 407).
    ServerRefused,
    /// Somebody who uses the program asked to wait with it.
    Objected,
    /// Nobody who uses the program could be asked in time.
    NotAsked,
    /// Somebody said that something is wrong since it went in elsewhere; it waits for an answer.
    SaidWrong,
    /// It is firmware, which goes in alone and with a yes of its own.
    GoesAlone,
    /// The program that tells of the updates is too old to be understood.
    ToolTooOld,
    /// It is one person's own program, and goes in when they are signed in next.
    PersonAway,
    /// It is only shown here: somebody puts it in at that PC, in its system's own settings or shop.
    AtThePc,
    /// Anything else; also a cause of a later version. The details say more.
    #[serde(other)]
    Unexpected,
}

impl Cause {
    /// Every cause, in the order of the list.
    pub const ALL: [Self; 58] = [
        Self::BusyOtherUpdater,
        Self::NoNetwork,
        Self::Timeout,
        Self::ServerFault,
        Self::FileGone,
        Self::DiskFull,
        Self::BootFull,
        Self::SignatureMissing,
        Self::HashMismatch,
        Self::ListExpired,
        Self::RepoRenamed,
        Self::RepoGone,
        Self::InterruptedBefore,
        Self::PackageScriptFailed,
        Self::FileConflict,
        Self::DepsUnsolvable,
        Self::WouldRemove,
        Self::VersionGone,
        Self::AppRunning,
        Self::RestartFirst,
        Self::RestartToFinish,
        Self::Battery,
        Self::Metered,
        Self::PolicyBlocked,
        Self::NeedsAdminOrUser,
        Self::NeedsPasswordMac,
        Self::WuStoreDamaged,
        Self::WuServiceOff,
        Self::NotForThisPc,
        Self::InstalledButNotVerified,
        Self::Held,
        Self::Phased,
        Self::Cancelled,
        Self::JobExpired,
        Self::ClockWrong,
        Self::NotReachable,
        Self::NotAllowed,
        Self::DailyLimit,
        Self::InUse,
        Self::HelperTooOld,
        Self::AsksQuestion,
        Self::OtherFailed,
        Self::DiskUnusable,
        Self::AfterFirst,
        Self::FirstFailed,
        Self::RestartDidNotHelp,
        Self::NothingKept,
        Self::ChangedSince,
        Self::UndoBlocked,
        Self::ServerRefused,
        Self::Objected,
        Self::NotAsked,
        Self::SaidWrong,
        Self::GoesAlone,
        Self::ToolTooOld,
        Self::PersonAway,
        Self::AtThePc,
        Self::Unexpected,
    ];

    /// Whether it may be over when the same is tried again a little later (rules.md 4, "retry").
    pub fn passes(self) -> bool {
        let is_in_the_way = matches!(self, Self::BusyOtherUpdater | Self::NoNetwork | Self::Timeout);
        is_in_the_way || matches!(self, Self::ServerFault | Self::InterruptedBefore)
    }

    /// The id as it is written in JSON and in the catalogue.
    pub fn id(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(id)) => id,
            _ => unreachable!("a unit variant is written as a string"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_all_causes_is_whole() {
        let places: Vec<usize> = Cause::ALL.iter().map(|c| *c as usize).collect();
        assert_eq!(places, (0..=Cause::Unexpected as usize).collect::<Vec<_>>());
    }

    #[test]
    fn a_cause_of_a_later_version_is_unexpected_not_an_error() {
        assert_eq!(serde_json::from_str::<Cause>("\"moon_phase\"").unwrap(), Cause::Unexpected);
        assert_eq!(Cause::InstalledButNotVerified.id(), "installed_but_not_verified");
    }
}
