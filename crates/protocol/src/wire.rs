//! What a manager's program reads from a helper over HTTP/2 (security.md B.3).
//!
//! Fields are only ever added. An unknown field is ignored, an unknown word reads as unknown.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    accounts::Accounts,
    cause::Cause,
    ids::{FIRMWARE, JobId, OfficeId, PcId, PublicKey, UpdateId},
    sign::Envelope,
    update::Update,
    wake::Card,
};

/// `GET /v1/hello`: who answers, and what has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hello {
    /// Lowest and highest protocol version spoken.
    pub proto: [u32; 2],
    /// The helper's own version.
    pub helper: String,
    /// The PC.
    pub pc: PcId,
    /// Its office.
    pub office: Option<OfficeId>,
    /// Version of the charter it holds, 0 for none.
    pub charter_version: u32,
    /// Version of the policy it holds, 0 for none.
    pub policy_version: u32,
    /// The PC's clock.
    pub clock: Timestamp,
    /// Number of the newest event.
    pub log_head: u64,
    /// The job at hand, if one runs.
    pub working_on: Option<JobId>,
    /// When the feeds that it knows were signed; `None` where it has none, or is of a version that takes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feeds: Option<Timestamp>,
}

/// `GET /v1/facts`: the PC itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Facts {
    /// The PC's own host name.
    pub host_name: String,
    /// The operating system, as its maker writes it.
    pub os: Option<String>,
    /// The helper's own version.
    pub helper: String,
    /// Bytes of the disk the system is on.
    pub disk_bytes: Option<u64>,
    /// Free bytes on it.
    pub disk_free: Option<u64>,
    /// Seconds since it was started.
    pub uptime_seconds: Option<u64>,
    /// Names of the people signed in.
    pub signed_in: Option<Vec<String>>,
    /// Names of the accounts that may administer it.
    pub local_administrators: Option<Vec<String>>,
    /// Its own network cards by which it might be woken, at most [`crate::wake::CARDS`]; none where that is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
    /// Whether there are people whom it can ask: a program of theirs told lately what they use.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub can_ask: bool,
    /// How many lines of what its root half remembers cannot be read any more; `None` where all can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journal_unread: Option<u32>,
    /// Whose accounts can change everything there; `None` where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Accounts>,
    /// The last day on which the maker of the operating system still fixes it, at no charge and by itself; `None` where
    /// the PC does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_fixed_until: Option<Date>,
    /// Programs of the PC that put updates in without anybody, each by its own name, at most
    /// [`crate::limits::OWN_UPDATERS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_updaters: Vec<String>,
    /// How the operating system names itself; `None` where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<System>,
}

/// How an operating system names itself: `ID` and `VERSION_ID` of os-release(5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct System {
    /// Its lasting name, like `fedora`.
    pub id: String,
    /// Its release, like `43`.
    pub release: String,
}

/// `GET /v1/updates`: the newest scan. Its `revision` is the ETag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scan {
    /// Changes exactly when the rest changes.
    pub revision: String,
    /// When the package manager was asked.
    pub scanned_at: Timestamp,
    /// Whether a restart is pending.
    pub restart_pending: Option<bool>,
    /// What it is pending for, as far as that is known: names of packages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restart_for: Vec<String>,
    /// Each source that was asked.
    pub sources: Vec<SourceScan>,
    /// All updates of all sources, held and phased ones included.
    pub updates: Vec<Update>,
    /// Versions that the PC has kept and can go back to, and those that it went back to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<Kept>,
    /// The sources of people's own programs, whose updates are among the others. Helpers of an earlier version tell none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonScan>,
}

impl Scan {
    /// The name of the account whose own program an update is for; `None` for one of the whole PC.
    pub fn person_of(&self, id: &UpdateId) -> Option<&str> {
        let account = id.person()?;
        self.people.iter().find(|known| known.account == account).map(|known| known.person.as_str())
    }

    /// Updates that count as missing.
    pub fn outstanding(&self) -> impl Iterator<Item = &Update> {
        self.updates.iter().filter(|u| u.is_outstanding())
    }

