//! The Windows Update Agent, behind a trait: everything that is asked of it or told to it.
//!
//! Whatever is asked may never be answered: each question has its own limit, after which it has failed
//! ([`Failure::Silent`]).

#[cfg(any(windows, test))]
mod aside;
#[cfg(any(windows, test))]
mod dates;
#[cfg_attr(target_os = "linux", path = "agent/linux.rs")]
#[cfg_attr(target_os = "macos", path = "agent/macos.rs")]
#[cfg_attr(windows, path = "agent/windows.rs")]
mod platform;

use std::time::Duration;

use jiff::Timestamp;
use patchround_protocol::{Cause, UpdateId};
use serde::{Deserialize, Serialize};

pub(crate) use platform::of_this_pc;

use super::{SOURCE, causes};

/// How long an online search is waited for (sources.md 9.1: it has no limit of its own).
const ONLINE: Duration = Duration::from_secs(30 * 60);
/// How long the agent may think about what it knows already: all sources are told with this one.
pub(crate) const OFFLINE: Duration = Duration::from_secs(3 * 60);

/// One revision of one update.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// Its GUID, in lower case and without braces.
    pub update: String,
    /// The number that goes up with each change of it.
    pub revision: u32,
}

impl Identity {
    /// What an id names; none for what no update can be called.
    pub fn of(id: &UpdateId) -> Option<Self> {
        let revision = id.version();
        let identity = Self { update: id.native().to_owned(), revision: revision.parse().ok()? };
        // A number can be written in more ways than one, an id not.
        (id.source() == SOURCE && identity.is_plain() && identity.revision.to_string() == revision)
            .then_some(identity)
    }

    /// Its id; none where it is not called as updates are.
    pub fn id(&self) -> Option<UpdateId> {
        let id = UpdateId::new(SOURCE, &self.update, &self.revision.to_string()).ok();
        id.filter(|_| self.is_plain())
    }

    fn is_plain(&self) -> bool {
        let fits = |(at, b): (usize, u8)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        };
        self.update.len() == 36 && self.update.bytes().enumerate().all(fits)
    }
}

/// A question after updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// What is offered for Windows and other programs, as the agent knows it or after it has asked its server.
    Software {
        /// Whether it asks its server.
        online: bool,
    },
    /// The same of drivers.
    Drivers {
        /// Whether it asks its server.
        online: bool,
    },
    /// One revision, whether it is offered, hidden or there, as the agent knows it.
    One(Identity),
}

impl Search {
    /// In the agent's own language.
    pub fn criteria(&self) -> String {
        match self {
            Self::Software { .. } => "IsInstalled=0 and IsHidden=0 and Type='Software'".to_owned(),
            Self::Drivers { .. } => "IsInstalled=0 and IsHidden=0 and Type='Driver'".to_owned(),
            Self::One(Identity { update, revision }) => {
                format!("UpdateID='{update}' and RevisionNumber={revision}")
            }
        }
    }

    /// Whether the agent asks its server.
    pub fn is_online(&self) -> bool {
        matches!(self, Self::Software { online: true } | Self::Drivers { online: true })
    }

    /// How long the answer is waited for.
    pub fn limit(&self) -> Duration {
        if self.is_online() { ONLINE } else { OFFLINE }
    }
}

/// The answer to a search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The updates.
    pub updates: Vec<Offer>,
    /// The first thing that went wrong where it was answered all the same: something may be missing.
    pub warning: Option<u32>,
}

/// What kind of thing an update is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Windows itself, or a program.
    #[default]
    Software,
    /// What makes a device work.
    Driver,
}

/// Whether an installation wants a restart of the PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Restart {
    /// Never.
    Never,
    /// Always.
    Always,
    /// It depends on what is open by then.
    Perhaps,
}

/// One update as the agent describes it; what it does not say of it is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Which.
    pub identity: Identity,
    /// Its name in the PC's language.
    pub title: String,
    /// What it is for, in the PC's language.
    pub description: String,
    /// What it is.
    pub kind: Kind,
    /// Numbers of articles about it, without `KB`.
    pub articles: Vec<String>,
    /// Flaws that it mends.
    pub flaws: Vec<String>,
    /// `Critical`, `Important`, `Moderate`, `Low` or nothing.
    pub severity: String,
    /// GUIDs of its categories.
    pub categories: Vec<String>,
    /// Bytes to download at most.
    pub most_bytes: Option<u64>,
    /// When it was last changed at whoever offers it.
    pub changed: Option<Timestamp>,
    /// Whether it wants a restart.
    pub restart: Option<Restart>,
    /// Whether it goes in with no other.
    pub is_exclusive: bool,
    /// Whether its installer may ask something of whoever sits there.
    pub asks: bool,
    /// Whether it is only for those who look for it.
    pub is_optional: bool,
    /// Whether its licence is accepted, or it has none.
    pub is_accepted: bool,
    /// Whether it is fetched.
    pub is_fetched: bool,
    /// Whether it is there.
    pub is_installed: bool,
    /// Whether it waits for a restart.
    pub waits_for_restart: bool,
}

