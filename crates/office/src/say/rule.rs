//! The rules by which offices are judged, in words.

use jiff::tz::TimeZone;
use patchround_protocol::{
    Update,
    rule::{Own, Rule},
    update::Class,
};
use patchround_words::{say, say_with};

use crate::{app::when, due::Clocks, pc_state::PcView};

/// What a rule is called.
pub fn name(rule: Rule) -> String {
    say(match rule {
        Rule::Recommended => "rule-recommended",
        Rule::CyberEssentials => "rule-cyber-essentials",
        Rule::Bod2604 => "rule-bod-26-04",
        Rule::Cis => "rule-cis",
        Rule::Pci => "rule-pci",
        Rule::Own => "rule-own",
    })
}

/// What a rule asks for, in a sentence.
pub fn text(rule: Rule) -> String {
    say(match rule {
        Rule::Recommended => "rule-recommended-text",
        Rule::CyberEssentials => "rule-cyber-essentials-text",
        Rule::Bod2604 => "rule-bod-26-04-text",
        Rule::Cis => "rule-cis-text",
        Rule::Pci => "rule-pci-text",
        Rule::Own => "rule-own-text",
    })
}

/// Several rules, with the office's own numbers.
pub fn all(rules: &[Rule], own: Option<Own>) -> String {
    let one = |rule: &Rule| match (rule, own) {
        (Rule::Own, Some(own)) => own_days(own),
        (rule, _) => name(*rule),
    };
    rules.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// By which rule an update is due on which day, since when it is out, and what is known of the flaws it mends. `None` where it
/// is on no clock.
pub fn clock(clocks: &Clocks, view: &PcView, update: &Update, zone: TimeZone) -> Option<String> {
    let verdict = clocks.verdict(view, update)?;
    let released = verdict.owed.released.date.to_zoned(zone.clone()).date();
    let values = [
        ("day", when::day(verdict.day)),
        ("rule", name(verdict.rule)),
        ("released", when::day(released)),
        ("from", super::told_by(verdict.owed.released.from)),
    ];
    let due = say_with("clock-due", &values.map(|(id, text)| (id, text.into())));
    Some([Some(due), used(clocks, view, update, &zone)].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Whether attackers use what an update mends, and who says so; nothing of what mends no flaw.
fn used(clocks: &Clocks, view: &PcView, update: &Update, zone: &TimeZone) -> Option<String> {
    let fix = clocks.fix(view, update);
    if fix.class() == Some(Class::Other) {
        return None;
    }
    let published = clocks.judge().feeds.as_ref().and_then(|feeds| Some(feeds.catalogue.as_ref()?.published));
    let day = published.map(|at| when::day(at.to_zoned(zone.clone()).date()));
    let flaws = fix.flaws.as_deref().unwrap_or_default();
    Some(match day {
        Some(day) if fix.class() == Some(Class::Urgent) => say_with("clock-used", &[("day", day.into())]),
        None if fix.class() == Some(Class::Urgent) => say("clock-used-said"),
        None => say("clock-no-list"),
        Some(_) if flaws.is_empty() => say("clock-no-flaws"),
        Some(day) => say_with("clock-not-used", &[("day", day.into())]),
    })
}

fn own_days(own: Own) -> String {
    let part = |id: &str, days: Option<u16>| Some(say_with(id, &[("days", u32::from(days?).into())]));
    let parts = [
        part("rule-own-urgent", own.urgent),
        part("rule-own-security", own.security),
        part("rule-own-other", own.other),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    say_with("rule-own-days", &[("days", parts.join(", ").into())])
}
