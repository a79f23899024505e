//! Whether what was read may replace what is kept.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::limits::CLOCK_SLACK;

use crate::refused::Refused;

/// What makes one version of a feed, or of a record, comparable with another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edition {
    pub(crate) published: Option<Timestamp>,
    pub(crate) version: Vec<u32>,
    pub(crate) entries: usize,
}

/// Judges `new` beside what is kept.
pub(crate) fn judge(new: &Edition, kept: Option<&Edition>, now: Timestamp) -> Result<(), Refused> {
    if is_ahead(new, now) {
        return Err(Refused::FromTheFuture);
    }
    // What was kept while this computer's clock was ahead is no measure.
    let Some(kept) = kept.filter(|kept| !is_ahead(kept, now)) else { return Ok(()) };
    let is_earlier = new.published.zip(kept.published).is_some_and(|(new, kept)| new < kept);
    if is_earlier || new.version < kept.version {
        return Err(Refused::Older);
    }
    if kept.entries >= 10 && new.entries <= kept.entries / 10 {
        return Err(Refused::Shrunk);
    }
    Ok(())
}

fn is_ahead(edition: &Edition, now: Timestamp) -> bool {
    let slack = SignedDuration::try_from(CLOCK_SLACK).unwrap_or(SignedDuration::ZERO);
    let latest = now.saturating_add(slack).unwrap_or(Timestamp::MAX);
    let is_date_ahead = edition.published.is_some_and(|published| published > latest);
    // A version begins with its year; one far ahead would make every later one look old.
    let year = latest.to_zoned(jiff::tz::TimeZone::UTC).year();
    let is_version_ahead = edition.version.first().is_some_and(|first| i64::from(*first) > i64::from(year));
    is_date_ahead || is_version_ahead
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(published: &str, version: &[u32], entries: usize) -> Edition {
        Edition { published: Some(published.parse().unwrap()), version: version.to_vec(), entries }
    }

    fn now() -> Timestamp {
        "2026-11-29T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn neither_an_older_date_nor_an_older_version_replaces_what_is_kept() {
        let kept = edition("2026-11-27T17:00:00Z", &[2026, 11, 27], 1404);
        let judged =
            |published, version: &[u32]| judge(&edition(published, version, 1404), Some(&kept), now());
        assert_eq!(judged("2026-11-27T17:00:00Z", &[2026, 11, 27]), Ok(()), "the same again");
        assert_eq!(judged("2026-11-28T17:00:00Z", &[2026, 11, 28]), Ok(()));
        assert_eq!(judged("2026-11-26T17:00:00Z", &[2026, 11, 28]), Err(Refused::Older));
        assert_eq!(judged("2026-11-28T17:00:00Z", &[2026, 11, 3]), Err(Refused::Older));
    }

    #[test]
    fn a_tenth_of_what_is_kept_is_refused_and_a_little_more_is_not() {
        let kept = edition("2026-11-27T17:00:00Z", &[], 1404);
        let judged = |entries| judge(&edition("2026-11-28T17:00:00Z", &[], entries), Some(&kept), now());
        assert_eq!(
            (judged(140), judged(141), judged(0)),
            (Err(Refused::Shrunk), Ok(()), Err(Refused::Shrunk))
        );
    }

    #[test]
    fn a_day_ahead_is_a_clock_and_more_is_made_up() {
        let judged = |published, version: &[u32]| judge(&edition(published, version, 1), None, now());
        assert_eq!(judged("2026-11-30T10:00:00Z", &[2026, 11, 30]), Ok(()));
        assert_eq!(judged("2026-11-30T10:00:01Z", &[2026, 11, 30]), Err(Refused::FromTheFuture));
        assert_eq!(judged("2026-11-29T10:00:00Z", &[2027, 1, 1]), Err(Refused::FromTheFuture));
    }

    #[test]
    fn what_was_kept_under_a_clock_that_was_ahead_keeps_nothing_out() {
        let kept = edition("2031-01-01T00:00:00Z", &[2031, 1, 1], 100_000);
        assert_eq!(
            judge(&edition("2026-11-28T17:00:00Z", &[2026, 11, 28], 1404), Some(&kept), now()),
            Ok(())
        );
    }
}
