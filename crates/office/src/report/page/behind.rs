//! The pages behind the owner's: PC by PC and update by update, with who says so.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use patchround_feeds::Feed;
use patchround_paper::{Block, Column, Emphasis, Side, Table};
use patchround_protocol::{CveId, policy};
use patchround_words::{say, say_with};

use super::{month, number, owner::heading, text};
use crate::{
    app::when,
    report::{Evidence, FeedDate, How, Late, Pc, Why},
    say as sentences,
};

/// Flaws that are named in one row.
const FLAWS: usize = 6;

pub(in crate::report) fn blocks(evidence: &Evidence) -> Vec<Block> {
    let mut blocks = vec![
        heading(say_with("page-behind", &[("month", text(month(evidence)))])),
        plain(judged_by(evidence)),
        plain(checked_against(evidence)),
    ];
    if !evidence.is_known() {
        return blocks;
    }
    blocks.extend(by_themselves(evidence).map(plain));
    blocks.extend([plain(fixes(evidence)), heading(say("page-pcs"))]);
    blocks.extend(pcs(evidence));
    blocks.push(heading(say("page-late-title")));
    blocks.push(match evidence.late.is_empty() {
        true => plain(say("page-late-none")),
        false => Block::Table(late(evidence)),
    });
    blocks.push(heading(say("page-exceptions")));
    blocks.push(match evidence.exceptions.is_empty() {
        true => plain(say("page-exceptions-none")),
        false => Block::Table(exceptions(evidence)),
    });
    blocks.push(heading(say("page-failed")));
    blocks.push(match evidence.failed.is_empty() {
        true => plain(say("page-failed-none")),
        false => Block::Table(failed(evidence)),
    });
    blocks.push(heading(say("page-people")));
    blocks.push(plain(asked(evidence)));
    blocks
}

/// By which rules what is late was counted.
pub(crate) fn judged_by(evidence: &Evidence) -> String {
    let rules = sentences::rule::all(&evidence.rules, evidence.own);
    let said = say_with("page-judged-by", &[("rules", text(rules))]);
    let changed = evidence.rules_changed.iter().map(|changed| {
        let rules = sentences::rule::all(&changed.rules, changed.own);
        let day = when::day(evidence.day(changed.at));
        let values = [("who", text(changed.by.clone())), ("day", text(day)), ("rules", text(rules))];
        say_with("page-rules-changed", &values)
    });
    std::iter::once(said).chain(changed).collect::<Vec<_>>().join(" ")
}

/// What others publish of flaws, each of its day. What was published is of its maker's day (UTC), as at the foot of each page.
fn checked_against(evidence: &Evidence) -> String {
    let one = |dated: &FeedDate| {
        let of = |at: Timestamp| short(at.to_zoned(TimeZone::UTC).date());
        let (id, day) = match (dated.published, dated.asked) {
            (Some(published), _) => ("page-feed-of", of(published)),
            (None, Some(asked)) => ("page-feed-asked", day(evidence, asked)),
            (None, None) => return None,
        };
        let feed = sentences::feeds::name(Feed::named(&dated.feed)?);
        Some(say_with(id, &[("feed", text(feed)), ("day", text(day))]))
    };
    let feeds = evidence.feeds.iter().filter_map(one);
    let and =
        |before: String, feed| say_with("page-feed-and", &[("before", text(before)), ("feed", text(feed))]);
    match feeds.reduce(and) {
        Some(feeds) => say_with("page-feeds", &[("feeds", text(feeds))]),
        None => say("page-feeds-none"),
    }
}

/// What PCs put in by themselves.
fn by_themselves(evidence: &Evidence) -> Option<String> {
    let ours = evidence.by_themselves.as_ref()?;
    let said = say(match ours.what {
        _ if ours.windows.is_empty() => "page-auto-asked",
        policy::What::All => "page-auto-all",
        policy::What::Security => "page-auto-security",
    });
    let paused = ours
        .paused_until
        .map(|until| say_with("page-auto-paused", &[("day", text(when::day(evidence.day(until))))]));
    Some(std::iter::once(said).chain(paused).collect::<Vec<_>>().join(" "))
}