    /// The sources without which nothing is known of the PC: all but firmware, which counts as missing nowhere. Many a PC
    /// has fwupd, and no way to the servers of its makers.
    pub fn counting(&self) -> impl Iterator<Item = &SourceScan> {
        self.sources.iter().filter(|source| source.source != FIRMWARE)
    }

    /// Whether every source that counts answered: without that nothing is ever green.
    pub fn is_complete(&self) -> bool {
        self.counting().next().is_some() && self.counting().all(|source| source.cause.is_none())
    }
}

/// One source of one person's own programs, as the program in their session told of it when they were signed in. It proves
/// nothing: they can have it say what they like of what is theirs, and of nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonScan {
    /// The number of their account, as the ids of its updates have it ([`UpdateId::person`]).
    pub account: String,
    /// The name of their account.
    pub person: String,
    /// The source's id: `flatpak`.
    pub source: String,
    /// When it was told, by the PC's clock.
    pub told_at: Timestamp,
    /// Why it could not be read.
    pub cause: Option<Cause>,
    /// When its lists were last read anew from its servers.
    pub refreshed_at: Option<Timestamp>,
}

/// A version that a PC kept before it upgraded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kept {
    /// The package with the version that was kept: what an undo names.
    pub id: UpdateId,
    /// The version that took its place.
    pub newer: String,
    /// When it was kept.
    pub since: Timestamp,
    /// Whether the PC went back to it and keeps it there.
    #[serde(default)]
    pub back: Option<Back>,
}

impl Kept {
    /// The update that took its place, which is what an undo takes away.
    pub fn update(&self) -> Option<UpdateId> {
        UpdateId::new(self.id.source(), self.id.native(), &self.newer).ok()
    }
}

/// That a PC went back to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Back {
    /// Since when.
    pub since: Timestamp,
    /// The last moment at which it is kept there; without one, until it is released.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

/// One source in a scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceScan {
    /// The source's id: `apt`.
    pub source: String,
    /// Why it could not be read.
    pub cause: Option<Cause>,
    /// Why what it installed is not whole, although it could be read: an installation that was cut off or
    /// a set-up step that failed. A person has to look at it, whatever the list of updates says.
    #[serde(default)]
    pub unfinished: Option<Cause>,
    /// Whose installation is not whole then, by the packages' names, at most [`crate::limits::UNFINISHED`]. Helpers of an
    /// earlier version name none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unfinished_of: Vec<String>,
    /// When its lists were last read anew from its servers.
    pub refreshed_at: Option<Timestamp>,
    /// Whether what it offers goes in wholly or not at all: an order for a part of what is outstanding is refused, and
    /// nothing is done. So it is where a partial upgrade is supported by nobody (Arch).
    #[serde(default, skip_serializing_if = "is_not")]
    pub whole: bool,
    /// Whether somebody else decides what this PC is offered: an office's own server (WSUS) or a service that manages its
    /// settings (Intune). What is not offered is then not known to be missing.
    #[serde(default, skip_serializing_if = "is_not")]
    pub managed: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_not(said: &bool) -> bool {
    !said
}

/// `POST /v1/jobs` takes an [`Envelope`] with a job and answers this with 202.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JobTaken {
    /// The job. Sending it again changes nothing.
    pub job: JobId,
    /// Orders of other people with some of the same updates, at most [`crate::limits::ALSO_ORDERED`]. Helpers of an
    /// earlier version tell none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also>,
}

/// Another person's order with some of the updates of a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Also {
    /// Who signed it.
    pub by: PublicKey,
    /// When.
    pub ordered: Timestamp,
    /// When it begins, where it was agreed for later and has not begun.
    pub begins: Option<Timestamp>,
    /// Updates that both order.
    pub updates: u32,
}

/// `PUT /v1/charter` takes the charters that follow the one the PC obeys, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Charters {
    /// At most [`crate::limits::CHARTERS`] of them.
    pub charters: Vec<Envelope>,
}

/// What a PC answers to `PUT /v1/feeds`, which takes an [`Envelope`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeedsTaken {
    /// When the feeds that it knows now were signed.
    pub feeds: Timestamp,
}

