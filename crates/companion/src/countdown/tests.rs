use jiff::ToSpan;
use proptest::prelude::*;

use super::*;
use crate::samples::{moment, restart, view};

fn with(restart: Restart) -> View {
    View { restart: Some(restart), ..view(Vec::new()) }
}

fn chosen_in(minutes: i64) -> Restart {
    Restart { agreed: Some(moment().now + minutes.minutes()), ..restart() }
}

fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

#[test]
fn two_minutes_before_the_time_that_was_chosen_it_is_counted_down_in_text() {
    let (view, begin) = (with(chosen_in(30)), moment());
    assert_eq!(Countdown::due(&view, begin.now + 27.minutes()), None);
    assert_eq!(Countdown::begins(&view, begin.now), Some(begin.now + 28.minutes()));
    let at = begin.now + 28.minutes();
    let count = Countdown::due(&view, at).unwrap();
    let (mut now, mut said) = (at, Vec::new());
    while !count.is_over(now) {
        said.push(plain(&count.words(&Moment { now, ..begin.clone() }).title));
        now = count.next(now);
    }
    assert_eq!(
        said,
        [
            "Restarting in 2 minutes",
            "Restarting in 1 minute",
            "Restarting in 30 seconds",
            "Restarting in 10 seconds"
        ]
    );
    assert_eq!(now, begin.now + 30.minutes());
    let words = count.words(&begin);
    assert_eq!(plain(&words.text), "You asked for 10:30. Save your work now.");
    assert_eq!(words.more.as_deref(), Some("Give me 15 more minutes"));
}

#[test]
fn who_comes_late_has_the_whole_two_minutes_and_who_comes_too_late_none() {
    let (view, begin) = (with(chosen_in(30)), moment().now);
    for late in [29, 30, 35, 39] {
        let now = begin + late.minutes();
        assert_eq!(Countdown::due(&view, now).unwrap().ends, now + 2.minutes(), "{late}");
    }
    assert_eq!(Countdown::due(&view, begin + 40.minutes()), None, "the PC slept through it");
}

#[test]
fn more_time_is_offered_only_where_it_can_be_had() {
    let begin = moment().now;
    let more = |restart: Restart| Countdown::due(&with(restart), begin).unwrap().more;
    let now = || Restart { agreed: Some(begin), ..restart() };
    assert_eq!(more(now()), Some(begin + 17.minutes()));
    assert_eq!(more(Restart { moves_left: 0, ..now() }), None);
    assert_eq!(more(Restart { last: begin + 16.minutes(), ..now() }), None);
}

#[test]
fn who_asks_for_more_time_after_the_pc_slept_through_it_has_as_much_from_then_on() {
    let begin = moment().now;
    let now = Restart { agreed: Some(begin), last: begin + 60.minutes(), ..restart() };
    let count = Countdown::due(&with(now), begin).unwrap();
    for (asks_after, until) in [(1, Some(17)), (16, Some(17)), (17, Some(32)), (50, Some(60)), (60, None)] {
        let until = until.map(|minutes: i64| begin + minutes.minutes());
        assert_eq!(count.put_off(begin + asks_after.minutes()), until, "{asks_after}");
    }
}

#[test]
fn nothing_is_counted_down_to_a_time_that_nobody_chose_or_to_a_yes() {
    let begin = moment().now;
    assert_eq!(Countdown::due(&with(restart()), begin), None);
    let yes = Restart { is_yes: true, ..chosen_in(0) };
    assert_eq!(Countdown::due(&with(yes), begin), None);
    let view = with(chosen_in(1));
    let count = Countdown::due(&view, begin).unwrap();
    assert!(count.holds(&view));
    assert!(!count.holds(&with(chosen_in(16))), "it was moved in the window");
    assert!(!count.holds(&with(restart())) && !count.holds(&View::default()));
}

#[test]
fn what_is_left_to_when_somebody_is_away_is_counted_down_only_then() {
    let begin = moment().now;
    let evening = restart().default;
    let left = with(Restart { is_left: true, ..restart() });
    let away = |at: Timestamp| Quiet {
        idle_since: Some(Some(at - 10.minutes())),
        is_presenting: Some(false),
        ..Quiet::default()
    };
    let due = |view: &View, quiet: Quiet, at: Timestamp| Countdown::left(view, &quiet, at);
    assert_eq!(due(&left, away(begin), begin), None, "its time has not come");
    assert_eq!(Countdown::begins(&left, begin), Some(evening));
    let count = due(&left, away(evening), evening).unwrap();
    assert_eq!((count.ends, count.more), (evening + 2.minutes(), None));
    assert!(count.holds(&left) && !count.holds(&with(restart())));
    let words = count.words(&Moment { now: evening, ..moment() });
    assert_eq!(words.text, "Nobody was using this PC. To keep it on, move the mouse.");
    assert_eq!(due(&left, Quiet::default(), evening), None, "nobody knows");
    let shown = Quiet { is_presenting: Some(true), ..away(evening) };
    assert_eq!(due(&left, shown, evening), None);
    assert_eq!(due(&with(restart()), away(evening), evening), None, "nobody left it to that");
    assert_eq!(due(&left, away(restart().last), restart().last + 1.minutes()), None, "the last day is over");
}

proptest! {
    #[test]
    fn it_is_never_over_before_the_time_nor_before_two_minutes(at in -700..700i64, left in 0..4u8) {
        let begin = moment().now;
        let restart = Restart { agreed: Some(begin + at.seconds()), moves_left: left, ..restart() };
        let view = with(restart.clone());
        if let Some(count) = Countdown::due(&view, begin) {
            prop_assert!(at <= 120 && at > -600);
            prop_assert!(count.ends >= count.chosen && count.ends.duration_since(begin) >= LONG);
            prop_assert!(count.more.is_none_or(|more| left > 0 && more > count.ends && more <= restart.last));
        } else {
            prop_assert!(at > 120 || at <= -600);
        }
    }
}
