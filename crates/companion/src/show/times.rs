//! The times a person can choose. The page gets them as they are: it reckons with no clock and no time zone.

use jiff::{
    RoundMode, SignedDuration, Timestamp, ToSpan, Unit, Zoned, ZonedRound,
    civil::{Date, Time, time},
};
use serde::Serialize;

use super::Moment;
use crate::when;

/// The two times of a day that are proposed (ux.md 4.2): shortly before most people go home, and first thing next
/// morning. The office's hours are not told to people's programs.
const BEFORE_HOME: Time = time(17, 30, 0, 0);
const MORNING: Time = time(9, 0, 0, 0);
/// Times that are proposed.
const PROPOSED: usize = 2;
/// What is proposed lies so far ahead at least.
const AHEAD: SignedDuration = SignedDuration::from_mins(30);
/// Between two times that can be picked, in minutes.
const STEP: i64 = 30;
/// Times that can be picked: more than a job lives.
const MOST: usize = 500;
/// Days until which a person can be busy.
const BUSY_DAYS: i64 = 14;

/// A time with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Choice {
    /// The time, as an answer has it.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub time: Timestamp,
    /// Its words.
    pub words: String,
}

/// The times of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Day {
    /// The day's words.
    pub words: String,
    /// At least one.
    pub times: Vec<Choice>,
}

/// The times that are proposed, none later than the latest; where there is nothing between, the latest itself.
pub(super) fn proposed(latest: Timestamp, moment: &Moment) -> Vec<Choice> {
    let today = moment.now.to_zoned(moment.zone.clone()).date();
    let days = (0..=8).filter_map(|days| today.checked_add(i64::from(days).days()).ok());
    let times = days.flat_map(|day| [(day, MORNING), (day, BEFORE_HOME)]).skip(1);
    let moments = times.filter_map(|(day, time)| at(day, time, moment));
    let free = moments.filter(|at| *at >= moment.now + AHEAD && *at <= latest);
    let proposed: Vec<Timestamp> = free.take(PROPOSED).collect();
    let all = if proposed.is_empty() && latest > moment.now { vec![latest] } else { proposed };
    all.into_iter().map(|at| Choice { time: at, words: moment.happens(at) }).collect()
}

/// Every half hour from now to the latest, day by day.
pub(super) fn days(latest: Timestamp, moment: &Moment) -> Vec<Day> {
    let mut days: Vec<(Date, Day)> = Vec::new();
    for at in half_hours(latest, moment) {
        let choice = Choice { time: at.timestamp(), words: when::hour(&at) };
        match days.last_mut().filter(|(date, _)| *date == at.date()) {
            Some((_, day)) => day.times.push(choice),
            None => days.push((at.date(), Day { words: when::day(at.date()), times: vec![choice] })),
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

/// Days until the end of which a person can be busy, none after `latest` where there is one.
pub(super) fn busy(latest: Option<Timestamp>, moment: &Moment) -> Vec<Choice> {
    let today = moment.now.to_zoned(moment.zone.clone()).date();
    let days = (0..BUSY_DAYS).filter_map(|days| today.checked_add(days.days()).ok());
    let ends = days.filter_map(|day| Some((day, at(day, time(23, 59, 0, 0), moment)?)));
    let free =
        ends.enumerate().filter(|(index, (_, end))| *index == 0 || latest.is_none_or(|last| *end <= last));
    free.map(|(_, (day, time))| Choice { time, words: when::day(day) }).collect()
}

fn half_hours(latest: Timestamp, moment: &Moment) -> impl Iterator<Item = Zoned> {
    let up = ZonedRound::new().smallest(Unit::Minute).increment(STEP).mode(RoundMode::Ceil);
    let first = (moment.now + SignedDuration::from_mins(1)).to_zoned(moment.zone.clone()).round(up).ok();
    let next = |at: &Zoned| at.checked_add(STEP.minutes()).ok();
    std::iter::successors(first, next).take_while(move |at| at.timestamp() <= latest).take(MOST)
}

fn at(day: Date, time: Time, moment: &Moment) -> Option<Timestamp> {
    Some(day.to_datetime(time).to_zoned(moment.zone.clone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use patchround_words::{Language, Surface, speak};

    use super::*;

    fn moment(now: &str) -> Moment {
        speak(Language::English, Surface::Shell);
        Moment { now: now.parse().unwrap(), ..crate::samples::moment() }
    }

    fn words(choices: Vec<Choice>) -> Vec<String> {
        choices.into_iter().map(|choice| choice.words).collect()
    }

    #[test]
    fn the_end_of_the_day_and_the_next_morning_are_proposed() {
        let latest = "2026-06-08T18:00:00Z".parse().unwrap();
        let at = |now| words(proposed(latest, &moment(now)));
        assert_eq!(at("2026-06-03T07:00:00Z"), ["today at 17:30", "tomorrow at 09:00"]);
        assert_eq!(at("2026-06-03T17:10:00Z"), ["tomorrow at 09:00", "tomorrow at 17:30"]);
        assert_eq!(at("2026-06-08T10:00:00Z"), ["today at 17:30"]);
        assert_eq!(at("2026-06-08T17:45:00Z"), ["today at 18:00"], "only the latest is left");
        assert_eq!(at("2026-06-08T18:45:00Z"), Vec::<String>::new());
    }

    #[test]
    fn every_half_hour_up_to_the_last_can_be_picked_and_none_twice() {
        let moment = moment("2026-06-03T22:50:00Z");
        let days = days("2026-06-04T01:00:00Z".parse().unwrap(), &moment);
        let said: Vec<_> = days.into_iter().map(|day| (day.words, words(day.times).join(" "))).collect();
        assert_eq!(
            said,
            [
                ("Wednesday 3 June".to_owned(), "23:00 23:30".to_owned()),
                ("Thursday 4 June".to_owned(), "00:00 00:30 01:00".to_owned()),
            ]
        );
    }

    #[test]
    fn a_busy_person_has_two_weeks_and_with_a_security_update_until_its_last_day() {
        let moment = moment("2026-06-03T10:00:00Z");
        assert_eq!(busy(None, &moment).len(), 14);
        let until = busy(Some("2026-06-05T18:00:00Z".parse().unwrap()), &moment);
        assert_eq!(words(until), ["Wednesday 3 June", "Thursday 4 June"]);
    }
}
