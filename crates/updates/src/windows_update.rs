//! Windows Update: Windows itself, and what Microsoft brings along with it. One question a file; only [`agent`] speaks with
//! the system.
//!
//! docs/sources/windows_update.md says what is asked and why.

pub mod active_hours;
pub mod agent;
pub mod causes;
pub mod list;
pub mod policy;
mod scan;
pub mod title;

use std::{collections::BTreeSet, path::PathBuf};

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Update,
    hours::Hours,
    wire::{Kept, SourceScan},
};

use crate::{
    command::Told,
    source::{Asking, Pc, RestartNeed, Source},
};

/// The source's id.
pub const SOURCE: &str = "windows_update";
/// The agent's own library.
const LIBRARY: &str = "/Windows/System32/wuapi.dll";
/// Keys that are there while a restart is pending: of what was serviced, and of automatic updates.
///
/// `PendingFileRenameOperations` is no such sign: every other installer, and Windows' own clean-up, leaves a rename there,
/// on many PCs at all times; a PC would be restarted for nothing, again and again.
const PENDING: [&str; 2] = [
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending",
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired",
];

/// What Windows Update offers this PC.
#[derive(Debug, Clone, Copy)]
pub struct WindowsUpdate;

impl Source for WindowsUpdate {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        pc.place(LIBRARY).exists()
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking)
    }

    /// None: the agent writes into its folder whenever it is asked, and a list would make itself stale.
    fn watched_paths(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed {
        let is_noted = pc.tools.registry().map(|registry| PENDING.iter().any(|key| registry.has(key)));
        let is_said = pc.tools.update_agent().and_then(|agent| agent.restart_required().ok());
        let pending = match (is_said, is_noted) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), _) => Some(false),
            (None, _) => None,
        };
        RestartNeed { pending, packages: Vec::new() }
    }

    /// Nothing is ever kept: what a cumulative update replaced cannot be put back through the agent.
    fn still_kept(&self, _: &Pc<'_>, _: &[Kept]) -> Result<Vec<Kept>, Cause> {
        Ok(Vec::new())
    }

    fn programs_of(&self, _: &str) -> BTreeSet<String> {
        BTreeSet::new()
    }

    /// No program is run; a code among words says it all the same.
    fn cause(&self, told: &Told) -> Cause {
        causes::code_in(&told.said()).map_or(Cause::Unexpected, causes::of_code)
    }
}

/// Whether somebody who decides for this PC lets nothing in: updates are paused by policy, or Windows Update is shut.
pub fn is_refused(pc: &Pc<'_>) -> bool {
    policy::read(pc.tools.registry()).refuses
}

/// Until when the person at the PC has paused Windows Update, where that is not over.
pub fn paused_until(pc: &Pc<'_>, now: Timestamp) -> Option<Timestamp> {
    policy::read(pc.tools.registry()).paused_until.filter(|until| *until > now)
}

/// The hours in which Windows itself would not restart this PC; none on other systems.
pub fn active_hours(pc: &Pc<'_>) -> Option<Hours> {
    active_hours::read(pc.tools.registry())
}
