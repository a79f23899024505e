//! Reading the repositories anew.

use std::{fs, time::Duration};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::{
    AskError, Pc,
    command::Call,
    zypper::{REFRESHED_STAMP, ask::ZYPPER},
};

use super::run::{self, Heard, Run};
use crate::{Ended, meter::Meter, patience::Patience};

/// sources.md K. It may be stopped: what was there before stays.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Reads all repositories that are switched on. Installs nothing, and takes no key that is not known.
pub(super) fn refresh(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let call = Call::new(ZYPPER, ["--non-interactive", "--xmlout", "refresh"]);
    let ended = run::patiently(meter, patience, &mut |meter| {
        meter.moved(Phase::Downloading, 0.0, None);
        let mut heard = Heard::default();
        let told = pc.tools.fetch(&call, LIMIT, &mut |line| heard.take(line, meter))?;
        Ok(Run::from((told.status, heard)))
    });
    match ended {
        Ok(run) if run.status == Some(0) => {
            note_success(pc);
            Ended::DONE
        }
        Ok(run) => Ended::failed(run.cause(), &run.said()),
        Err(error) => AskError::from(error).into(),
    }
}

fn note_success(pc: &Pc<'_>) {
    if let Err(error) = fs::write(pc.place(REFRESHED_STAMP), "") {
        tracing::warn!(%error, cause = ?Cause::DiskUnusable, "Failed to note when the lists were read");
    }
}
