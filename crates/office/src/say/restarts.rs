//! Restarts as sentences.

use jiff::Timestamp;
use patchround_protocol::{restart::Wait, wire::Scan};
use patchround_words::{Value, say, say_with};

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
        Wait::AtWork { people } => say_with("wait-at-work", &[("people", value(names(people)))]),
        Wait::SignedIn { people } => say_with("wait-signed-in", &[("people", value(names(people)))]),
        Wait::Program { program } => say_with("wait-program", &[("program", value(&**program))]),
        Wait::Battery { percent } => say_with("wait-battery", &[("percent", value(u32::from(*percent)))]),
        Wait::NotKnown => say("wait-not-known"),
    }
}

/// What a PC needs a restart for, where it says so.
pub fn restart_for(pc: &str, scan: &Scan) -> Option<String> {
    let named = scan.restart_for.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let is_said = scan.restart_pending == Some(true) && !named.is_empty();
    is_said.then(|| say_with("restart-needed-for", &[("pc", value(pc)), ("names", value(named))]))
}

/// The first of some names, with the second.
fn names(people: &[String]) -> String {
    match people {
        [first, second, ..] => {
            say_with("wait-names-two", &[("first", value(&**first)), ("second", value(&**second))])
        }
        [one] => one.clone(),
        [] => String::new(),
    }
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
