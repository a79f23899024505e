//! What macOS itself says of this Mac, of who is there, and of its power: each asked of one of its own programs, which
//! changes nothing and needs no root (docs/decisions/0070-macos-by-its-own-programs.md). What is not told is `None`.

mod assertions;
mod cards;
mod power;
mod registry;
mod who;

use std::time::Duration;

pub use assertions::Assertion;
pub use power::Power;

use patchround_protocol::wake::Card;

use crate::{command::Call, source::Pc};

/// All of it is answered from memory.
const LIMIT: Duration = Duration::from_secs(5);
/// The calls, in the order of the functions.
const WHO: (&str, &[&str]) = ("/usr/bin/who", &[]);
const BOOT: (&str, &[&str]) = ("/usr/sbin/sysctl", &["-n", "kern.bootsessionuuid"]);
const IDLE: (&str, &[&str]) = ("/usr/sbin/ioreg", &["-c", "IOHIDSystem", "-r", "-d", "1"]);
const LOCKED: (&str, &[&str]) = ("/usr/sbin/ioreg", &["-n", "Root", "-d", "1"]);
const ASSERTIONS: (&str, &[&str]) = ("/usr/bin/pmset", &["-g", "assertions"]);
const POWER: (&str, &[&str]) = ("/usr/bin/pmset", &["-g", "batt"]);
const PORTS: (&str, &[&str]) = ("/usr/sbin/networksetup", &["-listallhardwareports"]);
const SETTINGS: (&str, &[&str]) = ("/usr/bin/pmset", &["-g"]);

/// Names of the accounts that somebody is signed in with, in the order of the alphabet.
pub fn people(pc: &Pc<'_>) -> Option<Vec<String>> {
    asked(pc, WHO).map(|said| who::people(&said))
}

/// Names this start of the Mac.
pub fn boot(pc: &Pc<'_>) -> Option<String> {
    let said = asked(pc, BOOT)?;
    let id = said.trim();
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    is_id.then(|| id.to_owned())
}

/// How long nobody has touched a key or a mouse.
pub fn idle(pc: &Pc<'_>) -> Option<Duration> {
    registry::idle(&asked(pc, IDLE)?)
}

/// Whether the screen is locked.
pub fn is_locked(pc: &Pc<'_>) -> Option<bool> {
    registry::is_locked(&asked(pc, LOCKED)?)
}

/// What programs ask of the Mac's power.
pub fn assertions(pc: &Pc<'_>) -> Option<Vec<Assertion>> {
    assertions::parse(&asked(pc, ASSERTIONS)?)
}

/// Where the Mac's power comes from.
pub fn power(pc: &Pc<'_>) -> Option<Power> {
    power::parse(&asked(pc, POWER)?)
}

/// Cards by which the Mac might be woken.
pub fn cards(pc: &Pc<'_>) -> Vec<Card> {
    let ports = asked(pc, PORTS).unwrap_or_default();
    cards::parse(&ports, asked(pc, SETTINGS).as_deref())
}

fn asked(pc: &Pc<'_>, (program, words): (&'static str, &[&str])) -> Option<String> {
    let answer = pc.tools.ask(&Call::new(program, words.iter().copied()), LIMIT);
    match answer {
        Ok(output) if output.is_success() => Some(output.stdout),
        Ok(output) => {
            tracing::debug!(program, said = %output.said(), "A program of macOS does not say");
            None
        }
        Err(error) => {
            tracing::debug!(%error, "A program of macOS does not say");
            None
        }
    }
}
