//! How a round ended (ux.md 3.3).

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Outcome, PcState, UpdateId,
    limits::{DETAILS_BYTES, WORDS_BYTES},
    policy::Restart,
};
use patchround_words::{say, say_with};

use super::{Known, groups, number, plan::name, text};
use crate::{
    PcView,
    app::{
        messages::News,
        snapshot::{Look, ResultRow, ResultView},
    },
    plain::{last_lines, plain_end},
    results::{StepResult, by_cause},
    round::{PcEnd, RoundEnd},
    say as sentences,
};

/// Bytes of all tools' own words in one result; after so many only the last of them are shown.
const ALL_WORDS: usize = 20 * WORDS_BYTES;
/// Updates that are named in a sentence.
const NAMES: usize = 3;

/// A round's end in words, what needs somebody first.
pub(crate) fn result(end: &RoundEnd, known: &Known<'_>) -> ResultView {
    let mut rows: Vec<ResultRow> = end.pcs.iter().map(|pc| row(pc, known)).collect();
    rows.sort_by_cached_key(|row| (row.look, super::pcs::in_order(&row.name)));
    shorten(&mut rows);
    let needs = rows.iter().any(|row| row.look == Look::Needs);
    ResultView {
        sentence: sentence(end, known.views, known.now, needs),
        counts: groups(rows.iter().map(|row| row.look), "result-count"),
        rows,
    }
}

/// What a message says of a round's end: in its body who needs somebody.
pub(crate) fn news(end: &RoundEnd, views: &[PcView], now: Timestamp) -> News {
    let is_needy = |pc: &&PcEnd| beginning(pc).0 == Look::Needs;
    let needs: Vec<&str> = end.pcs.iter().filter(is_needy).map(|pc| &*pc.pc).collect();
    let (round, title) = (end.round.to_string(), sentence(end, views, now, false));
    News { round, title, body: needs.join(", "), needs: !needs.is_empty(), left: None, holds: true }
}

/// How many are done. They are called up to date only where the newest look at each of them says so: a round may be
/// about one program only, leave out what is new, or find more on its way.
fn sentence(end: &RoundEnd, views: &[PcView], now: Timestamp, with_needs: bool) -> String {
    let of = |look: Look| end.pcs.iter().filter(move |pc| beginning(pc).0 == look);
    let (good, needs) = (of(Look::Good).count(), of(Look::Needs).count());
    let is_up_to_date = of(Look::Good).all(|pc| is_up_to_date(pc, views, now));
    if let [pc] = &end.pcs[..] {
        return only(pc, is_up_to_date);
    }
    let id = match (is_up_to_date, with_needs) {
        (true, true) => "result-sentence-needs",
        (true, false) => "result-sentence",
        (false, true) => "result-counted-done-needs",
        (false, false) => "result-counted-done",
    };
    say_with(id, &[("done", number(good)), ("all", number(end.pcs.len())), ("needs", number(needs))])
}

fn is_up_to_date(end: &PcEnd, views: &[PcView], now: Timestamp) -> bool {
    let view = views.iter().find(|view| view.pc.name == end.pc);
    view.is_some_and(|view| view.state(now) == PcState::UpToDate)
}

/// A round of one PC has its own sentence.
fn only(pc: &PcEnd, is_up_to_date: bool) -> String {
    let id = match beginning(pc).0 {
        Look::Good if is_up_to_date => "result-only-good",
        Look::Good => "result-only-done",
        Look::Needs => "result-only-needs",
        Look::Restart => "record-pc-needs-restart",
        _ => "result-only-not",
    };
    say_with(id, &[("pc", text(pc.pc.clone()))])
}

fn row(end: &PcEnd, known: &Known<'_>) -> ResultRow {
    let view = known.views.iter().find(|view| view.pc.name == end.pc);
    let (look, beginning) = beginning(end);
    // A restart that waits for people goes on by itself: nothing of it went wrong.
    let goes_on = |step: &&StepResult| step.id.is_none() && step.outcome == Outcome::Waiting;
    let steps: Vec<StepResult> = end.steps.iter().filter(|step| !goes_on(step)).cloned().collect();
    let repaired = sentences::repaired(end);
    let causes = by_cause(&steps);
    let nothing_for_now =
        look == Look::Good && end.steps.is_empty() && !is_up_to_date(end, known.views, known.now);
    let is_only_repaired = repaired.is_some() && end.steps.iter().all(|step| step.repair);
    let mut sentences = match look {
        Look::Good if nothing_for_now => vec![say("result-row-none")],
        Look::Good if is_only_repaired => Vec::new(),
        _ => vec![beginning],
    };
    // Why it did not work is in its own sentence.
    let others: Vec<StepResult> =
        steps.iter().filter(|step| !step.repair || repaired.is_none()).cloned().collect();
    sentences.extend(repaired);
    // Of a PC that only needs its restart, or did not get its part, that is said already.
    let is_said = |cause: Cause| match cause {
        Cause::RestartToFinish => look == Look::Restart,
        cause => end.outcome == Outcome::Unreachable && end.why_not_reached() == Some(cause),
    };
    let new = by_cause(&others).into_iter().filter(|(cause, _)| !is_said(*cause));
    sentences.extend(new.map(|(cause, steps)| of_cause(cause, &steps, view, known)));
    ResultRow {
        pc: view.map(|view| view.pc.id.to_string()).unwrap_or_default(),
        name: end.pc.clone(),
        look,
        sentence: sentences.join(" "),
        next: causes
            .iter()
            .find(|(cause, _)| *cause != Cause::PersonAway)
            .or(causes.first())
            .map(|group| next(group, end, view, known.policy.restart)),
        details: details(end),
        // That would be everything but the firmware.
        again: look == Look::Needs && !end.is_of_firmware() && view.is_some_and(|view: &PcView| view.heard),
    }
}

