//! The sources of this person, which a test plays.

use std::{fmt::Debug, path::PathBuf};

use patchround_apply::Ended;
use patchround_protocol::{Cause, Outcome, Update, UpdateId, progress::Progress, wire::SourceScan};
use patchround_updates::Pc;

use crate::os;

/// What can be asked of and done with a person's own sources. All of it takes long, and may be called on any thread, one at
/// a time.
pub(crate) trait Sources: Debug + Send + Sync {
    /// What each of them offers; nothing where there is none.
    fn read(&self) -> Vec<(SourceScan, Vec<Update>)>;

    /// Files and folders whose change makes that stale; they may be missing.
    fn watched(&self) -> Vec<PathBuf>;

    /// Reads their lists anew from their servers.
    fn refresh(&self) -> Ended;

    /// Puts these in, each only if it is offered now, and tells [`Progress::UpdateEnded`] once for each.
    fn install(&self, ids: &[UpdateId], report: &mut dyn FnMut(Progress));
}

/// Those of whoever runs this program.
#[derive(Debug)]
pub(crate) struct Mine;

impl Sources for Mine {
    fn read(&self) -> Vec<(SourceScan, Vec<Update>)> {
        os::home().map(|home| patchround_updates::own::read(&Pc::this(), &home)).unwrap_or_default()
    }

    fn watched(&self) -> Vec<PathBuf> {
        os::home().map(|home| patchround_updates::own::watched_paths(&home)).unwrap_or_default()
    }

    fn refresh(&self) -> Ended {
        os::home().map_or(Ended::DONE, |home| patchround_apply::own::refresh(&Pc::this(), &home, &mut |_| {}))
    }

    fn install(&self, ids: &[UpdateId], report: &mut dyn FnMut(Progress)) {
        match os::home() {
            Some(home) => drop(patchround_apply::own::install(&Pc::this(), &home, ids, report)),
            None => ids.iter().for_each(|id| report(not_here(id))),
        }
    }
}

fn not_here(id: &UpdateId) -> Progress {
    Progress::UpdateEnded {
        id: id.clone(),
        outcome: Outcome::Failed,
        cause: Some(Cause::NotForThisPc),
        installed: None,
        details: None,
    }
}
