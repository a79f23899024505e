//! Reading apt's lists anew.

use std::{fs, time::Duration};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::{
    Pc,
    apt::{self, ask::APT_GET, causes, status},
    command::{Call, CommandError, Line, STATUS_FD, Told},
};

use crate::{Ended, meter::Meter, patience::Patience};

/// sources.md K: `apt-get update` is stopped after ten minutes. It may be: the old lists stay.
const TIME_LIMIT: Duration = Duration::from_secs(10 * 60);

/// Reads the lists of all sources anew. Installs nothing.
///
/// `--error-on=any`, because `apt-get update` ends with 0 even when no server answers.
pub(super) fn refresh(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
    let ended = patiently(meter, &Patience::on(pc), &mut |meter| update(pc, meter));
    if ended == Ended::DONE {
        note_success(pc);
    }
    ended
}

/// Tries again while somebody else holds the lists, and says who; apt itself does not wait.
fn patiently(
    meter: &mut Meter<'_>,
    patience: &Patience,
    update: &mut dyn FnMut(&mut Meter<'_>) -> Result<Told, CommandError>,
) -> Ended {
    loop {
        let ended = judge(update(meter));
        let is_busy = ended.cause == Some(Cause::BusyOtherUpdater);
        let holder = ended.details.as_deref().and_then(causes::lock_holder);
        if !is_busy || !patience.waits(holder, meter) {
            return ended;
        }
    }
}

fn update(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Result<Told, CommandError> {
    let call = Call::new(APT_GET, ["update", "-q", "--error-on=any"]).and([
        "-oAcquire::Retries=2",
        "-oAcquire::http::Timeout=20",
        "-oAcquire::https::Timeout=20",
        &format!("-oAPT::Status-Fd={STATUS_FD}"),
    ]);
    pc.tools.fetch(&call, TIME_LIMIT, &mut |line| {
        if let Line::Status(text) = line
            && let Some(status::Status::Download { percent }) = status::parse(text)
        {
            meter.moved(Phase::Downloading, percent, None);
        }
    })
}

fn judge(told: Result<Told, CommandError>) -> Ended {
    match told {
        Ok(told) if told.is_success() => kept(&told),
        Ok(told) => Ended::failed(causes::classify(&told.said()), &complaints(&told)),
        Err(error @ CommandError::TimedOut(..)) => Ended::failed(Cause::Timeout, &error.to_string()),
        Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
    }
}

/// What could not be written down was not read: on a disk that takes nothing, apt only warns and ends with 0.
fn kept(told: &Told) -> Ended {
    match causes::classify(&complaints(told)) {
        cause @ (Cause::DiskUnusable | Cause::DiskFull) => Ended::failed(cause, &complaints(told)),
        _ => Ended::DONE,
    }
}

/// Only what apt complains about: the fetched addresses before it are of no use to anybody.
fn complaints(told: &Told) -> String {
    let lines = told.last_lines.iter().filter(|l| ["E: ", "W: ", "Err:"].iter().any(|p| l.starts_with(p)));
    let lines = lines.map(String::as_str).collect::<Vec<_>>().join("\n");
    format!("{lines}\n[{}]", told.ending())
}

/// Only here: nothing else on the PC tells a whole reading from a partly failed one.
fn note_success(pc: &Pc<'_>) {
    if let Err(error) = fs::write(pc.place(apt::REFRESHED_STAMP), "") {
        tracing::warn!(%error, "Failed to note when the lists were read");
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::progress::Progress;

    use super::*;

    const LOCKED: &str =
        "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 14140 (python3)";

    fn told(status: i32, lines: &[&str]) -> Told {
        Told { status: Some(status), last_lines: lines.iter().map(|l| (*l).to_owned()).collect() }
    }

    fn try_with(answers: &[Told], patience: &Patience) -> (Ended, Vec<Progress>, usize) {
        let mut lines = Vec::new();
        let mut report = |line| lines.push(line);
        let mut answers_left = answers.iter();
        let ended = patiently(&mut Meter::new(&mut report), patience, &mut |_| {
            Ok(answers_left.next().expect("asked no more often than answers are there").clone())
        });
        let left = answers_left.count();
        (ended, lines, left)
    }

    #[test]
    fn while_somebody_holds_the_lists_it_waits_and_names_them() {
        let answers = [told(100, &[LOCKED]), told(100, &[LOCKED]), told(0, &[])];
        let (ended, lines, left) = try_with(&answers, &Patience::of(60));
        assert_eq!((ended, left), (Ended::DONE, 0));
        let waiting = Progress::Moved { phase: Phase::Waiting, percent: 0, item: Some("python3".into()) };
        assert_eq!(lines, [waiting]);
    }

    #[test]
    fn lists_that_could_not_be_written_down_were_not_read_whatever_apt_ends_with() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../updates/testdata");
        let said = fs::read_to_string(format!("{folder}/debian-12.apt-get-update.read-only-var")).unwrap();
        let ended = judge(Ok(told(0, &said.lines().collect::<Vec<_>>())));
        assert_eq!((said.ends_with("rc=0\n"), ended.cause), (true, Some(Cause::DiskUnusable)));
        assert_eq!(judge(Ok(told(0, &["W: Some index files were left out."]))), Ended::DONE);
    }

    #[test]
    fn patience_ends_and_any_other_failure_is_told_at_once() {
        let (ended, ..) = try_with(&[told(100, &[LOCKED])], &Patience::of(0));
        assert_eq!(ended.cause, Some(Cause::BusyOtherUpdater));
        let failure =
            told(100, &["Get:1 http://mirror.invalid/x", "E: Failed to fetch x  Could not resolve 'y'"]);
        let (ended, _, left) = try_with(&[failure, told(0, &[])], &Patience::of(60));
        assert_eq!((ended.cause, left), (Some(Cause::NoNetwork), 1));
        assert_eq!(ended.details.unwrap(), "E: Failed to fetch x  Could not resolve 'y'\n[exit status 100]");
    }
}
