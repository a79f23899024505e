//! Running zypper so that it changes something, and waiting while another program does.

use std::{
    thread,
    time::{Duration, Instant},
};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line},
    zypper::{ask, causes, stream},
};

use super::{blame, progress};
use crate::meter::Meter;

/// Bytes of what a run said that are looked through: what is not about how far it is.
const SAID_BYTES: usize = 1024 * 1024;

/// How long another updater is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) until: Instant,
    pub(super) pause: Duration,
}

impl Patience {
    pub(super) fn usual() -> Self {
        Self { until: Instant::now() + Duration::from_secs(10 * 60), pause: Duration::from_secs(5) }
    }

    /// Waits a little; whether there was time left.
    pub(super) fn wait_for(self, holder: Option<&str>, meter: &mut Meter<'_>) -> bool {
        if Instant::now() >= self.until {
            return false;
        }
        meter.moved(Phase::Waiting, 0.0, holder);
        thread::sleep(self.pause);
        true
    }
}

/// What one run said.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) status: Option<i32>,
    /// As it was written, without how far it was.
    raw: String,
}

impl Run {
    /// For people: without markup.
    pub(super) fn said(&self) -> String {
        let words: Vec<String> =
            stream::words(&self.raw).lines().map(|line| line.trim_end().to_owned()).collect();
        let mut lines: Vec<&str> = words.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        lines.dedup();
        let ending =
            self.status.map_or_else(|| "ended by a signal".to_owned(), |s| format!("exit status {s}"));
        format!("{}\n[{ending}]", lines.join("\n"))
    }

    /// Whether zypper says that it was done; 102 and 103 are what comes after that, 106 and 107 are about something else
    /// or about a step that the words name.
    pub(super) fn is_success(&self) -> bool {
        matches!(self.status, Some(0 | 102 | 103 | 106 | 107))
    }

    pub(super) fn cause(&self) -> Cause {
        causes::classify(&stream::words(&self.raw), self.status)
    }

    /// Packages whose own step failed.
    pub(super) fn failed_scripts(&self) -> Vec<String> {
        causes::failed_scripts(&stream::words(&self.raw))
    }

    /// What it blames.
    pub(super) fn blamed(&self) -> Vec<blame::Blamed> {
        blame::read(&self.raw)
    }
}

/// Runs zypper, and once more as long as another program keeps it from beginning.
///
/// # Errors
/// [`CommandError`].
pub(super) fn write(
    pc: &Pc<'_>,
    arguments: &[&str],
    targets: &[String],
    meter: &mut Meter<'_>,
    patience: Patience,
) -> Result<Run, CommandError> {
    let call = ask::zypper(arguments).and(targets);
    patiently(meter, patience, &mut |meter| once(pc, &call, meter))
}

/// Tries again while somebody else holds zypper's lock, and says who.
pub(super) fn patiently(
    meter: &mut Meter<'_>,
    patience: Patience,
    run: &mut dyn FnMut(&mut Meter<'_>) -> Result<Run, CommandError>,
) -> Result<Run, CommandError> {
    loop {
        let ended = run(meter)?;
        let is_busy = !ended.is_success() && ended.cause() == Cause::BusyOtherUpdater;
        if !is_busy || !patience.wait_for(causes::lock_holder(&stream::words(&ended.raw)).as_deref(), meter) {
            return Ok(ended);
        }
    }
}

fn once(pc: &Pc<'_>, call: &Call, meter: &mut Meter<'_>) -> Result<Run, CommandError> {
    let mut heard = Heard::default();
    let told = pc.tools.write(call, &mut |line| heard.take(line, meter))?;
    Ok(Run { status: told.status, raw: heard.raw })
}

/// What is said while zypper runs.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) raw: String,
}

impl Heard {
    pub(super) fn take(&mut self, line: &Line, meter: &mut Meter<'_>) {
        let Line::Output(text) = line else { return };
        if let Some(at) = progress::parse(text) {
            meter.moved(at.phase, at.percent, at.item.as_deref());
        }
        if !progress::is_alone(text) && self.raw.len() + text.len() < SAID_BYTES {
            self.raw.push_str(text);
            self.raw.push('\n');
        }
    }
}

impl From<(Option<i32>, Heard)> for Run {
    fn from((status, heard): (Option<i32>, Heard)) -> Self {
        Self { status, raw: heard.raw }
    }
}
