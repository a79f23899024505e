//! The PCs, as rows.

use jiff::ToSpan;
use patchround_protocol::PcState;
use patchround_words::{say, say_with};

use super::{Known, number, text};
use crate::{
    PcView,
    app::{
        snapshot::{Look, PcRow},
        when,
    },
    due::Due,
    people::{self, Uses},
    plain::plain,
    round::RestartState,
};

/// Characters of a name that somebody else gave.
const NAME_CHARS: usize = 80;

/// Every PC, group by group, and in a group by name.
pub(super) fn rows(known: &Known<'_>) -> Vec<PcRow> {
    let mut rows: Vec<PcRow> = known.views.iter().map(|view| row(view, known)).collect();
    rows.sort_by_cached_key(|row| (row.look, in_order(&row.name)));
    rows
}

/// One PC.
pub(super) fn row(view: &PcView, known: &Known<'_>) -> PcRow {
    let look = look(view, known);
    PcRow {
        id: view.pc.id.to_string(),
        name: view.pc.name.clone(),
        who: uses(view, known),
        look,
        state: state(view, known),
        note: note(view, known),
        seen: seen(view, known),
        updates: u32::try_from(view.outstanding()).unwrap_or(u32::MAX),
        here: known.here == Some(view.pc.id),
    }
}

/// How a PC is. One that is late needs somebody, unless it is only off: it may catch up by itself.
pub(crate) fn look(view: &PcView, known: &Known<'_>) -> Look {
    match view.state(known.now) {
        PcState::NotSeen | PcState::Unknown => Look::Off,
        PcState::Working => Look::Working,
        PcState::NeedsPerson => Look::Needs,
        _ if due(view, known).is_some_and(|due| due.late) => Look::Needs,
        PcState::UpdatesAvailable => Look::Ready,
        PcState::NeedsRestart => Look::Restart,
        PcState::UpToDate => Look::Good,
    }
}

/// The most pressing last good day of a PC.
pub(crate) fn due(view: &PcView, known: &Known<'_>) -> Option<Due> {
    known.due(view)
}

/// Whole days since a last good day.
pub(crate) fn days_late(due: &Due, known: &Known<'_>) -> usize {
    let today = known.now.to_zoned(known.zone.clone()).date();
    let days = due.day.until((jiff::Unit::Day, today)).map_or(0, |span| span.get_days());
    usize::try_from(days).unwrap_or_default()
}

/// Who uses it, as the office has it; else who is signed in.
fn uses(view: &PcView, known: &Known<'_>) -> Option<String> {
    match people::uses(known.policy, view.pc.id) {
        Uses::Person { name } => Some(name),
        Uses::Many => Some(say("pc-shared")),
        Uses::Nobody => who(view),
    }
}

/// Who is signed in there.
pub(crate) fn who(view: &PcView) -> Option<String> {
    let people = view.pc.facts.signed_in.as_ref()?;
    let names: Vec<String> = people.iter().map(|name| plain(name, NAME_CHARS)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn state(view: &PcView, known: &Known<'_>) -> String {
    let late = due(view, known).filter(|due| due.late).map(|due| days_late(&due, known));
    let values = [
        ("count", number(view.outstanding())),
        ("days", number(late.unwrap_or_default())),
        ("when", text(since(view, known))),
    ];
    let id = match (view.state(known.now), late) {
        (PcState::Working, _) => "pc-working",
        (PcState::NotSeen, Some(_)) => "pc-off-late",
        (PcState::NotSeen, None) => "pc-off",
        (PcState::Unknown, _) if view.only_restart_is_unknown(known.now) => "pc-restart-unknown",
        (PcState::Unknown, _) => "pc-unknown",
        (_, Some(_)) => "pc-late-days",
        (PcState::NeedsPerson, None) => "pc-needs",
        (PcState::UpdatesAvailable, None) => "pc-ready",
        (PcState::NeedsRestart, None) => "pc-restart",
        (PcState::UpToDate, None) => "pc-good",
    };
    say_with(id, &values)
}

/// An agreed restart comes before the day on which something is due.
fn note(view: &PcView, known: &Known<'_>) -> Option<String> {
    let agreed = known.restarts.iter().find(|one| one.id == view.pc.id && !one.off);
    match agreed.map(|one| &one.state) {
        Some(RestartState::Planned(at)) => {
            let at = when::moment(*at, known.now, &known.zone);
            return Some(say_with("pc-restart-planned", &[("when", text(at))]));
        }
        Some(RestartState::Waits(_)) => return Some(say("pc-restart-waits")),
        Some(RestartState::GoesOn) => return Some(say("pc-restart-goes-on")),
        Some(RestartState::NotTold) | None => {}
    }
    let due = due(view, known).filter(|due| due.near && !due.late)?;
    Some(say_with("pc-due-day", &[("day", text(when::day(due.day)))]))
}

fn seen(view: &PcView, known: &Known<'_>) -> String {
    if view.heard { say("pc-on-now") } else { say_with("pc-off", &[("when", text(since(view, known)))]) }
}

/// Since when a PC has not been heard.
pub(crate) fn since(view: &PcView, known: &Known<'_>) -> String {
    let Some(seen) = view.pc.last_seen else { return say("never") };
    let seen_day = seen.to_zoned(known.zone.clone()).date();
    let today = known.now.to_zoned(known.zone.clone()).date();
    if seen_day.saturating_add(1.day()) >= today {
        when::moment(seen, known.now, &known.zone)
    } else {
        when::day(seen_day)
    }
}

/// Names with numbers sort by the numbers: PC-2 before PC-10.
pub(crate) fn in_order(name: &str) -> Vec<(u64, String)> {
    let mut parts: Vec<(u64, String)> = vec![(0, String::new())];
    for letter in name.to_lowercase().chars() {
        let (value, words) = parts.last_mut().expect("there is always a part");
        match letter.to_digit(10) {
            Some(digit) if words.is_empty() => *value = value.saturating_mul(10).saturating_add(digit.into()),
            Some(digit) => parts.push((digit.into(), String::new())),
            None => words.push(letter),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_numbers_are_in_the_order_of_the_numbers() {
        let mut names = ["PC-10", "pc-2", "Room 1", "pc-1b", "pc-1a"];
        names.sort_by_key(|name| in_order(name));
        assert_eq!(names, ["pc-1a", "pc-1b", "pc-2", "PC-10", "Room 1"]);
    }
}
