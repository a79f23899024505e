//! A month on the screen: what its printed page says, in the same sentences, with ways to what they are about.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::PcId;
use patchround_words::{say, say_with};

use super::{Known, number, pages::a_try, text};
use crate::{
    app::{
        answer::{
            MonthChoice, Report, ReportBar, ReportBars, ReportLate, ReportMore, ReportNumber, ReportPc,
            ReportPcs, ReportQuestion,
        },
        ask::ReportPaper,
        snapshot::Look,
        when,
    },
    report::{
        Agreed, Evidence, How, Late, Month, Past, Sheet, Why,
        page::{behind, month as month_of, owner},
    },
    say as sentences,
    store::record::{Flaw, Line},
};

/// The month before this one, if the record has a line of it.
pub(crate) fn last_month(record: &[Line], now: Timestamp, zone: &TimeZone) -> Option<Month> {
    let before = Month::of(now.to_zoned(zone.clone()).date()).before(1);
    record.iter().any(|line| before.has(line.time, zone)).then_some(before)
}

/// The report of a month.
pub(crate) fn report(month: Month, past: &Past, sheet: Sheet, known: &Known<'_>) -> Report {
    let evidence = Evidence::of(month, past);
    let is_known = evidence.is_known();
    let lines = past.record.lines.iter().filter(|line| month.has(line.time, &known.zone));
    let ended = owner::ended(&evidence);
    let of_known = |sentences: Vec<String>| if is_known { sentences } else { Vec::new() };
    Report {
        months: past.months().into_iter().map(choice).collect(),
        month: month.to_string(),
        subject: say_with("report-title", &[("month", text(month_of(&evidence)))]),
        title: owner::title(&evidence),
        sentences: of_known(owner::sentences(&evidence))
            .into_iter()
            .chain(flaws(month, past, known))
            .collect(),
        known: is_known,
        can_save: !evidence.pcs.is_empty(),
        pcs_title: owner::strip_title(&evidence),
        pcs: if is_known { pcs(&evidence, known) } else { Vec::new() },
        bars: bars(&evidence),
        numbers_title: say_with("page-in-month", &[("month", text(month_of(&evidence)))]),
        numbers: if is_known { numbers(&evidence, known) } else { Vec::new() },
        decide_title: owner::decide_title(ended.len()),
        decide: ended.iter().map(|pc| question(pc, known)).collect(),
        judged_by: behind::judged_by(&evidence),
        late: all_late(&evidence, known),
        exceptions: evidence.exceptions.iter().map(|one| exception(one, known)).collect(),
        in_charge: owner::in_charge(&evidence),
        paper: if sheet == Sheet::A4 { ReportPaper::A4 } else { ReportPaper::Letter },
        record: lines.map(|line| a_try(line, known)).collect(),
    }
}

fn choice((month, known): (Month, bool)) -> MonthChoice {
    let name = when::month(month.year(), month.number());
    let words = if known { name } else { say_with("page-month-no-data", &[("month", text(name))]) };
    MonthChoice { month: month.to_string(), words }
}

/// What is wrong with the record of this month.
fn flaws(month: Month, past: &Past, known: &Known<'_>) -> impl Iterator<Item = String> {
    let (begin, end) = (month.begin(&known.zone), month.end(&known.zone));
    let time = |at: Timestamp| when::moment(at, known.now, &known.zone);
    let concerns = move |flaw: &&Flaw| flaw.from < end && begin <= flaw.until;
    past.record.flaws.iter().filter(concerns).map(move |flaw| sentences::flaw(flaw, &time))
}

fn pcs(evidence: &Evidence, known: &Known<'_>) -> Vec<ReportPcs> {
    let group = |(how, words): (How, String)| {
        let alike = evidence.pcs.iter().filter(|pc| pc.how == how);
        let pcs = alike.map(|pc| ReportPc { pc: there(pc.pc, known), name: pc.name.clone() }).collect();
        ReportPcs { look: look(how), words, pcs }
    };
    owner::hows(evidence).into_iter().map(group).collect()
}

fn look(how: How) -> Look {
    match how {
        How::UpToDate => Look::Good,
        How::Open | How::Agreed => Look::Ready,
        How::Late => Look::Needs,
        How::Unknown => Look::Off,
    }
}

fn bars(evidence: &Evidence) -> ReportBars {
    let drawn = owner::bars(evidence);
    let counted = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    let bar = |bar: patchround_paper::Bar| ReportBar {
        label: bar.label,
        value: bar.value.map(counted),
        printed: bar.printed,
    };
    ReportBars {
        title: drawn.title,
        all: counted(drawn.max),
        bars: drawn.bars.into_iter().map(bar).collect(),
    }
}