fn plain(text: String) -> Block {
    Block::Paragraph { emphasis: Emphasis::Plain, text }
}

fn fixes(evidence: &Evidence) -> String {
    let fixes = evidence.fixes;
    let all = fixes.in_time + fixes.too_late + fixes.open + fixes.late;
    let values = [
        ("all", number(all)),
        ("in_time", number(fixes.in_time)),
        ("too_late", number(fixes.too_late)),
        ("open", number(fixes.open)),
        ("late", number(fixes.late)),
    ];
    say_with("page-fixes", &values)
}

fn asked(evidence: &Evidence) -> String {
    let asked = evidence.asked;
    let values = [
        ("asked", number(asked.asked)),
        ("answered", number(asked.answered)),
        ("wait", number(asked.asked_to_wait)),
        ("replied", number(asked.replied)),
        ("wrong", number(asked.said_wrong)),
    ];
    say_with("page-asked", &values)
}

fn column(id: &str, weight: u16) -> Column {
    Column { title: say(id), weight, side: Side::Start }
}

/// Those with which anything is the matter, one by one; the others are a number here, and a line each in the table for
/// spreadsheets.
fn pcs(evidence: &Evidence) -> Vec<Block> {
    let today = evidence.as_of_day();
    let is_good = |pc: &&Pc| {
        let is_fixed = pc.fixed_until.is_none_or(|until| until >= today);
        pc.how == How::UpToDate && pc.cyber_essentials == Some(true) && is_fixed
    };
    let (good, others): (Vec<&Pc>, Vec<&Pc>) = evidence.pcs.iter().partition(is_good);
    let said = plain(say_with("page-pcs-good", &[("count", number(good.len()))]));
    let table = (!others.is_empty()).then(|| Block::Table(table_of(&others, evidence)));
    [Some(said), table].into_iter().flatten().collect()
}

fn table_of(pcs: &[&Pc], evidence: &Evidence) -> Table {
    let columns = vec![
        column("page-column-pc", 4),
        column("page-column-how", 4),
        column("page-column-seen", 4),
        Column { side: Side::End, ..column("page-column-missing", 3) },
        column("page-column-ce", 4),
        column("page-column-system", 6),
    ];
    let row = |pc: &&Pc| {
        let seen = pc.seen.map_or_else(|| say("never"), |at| day(evidence, at));
        let missing = match pc.restart {
            _ if pc.seen.is_none() => say("page-not-known"),
            true => say_with("page-missing-restart", &[("count", number(pc.missing))]),
            false => pc.missing.to_string(),
        };
        vec![pc.name.clone(), how(pc.how), seen, missing, cyber_essentials(pc), system(pc)]
    };
    Table { columns, row_headers: true, rows: pcs.iter().map(row).collect() }
}

fn how(how: How) -> String {
    say(match how {
        How::UpToDate => "page-is-up-to-date",
        How::Open => "page-is-open",
        How::Late => "page-is-late",
        How::Agreed => "page-is-agreed",
        How::Unknown => "page-is-unknown",
    })
}

fn cyber_essentials(pc: &Pc) -> String {
    say(match pc.cyber_essentials {
        Some(true) => "page-ce-yes",
        Some(false) => "page-ce-no",
        None => "page-ce-unknown",
    })
}

fn system(pc: &Pc) -> String {
    let system = pc.system.clone().unwrap_or_else(|| say("page-not-known"));
    match pc.fixed_until {
        Some(until) => say_with("page-system", &[("system", text(system)), ("day", text(short(until)))]),
        None => system,
    }
}

fn late(evidence: &Evidence) -> Table {
    let columns = vec![
        column("page-column-pc", 3),
        column("page-column-update", 4),
        column("page-column-versions", 5),
        column("page-column-out", 4),
        column("page-column-due", 4),
        Column { side: Side::End, ..column("page-column-days", 2) },
        column("page-column-flaws", 5),
        column("page-column-why", 4),
    ];
    let shared = shared(evidence);
    let row = |late: &Late| {
        vec![
            late.pc.clone(),
            sentences::called_among(&late.id, Some(&late.name), &shared, None),
            versions(late),
            format!("{}, {}", short(late.released), sentences::told_by(late.from)),
            format!("{}, {}", short(late.due), sentences::rule::name(late.rule)),
            late.days.to_string(),
            flaws(late),
            why(&late.why, evidence),
        ]
    };
    Table { columns, row_headers: true, rows: evidence.late.iter().map(row).collect() }
}

