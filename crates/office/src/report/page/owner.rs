//! The owner's page: counts of things, two charts, what to decide, who is in charge.

use jiff::civil::Date;
use patchround_paper::{Answers, Bar, Bars, Block, Emphasis, Fact, Group, Level, Shape, Strip};
use patchround_words::{say, say_with};

use super::{month, number, text};
use crate::{
    app::when,
    report::{AtEnd, Evidence, How, Late, Pc},
    say::called_alone,
};

/// PCs that are one shape each; more are told in words alone.
const SHAPES: usize = 250;

/// The conclusion.
pub(crate) fn title(evidence: &Evidence) -> String {
    let (good, all) = (evidence.count(How::UpToDate), evidence.pcs.len());
    let values = [("good", number(good)), ("all", number(all)), ("month", text(month(evidence)))];
    match evidence.months.last() {
        Some(AtEnd { pcs: Some(_), .. }) if is_over(evidence) => say_with("page-title", &values),
        Some(AtEnd { pcs: Some(_), .. }) => say_with("page-title-now", &values),
        _ => say_with("page-title-unknown", &values),
    }
}

/// Of a month of which nothing is known there are no numbers, which would read as 0.
pub(in crate::report) fn blocks(evidence: &Evidence) -> Vec<Block> {
    if !evidence.is_known() {
        let in_charge = Block::Paragraph { emphasis: Emphasis::Plain, text: in_charge(evidence) };
        return vec![Block::Bars(bars(evidence)), heading(say("page-in-charge")), in_charge];
    }
    let said = sentences(evidence);
    let said = (!said.is_empty()).then(|| said.join(" "));
    let sentences = said.into_iter().map(|text| Block::Paragraph { emphasis: Emphasis::Plain, text });
    let first = [
        heading(say_with("page-in-month", &[("month", text(month(evidence)))])),
        Block::Facts(facts(evidence).into_iter().map(|(_, fact)| fact).collect()),
    ];
    let mut second = decide(evidence);
    second.push(heading(say("page-in-charge")));
    second.push(Block::Paragraph { emphasis: Emphasis::Plain, text: in_charge(evidence) });
    let charts = [Block::Strip(strip(evidence)), Block::Bars(bars(evidence))];
    sentences.chain(charts).chain([Block::Columns { first: first.into(), second }]).collect()
}

pub(super) fn heading(text: String) -> Block {
    Block::Heading { level: Level::Section, text }
}

pub(crate) fn is_over(evidence: &Evidence) -> bool {
    let day = |at: jiff::Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date();
    evidence.zone.as_deref().and_then(|zone| jiff::tz::TimeZone::get(zone).ok()).map_or_else(
        || day(evidence.as_of) >= last_day(evidence),
        |zone| evidence.as_of >= evidence.month.last(&zone),
    )
}

fn last_day(evidence: &Evidence) -> Date {
    Date::constant(evidence.month.year(), evidence.month.number(), 1).last_of_month()
}

/// What changed since the month before, what was late, and what is not known.
pub(crate) fn sentences(evidence: &Evidence) -> Vec<String> {
    let unknown = evidence.count(How::Unknown);
    let said = [
        compared(evidence),
        late(evidence),
        (unknown > 0).then(|| say_with("page-unknown", &[("count", number(unknown))])),
        (!evidence.record_is_whole).then(|| say("page-record-flawed")),
    ];
    said.into_iter().flatten().collect()
}

fn compared(evidence: &Evidence) -> Option<String> {
    let [.., before, now] = &*evidence.months else { return None };
    let (was, is) = (before.pcs?.good, now.pcs?.good);
    let id = match is.cmp(&was) {
        std::cmp::Ordering::Greater => "page-more",
        std::cmp::Ordering::Less => "page-fewer",
        std::cmp::Ordering::Equal => "page-as-many",
    };
    let month = when::month(before.month.year(), before.month.number());
    Some(say_with(id, &[("count", number(is.abs_diff(was))), ("month", text(month))]))
}

fn late(evidence: &Evidence) -> Option<String> {
    let late: Vec<&Pc> = evidence.pcs.iter().filter(|pc| pc.how == How::Late).collect();
    let longest: &Late = evidence.late.iter().find(|one| late.iter().any(|pc| pc.name == one.pc))?;
    let values =
        [("count", number(late.len())), ("pc", text(longest.pc.clone())), ("days", number(longest.days))];
    Some(say_with(if late.len() == 1 { "page-late-one" } else { "page-late" }, &values))
}

fn strip(evidence: &Evidence) -> Strip {
    let shapes = evidence.pcs.len() <= SHAPES;
    let group = |(how, words): (How, String)| {
        let drawn = if shapes { u32::try_from(evidence.count(how)).unwrap_or(0) } else { 1 };
        Group { shape: shape(how), count: drawn, words }
    };
    let groups = hows(evidence).into_iter().map(group).collect();
    Strip { title: strip_title(evidence), alt: String::new(), groups }
}

fn shape(how: How) -> Shape {
    match how {
        How::UpToDate => Shape::Circle,
        How::Open | How::Agreed => Shape::Diamond,
        How::Late => Shape::Triangle,
        How::Unknown => Shape::Slashed,
    }
}

