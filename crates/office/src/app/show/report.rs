//! A month on one page, from the record (ux.md 5.2): counts of things, never averages or scores.

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::Outcome;
use patchround_words::{say, say_with};

use super::{Known, groups, number, pages::a_try, pcs, text};
use crate::{
    app::{
        ask::{Fact, Report},
        snapshot::Look,
        when,
    },
    store::record::{Line, What},
};

/// The months with a line in the record, newest first, as `YYYY-MM`.
pub(crate) fn months(record: &[Line], zone: &TimeZone) -> Vec<String> {
    let months: BTreeSet<String> = record.iter().map(|line| month_of(line.time, zone)).collect();
    months.into_iter().rev().collect()
}

/// The report of a month; `None` if that is no month.
pub(crate) fn report(month: &str, record: &[Line], known: &Known<'_>) -> Option<Report> {
    let (year, number_of_month) = parse(month)?;
    let lines: Vec<&Line> = record.iter().filter(|line| month_of(line.time, &known.zone) == month).collect();
    let counted = Counted::of(&lines);
    let looks: Vec<Look> = known.views.iter().map(|view| pcs::look(view, known)).collect();
    let good = looks.iter().filter(|look| **look == Look::Good).count();
    let today = known.now.to_zoned(known.zone.clone()).date();
    Some(Report {
        title: say_with("report-title", &[("month", text(when::month(year, number_of_month)))]),
        office: known.name.to_owned(),
        sentences: sentences(good, looks.len(), &counted),
        numbers: counted.numbers(),
        pcs: groups(looks.into_iter(), "report-pcs"),
        in_charge: say_with("report-in-charge", &[("person", text(known.person))]),
        made: say_with("report-made", &[("day", text(when::day(today)))]),
        record: lines.into_iter().map(|line| a_try(line, known)).collect(),
    })
}

fn sentences(good: usize, all: usize, counted: &Counted) -> Vec<String> {
    let values = [("count", number(good)), ("all", number(all))];
    let headline = say_with(if all == 0 { "office-empty" } else { "report-headline" }, &values);
    let not = (counted.not > 0).then(|| say_with("report-not", &[("count", number(counted.not))]));
    std::iter::once(headline).chain(not).collect()
}

/// What happened in a month.
#[derive(Default)]
struct Counted {
    placed: usize,
    by_itself: usize,
    not: usize,
    rounds: usize,
    restarts: usize,
    joined: usize,
}

impl Counted {
    fn of(lines: &[&Line]) -> Self {
        let mut counted = Self::default();
        for line in lines {
            counted.count(&line.what);
        }
        counted
    }

    fn count(&mut self, what: &What) {
        let is_in_place = |outcome: &Outcome| matches!(outcome, Outcome::Done | Outcome::NeedsRestart);
        match what {
            What::UpdateEnded { outcome, .. } if is_in_place(outcome) => self.placed += 1,
            What::ByItself { outcome, .. } if is_in_place(outcome) => {
                self.placed += 1;
                self.by_itself += 1;
            }
            What::UpdateEnded { outcome: Outcome::Failed, .. }
            | What::ByItself { outcome: Outcome::Failed, .. } => {
                self.not += 1;
            }
            What::RoundAgreed { .. } => self.rounds += 1,
            What::RestartedByItself { .. } => self.restarts += 1,
            What::PcJoined { .. } => self.joined += 1,
            _ => {}
        }
    }

    fn numbers(&self) -> Vec<Fact> {
        [
            ("report-placed", self.placed),
            ("report-by-itself", self.by_itself),
            ("report-rounds", self.rounds),
            ("report-restarts", self.restarts),
            ("report-joined", self.joined),
        ]
        .map(|(id, count)| Fact { name: say(id), value: count.to_string() })
        .into()
    }
}

fn month_of(at: Timestamp, zone: &TimeZone) -> String {
    let date = at.to_zoned(zone.clone()).date();
    format!("{:04}-{:02}", date.year(), date.month())
}

fn parse(month: &str) -> Option<(i16, i8)> {
    let (year, month) = month.split_once('-')?;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then_some((year, month))
}
