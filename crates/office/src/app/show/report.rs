//! A month on one page, from the record (ux.md 5.2): counts of things, never averages or scores.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_protocol::{Outcome, UpdateId};
use patchround_words::{say, say_with};

use super::{Known, groups, number, pages::a_try, pcs, text};
use crate::{
    app::{
        answer::{Fact, Report},
        snapshot::Look,
        when,
    },
    say as sentences,
    store::record::{Flaw, Line, Record, What},
};

/// The months with a line in the record, newest first, as `YYYY-MM`.
pub(crate) fn months(record: &[Line], zone: &TimeZone) -> Vec<String> {
    let months: BTreeSet<String> = record.iter().map(|line| month_of(line.time, zone)).collect();
    months.into_iter().rev().collect()
}

/// The month before this one, if there is a report of it.
pub(crate) fn last_month(months: &[String], now: Timestamp, zone: &TimeZone) -> Option<String> {
    let before = now.to_zoned(zone.clone()).date().first_of_month().yesterday().ok()?;
    let month = as_month(before);
    months.contains(&month).then_some(month)
}

/// The report of a month; `None` if that is no month.
pub(crate) fn report(month: &str, record: &Record, known: &Known<'_>) -> Option<Report> {
    let (year, number_of_month) = parse(month)?;
    let lines: Vec<&Line> =
        record.lines.iter().filter(|line| month_of(line.time, &known.zone) == month).collect();
    let counted = Counted::of(&lines);
    let looks: Vec<Look> = known.views.iter().map(|view| pcs::look(view, known)).collect();
    let good = looks.iter().filter(|look| **look == Look::Good).count();
    let today = known.now.to_zoned(known.zone.clone()).date();
    Some(Report {
        title: say_with("report-title", &[("month", text(when::month(year, number_of_month)))]),
        office: known.name.to_owned(),
        sentences: sentences(good, looks.len(), &counted).chain(flaws(month, record, known)).collect(),
        numbers: counted.numbers(),
        pcs: groups(looks.into_iter(), "report-pcs"),
        in_charge: in_charge(known),
        made: say_with("report-made", &[("day", text(when::day(today)))]),
        record: lines.into_iter().map(|line| a_try(line, known)).collect(),
    })
}

/// Who is in charge, and who stands in.
fn in_charge(known: &Known<'_>) -> String {
    let now = super::in_charge(known);
    let name = say_with("report-in-charge", &[("person", text(now.name))]);
    let stand_in = known.policy.stand_in.as_ref().filter(|_| now.instead_of.is_none());
    let stand_in = stand_in.map(|name| {
        say_with("people-stand-in", &[("name", text(name.clone())), ("person", text(known.person))])
    });
    stand_in.map_or(name.clone(), |stand_in| format!("{name}. {stand_in}"))
}

fn sentences(good: usize, all: usize, counted: &Counted<'_>) -> impl Iterator<Item = String> + use<> {
    let values = [("count", number(good)), ("all", number(all))];
    let headline = match (all, good) {
        (0, _) => say("office-empty"),
        (1, 0) => say("report-only-not"),
        (1, _) => say("report-only-good"),
        _ => say_with("report-headline", &values),
    };
    let not = (counted.not() > 0).then(|| say_with("report-not", &[("count", number(counted.not()))]));
    std::iter::once(headline).chain(not)
}

/// What is wrong with the record of this month.
fn flaws(month: &str, record: &Record, known: &Known<'_>) -> impl Iterator<Item = String> {
    let concerns = move |flaw: &&Flaw| {
        month_of(flaw.from, &known.zone).as_str() <= month
            && month <= month_of(flaw.until, &known.zone).as_str()
    };
    let time = move |at: Timestamp| when::moment(at, known.now, &known.zone);
    record.flaws.iter().filter(concerns).map(move |flaw| sentences::flaw(flaw, &time))
}

/// What happened in a month.
#[derive(Default)]
struct Counted<'a> {
    placed: usize,
    by_itself: usize,
    /// When each update of a PC was tried last, and whether it went in then.
    tried: BTreeMap<(&'a str, &'a UpdateId), (Timestamp, bool)>,
    rounds: usize,
    restarts: usize,
    joined: usize,
}

