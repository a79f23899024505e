//! When the lists are read anew from their servers.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{Cause, session::Own as Offers};
use tokio::time::Instant;

/// Lists of this age are old.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Lists of this age were refreshed in vain for a day.
const TWO_DAYS: SignedDuration = SignedDuration::from_hours(48);
/// Pauses between the beginnings of two refreshes. While the lists stay old all the same the next one holds; the last holds
/// for all that follow. Whoever asks for one waits for the first.
const PAUSES: [Duration; 4] = [
    Duration::from_secs(10 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 60 * 60),
    Duration::from_secs(6 * 60 * 60),
];

/// Once a day, and when the helper asks.
#[derive(Debug, Default)]
pub(super) struct Refreshes {
    is_asked: bool,
    last: Option<Instant>,
    /// How many there were since the lists were not old.
    in_vain: usize,
    /// When each source was refreshed.
    refreshed: Vec<Option<Timestamp>>,
    /// Why the last one failed.
    failed: Option<Cause>,
}

impl Refreshes {
    /// Somebody asks for one. Where there is no source there is none to have.
    pub(super) fn ask(&mut self) {
        self.is_asked = true;
    }

    /// Takes the age of these lists.
    pub(super) fn note(&mut self, lists: &[Offers]) {
        self.refreshed = lists.iter().map(|list| list.refreshed_at).collect();
        self.is_asked &= !lists.is_empty();
        if !self.is_old(Timestamp::now()) {
            self.in_vain = 0;
        }
    }

    /// Whether it is time for one. Then it has begun.
    pub(super) fn begin(&mut self, now: Timestamp) -> bool {
        let rested = |pause| self.last.is_none_or(|last| last.elapsed() >= pause);
        let pause = PAUSES[self.in_vain.saturating_sub(1).min(PAUSES.len() - 1)];
        let is_asked = self.is_asked && !self.refreshed.is_empty();
        let is_due = is_asked && rested(PAUSES[0]) || self.is_old(now) && rested(pause);
        if is_due {
            (self.is_asked, self.last) = (false, Some(Instant::now()));
            self.in_vain += 1;
        }
        is_due
    }

    /// One has ended, with this cause if it failed.
    pub(super) fn ended(&mut self, cause: Option<Cause>) {
        self.failed = cause;
    }

    /// Why a list that was refreshed then may lack something. What passes by itself is no news before it has not passed for
    /// a day; of a list that was never refreshed it is seen that it never was.
    pub(super) fn cause(&self, refreshed_at: Option<Timestamp>, now: Timestamp) -> Option<Cause> {
        let is_long = || refreshed_at.is_some_and(|at| now.duration_since(at) > TWO_DAYS);
        self.failed.filter(|cause| !cause.passes() || is_long())
    }

    /// A time that lies ahead is of a clock that was set back since.
    fn is_old(&self, now: Timestamp) -> bool {
        let is_young = |at: Timestamp| at <= now && now.duration_since(at) < DAY;
        self.refreshed.iter().any(|at| !at.is_some_and(is_young))
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;
    use crate::own::lists::nothing;

    const MINUTE: Duration = Duration::from_secs(60);

    fn read(ages: &[Option<i64>]) -> Vec<Offers> {
        let at =
            |hours: &Option<i64>| hours.map(|hours| Timestamp::now() - SignedDuration::from_hours(hours));
        ages.iter().map(|hours| Offers { refreshed_at: at(hours), ..nothing("flatpak") }).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn lists_are_refreshed_where_one_is_old_or_from_the_future_and_not_where_there_are_none() {
        let cases: [(&[Option<i64>], bool); 6] = [
            (&[], false),
            (&[Some(1)], false),
            (&[Some(23)], false),
            (&[Some(1), Some(25)], true),
            (&[None], true),
            (&[Some(-2)], true),
        ];
        for (ages, is_due) in cases {
            let mut refreshes = Refreshes::default();
            refreshes.note(&read(ages));
            assert_eq!(refreshes.begin(Timestamp::now()), is_due, "{ages:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_asks_for_a_refresh_gets_one_ten_minutes_after_the_last_at_the_earliest() {
        let mut refreshes = Refreshes::default();
        refreshes.note(&read(&[Some(1)]));
        refreshes.ask();
        assert!(refreshes.begin(Timestamp::now()));
        refreshes.note(&read(&[Some(0)]));
        sleep(9 * MINUTE).await;
        refreshes.ask();
        assert!(!refreshes.begin(Timestamp::now()));
        sleep(MINUTE).await;
        assert!(refreshes.begin(Timestamp::now()) && !refreshes.begin(Timestamp::now()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refresh_that_changes_nothing_is_tried_less_and_less_often_until_one_does() {
        let mut refreshes = Refreshes::default();
        let mut minutes = Vec::new();
        for minute in 0..24 * 60 {
            refreshes.note(&read(&[None]));
            if refreshes.begin(Timestamp::now()) {
                minutes.push(minute);
            }
            sleep(MINUTE).await;
        }
        assert_eq!(minutes, [0, 10, 40, 160, 520, 880, 1240]);
        refreshes.note(&read(&[Some(0)]));
        refreshes.note(&read(&[Some(25)]));
        assert!(refreshes.begin(Timestamp::now()), "the last one is long ago");
        sleep(10 * MINUTE).await;
        assert!(refreshes.begin(Timestamp::now()));
    }

    #[test]
    fn a_refresh_that_failed_is_told_at_once_unless_that_passes_and_then_after_a_day() {
        let told = |failed, hours: Option<i64>| {
            let mut refreshes = Refreshes::default();
            refreshes.ended(Some(failed));
            let now = Timestamp::now();
            refreshes.cause(hours.map(|hours| now - SignedDuration::from_hours(hours)), now)
        };
        for cause in Cause::ALL {
            let at_once = (!cause.passes()).then_some(cause);
            for hours in [Some(-100), Some(1), Some(25), Some(48), None] {
                assert_eq!(told(cause, hours), at_once, "{hours:?}");
            }
            assert_eq!(told(cause, Some(49)), Some(cause));
        }
        let mut refreshes = Refreshes::default();
        refreshes.ended(Some(Cause::RepoGone));
        refreshes.ended(None);
        assert_eq!(refreshes.cause(None, Timestamp::now()), None, "the last one went well");
    }
}
