//! What of a session can be seen: whether it is used, and whether something is being shown. It is asked of the session's own
//! system, never guessed (issue 6, part 5). Nothing is asked while nobody wants to know.

#[cfg_attr(target_os = "linux", path = "quiet/linux.rs")]
#[cfg_attr(target_os = "macos", path = "quiet/macos.rs")]
#[cfg_attr(windows, path = "quiet/windows.rs")]
mod system;
#[cfg(any(windows, test))]
mod windows_says;

use jiff::{SignedDuration, Timestamp};

/// A session that was not used for so long is left (rules.md 5).
const LEFT: SignedDuration = SignedDuration::from_mins(10);

/// What can be seen of this session. What nobody says is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quiet {
    /// Since when nobody uses it; `Some(None)` where it is used.
    pub idle_since: Option<Option<Timestamp>>,
    /// Whether it is locked.
    pub is_locked: Option<bool>,
    /// Whether a program keeps the screen on, as one that shows slides or a call with a picture does.
    pub is_presenting: Option<bool>,
    /// Whether the PC runs on its battery.
    pub on_battery: Option<bool>,
}

impl Quiet {
    /// Looks now. What does not answer within some seconds is not known.
    pub async fn look() -> Self {
        system::look().await
    }

    /// Whether a message disturbs nobody: nothing is being shown, and the screen is not locked, so that somebody may read
    /// it. Where nobody knows whether something is being shown, it disturbs.
    pub fn may_tell(&self) -> bool {
        self.is_presenting == Some(false) && self.is_locked != Some(true)
    }

    /// Whether the person has left the PC for a while. Where that is not known, they have not.
    pub fn is_left(&self, now: Timestamp) -> bool {
        let idle = self.idle_since.flatten().map(|since| now.duration_since(since));
        idle.is_some_and(|idle| idle >= LEFT) && self.is_presenting == Some(false)
    }
}

/// Whether what is fetched costs money or uses up what is left, as over a phone. What does not answer within some seconds
/// is not known.
pub async fn is_metered() -> Option<bool> {
    system::is_metered().await
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::samples::moment;

    #[test]
    fn what_is_not_known_disturbs_and_is_in_use() {
        let nothing = Quiet::default();
        assert!(!nothing.may_tell() && !nothing.is_left(moment().now));
        let now = moment().now;
        let calm = Quiet {
            idle_since: Some(Some(now - 11.minutes())),
            is_locked: Some(false),
            is_presenting: Some(false),
            on_battery: Some(false),
        };
        assert!(calm.may_tell() && calm.is_left(now));
        for less in [Quiet { is_presenting: None, ..calm }, Quiet { is_presenting: Some(true), ..calm }] {
            assert!(!less.may_tell() && !less.is_left(now), "{less:?}");
        }
        assert!(!Quiet { is_locked: Some(true), ..calm }.may_tell(), "nobody reads it");
        assert!(Quiet { is_locked: None, ..calm }.may_tell());
        for used in [None, Some(None), Some(Some(now - 9.minutes())), Some(Some(now + 1.hours()))] {
            assert!(!Quiet { idle_since: used, ..calm }.is_left(now), "{used:?}");
        }
    }
}
