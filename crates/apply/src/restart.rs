//! Restarting the PC, or switching it off.

use patchround_protocol::Cause;
use patchround_updates::command::{CommandError, Told, Writing};

use crate::{Ended, observe};

const SYSTEMCTL: &str = "/usr/bin/systemctl";

/// Why the PC cannot be restarted at this moment: a program writes packages.
pub fn cannot_restart() -> Option<Ended> {
    observe::database_holder().map(|holder| Ended::failed(Cause::BusyOtherUpdater, &holder))
}

/// Has systemd restart the PC, or switch it off, and does not wait for it.
///
/// # Errors
/// How it ended, when the PC stays as it is.
pub fn restart(off: bool) -> Result<(), Ended> {
    judge(order(if off { "poweroff" } else { "reboot" }))
}

fn order(word: &str) -> Result<Told, CommandError> {
    Writing::new(SYSTEMCTL)?.args(["--no-ask-password", word]).run(&mut |_| {})
}

/// logind refuses while a program asks to keep the PC on (systemd-inhibit(1)).
fn judge(told: Result<Told, CommandError>) -> Result<(), Ended> {
    match told {
        Ok(told) if told.is_success() => Ok(()),
        Ok(told) if told.said().contains("inhibit") => Err(Ended::failed(Cause::InUse, &told.said())),
        Ok(told) => Err(Ended::failed(Cause::Unexpected, &told.said())),
        Err(error) => Err(Ended::failed(Cause::Unexpected, &error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: i32, said: &str) -> Result<Told, CommandError> {
        Ok(Told { status: Some(status), last_lines: vec![said.into()] })
    }

    #[test]
    fn a_pc_that_stays_as_it_is_was_not_restarted() {
        assert_eq!(judge(told(0, "")), Ok(()));
        let cause = |told| judge(told).unwrap_err().cause;
        assert_eq!(cause(told(1, "Call to Reboot failed: Access denied")), Some(Cause::Unexpected));
        let refused = "Call to Reboot failed: Operation denied due to active block inhibitors";
        assert_eq!(cause(told(1, refused)), Some(Cause::InUse));
        let missing = CommandError::NotAbsolute("systemctl".into());
        assert_eq!(cause(Err(missing)), Some(Cause::Unexpected));
    }
}
