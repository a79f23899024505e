//! How a round ended (ux.md 3.3).

use patchround_protocol::{
    Cause, Outcome,
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
    plain::{last_lines, plain_lines},
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
    let good = rows.iter().filter(|row| row.look == Look::Good).count();
    let needs = rows.iter().filter(|row| row.look == Look::Needs).count();
    let values = [("done", number(good)), ("all", number(rows.len())), ("needs", number(needs))];
    let id = if needs > 0 { "result-sentence-needs" } else { "result-sentence" };
    ResultView {
        sentence: only(end).unwrap_or_else(|| say_with(id, &values)),
        counts: groups(rows.iter().map(|row| row.look), "result-count"),
        rows,
    }
}

/// What a message says of a round's end: in its body who needs somebody.
pub(crate) fn news(end: &RoundEnd) -> News {
    let is_needy = |pc: &&PcEnd| beginning(pc).0 == Look::Needs;
    let needs: Vec<&str> = end.pcs.iter().filter(is_needy).map(|pc| &*pc.pc).collect();
    let (round, title) = (end.round.to_string(), message_title(end));
    News { round, title, body: needs.join(", "), needs: !needs.is_empty(), left: None, holds: true }
}

fn message_title(end: &RoundEnd) -> String {
    let good = end.pcs.iter().filter(|pc| beginning(pc).0 == Look::Good).count();
    let values = [("done", number(good)), ("all", number(end.pcs.len()))];
    only(end).unwrap_or_else(|| say_with("result-sentence", &values))
}

/// A round of one PC has its own sentence.
fn only(end: &RoundEnd) -> Option<String> {
    let [pc] = &end.pcs[..] else { return None };
    let id = match beginning(pc).0 {
        Look::Good => "result-only-good",
        Look::Needs => "result-only-needs",
        Look::Restart => "record-pc-needs-restart",
        _ => "result-only-not",
    };
    Some(say_with(id, &[("pc", text(pc.pc.clone()))]))
}

fn row(end: &PcEnd, known: &Known<'_>) -> ResultRow {
    let view = known.views.iter().find(|view| view.pc.name == end.pc);
    let (look, beginning) = beginning(end);
    // A restart that waits for people goes on by itself: nothing of it went wrong.
    let goes_on = |step: &&StepResult| step.id.is_none() && step.outcome == Outcome::Waiting;
    let steps: Vec<StepResult> = end.steps.iter().filter(|step| !goes_on(step)).cloned().collect();
    let causes = by_cause(&steps);
    let mut sentences = vec![beginning];
    // Of a PC that only needs its restart that is said already.
    let is_said = |cause: Cause| cause == Cause::RestartToFinish && look == Look::Restart;
    let new = causes.iter().filter(|(cause, _)| !is_said(*cause));
    sentences.extend(new.map(|(cause, steps)| of_cause(*cause, steps, known)));
    ResultRow {
        pc: view.map(|view| view.pc.id.to_string()).unwrap_or_default(),
        name: end.pc.clone(),
        look,
        sentence: sentences.join(" "),
        next: causes.first().map(|(cause, _)| next(*cause, known.policy.restart)),
        details: details(end),
        again: look == Look::Needs && view.is_some_and(|view: &PcView| view.heard),
    }
}

/// What to do next. A restart that the PC sees to by itself is nobody's task.
fn next(cause: Cause, restart: Restart) -> String {
    match (cause, restart) {
        (Cause::RestartToFinish, Restart::NobodyThere) => say("result-next-restart"),
        _ => sentences::next(cause),
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
        Outcome::Waiting | Outcome::Cancelled => (Look::Off, "result-row-later"),
        Outcome::Unreachable => (Look::Off, "result-row-off"),
        Outcome::NeedsPerson | Outcome::Failed | Outcome::Unknown if done > 0 => {
            (Look::Needs, "result-row-partly")
        }
        Outcome::NeedsPerson => (Look::Needs, "result-row-needs"),
        Outcome::Failed | Outcome::Unknown => (Look::Needs, "result-row-failed"),
    };
    (look, say_with(id, &[("count", number(done)), ("pc", text(end.pc.clone()))]))
}

fn of_cause(cause: Cause, steps: &[&StepResult], known: &Known<'_>) -> String {
    let all: Vec<String> =
        steps.iter().filter_map(|step| step.id.as_ref()).map(|id| name(id, known)).collect();
    let first = all.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
    let why = ("cause", text(sentences::cause(cause)));
    match all.len() {
        0 => sentences::cause(cause),
        few if few <= NAMES => say_with("result-cause", &[("names", text(first)), why]),
        many => {
            let names = say_with("names-more", &[("names", text(first)), ("count", number(many - NAMES))]);
            say_with("result-cause", &[("names", text(names)), why])
        }
    }
}

fn details(end: &PcEnd) -> Option<String> {
    let said = end.steps.iter().filter_map(|step| {
        let words = plain_lines(step.details.as_deref()?, WORDS_BYTES);
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
    use super::*;
    use crate::samples;

    #[test]
    fn what_went_in_is_said_where_not_all_of_it_did() {
        let step = |id: &str, outcome| StepResult::new(Some(id.parse().unwrap()), outcome, None);
        let pc = |steps| PcEnd { pc: "till".into(), outcome: Outcome::Failed, steps };
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

    #[test]
    fn of_one_pc_is_not_said_how_many_of_one_are_done() {
        let end = |outcomes: &[Outcome]| RoundEnd {
            round: samples::job(&[]).round,
            pcs: outcomes
                .iter()
                .map(|outcome| PcEnd { pc: "till".into(), outcome: *outcome, steps: Vec::new() })
                .collect(),
        };
        let said = |outcomes: &[Outcome]| message_title(&end(outcomes)).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(said(&[Outcome::Done]), "till is up to date.");
        assert_eq!(said(&[Outcome::Failed]), "till needs you.");
        assert_eq!(said(&[Outcome::NeedsRestart]), "till is done and needs a restart.");
        assert_eq!(said(&[Outcome::Unreachable]), "till is not up to date yet.");
        assert_eq!(said(&[Outcome::Done, Outcome::Failed]), "1 of 2 PCs is up to date.");
    }

    #[test]
    fn a_restart_is_asked_of_a_person_only_where_the_pcs_do_not_restart_by_themselves() {
        let by_itself = next(Cause::RestartToFinish, Restart::NobodyThere);
        assert!(by_itself.contains("by itself"), "{by_itself}");
        let asked = next(Cause::RestartToFinish, Restart::Never);
        assert!(asked.starts_with("Restart this PC"), "{asked}");
        assert_eq!(next(Cause::DiskFull, Restart::NobodyThere), next(Cause::DiskFull, Restart::Never));
    }
}