fn numbers(evidence: &Evidence, known: &Known<'_>) -> Vec<ReportNumber> {
    let more = |figure| match figure {
        owner::Figure::Slowest => {
            let slowest = evidence.placed.slowest.as_ref()?;
            named(&slowest.pc, evidence, known).pc.map(|pc| ReportMore::Pc { pc })
        }
        owner::Figure::TooLate => (!evidence.late.is_empty()).then_some(ReportMore::Late),
        owner::Figure::InTime => None,
        _ => Some(ReportMore::Record),
    };
    let number = |(figure, fact): (owner::Figure, patchround_paper::Fact)| {
        let more = more(figure).filter(|_| fact.number != "0");
        ReportNumber { number: fact.number, text: fact.text, more }
    };
    owner::facts(evidence).into_iter().map(number).collect()
}

fn question(pc: &crate::report::Pc, known: &Known<'_>) -> ReportQuestion {
    ReportQuestion { text: owner::question(pc), pc: there(pc.pc, known) }
}

/// In a large office there may be tens of thousands of them: each PC is looked up once.
fn all_late(evidence: &Evidence, known: &Known<'_>) -> Vec<ReportLate> {
    let shared = behind::shared(evidence);
    let names: BTreeSet<&str> = evidence.late.iter().map(|late| late.pc.as_str()).collect();
    let pcs: BTreeMap<&str, ReportPc> =
        names.into_iter().map(|name| (name, named(name, evidence, known))).collect();
    let of_one = |late: &Late| {
        let name = sentences::called_among(&late.id, Some(&late.name), &shared, None);
        Some(one_late(late, pcs.get(late.pc.as_str())?.clone(), name, evidence))
    };
    evidence.late.iter().filter_map(of_one).collect()
}

fn one_late(late: &Late, pc: ReportPc, name: String, evidence: &Evidence) -> ReportLate {
    let since = late.due.tomorrow().unwrap_or(late.due);
    let due = [
        ("day", text(when::day(late.due))),
        ("rule", text(sentences::rule::name(late.rule))),
        ("out", text(when::day(late.released))),
        ("from", text(sentences::told_by(late.from))),
    ];
    let how_long = [("count", number(late.days as usize)), ("day", text(when::day(since)))];
    let why = say_with("page-late-why", &[("why", text(behind::why(&late.why, evidence)))]);
    let is_used = late.said_exploited || !late.exploited.is_empty();
    let first = [say_with("page-late-since", &how_long), say_with("page-late-due", &due)];
    ReportLate {
        pc,
        name,
        sentences: first.into_iter().chain(is_used.then(|| say("page-late-used"))).chain([why]).collect(),
        agreed: matches!(late.why, Why::Agreed { .. }),
    }
}

fn exception(one: &Agreed, known: &Known<'_>) -> String {
    let pcs = if one.pcs.is_empty() { say("page-every-pc") } else { one.pcs.join(", ") };
    let until = when::day(one.until.to_zoned(known.zone.clone()).date());
    let values = [
        ("package", text(one.package.clone())),
        ("pcs", text(pcs)),
        ("by", text(one.by.clone())),
        ("until", text(until)),
        ("why", text(one.why.clone())),
        ("instead", text(one.instead.clone())),
    ];
    say_with("page-exception", &values)
}

fn named(name: &str, evidence: &Evidence, known: &Known<'_>) -> ReportPc {
    let pc = evidence.pcs.iter().find(|pc| pc.name == name).and_then(|pc| there(pc.pc, known));
    ReportPc { pc, name: name.to_owned() }
}

fn there(pc: PcId, known: &Known<'_>) -> Option<String> {
    known.views.iter().any(|view| view.pc.id == pc).then(|| pc.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Office, app::show, due::Clocks, store::record::Flawed};

    #[test]
    fn a_record_that_was_changed_or_shortened_is_said_in_the_reports_of_its_months_and_in_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let now: Timestamp = "2026-11-25T10:00:00Z".parse().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", now).unwrap();
        let office = Office::open_to_read(dir.path()).unwrap();
        let mut past = office.past(now, TimeZone::UTC).unwrap();
        let flaw = |how, from: &str, until: &str| Flaw {
            how,
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        };
        past.record.flaws = vec![
            flaw(Flawed::Changed, "2026-09-30T08:00:00Z", "2026-11-02T09:30:00Z"),
            flaw(Flawed::Shortened, "2026-11-24T08:00:00Z", "2026-11-25T09:00:00Z"),
        ];
        let (policy, clocks) = (office.policy(), Clocks::new(Vec::new(), TimeZone::UTC));
        let names = BTreeMap::new();
        let said = |month: &str| {
            let known = show::tests::known(now, &policy, &clocks, &names);
            report(month.parse().unwrap(), &past, Sheet::A4, &known).sentences
        };
        let counts = ["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"].map(|month| said(month).len());
        assert_eq!(counts, [0, 1, 1, 2, 0]);
        let november = said("2026-11").join(" ");
        assert!(november.contains("was changed later") && november.contains("has lost lines"), "{november}");
    }
}