/// How one update ended by the agent's own account (`OperationResultCode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// It was not begun, or is not at its end.
    Unfinished,
    /// It is done.
    Done,
    /// It is done, though not everything went well.
    DoneWithErrors,
    /// It failed.
    Failed,
    /// It was stopped.
    Stopped,
}

/// How fetching or installing one update ended, by the agent's own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// How.
    pub result: How,
    /// With which code.
    pub code: u32,
    /// Whether it takes a restart to finish.
    pub restart: bool,
}

/// One line of what was installed on this PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// What.
    pub identity: Identity,
    /// Whether it was removed, not installed.
    pub is_removal: bool,
    /// How that ended.
    pub result: How,
}

/// Why nothing came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The agent, or Windows, says so.
    #[error("Failed to have it done by the Windows Update Agent: {0:#010X}")]
    Code(u32),
    /// No answer came in time. Whoever was asked may be at it still.
    #[error("Failed to get an answer of the Windows Update Agent in time")]
    Silent,
}

impl Failure {
    /// The cause to tell.
    pub fn cause(&self) -> Cause {
        match self {
            Self::Code(code) => causes::of_code(*code),
            Self::Silent => Cause::Timeout,
        }
    }
}

/// The agent of a PC. Nothing is done at its own request: whoever calls it has decided.
///
/// # Errors
/// Everywhere a [`Failure`].
pub trait Agent: Sync {
    /// Looks for updates.
    fn search(&self, search: &Search) -> Result<Found, Failure>;

    /// What was installed here, the newest first, not from the beginning of time.
    fn history(&self) -> Result<Vec<Past>, Failure>;

    /// When its server was last asked with success, by whomever.
    fn searched_at(&self) -> Result<Option<Timestamp>, Failure>;

    /// Whether the PC has to be restarted for updates.
    fn restart_required(&self) -> Result<bool, Failure>;

    /// Whether somebody installs or removes updates at this moment.
    fn is_busy(&self) -> Result<bool, Failure>;

    /// Accepts the licence of one.
    fn accept(&self, which: &Identity) -> Result<(), Failure>;

    /// Fetches one; may be stopped when it stands still for too long.
    fn download(&self, which: &Identity, percent: &mut dyn FnMut(f32)) -> Result<Ending, Failure>;

    /// Installs one that is fetched, and nothing besides; never stopped.
    fn install(&self, which: &Identity, percent: &mut dyn FnMut(f32)) -> Result<Ending, Failure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_revision_of_one_update_and_nothing_else_is() {
        let id: UpdateId = "windows_update:0fa1201d-4330-4fa8-8ae9-b877473b6441@201".parse().unwrap();
        let identity = Identity::of(&id).unwrap();
        assert_eq!((identity.revision, identity.id()), (201, Some(id)));
        for other in [
            "apt:0fa1201d-4330-4fa8-8ae9-b877473b6441@201",
            "windows_update:x@1",
            "windows_update:0FA1201D-4330-4FA8-8AE9-B877473B6441@201",
            "windows_update:0fa1201d-4330-4fa8-8ae9-b877473b6441@0201",
            "windows_update:0fa1201d-4330-4fa8-8ae9-b877473b6441@+1",
            "windows_update:0fa1201d-4330-4fa8-8ae9-b877473b6441@4294967296",
            "windows_update:0fa1201d-4330-4fa8-8ae9-b877473b644@201",
        ] {
            assert_eq!(Identity::of(&other.parse().unwrap()), None, "{other}");
        }
        let hostile = Identity { update: "0' or Type='Software' or UpdateID='00".into(), revision: 1 };
        assert_eq!(hostile.id(), None);
    }

    #[test]
    fn only_a_search_that_asks_a_server_goes_online_and_is_waited_for_so_long() {
        let one = Search::One(Identity { update: "a".into(), revision: 7 });
        assert_eq!(one.criteria(), "UpdateID='a' and RevisionNumber=7");
        for search in [one, Search::Software { online: false }, Search::Drivers { online: false }] {
            assert!(!search.is_online() && search.limit() == OFFLINE);
        }
        assert!(
            Search::Software { online: true }.is_online()
                && Search::Drivers { online: true }.limit() == ONLINE
        );
    }
}