/// What to do next. A restart that the PC sees to by itself is nobody's task.
fn next(causes: &(Cause, Vec<&StepResult>), end: &PcEnd, view: Option<&PcView>, restart: Restart) -> String {
    let (cause, steps) = causes;
    let ids: Vec<&UpdateId> = steps.iter().filter_map(|step| step.id.as_ref()).collect();
    match (cause, restart) {
        // For firmware no PC is restarted by itself.
        (Cause::RestartToFinish, Restart::NobodyThere) if !end.is_of_firmware() => say("result-next-restart"),
        _ if end.restarts && ids.is_empty() => sentences::next_of_restart(*cause),
        _ => sentences::next_on(*cause, view, &ids),
    }
}

/// The first sentence: what is in is said also where not all of it is.
fn beginning(end: &PcEnd) -> (Look, String) {
    let is_in = |step: &&StepResult| matches!(step.outcome, Outcome::Done | Outcome::NeedsRestart);
    let done = end.steps.iter().filter(is_in).filter(|step| step.id.is_some()).count();
    let (look, id) = match end.outcome {
        Outcome::Waiting if end.waits_for_first() => (Look::Off, "result-row-turn"),
        Outcome::Done => (Look::Good, "result-row-done"),
        Outcome::NeedsRestart => (Look::Restart, "result-row-restart"),
        Outcome::Waiting if end.waits_for_person() => (Look::Off, "result-row-person"),
        Outcome::Waiting | Outcome::Cancelled => (Look::Off, "result-row-later"),
        Outcome::Unreachable => (Look::Off, not_reached(end)),
        Outcome::NeedsPerson | Outcome::Failed | Outcome::Unknown if done > 0 => {
            (Look::Needs, "result-row-partly")
        }
        Outcome::NeedsPerson => (Look::Needs, "result-row-needs"),
        Outcome::Failed | Outcome::Unknown => (Look::Needs, "result-row-failed"),
    };
    (look, say_with(id, &[("count", number(done)), ("pc", text(end.pc.clone()))]))
}

/// That it updates when it is next on is promised only where an order waits for it.
fn not_reached(end: &PcEnd) -> &'static str {
    match end.why_not_reached() {
        Some(Cause::JobExpired) => "result-row-ran-out",
        Some(_) => "result-row-busy",
        None if end.is_open && end.is_of_firmware() => "result-row-off-firmware",
        None if end.is_open => "result-row-off",
        None => "result-row-not-reached",
    }
}

fn of_cause(cause: Cause, steps: &[&StepResult], view: Option<&PcView>, known: &Known<'_>) -> String {
    let all: Vec<String> =
        steps.iter().filter_map(|step| step.id.as_ref()).map(|id| name(id, view, known)).collect();
    if all.is_empty() {
        return sentences::cause(cause);
    }
    say_with("result-cause", &[("names", text(first_of(&all))), ("cause", text(sentences::cause(cause)))])
}

/// The first of some names, and how many more there are.
pub(super) fn first_of(all: &[String]) -> String {
    let first = all.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
    match all.len() {
        few if few <= NAMES => first,
        many => say_with("names-more", &[("names", text(first)), ("count", number(many - NAMES))]),
    }
}

fn details(end: &PcEnd) -> Option<String> {
    let said = end.steps.iter().filter_map(|step| {
        let words = plain_end(step.details.as_deref()?, WORDS_BYTES);
        Some(step.id.as_ref().map_or(words.clone(), |id| format!("{id}\n{words}")))
    });
    let all = said.collect::<Vec<_>>().join("\n\n");
    (!all.is_empty()).then_some(all)
}

