//! Restarts as sentences.

use jiff::Timestamp;
use patchround_protocol::{Cause, restart::Wait, wire::Scan};
use patchround_words::{Value, say, say_with};

use super::next;
use crate::round::{Restart, RestartState};

/// Packages that are named as what a restart is for.
const NAMES: usize = 6;

/// How far a restart is, and what it waits for. `time` says a moment as the reader is used to.
pub fn restart(restart: &Restart, time: &dyn Fn(Timestamp) -> String) -> String {
    let pc = ("pc", value(&*restart.pc));
    let of = |plain: &'static str, off: &'static str| if restart.off { off } else { plain };
    match &restart.state {
        RestartState::Planned(at) => {
            say_with(of("restart-planned", "restart-off-planned"), &[pc, ("time", value(time(*at)))])
        }
        RestartState::NotTold => say_with(of("restart-not-told", "restart-off-not-told"), &[pc]),
        RestartState::Waits(why) => {
            say_with(of("restart-waits", "restart-off-waits"), &[pc, ("why", value(wait(why)))])
        }
        RestartState::GoesOn => say_with(of("restart-goes-on", "restart-off-goes-on"), &[pc]),
    }
}

/// What a restart waits for.
pub fn wait(why: &Wait) -> String {
    match why {
        Wait::Call => say("wait-call"),
        Wait::Presentation => say("wait-presentation"),
        Wait::AtWork { people } => of_people("wait-at-work", people),
        Wait::SignedIn { people } => of_people("wait-signed-in", people),
        Wait::Program { program } => say_with("wait-program", &[("program", value(&**program))]),
        Wait::Battery { percent } => say_with("wait-battery", &[("percent", value(u32::from(*percent)))]),
        Wait::NotKnown => say("wait-not-known"),
    }
}

/// What to do about a cause for which a PC was not restarted, or switched off: an update restarts nothing.
pub fn next_of_restart(cause: Cause) -> String {
    match cause {
        Cause::Battery => say("restart-next-battery"),
        Cause::BusyOtherUpdater => say("restart-next-busy"),
        Cause::DiskFull => say("restart-next-disk-full"),
        Cause::Cancelled => say("restart-next-cancelled"),
        Cause::JobExpired => say("restart-next-expired"),
        _ => next(cause),
    }
}

/// What a PC needs a restart for, where it says so.
pub fn restart_for(pc: &str, scan: &Scan) -> Option<String> {
    let named = scan.restart_for.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let is_said = scan.restart_pending == Some(true) && !named.is_empty();
    is_said.then(|| say_with("restart-needed-for", &[("pc", value(pc)), ("names", value(named))]))
}

fn of_people(id: &str, people: &[String]) -> String {
    say_with(id, &[("people", value(names(people))), ("count", value(count(people.len().max(1))))])
}

/// The first two of some names, and how many more there are.
fn names(people: &[String]) -> String {
    match people {
        [first, second] => {
            say_with("wait-names-two", &[("first", value(&**first)), ("second", value(&**second))])
        }
        [first, second, more @ ..] => {
            let more = ("count", value(count(more.len())));
            say_with("wait-names-more", &[("first", value(&**first)), ("second", value(&**second)), more])
        }
        [one] => one.clone(),
        [] => say("wait-somebody"),
    }
}

fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}

fn value<'a>(text: impl Into<Value<'a>>) -> Value<'a> {
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn said(off: bool, state: RestartState) -> String {
        let round = patchround_protocol::RoundId(uuid::Uuid::nil());
        let one = Restart { id: samples::pc(), pc: "Till".into(), off, round, state };
        restart(&one, &|_| "Monday 19:00".into())
    }

    #[test]
    fn a_restart_that_waits_says_for_whom() {
        let ana = Wait::SignedIn { people: vec!["ana".into()] };
        assert_eq!(
            said(false, RestartState::Waits(ana)),
            "Till has not restarted yet. ana is still signed in. Unsaved work would be lost, so we wait. It restarts \
             once that is over."
        );
        let battery = said(true, RestartState::Waits(Wait::Battery { percent: 12 }));
        assert!(battery.contains("12 %") && battery.contains("switched off"), "{battery}");
    }

    #[test]
    fn everybody_for_whom_a_restart_waits_is_named_or_counted() {
        let people = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let at_work = |names: &[&str]| wait(&Wait::AtWork { people: people(names) });
        assert_eq!(at_work(&["ana"]), "ana is working there.");
        assert_eq!(at_work(&["ana", "ben"]), "ana and ben are working there.");
        assert_eq!(at_work(&["ana", "ben", "cy"]), "ana, ben and 1 other are working there.");
        assert_eq!(at_work(&["ana", "ben", "cy", "di"]), "ana, ben and 2 others are working there.");
        assert_eq!(at_work(&[]), "Somebody is working there.");
        let signed_in = wait(&Wait::SignedIn { people: people(&["ana", "ben"]) });
        assert!(signed_in.starts_with("ana and ben are still signed in. Unsaved"), "{signed_in}");
    }

    #[test]
    fn what_does_not_restart_is_not_asked_to_update_again() {
        for cause in Cause::ALL {
            let wait = [Wait::Battery { percent: 9 }, Wait::NotKnown].map(|wait| wait.cause());
            let refused = [Cause::Cancelled, Cause::JobExpired, Cause::BusyOtherUpdater, Cause::DiskFull];
            if wait.contains(&cause) || refused.contains(&cause) {
                let next = next_of_restart(cause).to_lowercase();
                assert!(!next.contains("update"), "{cause:?}: {next}");
            }
        }
        assert_eq!(next_of_restart(Cause::ClockWrong), next(Cause::ClockWrong));
    }

    #[test]
    fn every_state_of_a_restart_has_a_sentence_of_its_own() {
        let states = [
            RestartState::Planned(samples::now()),
            RestartState::NotTold,
            RestartState::Waits(Wait::NotKnown),
            RestartState::GoesOn,
        ];
        let all: Vec<String> =
            states.iter().flat_map(|state| [false, true].map(|off| said(off, state.clone()))).collect();
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len(), "{all:#?}");
    }

    #[test]
    fn what_a_restart_is_for_is_said_while_it_is_needed() {
        let mut scan = samples::scan(&[]);
        scan.restart_for = vec!["linux-image-6.1.0-56-amd64".into()];
        assert_eq!(restart_for("Till", &scan), None);
        scan.restart_pending = Some(true);
        let said = restart_for("Till", &scan).unwrap();
        assert_eq!(said, "Till needs a restart for: linux-image-6.1.0-56-amd64.");
    }
}