/// Over the PCs: the day as of which they are told.
pub(crate) fn strip_title(evidence: &Evidence) -> String {
    match is_over(evidence) {
        true => say_with("page-strip", &[("day", text(when::day(last_day(evidence))))]),
        false => say("page-strip-now"),
    }
}

/// How PCs were, in words with their number; without what no PC was.
pub(crate) fn hows(evidence: &Evidence) -> Vec<(How, String)> {
    let all = [
        (How::UpToDate, "page-how-up-to-date"),
        (How::Open, "page-how-open"),
        (How::Late, "page-how-late"),
        (How::Agreed, "page-how-agreed"),
        (How::Unknown, "page-how-unknown"),
    ];
    let there = all.into_iter().filter(|(how, _)| evidence.count(*how) > 0);
    there.map(|(how, id)| (how, say_with(id, &[("count", number(evidence.count(how)))]))).collect()
}

/// How many PCs were up to date at the end of each month.
pub(crate) fn bars(evidence: &Evidence) -> Bars {
    let bar = |at: &AtEnd| Bar {
        label: when::month(at.month.year(), at.month.number()),
        value: at.pcs.map(|pcs| pcs.good.into()),
        printed: at.pcs.map_or_else(
            || say("page-no-data"),
            |pcs| say_with("page-good-of", &[("good", number(pcs.good)), ("all", number(pcs.all))]),
        ),
    };
    let all = evidence.months.iter().filter_map(|at| at.pcs).map(|pcs| pcs.all.into()).max();
    let bars = evidence.months.iter().map(bar).collect();
    Bars { title: say("page-months"), alt: String::new(), max: all.unwrap_or(1), bars }
}

/// A number of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    Placed,
    Security,
    Slowest,
    InTime,
    TooLate,
    AskedToWait,
    Restarts,
}

/// The numbers of the month, each with its words.
pub(crate) fn facts(evidence: &Evidence) -> Vec<(Figure, Fact)> {
    let (placed, fixes) = (&evidence.placed, evidence.fixes);
    let fact = |figure, number: u32, id: &str| {
        let text = say_with(id, &[("count", super::number(number))]);
        (figure, Fact { number: number.to_string(), text })
    };
    let slowest = placed.slowest.as_ref().map(|slowest| {
        let values = [
            ("name", text(called_alone(&slowest.id, &slowest.name, None))),
            ("pc", text(slowest.pc.clone())),
            ("count", number(slowest.days)),
        ];
        (Figure::Slowest, Fact { number: slowest.days.to_string(), text: say_with("page-slowest", &values) })
    });
    let mut facts = vec![
        fact(Figure::Placed, placed.all, "page-placed"),
        fact(Figure::Security, placed.security, "page-security"),
    ];
    facts.extend(slowest);
    facts.extend([
        fact(Figure::InTime, fixes.in_time, "page-in-time"),
        fact(Figure::TooLate, fixes.too_late + fixes.late, "page-too-late"),
        fact(Figure::AskedToWait, evidence.asked.asked_to_wait, "page-asked-to-wait"),
        fact(Figure::Restarts, evidence.restarts, "page-restarts"),
    ]);
    facts
}

fn decide(evidence: &Evidence) -> Vec<Block> {
    let ended = ended(evidence);
    if ended.is_empty() {
        return Vec::new();
    }
    let ask = |pc: &&Pc| Answers { text: question(pc), answers: vec![say("page-yes"), say("page-no")] };
    let asked = ended.iter().take(ASKED).map(ask).collect();
    vec![heading(decide_title(ended.len())), Block::Answers(asked)]
}

/// PCs with a system that its maker no longer fixes, apart from updates.
pub(crate) fn ended(evidence: &Evidence) -> Vec<&Pc> {
    let today = evidence.as_of_day();
    evidence.pcs.iter().filter(|pc| pc.fixed_until.is_some_and(|until| until < today)).collect()
}

/// What the owner is asked about such a PC.
pub(crate) fn question(pc: &Pc) -> String {
    let values = [
        ("pc", text(pc.name.clone())),
        ("system", text(pc.system.clone().unwrap_or_default())),
        ("day", text(pc.fixed_until.map(when::day).unwrap_or_default())),
    ];
    say_with("page-ended", &values)
}

/// Over so many questions.
pub(crate) fn decide_title(count: usize) -> String {
    say_with("page-decide", &[("count", number(count))])
}

/// Questions that the owner's page has room for; the pages behind it name every PC.
const ASKED: usize = 6;

/// Who is in charge, and who stands in.
pub(crate) fn in_charge(evidence: &Evidence) -> String {
    let person = say_with("report-in-charge", &[("person", text(evidence.in_charge.person.clone()))]);
    let stand_in = evidence.in_charge.stand_in.as_ref().map(|name| {
        let person = text(evidence.in_charge.person.clone());
        say_with("people-stand-in", &[("name", text(name.clone())), ("person", person)])
    });
    [Some(format!("{person}.")), stand_in].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