/// What a large office went through together is told by its last words: a window takes only so much at once.
fn shorten(rows: &mut [ResultRow]) {
    let mut left = ALL_WORDS;
    for details in rows.iter_mut().filter_map(|row| row.details.as_mut()) {
        if details.len() > left {
            *details = format!("[...]\n{}", last_lines(details, DETAILS_BYTES));
        }
        left = left.saturating_sub(details.len());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use patchround_protocol::{Policy, Update};

    use super::*;
    use crate::{not_whole::NotWhole, samples};

    #[test]
    fn what_went_in_is_said_where_not_all_of_it_did() {
        let step = |id: &str, outcome| StepResult::new(Some(id.parse().unwrap()), outcome, None);
        let pc = |steps| PcEnd::new("till", Outcome::Failed, steps);
        let failed = step("apt:c:all@2", Outcome::Failed);
        let some = pc(vec![
            step("apt:a:all@2", Outcome::Done),
            step("apt:b:all@2", Outcome::NeedsRestart),
            failed.clone(),
        ]);
        let (look, said) = beginning(&some);
        assert_eq!(look, Look::Needs);
        assert!(said.contains('2') && said.contains("Not all"), "{said}");
        assert_eq!(beginning(&pc(vec![failed])).1, "It did not work.");
    }

    fn end(outcomes: &[Outcome]) -> RoundEnd {
        let pcs = outcomes.iter().map(|outcome| PcEnd::new("till", *outcome, Vec::new()));
        RoundEnd { round: samples::job(&[]).round, pcs: pcs.collect() }
    }

    fn view(updates: &[Update]) -> [PcView; 1] {
        let pc = samples::stored_pc("till", Some(samples::scan(updates)));
        [PcView { pc, heard: true, working: false }]
    }

    fn title(outcomes: &[Outcome], views: &[PcView]) -> String {
        news(&end(outcomes), views, samples::now()).title.replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn of_one_pc_is_not_said_how_many_of_one_are_done() {
        let said = |outcomes: &[Outcome]| title(outcomes, &view(&[]));
        assert_eq!(said(&[Outcome::Done]), "till is up to date.");
        assert_eq!(said(&[Outcome::Failed]), "till needs you.");
        assert_eq!(said(&[Outcome::NeedsRestart]), "till is done and needs a restart.");
        assert_eq!(said(&[Outcome::Unreachable]), "till is not up to date yet.");
        assert_eq!(said(&[Outcome::Done, Outcome::Failed]), "1 of 2 PCs is up to date.");
    }

    #[test]
    fn a_pc_that_still_misses_something_after_its_round_is_done_and_not_up_to_date() {
        let missing = view(&[samples::update("apt:b@2")]);
        let not_read = [PcView { heard: false, ..view(&[])[0].clone() }];
        for views in [&missing[..], &not_read[..], &[]] {
            assert_eq!(title(&[Outcome::Done], views), "till is done: what was ordered is in.");
            assert_eq!(title(&[Outcome::Done, Outcome::Failed], views), "1 of 2 PCs is done.");
        }
        let (policy, names) = (Policy::first(samples::job(&[]).office, samples::now()), BTreeMap::new());
        let clocks = crate::due::Clocks::new(Vec::new(), jiff::tz::TimeZone::UTC);
        let shown = |outcomes: &[Outcome], views| {
            let known = super::super::tests::known(samples::now(), &policy, &clocks, &names);
            let view = result(&end(outcomes), &Known { views, ..known });
            (view.sentence.replace(['\u{2068}', '\u{2069}'], ""), view.rows[0].sentence.clone())
        };
        let (sentence, row) = shown(&[Outcome::Done], &missing);
        assert_eq!(sentence, "till is done: what was ordered is in.");
        assert_eq!(row, "Nothing went in this time.");
        assert_eq!(shown(&[Outcome::Done, Outcome::Failed], &missing).0, "1 of 2 PCs is done. 1 needs you.");
        let (sentence, row) = shown(&[Outcome::Done], &view(&[]));
        assert_eq!((sentence.as_str(), row.as_str()), ("till is up to date.", "There was nothing to do."));
    }

    #[test]
    fn how_a_repair_ended_is_said_once_and_alone_where_nothing_else_was_done() {
        let (policy, names) = (Policy::first(samples::job(&[]).office, samples::now()), BTreeMap::new());
        let clocks = crate::due::Clocks::new(Vec::new(), jiff::tz::TimeZone::UTC);
        let before = NotWhole { cause: Cause::PackageScriptFailed, of: vec!["pr-fail".to_owned()] };
        let shown = |outcome, steps| {
            let known = super::super::tests::known(samples::now(), &policy, &clocks, &names);
            let pc = PcEnd { not_whole: vec![before.clone()], ..PcEnd::new("till", outcome, steps) };
            let row = row(&pc, &Known { views: &view(&[]), ..known });
            (row.sentence.replace(['\u{2068}', '\u{2069}'], ""), row.next)
        };
        let repair = |outcome, cause| StepResult { repair: true, ..StepResult::new(None, outcome, cause) };
        let worked = "The set-up of pr-fail was tried again, and it worked.";
        let done = repair(Outcome::Done, None);
        assert_eq!(shown(Outcome::Done, vec![done.clone()]), (worked.to_owned(), None));
        let update = StepResult::new(Some("apt:a:all@2".parse().unwrap()), Outcome::Done, None);
        assert_eq!(shown(Outcome::Done, vec![done, update]).0, format!("Done, 1 update. {worked}"));
        let failed = repair(Outcome::Failed, Some(Cause::PackageScriptFailed));
        let (said, next) = shown(Outcome::NeedsPerson, vec![failed]);
        assert_eq!(said, "It needs you. The set-up of pr-fail was tried again, and it did not work.");
        assert_eq!(next, Some(sentences::next(Cause::PackageScriptFailed)));
        let (said, next) =
            shown(Outcome::NeedsPerson, vec![repair(Outcome::Failed, Some(Cause::DailyLimit))]);
        assert!(said.ends_with("that was done as often as it may be in one day."), "{said}");
        assert!(next.is_some_and(|next| next.contains("tomorrow")));
    }

    #[test]
    fn only_a_pc_for_which_an_order_waits_is_said_to_update_when_it_is_next_on() {
        let silent =
            |cause| StepResult::new(Some("apt:a@2".parse().unwrap()), Outcome::Unreachable, Some(cause));
        let pc = |cause, is_open| PcEnd {
            is_open,
            ..PcEnd::new("till", Outcome::Unreachable, vec![silent(cause)])
        };
        let said = |cause, is_open| beginning(&pc(cause, is_open)).1;
        assert!(said(Cause::NotReachable, true).contains("when it is next on"));
        assert_eq!(said(Cause::NotReachable, false), "It could not be reached.");
        assert_eq!(said(Cause::JobExpired, false), "Its order ran out before it was on.");
        assert_eq!(said(Cause::BusyOtherUpdater, false), "It is still busy with an earlier order.");
    }

    #[test]
    fn a_restart_is_asked_of_a_person_only_where_the_pcs_do_not_restart_by_themselves() {
        let said = |cause, restart| {
            let step = StepResult::new(Some("apt:a@2".parse().unwrap()), Outcome::NeedsRestart, Some(cause));
            let end = PcEnd::new("till", Outcome::NeedsRestart, vec![step.clone()]);
            next(&(cause, vec![&step]), &end, None, restart)
        };
        let by_itself = said(Cause::RestartToFinish, Restart::NobodyThere);
        assert!(by_itself.contains("by itself"), "{by_itself}");
        let asked = said(Cause::RestartToFinish, Restart::Never);
        assert!(asked.starts_with("Restart this PC"), "{asked}");
        assert_eq!(said(Cause::DiskFull, Restart::NobodyThere), said(Cause::DiskFull, Restart::Never));
    }

    #[test]
    fn a_pc_that_was_not_switched_off_is_not_asked_to_update_again() {
        let step = StepResult::new(None, Outcome::Failed, Some(Cause::Battery));
        let end = PcEnd { restarts: true, ..PcEnd::new("till", Outcome::Failed, vec![step.clone()]) };
        let said = next(&(Cause::Battery, vec![&step]), &end, None, Restart::Never);
        assert_eq!(said, "Plug in the charger, then ask for it again.");
    }

    #[test]
    fn a_pc_that_waits_for_its_person_says_so_and_is_not_called_done_or_failed() {
        let own = samples::own("1000");
        let away = StepResult::new(Some(own.id.clone()), Outcome::Waiting, Some(Cause::PersonAway));
        let done = StepResult::new(Some("apt:a@2".parse().unwrap()), Outcome::Done, None);
        let (policy, names) = (Policy::first(samples::job(&[]).office, samples::now()), BTreeMap::new());
        let clocks = crate::due::Clocks::new(Vec::new(), jiff::tz::TimeZone::UTC);
        let mut views = view(&[own]);
        views[0].pc.scan.as_mut().unwrap().people = vec![samples::person_scan("1000", "ana")];
        let row = |steps: Vec<StepResult>| {
            let known = super::super::tests::known(samples::now(), &policy, &clocks, &names);
            row(&PcEnd::new("till", Outcome::Waiting, steps), &Known { views: &views, ..known })
        };
        let waits = row(vec![away.clone()]);
        let said = waits.sentence.replace(['\u{2068}', '\u{2069}'], "");
        assert!(
            said.starts_with("It goes in while whoever has it is signed in. Notes (for ana only): "),
            "{said}"
        );
        assert!(!said.contains('~') && waits.look == Look::Off && !waits.again);
        assert!(row(vec![done, away]).sentence.starts_with("1 update is in. The rest goes in while"));
    }
}