impl<'a> Counted<'a> {
    fn of(lines: &[&'a Line]) -> Self {
        let mut counted = Self::default();
        for line in lines {
            counted.count(line);
        }
        counted
    }

    /// Updates that were tried, and did not go in at the last try.
    fn not(&self) -> usize {
        self.tried.values().filter(|(_, went_in)| !went_in).count()
    }

    fn count(&mut self, line: &'a Line) {
        match &line.what {
            What::UpdateEnded { pc, id, outcome, .. } => _ = self.ended(line.time, pc, id, *outcome),
            What::ByItself { pc, id, outcome, .. } => {
                self.by_itself += usize::from(self.ended(line.time, pc, id, *outcome));
            }
            What::RoundAgreed { .. } => self.rounds += 1,
            What::RestartedByItself { .. } => self.restarts += 1,
            What::PcJoined { .. } => self.joined += 1,
            _ => {}
        }
    }

    /// Whether it went in.
    fn ended(&mut self, time: Timestamp, pc: &'a str, id: &'a UpdateId, outcome: Outcome) -> bool {
        let went_in = matches!(outcome, Outcome::Done | Outcome::NeedsRestart);
        if went_in || outcome == Outcome::Failed {
            let last = self.tried.entry((pc, id)).or_insert((time, went_in));
            *last = (*last).max((time, went_in));
        }
        self.placed += usize::from(went_in);
        went_in
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
    as_month(at.to_zoned(zone.clone()).date())
}

fn as_month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// The year and the month of `YYYY-MM`.
pub(crate) fn parse(month: &str) -> Option<(i16, i8)> {
    let (year, month) = month.split_once('-')?;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then_some((year, month))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::RoundId;

    use super::*;
    use crate::{app::show::Clocks, samples, store::record::Flawed};

    /// The sentences of a month's report of an office without PCs.
    fn sentences_of(month: &str, flaws: Vec<Flaw>) -> Vec<String> {
        let office = samples::job(&[]).office;
        let made = What::OfficeMade { office: "Corner Shop".into() };
        let line = Line { time: samples::now(), who: "Maria".into(), what: made };
        let known = Known {
            now: samples::now() + 48.hours(),
            zone: TimeZone::UTC,
            name: "Corner Shop",
            person: "Maria",
            policy: &patchround_protocol::Policy::first(office, samples::now()),
            floor: &patchround_protocol::charter::Floor::default(),
            views: &[],
            clocks: &Clocks::new(Vec::new(), TimeZone::UTC),
            here: None,
            later: &[],
            restarts: &[],
            objections: &[],
            wrong: &[],
            notes: &[],
            together: &[],
            open: &[],
            go_ahead: samples::now(),
            run: None,
            names: &BTreeMap::new(),
            checked: None,
            checking: false,
        };
        let report = report(month, &Record { lines: vec![line], flaws }, &known).unwrap();
        report.sentences.iter().map(|text| text.replace(['\u{2068}', '\u{2069}'], "")).collect()
    }

    fn flaw(how: Flawed, from: &str, until: &str) -> Flaw {
        Flaw { how, from: from.parse().unwrap(), until: until.parse().unwrap() }
    }

    #[test]
    fn a_record_that_was_changed_or_shortened_is_said_in_the_reports_of_its_months_and_in_no_other() {
        let changed = flaw(Flawed::Changed, "2026-09-30T08:00:00Z", "2026-11-02T09:30:00Z");
        let shortened = flaw(Flawed::Shortened, "2026-11-24T08:00:00Z", "2026-11-25T09:00:00Z");
        insta::assert_debug_snapshot!(sentences_of("2026-11", vec![changed, shortened]), @r#"
        [
            "Add your first PC.",
            "What the record says from Wednesday 30 September at 08:00 to Monday 2 November at 09:30 was changed later. Do not rely on it, keep a copy of it, and ask who else uses this computer.",
            "The record has lost lines between yesterday at 08:00 and today at 09:00. If you put back a backup, that is why. If not, keep a copy of it and ask who else uses this computer.",
        ]
        "#);
        let count = |month| sentences_of(month, vec![changed, shortened]).len();
        assert_eq!(["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"].map(count), [1, 2, 2, 3, 1]);
        assert_eq!(sentences_of("2026-11", vec![]).len(), 1);
    }

    #[test]
    fn an_update_that_was_tried_twice_is_one_that_did_not_work_and_none_once_it_went_in() {
        let ended = |hours: i64, id: &str, outcome| Line {
            time: samples::now() + hours.hours(),
            who: "Maria".into(),
            what: What::UpdateEnded {
                round: RoundId(uuid::Uuid::nil()),
                pc: "till".into(),
                id: id.parse().unwrap(),
                name: None,
                outcome,
                cause: None,
            },
        };
        let failed = |hours, id| ended(hours, id, Outcome::Failed);
        let mut lines = vec![failed(1, "apt:a@2"), failed(2, "apt:a@2"), failed(1, "apt:b@2")];
        let not = |lines: &[Line]| Counted::of(&lines.iter().collect::<Vec<_>>()).not();
        assert_eq!(not(&lines), 2);
        lines.insert(0, ended(3, "apt:a@2", Outcome::Done));
        assert_eq!(not(&lines), 1);
    }
}
