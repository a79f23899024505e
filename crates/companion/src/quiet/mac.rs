//! What can be seen of a session on a Mac.

use jiff::{SignedDuration, Timestamp};
use patchround_updates::{
    Pc,
    mac::{self, Assertion},
};

use super::Quiet;

/// Whoever touched something within this time uses the Mac.
const USED: SignedDuration = SignedDuration::from_secs(60);

/// Looks now.
pub(super) fn look(pc: &Pc<'_>, now: Timestamp) -> Quiet {
    let idle = mac::idle(pc).and_then(|idle| SignedDuration::try_from(idle).ok());
    let since = |idle: SignedDuration| (idle >= USED).then(|| now.checked_sub(idle).ok()).flatten();
    Quiet {
        idle_since: idle.map(since),
        is_locked: mac::is_locked(pc),
        is_presenting: mac::assertions(pc).map(|all| all.iter().any(Assertion::keeps_screen_on)),
        on_battery: mac::power(pc).map(|power| power.on_battery),
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, time::Duration};

    use jiff::ToSpan;
    use patchround_updates::command::{Call, CommandError, Line, Output, Told, Tools};

    use super::*;
    use crate::samples::moment;

    /// A Mac that says what is written down of one, or nothing.
    struct Said(bool);

    impl Tools for Said {
        fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
            let words: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
            let stdout = match words[..] {
                ["-c", "IOHIDSystem", "-r", "-d", "1"] => {
                    include_str!("../../../updates/testdata/written.ioreg.hid")
                }
                ["-n", "Root", "-d", "1"] => include_str!("../../../updates/testdata/written.ioreg.root"),
                ["-g", "assertions"] => {
                    include_str!("../../../updates/testdata/written.pmset-assertions.busy")
                }
                ["-g", "batt"] => "Now drawing from 'Battery Power'\n",
                _ => panic!("never asked: {call:?}"),
            };
            let status = Some(i32::from(!self.0));
            Ok(Output { status, stdout: stdout.to_owned(), stderr: String::new() })
        }

        fn fetch(&self, call: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
            panic!("nothing is fetched: {call:?}")
        }

        fn write(&self, call: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
            panic!("nothing is changed: {call:?}")
        }
    }

    #[test]
    fn what_macos_says_of_a_session_is_seen_and_silence_is_not_known() {
        let now = moment().now;
        let pc = |tools| Pc { root: Path::new("/nonexistent"), tools };
        let quiet = look(&pc(&Said(true)), now);
        let seen = Quiet {
            idle_since: Some(Some(now - 734_512.milliseconds())),
            is_locked: Some(false),
            is_presenting: Some(true),
            on_battery: Some(true),
        };
        assert_eq!(quiet, seen);
        assert_eq!(look(&pc(&Said(false)), now), Quiet::default());
    }
}
