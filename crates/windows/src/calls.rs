//! Whether a person is in a call: who uses the microphone or the camera is noted in their own part of the registry.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use windows_registry::{CURRENT_USER, Key, USERS};

use crate::start;

/// A program that uses it still has no time at which it stopped (`CapabilityAccessManager`).
const CONSENT: &str = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore";
/// Programs that are looked at, at most.
const PROGRAMS: usize = 1000;
/// Seconds from the first moment of a FILETIME to that of a Unix time, and how many of its steps a second has.
const UNIX_BEGINS: u64 = 11_644_473_600;
const STEPS: u64 = 10_000_000;

/// Whether whoever runs us is; not known where Windows does not note it.
pub fn of_us() -> Option<bool> {
    of(CURRENT_USER, CONSENT)
}

/// Whether an account is; not known where nobody is signed in as it, or we may not look.
pub fn of_account(account: &str) -> Option<bool> {
    of(USERS, &format!(r"{account}\{CONSENT}"))
}

fn of(whose: &Key, path: &str) -> Option<bool> {
    let (noted, since) = (whose.open(path).ok()?, this_start());
    let is_used = |what| noted.open(what).is_ok_and(|of| is_in_use(&of, since, true));
    Some(is_used("microphone") || is_used("webcam"))
}

/// When the PC began to run, as a FILETIME. What was begun before has ended with the PC, whatever is noted.
fn this_start() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    (now.saturating_sub(start::up()).as_secs() + UNIX_BEGINS) * STEPS
}

/// Programs from the shop are noted directly, and the others one folder further down.
fn is_in_use(noted: &Key, since: u64, has_others: bool) -> bool {
    let Ok(programs) = noted.keys() else { return false };
    programs.take(PROGRAMS).filter_map(|name| Some((noted.open(&name).ok()?, name))).any(|(program, name)| {
        if name == "NonPackaged" {
            return has_others && is_in_use(&program, since, false);
        }
        let time = |name| program.get_u64(name).ok();
        is_still_used(time("LastUsedTimeStart"), time("LastUsedTimeStop"), since)
    })
}

/// Whether a program uses it still: it began in this start of the PC, and has not stopped since.
fn is_still_used(start: Option<u64>, stop: Option<u64>, since: u64) -> bool {
    start.is_some_and(|start| start >= since) && stop == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Somebody;

    #[test]
    fn a_program_that_stopped_or_never_began_listens_no_more() {
        assert!(is_still_used(Some(4), Some(0), 3));
        for (start, stop) in [(Some(4), Some(5)), (Some(0), Some(0)), (None, Some(0)), (Some(4), None)] {
            assert!(!is_still_used(start, stop, 3), "{start:?} {stop:?}");
        }
        assert!(!is_still_used(Some(2), Some(0), 3), "it ended with the PC, and nobody noted it");
    }

    #[test]
    fn a_program_that_has_not_let_go_of_the_microphone_is_found_among_the_others() {
        let at = format!(r"Software\Patchround\Test{}", std::process::id());
        let noted = CURRENT_USER.create(format!(r"{at}\microphone")).unwrap();
        for (program, stop) in [("Shop.App_1", 5_u64), (r"NonPackaged\C:#calls.exe", 0)] {
            let key = noted.create(program).unwrap();
            key.set_u64("LastUsedTimeStart", this_start() + STEPS).unwrap();
            key.set_u64("LastUsedTimeStop", stop).unwrap();
        }
        let us = Somebody::us().unwrap().account;
        assert_eq!(of(CURRENT_USER, &at), Some(true));
        assert_eq!(of(USERS, &format!(r"{us}\{at}")), Some(true));
        noted.create(r"NonPackaged\C:#calls.exe").unwrap().set_u64("LastUsedTimeStop", 9).unwrap();
        assert_eq!(of(CURRENT_USER, &at), Some(false));
        CURRENT_USER.remove_tree(at).unwrap();
        assert_eq!(of_account("S-1-5-21-1-2-3-4711"), None);
    }
}
