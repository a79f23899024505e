//! How long a program was at work, by the stamps it left itself.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

/// The spans in which programs were at work from their beginning to their end.
#[derive(Debug, Default)]
pub struct Stamps(Vec<(Duration, Duration)>);

impl Stamps {
    /// Reads lines of `begin ID SECONDS` and `end ID SECONDS`, seconds since the epoch. What has no end is none: it
    /// was cut off, or goes on.
    pub fn read(text: &str) -> Self {
        let mut begun = BTreeMap::new();
        let mut spans = Vec::new();
        for (what, id, at) in text.lines().filter_map(stamp) {
            match what {
                "begin" => drop(begun.insert(id, at)),
                "end" => spans.extend(begun.remove(id).map(|begin| (begin, at))),
                _ => {}
            }
        }
        spans.sort_unstable();
        Self(spans)
    }

    /// How much of the time between two moments at least one was at work.
    pub fn within(&self, from: SystemTime, until: SystemTime) -> Duration {
        let (mut seen, until) = (since_epoch(from), since_epoch(until));
        let mut sum = Duration::ZERO;
        for (begin, end) in &self.0 {
            let (begin, end) = ((*begin).max(seen), (*end).min(until));
            sum += end.saturating_sub(begin);
            seen = seen.max(end);
        }
        sum
    }
}

fn stamp(line: &str) -> Option<(&str, &str, Duration)> {
    let mut words = line.split(' ');
    let (what, id, seconds) = (words.next()?, words.next()?, words.next()?);
    Some((what, id, Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?))
}

fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(text: &str, from: u64, until: u64) -> Duration {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        Stamps::read(text).within(at(from), at(until))
    }

    #[test]
    fn a_program_inside_another_is_not_counted_twice() {
        let text = "begin apt 10.5\nbegin dpkg 11\nend dpkg 12\nbegin dpkg 12.5\nend dpkg 13\nend apt 14.5\n";
        assert_eq!(within(text, 0, 20), Duration::from_secs(4));
        assert_eq!(within(text, 11, 14), Duration::from_secs(3));
    }

    #[test]
    fn what_was_cut_off_or_lies_outside_is_not_counted() {
        let text = "begin a 1\nbegin a 5\nend a 6\nbegin b 7\ngarbage\nend c 9\nbegin d 30\nend d 31\n";
        assert_eq!(within(text, 2, 20), Duration::from_secs(1));
        assert_eq!(within("", 2, 20), Duration::ZERO);
    }
}
