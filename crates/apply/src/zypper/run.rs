//! Running zypper so that it changes something, and waiting while another program does.

use std::collections::BTreeSet;

use patchround_protocol::Cause;
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line},
    rpm,
    zypper::{ask, causes, stream},
};

use super::{blame, progress};
use crate::{Ended, meter::Meter, patience::Patience};

/// Bytes of what a run said that are looked through as a whole: what is not about how far it is.
const SAID_BYTES: usize = 1024 * 1024;

/// What one run said.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) status: Option<i32>,
    /// As it was written, without how far it was.
    raw: String,
    /// Packages whose own step failed, told after so much else that it is not in there.
    failed_late: BTreeSet<String>,
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
    pub(super) fn failed_scripts(&self) -> BTreeSet<String> {
        let early = causes::failed_scripts(&stream::words(&self.raw));
        early.into_iter().chain(self.failed_late.iter().cloned()).collect()
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
    patience: &Patience,
) -> Result<Run, CommandError> {
    let call = ask::zypper(arguments).and(targets);
    patiently(meter, patience, &mut |meter| once(pc, &call, meter))
}

/// Tries again while somebody else holds zypper's lock, and says who.
pub(super) fn patiently(
    meter: &mut Meter<'_>,
    patience: &Patience,
    run: &mut dyn FnMut(&mut Meter<'_>) -> Result<Run, CommandError>,
) -> Result<Run, CommandError> {
    loop {
        let ended = run(meter)?;
        let is_busy = !ended.is_success() && ended.cause() == Cause::BusyOtherUpdater;
        if !is_busy || !patience.waits(causes::lock_holder(&stream::words(&ended.raw)).as_deref(), meter) {
            return Ok(ended);
        }
    }
}

/// Asks again while somebody else holds zypper's lock, which as root each question takes for a moment, and says who.
///
/// # Errors
/// How it ends where it is not about the lock, or somebody still holds it when the time is over.
pub(super) fn asked<T>(
    meter: &mut Meter<'_>,
    patience: &Patience,
    mut ask: impl FnMut() -> Result<T, Ended>,
) -> Result<T, Ended> {
    loop {
        match ask() {
            Err(ended) if ended.cause == Some(Cause::BusyOtherUpdater) => {
                let holder = ended.details.as_deref().and_then(causes::lock_holder);
                if !patience.waits(holder.as_deref(), meter) {
                    return Err(ended);
                }
            }
            answer => return answer,
        }
    }
}

fn once(pc: &Pc<'_>, call: &Call, meter: &mut Meter<'_>) -> Result<Run, CommandError> {
    let mut heard = Heard::default();
    let told = pc.tools.write(call, &mut |line| heard.take(line, meter))?;
    Ok(Run::from((told.status, heard)))
}

/// What is said while zypper runs.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) raw: String,
    failed_late: BTreeSet<String>,
}

impl Heard {
    pub(super) fn take(&mut self, line: &Line, meter: &mut Meter<'_>) {
        let Line::Output(text) = line else { return };
        if let Some(at) = progress::parse(text) {
            meter.moved(at.phase, at.percent, at.item.as_deref());
        }
        if progress::is_alone(text) {
            return;
        }
        let Some(text) = rpm::without_advice(text) else { return };
        if self.raw.len() + text.len() < SAID_BYTES {
            self.raw.push_str(&text);
            self.raw.push('\n');
        } else {
            self.failed_late.extend(causes::failed_scripts(&stream::plain(&text)));
        }
    }
}

impl From<(Option<i32>, Heard)> for Run {
    fn from((status, heard): (Option<i32>, Heard)) -> Self {
        Self { status, raw: heard.raw, failed_late: heard.failed_late }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_failed_is_found_however_much_was_said_before() {
        let mut heard = Heard::default();
        let mut hear = |text: &str| heard.take(&Line::Output(text.to_owned()), &mut Meter::new(&mut |_| {}));
        hear("<stream>");
        let long = format!("<message type=\"info\">{}</message>", "x".repeat(4000));
        (0..400).for_each(|_| hear(&long));
        hear(
            "<message type=\"info\">warning: %post(pr-fail-1.1-1.noarch) scriptlet failed, exit status 3</message>",
        );
        assert!(heard.raw.len() <= SAID_BYTES);
        let run = Run::from((Some(0), heard));
        assert_eq!(run.failed_scripts().into_iter().collect::<Vec<_>>(), ["pr-fail-1.1-1.noarch"]);
    }
}
