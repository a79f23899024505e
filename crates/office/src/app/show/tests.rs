use jiff::tz::TimeZone;
use patchround_protocol::hours::{Hours, Weekday};

use super::*;
use crate::{
    app::ask::Wanted,
    plan::{self, plan as make_plan},
    samples,
};

#[test]
fn the_next_evening_is_named_as_the_moment_that_its_order_gets() {
    let evenings = vec![Hours { days: Weekday::WORKING.to_vec(), from: 18, to: 22 }];
    let policy = Policy { windows: evenings, ..Policy::first(samples::job(&[]).office, samples::now()) };
    let named = |now: &str| {
        let now: Timestamp = now.parse().unwrap();
        let known = Known {
            now,
            zone: TimeZone::UTC,
            name: "Corner Shop",
            person: "Maria",
            policy: &policy,
            views: &[],
            clocks: &Clocks::new(Vec::new(), TimeZone::UTC),
            here: None,
            later: &[],
            restarts: &[],
            run: None,
            names: &BTreeMap::new(),
            checked: None,
            checking: false,
        };
        let plan = plan(&make_plan(&[], &plan::Wanted::All, now), &Wanted::All, &known);
        let at = crate::round::tonight(&policy, now, &TimeZone::UTC).unwrap();
        let words = [office(&known).tonight, plan.tonight];
        (words.map(|words| words.unwrap().replace(['\u{2068}', '\u{2069}'], "")), at.to_string())
    };
    let is = |when: &str, at: &str| ([format!("Update {when}"), format!("Start {when}")], at.to_owned());
    assert_eq!(named("2026-11-27T10:00:00Z"), is("tonight at 18:00", "2026-11-27T18:00:00Z"));
    assert_eq!(named("2026-11-27T18:30:00Z"), is("on Monday at 18:00", "2026-11-30T18:00:00Z"), "a Friday");
    assert_eq!(named("2026-11-29T10:00:00Z"), is("tomorrow at 18:00", "2026-11-30T18:00:00Z"), "a Sunday");
}
