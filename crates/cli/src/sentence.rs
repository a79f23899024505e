//! Sentences that more than one command says.

use jiff::Timestamp;
use patchround_office::{
    PcView,
    due::{Clocks, Due},
    not_whole::NotWhole,
    pc_state::Count,
    results::StepResult,
    say,
    tell::Told,
};
use patchround_protocol::{Cause, PcState, UpdateId};
use patchround_words::{Value, say as word, say_with};

use crate::out;

/// Names of updates in one sentence, at most.
const NAMES: usize = 4;

/// A value of a sentence.
pub(crate) fn value<'a>(value: impl Into<Value<'a>>) -> Value<'a> {
    value.into()
}

/// A number in a sentence.
pub(crate) fn number(number: usize) -> Value<'static> {
    Value::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The office in one sentence, and one more for each thing that is not as it should be. A PC that is off is late
/// in its own line, but does not make the office late.
pub(crate) fn office(views: &[PcView], clocks: &Clocks) -> String {
    let now = Timestamp::now();
    let is_late = |view: &&PcView| view.heard && clocks.of_pc(view, now).is_some_and(|due| due.late);
    let late = views.iter().filter(is_late).count();
    let count = Count::of(views.iter().map(|view| view.state(now)));
    let silent = views.iter().filter(|view| view.only_restart_is_unknown(now)).count();
    if count.all == 0 {
        return word("pcs-none");
    }
    let all = match (count.all, count.up_to_date) {
        (1, 1) => word("pcs-only-up-to-date"),
        (1, _) => word("pcs-only-not"),
        (all, done) => say_with("pcs-up-to-date", &[("done", number(done)), ("all", number(all))]),
    };
    let rest = [
        ("pcs-late", late),
        ("pcs-working", count.working),
        ("pcs-updates-available", count.updates_available),
        ("pcs-needs-person", count.needs_person),
        ("pcs-needs-restart", count.needs_restart),
        ("pcs-not-seen", count.not_seen),
        ("pcs-restart-unknown", silent),
        ("pcs-unknown", count.unknown - silent),
    ];
    let said = rest.iter().filter(|(_, n)| *n > 0).map(|(id, n)| say_with(id, &[("count", number(*n))]));
    std::iter::once(all).chain(said).collect::<Vec<_>>().join(" ")
}

/// When something is due, where it is so near or over that people are told.
pub(crate) fn due(due: Option<Due>) -> Option<String> {
    let due = due.filter(|due| due.late || due.near)?;
    if let Some(until) = due.agreed {
        return Some(say_with("pc-agreed", &[("day", value(out::day(until)))]));
    }
    let day = [("day", value(out::day(due.day)))];
    Some(if due.late { say_with("pc-late", &day) } else { say_with("pc-due", &day) })
}

/// A PC's state in a word or two.
pub(crate) fn state(view: &PcView, now: Timestamp) -> String {
    word(match view.state(now) {
        PcState::UpToDate => "state-up-to-date",
        PcState::UpdatesAvailable => "state-updates-available",
        PcState::Working => "state-working",
        PcState::NeedsRestart => "state-needs-restart",
        PcState::NeedsPerson => "state-needs-person",
        PcState::NotSeen => "state-not-seen",
        PcState::Unknown if view.only_restart_is_unknown(now) => "state-restart-unknown",
        PcState::Unknown => "state-unknown",
    })
}

/// Says what was noticed about a PC, where nothing else is followed.
pub(crate) fn noticed(told: &Told<'_>) {
    if let Told::Noticed { pc, notice } = told {
        out::aside(&say::notice(pc, notice));
    }
}

/// Says of every PC that could not be asked why, and what to do.
pub(crate) fn troubles(views: &[PcView], tell: impl Fn(&str)) {
    for view in views {
        if let Some(trouble) = view.pc.last_trouble {
            tell(&say::trouble(&view.pc.name, trouble));
        }
        view.pc.concerns.iter().for_each(|concern| tell(&say::concern(&view.pc.name, *concern)));
        view.unread()
            .into_iter()
            .for_each(|cause| tell(&of_pc("source-unread", view, cause, say::cause(cause))));
        say::unread_of_people(view).iter().for_each(|said| tell(said));
        unfinished(view).for_each(|text| tell(&text));
    }
}

