//! The sentence that says how the office is, in the order of ux.md 1.3.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{PcState, update::Class};
use patchround_words::{say, say_with};

use super::{Known, needs, number, pcs, text};
use crate::{
    PcView,
    app::{
        messages::UrgentFix,
        snapshot::{Look, StateLine},
        when,
    },
    pc_state::Count,
};

/// An office that was not looked at for so long is not known.
const TOO_OLD: SignedDuration = SignedDuration::from_hours(24);
/// PCs that are off and named one by one.
const NAMED: usize = 2;

/// The first line of everything: tray, message and window say the same.
pub(crate) fn state(known: &Known<'_>) -> StateLine {
    let (look, sentence) = sentence(known);
    let counts = Count::of(known.views.iter().map(|view| view.state(known.now)));
    let can_update = known.run.is_none() && known.views.iter().any(PcView::can_update);
    StateLine {
        look,
        sentence,
        details: details(known, look, &counts),
        checked: known
            .checked
            .map(|at| say_with("checked", &[("ago", text(when::ago(at, known.now, &known.zone)))])),
        checked_at: known.checked.map(|at| when::moment(at, known.now, &known.zone)),
        checking: known.checking,
        can_update,
    }
}

fn sentence(known: &Known<'_>) -> (Look, String) {
    let all = known.views.len();
    let count = Count::of(known.views.iter().map(|view| view.state(known.now)));
    let counted = |id, n: usize| say_with(id, &[("count", number(n)), ("all", number(all))]);
    let one_or = |only: &str, id, n: usize| if all == 1 { say(only) } else { counted(id, n) };
    if all == 0 {
        return (Look::Off, say("office-empty"));
    }
    if let Some(fix) = urgent(known) {
        let values = [("name", text(fix.name)), ("count", number(fix.pcs))];
        return (Look::Needs, say_with("office-urgent", &values));
    }
    if let Some(run) = &known.run {
        return (Look::Working, run.sentence.clone());
    }
    let late = known.views.iter().filter(|view| is_late(view, known)).count();
    if late > 0 {
        return (Look::Needs, one_or("office-only-late", "office-late", late));
    }
    let reachable = all - count.not_seen;
    let silent = known.views.iter().filter(|view| view.only_restart_is_unknown(known.now)).count();
    match () {
        () if count.updates_available > 0 => {
            (Look::Ready, one_or("office-only-ready", "office-ready", count.updates_available))
        }
        () if is_too_old(known) => {
            let at = known.checked.map(|at| when::moment(at, known.now, &known.zone));
            (Look::Off, say_with("office-old", &[("when", text(at.unwrap_or_else(|| say("never"))))]))
        }
        () if count.needs_person > 0 => {
            (Look::Needs, one_or("office-only-needs", "office-needs", count.needs_person))
        }
        () if count.needs_restart > 0 => {
            (Look::Restart, one_or("office-only-restart", "office-restart", count.needs_restart))
        }
        () if count.working > 0 => {
            (Look::Working, one_or("office-only-working", "office-working", count.working))
        }
        () if reachable == 0 => (Look::Off, counted("office-all-off", all)),
        () if count.unknown > 0 && count.unknown == silent => {
            (Look::Off, one_or("office-only-restart-unknown", "office-restart-unknown", silent))
        }
        () if count.unknown > 0 => {
            (Look::Off, one_or("office-only-unknown", "office-unknown", count.unknown))
        }
        () if count.not_seen > 0 => (Look::Good, counted("office-good-reachable", reachable)),
        () => (Look::Good, counted("office-good", all)),
    }
}

/// A PC that is on and late. One that is off does not make the office late (rules.md 4).
fn is_late(view: &PcView, known: &Known<'_>) -> bool {
    view.state(known.now) != PcState::NotSeen && pcs::due(view, known).is_some_and(|due| due.late)
}

/// The urgent fix that most PCs lack.
pub(crate) fn urgent(known: &Known<'_>) -> Option<UrgentFix> {
    let urgent = known.programs().iter().filter(|program| program.class == Some(Class::Urgent));
    urgent.max_by_key(|program| program.on.len()).map(|program| {
        let pcs: BTreeSet<_> = program.on.iter().map(|(view, _)| view.pc.id).collect();
        let ids: BTreeSet<_> = program.on.iter().map(|(_, update)| update.id.clone()).collect();
        let (program, name) = (program.key.clone(), program.name.clone());
        UrgentFix { program, name, pcs: pcs.len(), ids: ids.into_iter().collect() }
    })
}

fn is_too_old(known: &Known<'_>) -> bool {
    let old = |at: Timestamp| known.now.duration_since(at) > TOO_OLD;
    !known.checking && known.checked.is_none_or(old)
}

/// What the sentence left out: who is off, who needs somebody, what a restart finishes.
fn details(known: &Known<'_>, look: Look, count: &Count) -> Vec<String> {
    let mut details = Vec::new();
    if count.updates_available > 0 {
        let restarts = count.needs_restart;
        details
            .extend((restarts > 0).then(|| say_with("office-and-restart", &[("count", number(restarts))])));
    }
    let needs = needs::needs(known).len();
    let is_said = look == Look::Needs && needs == count.needs_person;
    details
        .extend((needs > 0 && !is_said).then(|| say_with("office-and-needs", &[("count", number(needs))])));
    let off: Vec<&PcView> =
        known.views.iter().filter(|view| view.state(known.now) == PcState::NotSeen).collect();
    for view in off.iter().take(NAMED) {
        let values = [("pc", text(view.pc.name.clone())), ("when", text(pcs::since(view, known)))];
        details.push(say_with("office-off-one", &values));
    }
    let more = off.len().saturating_sub(NAMED);
    details.extend((more > 0).then(|| say_with("office-off-more", &[("count", number(more))])));
    details
}