/// What a PC answers to `PUT /v1/charter` and `PUT /v1/policy`, which takes an [`Envelope`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Obeyed {
    /// Version of the charter it obeys now.
    pub charter_version: u32,
    /// Version of the policy it obeys now.
    pub policy_version: u32,
}

/// The body of every answer that is a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refused {
    /// Why.
    pub refusal: Refusal,
}

/// Why a helper refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No office has been joined.
    #[error("This PC has not joined an office")]
    NotJoined,
    /// An office has been joined already.
    #[error("This PC belongs to an office already")]
    AlreadyJoined,
    /// For another office.
    #[error("Meant for another office")]
    OtherOffice,
    /// For another PC.
    #[error("Meant for another PC")]
    OtherPc,
    /// By a key that may not.
    #[error("Signed by somebody who may not do this")]
    NotAllowed,
    /// The signature does not match.
    #[error("The signature is wrong")]
    BadSignature,
    /// Past its end.
    #[error("It has expired")]
    Expired,
    /// From this PC's future.
    #[error("This PC's clock is wrong")]
    ClockWrong,
    /// Not newer than what this PC obeys.
    #[error("This PC knows a newer one")]
    Outdated,
    /// A policy that the charter's floor forbids.
    #[error("It keeps updates back for longer than the office's own limits allow")]
    BelowFloor,
    /// The standing policy does not call for it now.
    #[error("The office's rules for updates do not allow it now")]
    OutsidePolicy,
    /// Somebody is signed in who did not say yes to a restart, or a program keeps the PC on.
    #[error("Somebody may be using this PC")]
    InUse,
    /// On battery, with little left in it.
    #[error("This PC runs on its battery, which is low")]
    OnBattery,
    /// Over the cap a day.
    #[error("It was done as often as it may be in one day")]
    TooOften,
    /// An unknown verb.
    #[error("The helper is too old to know this")]
    UnknownVerb,
    /// Over a limit.
    #[error("It is too large")]
    TooLarge,
    /// Cannot be read.
    #[error("It cannot be read")]
    Malformed,
    /// There is no such step, or the root half does not do this.
    #[error("There is nothing to do")]
    NothingToDo,
    /// The PC's disk is full: nothing could be written down, so nothing was begun.
    #[error("The PC's disk is full")]
    DiskFull,
    /// Nothing can be written on the PC's disk: it is read-only. So nothing was begun.
    #[error("The PC's disk cannot be written")]
    DiskUnusable,
    /// The helper cannot do it now: its other half does not answer.
    #[error("It cannot be done now")]
    NotPossible,
    /// A reason of a later version.
    #[error("Refused for a reason this program does not know")]
    #[serde(other)]
    Unknown,
}

/// What a manager hands to a PC at pairing, inside the confirmed channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Welcome {
    /// The first charter.
    pub charter: Envelope,
    /// The first policy.
    pub policy: Envelope,
}

/// What a PC answers to a [`Welcome`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "answer", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "there is one of it, once, at pairing")]
pub enum Welcomed {
    /// It has joined.
    Joined {
        /// The PC itself.
        facts: Facts,
    },
    /// It has not.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_a_later_version_is_still_a_refusal() {
        let body: Refused = serde_json::from_str(r#"{"refusal":"too_tired","more":1}"#).unwrap();
        assert_eq!(body.refusal, Refusal::Unknown);
    }

    #[test]
    fn a_scan_in_which_a_source_did_not_answer_is_not_complete() {
        let source = SourceScan {
            source: "apt".into(),
            cause: Some(Cause::Timeout),
            unfinished: None,
            unfinished_of: Vec::new(),
            refreshed_at: None,
            whole: false,
            managed: false,
        };
        let scan = Scan {
            revision: String::new(),
            scanned_at: Timestamp::UNIX_EPOCH,
            restart_pending: None,
            restart_for: Vec::new(),
            sources: vec![source],
            updates: Vec::new(),
            kept: Vec::new(),
            people: Vec::new(),
        };
        assert!(!scan.is_complete());
    }
}