/// Names that several of what was late on one PC have.
pub(crate) fn shared(evidence: &Evidence) -> sentences::Shared {
    sentences::shared(evidence.late.iter().map(|late| (&*late.pc, &*late.name, &late.id)))
}

fn versions(late: &Late) -> String {
    let installed = late.installed.clone().unwrap_or_else(|| say("page-not-known"));
    say_with("page-versions", &[("from", text(installed)), ("to", text(late.id.version()))])
}

/// By their names, each with what is known of attackers. What a PC said of them is of none by name.
fn flaws(late: &Late) -> String {
    let said = (late.said_exploited && late.exploited.is_empty()).then(|| say("page-flaws-used"));
    if late.cves.is_empty() {
        return said.unwrap_or_else(|| say("page-flaws-unknown"));
    }
    let one = |cve: &CveId| match late.exploited.contains(cve) {
        true => say_with("page-flaw-used", &[("flaw", text(cve.to_string()))]),
        false => cve.to_string(),
    };
    let more = late.cves.len().saturating_sub(FLAWS);
    let more = (more > 0).then(|| say_with("page-flaws-more", &[("count", number(more))]));
    said.into_iter().chain(late.cves.iter().take(FLAWS).map(one)).chain(more).collect::<Vec<_>>().join(", ")
}

/// Why something was not in use.
pub(crate) fn why(why: &Why, evidence: &Evidence) -> String {
    match why {
        Why::Agreed { until } => say_with("page-why-agreed", &[("day", text(short(*until)))]),
        Why::Restart => say("page-why-restart"),
        Why::Kept { by: Some(by), .. } => say_with("page-why-kept-by", &[("who", text(by.clone()))]),
        Why::Kept { .. } => say("page-why-kept"),
        Why::Off { since: Some(since) } => say_with("page-why-off", &[("day", text(day(evidence, *since)))]),
        Why::Off { since: None } => say("page-why-never"),
        Why::Blocked { cause } => sentences::cause(*cause),
        Why::Open => say("page-why-open"),
    }
}

fn exceptions(evidence: &Evidence) -> Table {
    let columns = vec![
        column("page-column-update", 3),
        column("page-column-pcs", 3),
        column("page-column-by", 3),
        column("page-column-why", 5),
        column("page-column-instead", 5),
        column("page-column-since", 3),
        column("page-column-until", 3),
    ];
    let rows = evidence.exceptions.iter().map(|one| {
        let pcs = if one.pcs.is_empty() { say("page-all-pcs") } else { one.pcs.join(", ") };
        let [since, until] = [one.since, one.until].map(|at| day(evidence, at));
        vec![one.package.clone(), pcs, one.by.clone(), one.why.clone(), one.instead.clone(), since, until]
    });
    Table { columns, row_headers: true, rows: rows.collect() }
}

fn failed(evidence: &Evidence) -> Table {
    let columns = vec![
        column("page-column-pc", 3),
        column("page-column-update", 4),
        column("page-column-when", 3),
        column("page-column-why", 8),
    ];
    let shared = sentences::shared(
        evidence.failed.iter().filter_map(|one| Some((&*one.pc, one.name.as_deref()?, &one.id))),
    );
    let rows = evidence.failed.iter().map(|one| {
        let name = sentences::called_among(&one.id, one.name.as_deref(), &shared, None);
        let why = one.cause.map_or_else(|| say("page-went-back"), sentences::cause);
        vec![one.pc.clone(), name, day(evidence, one.at), why]
    });
    Table { columns, row_headers: true, rows: rows.collect() }
}

fn day(evidence: &Evidence, at: Timestamp) -> String {
    short(evidence.day(at))
}

/// A day in a table: as ISO 8601 has it, which everybody reads the same way.
fn short(day: Date) -> String {
    day.to_string()
}
