//! What to do next, where that follows from the PC too.

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{Cause, Update, UpdateId, update::Held};
use patchround_words::{say, say_with};

use super::next;
use crate::{app::when, hold::is_of_office, pc_state::PcView};

/// What to do about a cause on a PC, for some of its updates, or for all where none is named.
///
/// Only a PC with something that is not whole can be repaired, and what the office keeps back is let go by the office,
/// not at that PC.
pub fn next_on(cause: Cause, view: Option<&PcView>, ids: &[&UpdateId]) -> String {
    let Some(view) = view else { return next(cause) };
    match cause {
        Cause::InterruptedBefore if view.pc.unfinished().next().is_none() => {
            say("next-interrupted-before-over")
        }
        Cause::Held => of_held(view, ids),
        Cause::Battery if ids.iter().any(|id| id.is_firmware()) => say("next-battery-firmware"),
        _ => next(cause),
    }
}

/// That a PC itself keeps an update back, and until when where it says so.
pub fn held_there(held: &Held) -> String {
    match held.until {
        Some(until) => say_with("update-held-there-until", &[("day", day(until).into())]),
        None => say("update-held"),
    }
}

fn day(moment: Timestamp) -> String {
    when::day(moment.to_zoned(TimeZone::system()).date())
}

fn of_held(view: &PcView, ids: &[&UpdateId]) -> String {
    let updates = view.pc.scan.iter().flat_map(|scan| &scan.updates);
    let held =
        updates.filter(|update| update.held.is_some() && (ids.is_empty() || ids.contains(&&update.id)));
    let said: BTreeSet<String> = held.map(|update| who_lets_go(view, update)).collect();
    if said.is_empty() { next(Cause::Held) } else { said.into_iter().collect::<Vec<_>>().join(" ") }
}

fn who_lets_go(view: &PcView, update: &Update) -> String {
    let mut kept = view.pc.scan.iter().flat_map(|scan| &scan.kept);
    let is_back = kept.any(|kept| kept.id.native() == update.id.native() && kept.back.is_some());
    let by_office = update.held.as_ref().is_some_and(is_of_office);
    // Windows has a pause for all; elsewhere somebody keeps one program back.
    let pauses = update.held.as_ref().filter(|_| update.id.source() == "windows_update");
    match (is_back, by_office, pauses.and_then(|held| held.until)) {
        (true, ..) => say("next-held-undone"),
        (false, true, _) => say("next-held-office"),
        (false, false, Some(until)) => say_with("next-held-until", &[("day", day(until).into())]),
        (false, false, None) => next(Cause::Held),
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::wire::{Back, Kept};

    use super::*;
    use crate::samples;

    fn view(updates: &[Update]) -> PcView {
        PcView { pc: samples::stored_pc("till", Some(samples::scan(updates))), heard: true, working: false }
    }

    fn held(id: &str, by: Option<&str>) -> Update {
        let held = Held { by: by.map(str::to_owned), why: None, until: None };
        Update { held: Some(held), ..samples::update(id) }
    }

    #[test]
    fn only_a_pc_with_something_that_is_not_whole_is_asked_to_be_repaired() {
        use patchround_words::{Language, Surface, speak};
        let mut view = view(&[]);
        speak(Language::English, Surface::Window);
        let next = |view: &PcView| next_on(Cause::InterruptedBefore, Some(view), &[]);
        assert!(next(&view).starts_with("Update this PC again."), "{}", next(&view));
        view.pc.scan.as_mut().unwrap().sources[0].unfinished = Some(Cause::InterruptedBefore);
        assert!(next(&view).contains("Repair this PC"), "{}", next(&view));
    }

    #[test]
    fn what_the_office_keeps_back_is_let_go_by_the_office_and_what_its_pc_keeps_back_there() {
        let view = view(&[held("apt:a@2", Some("Maria")), held("apt:b@2", None)]);
        let next = |ids: &[&str]| {
            let ids: Vec<UpdateId> = ids.iter().map(|id| id.parse().unwrap()).collect();
            next_on(Cause::Held, Some(&view), &ids.iter().collect::<Vec<_>>())
        };
        assert!(next(&["apt:a@2"]).contains("patchround release"), "{}", next(&["apt:a@2"]));
        assert!(next(&["apt:b@2"]).contains("at that PC"), "{}", next(&["apt:b@2"]));
        assert!(next(&[]).contains("at that PC") && next(&[]).contains("patchround release"));
        assert_eq!(next(&["apt:gone@2"]), super::next(Cause::Held));
    }

    #[test]
    fn a_pause_at_the_pc_is_told_with_its_end() {
        let until = samples::now();
        let held = Held { by: None, why: None, until: Some(until) };
        let paused = Update { held: Some(held.clone()), ..samples::update("windows_update:a@1") };
        let next = next_on(Cause::Held, Some(&view(&[paused])), &[]);
        assert!(next.contains(&day(until)) && next.contains("paused"), "{next}");
        assert!(held_there(&held).contains(&day(until)), "{}", held_there(&held));
        let snap = Update { held: Some(held.clone()), ..samples::update("snap:a@1") };
        let one_program = next_on(Cause::Held, Some(&view(&[snap])), &[]);
        assert_eq!(
            one_program,
            super::next(Cause::Held),
            "of one program there is nothing to end in the settings"
        );
        assert_eq!(held_there(&Held { until: None, ..held }), say("update-held"));
    }

    #[test]
    fn what_was_undone_is_let_in_again_from_its_pcs_page() {
        let mut view = view(&[held("apt:a@2", None)]);
        let back = Some(Back { since: samples::now(), until: None });
        let kept = Kept { id: "apt:a@1".parse().unwrap(), newer: "2".into(), since: samples::now(), back };
        view.pc.scan.as_mut().unwrap().kept = vec![kept];
        let next = next_on(Cause::Held, Some(&view), &[]);
        assert!(next.contains("went back") && next.contains("--pc"), "{next}");
    }
}
