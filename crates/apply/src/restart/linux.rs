use patchround_protocol::Cause;
use patchround_updates::command::{CommandError, Reading, Told, Writing};
use serde::Deserialize;

use crate::Ended;

const SYSTEMCTL: &str = "/usr/bin/systemctl";

const BUSCTL: &str = "/usr/bin/busctl";

/// Who asks to keep the PC on (systemd-inhibit(1)).
///
/// Before systemd 257 neither `systemctl` nor logind looks at such a request when root asks without a terminal.
/// `systemctl --check-inhibitors=yes` would, but it also refuses while anybody is signed in, which is root's and
/// the policy's to judge (`logind_check_inhibitors` in systemctl-logind.c).
pub(super) fn keeps_on() -> Option<String> {
    kept_on_by(&inhibitors()?)
}

/// logind's answer; none without logind, where there is nobody to ask to be kept on.
fn inhibitors() -> Option<String> {
    const LOGIND: [&str; 6] = [
        "--json=short",
        "call",
        "org.freedesktop.login1",
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
        "ListInhibitors",
    ];
    let answer = Reading::new(BUSCTL).and_then(|busctl| busctl.args(LOGIND).run());
    match answer {
        Ok(answer) if answer.is_success() => Some(answer.stdout),
        Ok(answer) => {
            tracing::warn!(said = %answer.said(), "cannot ask who keeps the PC on");
            None
        }
        Err(error) => {
            tracing::warn!(%error, "cannot ask who keeps the PC on");
            None
        }
    }
}

/// `ListInhibitors` of org.freedesktop.login1(5), as `busctl --json` writes it.
#[derive(Deserialize)]
struct Inhibitors {
    data: (Vec<Inhibitor>,),
}

/// What, who, why, mode, user and process.
type Inhibitor = (String, String, String, String, u32, u32);

/// Who asks to keep the PC on. `delay` only wants to be told; `block-weak` is what `block` was before systemd 257.
fn kept_on_by(answer: &str) -> Option<String> {
    let Ok(Inhibitors { data: (all,) }) = serde_json::from_str(answer) else {
        tracing::warn!("cannot read who keeps the PC on");
        return None;
    };
    let blocks = |(what, _, _, mode, ..): &Inhibitor| {
        what.split(':').any(|what| what == "shutdown") && mode.starts_with("block")
    };
    all.into_iter().find(blocks).map(|(_, who, why, ..)| format!("{who}: {why}"))
}

/// Has systemd restart the PC, or switch it off, and does not wait for it.
///
/// # Errors
/// How it ended, when the PC stays as it is.
pub(super) fn restart(off: bool) -> Result<(), Ended> {
    judge(order(if off { "poweroff" } else { "reboot" }))
}

fn order(word: &str) -> Result<Told, CommandError> {
    Writing::new(SYSTEMCTL)?.args(["--no-ask-password", word]).run(&mut |_| {})
}

/// From systemd 257 on logind itself refuses while a program asks to keep the PC on.
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
    fn a_pc_that_a_program_asks_to_keep_on_is_kept_on() {
        let answer = |what: &str, mode: &str| {
            let editor = serde_json::json!([what, "Editor", "Unsaved \"plan\"", mode, 1000, 812]);
            let told = ["shutdown", "Unattended Upgrades Shutdown", "Stop ongoing upgrades", "delay"];
            let told = serde_json::json!([told[0], told[1], told[2], told[3], 0, 640]);
            serde_json::json!({ "type": "a(ssssuu)", "data": [[told, editor]] }).to_string()
        };
        let kept_on = |what, mode| kept_on_by(&answer(what, mode));
        let editor = Some("Editor: Unsaved \"plan\"".to_owned());
        assert_eq!(kept_on("sleep:shutdown:idle", "block"), editor);
        assert_eq!(kept_on("shutdown", "block-weak"), editor);
        assert_eq!(kept_on("shutdown", "delay"), None, "it only wants to be told");
        assert_eq!(kept_on("sleep:handle-power-key", "block"), None);
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