/// Says of a PC what was installed and is not whole.
pub(crate) fn unfinished(view: &PcView) -> impl Iterator<Item = String> {
    let of = |one: NotWhole| of_pc("source-unfinished", view, one.cause, say::not_whole(&one));
    view.pc.not_whole().into_iter().map(of)
}

fn of_pc(id: &str, view: &PcView, cause: Cause, why: String) -> String {
    let next = say::next_on(cause, Some(view), &[]);
    say_with(id, &[("pc", value(&*view.pc.name)), ("cause", value(why)), ("next", value(next))])
}

/// What a person calls an update of a PC.
pub(crate) fn update_name(views: &[PcView], pc: &str, id: Option<&UpdateId>) -> String {
    update_name_kept(views, pc, id, None)
}

/// As [`update_name`], where the store may still know its name.
pub(crate) fn update_name_kept(
    views: &[PcView],
    pc: &str,
    id: Option<&UpdateId>,
    kept: Option<&str>,
) -> String {
    let Some(id) = id else { return word("lists-name") };
    let all = views.iter().filter_map(|view| view.pc.scan.as_ref()).flat_map(|scan| &scan.updates);
    let offered = all.into_iter().find(|update| update.id == *id).map(|update| update.name.as_str());
    let known = kept.or(offered);
    let name = known.map_or_else(|| say::package_name(id), out::foreign);
    let person = views.iter().find(|view| view.pc.name == pc).and_then(|view| view.person_of(id));
    say::for_whom(name, id, person)
}

/// What a person calls an update, or the lists where it is none.
pub(crate) type Naming<'a> = &'a dyn Fn(Option<&UpdateId>) -> String;

/// A sentence about the steps of one cause: their names, the cause and what to do.
pub(crate) fn steps(
    id: &str,
    named: Naming<'_>,
    (pc, views): (&str, &[PcView]),
    cause: Cause,
    steps: &[&StepResult],
) -> String {
    let view = views.iter().find(|view| view.pc.name == pc);
    let ids: Vec<&UpdateId> = steps.iter().filter_map(|step| step.id.as_ref()).collect();
    let (why, next) = (value(say::cause(cause)), value(say::next_on(cause, view, &ids)));
    let name = value(names(steps.iter().map(|step| named(step.id.as_ref())), NAMES));
    say_with(id, &[("pc", value(pc)), ("name", name), ("cause", why), ("next", next)])
}

/// Names in a row; of many the first ones and how many more.
pub(crate) fn names(all: impl Iterator<Item = String>, at_most: usize) -> String {
    let all: Vec<String> = all.collect();
    let first = all.iter().take(at_most).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(at_most) {
        0 => first,
        more => say_with("names-more", &[("names", value(first)), ("count", number(more))]),
    }
}

#[cfg(test)]
mod tests {
    use patchround_office::results::by_cause;
    use patchround_protocol::Outcome;

    use super::*;

    fn step(id: &str, outcome: Outcome, cause: Option<Cause>) -> StepResult {
        StepResult::new(Some(id.parse().unwrap()), outcome, cause)
    }

    #[test]
    fn a_cause_that_many_updates_share_is_said_once() {
        let clock = |n| step(&format!("apt:tool-{n}:all@2"), Outcome::Failed, Some(Cause::ClockWrong));
        let mut all: Vec<StepResult> = (0..11).map(clock).collect();
        all.push(step("apt:kept:all@2", Outcome::NeedsPerson, Some(Cause::Held)));
        all.push(step("apt:good:all@2", Outcome::Done, None));
        let groups = by_cause(&all);
        let named = |id: Option<&UpdateId>| update_name(&[], "pc1", id);
        let said: Vec<String> = groups
            .iter()
            .map(|(cause, group)| steps("result-step", &named, ("pc1", &[]), *cause, group))
            .collect();
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("tool-0, tool-1, tool-2, tool-3 and 7 more: "), "{}", said[0]);
        assert!(said[1].starts_with("kept: "), "{}", said[1]);
    }
}
