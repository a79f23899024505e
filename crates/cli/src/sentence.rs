//! Sentences that more than one command says.

use jiff::Timestamp;
use patchround_office::{PcView, pc_state::Count, results::StepResult, say};
use patchround_protocol::{Outcome, PcState, UpdateId};
use patchround_words::{Value, say as word, say_with};

use crate::out;

/// A value of a sentence.
pub(crate) fn value<'a>(value: impl Into<Value<'a>>) -> Value<'a> {
    value.into()
}

/// A number in a sentence.
pub(crate) fn number(number: usize) -> Value<'static> {
    Value::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The office in one sentence, and one more for each thing that is not as it should be.
pub(crate) fn office(views: &[PcView]) -> String {
    let now = Timestamp::now();
    let count = Count::of(views.iter().map(|view| view.state(now)));
    if count.all == 0 {
        return word("pcs-none");
    }
    let all = say_with("pcs-up-to-date", &[("done", number(count.up_to_date)), ("all", number(count.all))]);
    let rest = [
        ("pcs-working", count.working),
        ("pcs-updates-available", count.updates_available),
        ("pcs-needs-person", count.needs_person),
        ("pcs-needs-restart", count.needs_restart),
        ("pcs-not-seen", count.not_seen),
        ("pcs-unknown", count.unknown),
    ];
    let said = rest.iter().filter(|(_, n)| *n > 0).map(|(id, n)| say_with(id, &[("count", number(*n))]));
    std::iter::once(all).chain(said).collect::<Vec<_>>().join(" ")
}

/// A state in a word or two.
pub(crate) fn state(state: PcState) -> String {
    word(match state {
        PcState::UpToDate => "state-up-to-date",
        PcState::UpdatesAvailable => "state-updates-available",
        PcState::Working => "state-working",
        PcState::NeedsRestart => "state-needs-restart",
        PcState::NeedsPerson => "state-needs-person",
        PcState::NotSeen => "state-not-seen",
        PcState::Unknown => "state-unknown",
    })
}

/// Says of every PC that could not be asked why, and what to do.
pub(crate) fn troubles(views: &[PcView], tell: impl Fn(&str)) {
    for view in views {
        if let Some(trouble) = view.pc.last_trouble {
            tell(&say::trouble(&view.pc.name, trouble));
        }
        for source in view.pc.scan.iter().flat_map(|scan| &scan.sources) {
            let unread = source.cause.map(|cause| ("source-unread", cause));
            let unfinished = source.unfinished.map(|cause| ("source-unfinished", cause));
            for (id, cause) in unread.into_iter().chain(unfinished) {
                let (why, next) = (say::cause(cause), say::next(cause));
                let values = [("pc", value(&*view.pc.name)), ("cause", value(why)), ("next", value(next))];
                tell(&say_with(id, &values));
            }
        }
    }
}

/// What a person calls an update.
pub(crate) fn update_name(views: &[PcView], id: Option<&UpdateId>) -> String {
    let Some(id) = id else { return word("lists-name") };
    let all = views.iter().filter_map(|view| view.pc.scan.as_ref()).flat_map(|scan| &scan.updates);
    let known = all.into_iter().find(|update| update.id == *id).map(|update| update.name.as_str());
    out::foreign(known.unwrap_or(id.native()))
}

/// One step that did not simply end well, with its cause and what to do.
pub(crate) fn step(views: &[PcView], step: &StepResult) -> Option<String> {
    let cause = step.cause.filter(|_| step.outcome != Outcome::Done)?;
    let name = update_name(views, step.id.as_ref());
    let values =
        [("name", value(name)), ("cause", value(say::cause(cause))), ("next", value(say::next(cause)))];
    Some(say_with("result-step", &values))
}
