//! Why a PC did not go back to a version, and what to do: an undo is no update, and is not helped by another one.

use patchround_protocol::Cause;
use patchround_words::say;

use super::{cause, next};

/// Why a PC did not go back, or still stays where it went back to.
pub fn cause_of_undo(why: Cause) -> String {
    match why {
        Cause::InstalledButNotVerified => say("undo-cause-not-there"),
        Cause::InterruptedBefore => say("undo-cause-cut-off"),
        Cause::Held => say("undo-cause-held"),
        _ => cause(why),
    }
}

/// What to do about it.
pub fn next_of_undo(why: Cause) -> String {
    say(match why {
        Cause::InterruptedBefore => "undo-next-cut-off",
        Cause::InstalledButNotVerified => "undo-next-look",
        Cause::Held => "undo-next-held",
        Cause::BusyOtherUpdater => "undo-next-busy",
        Cause::NoNetwork => "undo-next-network",
        Cause::Timeout | Cause::ServerFault | Cause::HashMismatch => "undo-next-later",
        Cause::DiskFull => "undo-next-disk-full",
        Cause::FileGone => "undo-next-check",
        Cause::JobExpired | Cause::Cancelled => "undo-next-on",
        Cause::AfterFirst
        | Cause::AppRunning
        | Cause::Battery
        | Cause::BootFull
        | Cause::FirstFailed
        | Cause::Metered
        | Cause::OtherFailed
        | Cause::RestartFirst
        | Cause::WuServiceOff => "undo-next-first",
        _ => return next(why),
    })
}

#[cfg(test)]
mod tests {
    use patchround_words::{Language, Surface, speak};

    use super::*;

    #[test]
    fn whoever_could_not_go_back_is_never_told_to_update_again() {
        for surface in [Surface::Shell, Surface::Window] {
            speak(Language::English, surface);
            for why in Cause::ALL {
                let said = format!("{} {}", cause_of_undo(why), next_of_undo(why)).to_lowercase();
                assert!(!said.contains("update again") && !said.contains("pc again"), "{why:?}: {said}");
            }
        }
    }

    #[test]
    fn what_is_not_there_after_an_undo_is_the_older_version() {
        speak(Language::English, Surface::Shell);
        let why = Cause::InstalledButNotVerified;
        assert!(cause_of_undo(why).contains("the older version is not there"), "{}", cause_of_undo(why));
        assert!(next_of_undo(why).contains("what this PC can go back to"), "{}", next_of_undo(why));
        assert_eq!(cause_of_undo(Cause::UndoBlocked), cause(Cause::UndoBlocked));
    }
}
