//! What is not whole on a PC, and what a repair makes of it.

use patchround_protocol::{Cause, Outcome};
use patchround_words::{say, say_with};

use super::cause;
use crate::{
    not_whole::{NotWhole, set_up_again},
    results::{StepResult, repair_end},
    round::PcEnd,
};

/// Programs that are named in one sentence.
const NAMED: usize = 4;

/// What is not whole and why, with the programs' names where they are known.
pub fn not_whole(one: &NotWhole) -> String {
    let id = match one.cause {
        Cause::PackageScriptFailed => "not-whole-set-up",
        Cause::InterruptedBefore => "not-whole-cut-off",
        other => return cause(other),
    };
    if one.of.is_empty() { cause(one.cause) } else { named(id, &one.of) }
}

/// What a repair is to do.
pub fn repair(all: &[NotWhole]) -> String {
    let of_one = |one: &NotWhole| match one.cause {
        Cause::PackageScriptFailed => named("repair-set-up", &one.of),
        _ if one.of.is_empty() => say("repair-cut-off"),
        _ => named("repair-cut-off-of", &one.of),
    };
    all.iter().map(of_one).collect::<Vec<_>>().join(" ")
}

/// How the repair of a PC ended; `None` where nothing was repaired, or that is not known yet.
pub fn repaired(end: &PcEnd) -> Option<String> {
    use Outcome::{Cancelled, Unreachable, Waiting};
    let is_known = |repair: &&StepResult| !matches!(repair.outcome, Cancelled | Unreachable | Waiting);
    repair_end(&end.steps).filter(is_known).map(|repair| repair_ended(repair, &end.not_whole))
}

/// In one sentence, and why it did not work where that does not say so itself.
fn repair_ended(end: &StepResult, before: &[NotWhole]) -> String {
    let set_up = set_up_again(before);
    let id = match (end.outcome, end.cause, &set_up) {
        (Outcome::Done, _, Some(_)) => "repaired-set-up",
        (Outcome::Done, _, None) => "repaired",
        (_, Some(Cause::DailyLimit), Some(_)) => "repaired-set-up-limit",
        (_, Some(Cause::DailyLimit), None) => "repaired-limit",
        (_, Some(cause), _) if was_not_tried(cause) => "repaired-untried",
        (_, _, Some(_)) => "repaired-set-up-not",
        (_, _, None) => "repaired-not",
    };
    let names: Vec<&str> = match set_up {
        Some(names) => names,
        None => before.iter().flat_map(|one| &one.of).map(String::as_str).collect(),
    };
    let is_said = match end.cause {
        None | Some(Cause::DailyLimit) => true,
        Some(Cause::PackageScriptFailed) => id == "repaired-set-up-not",
        Some(_) => false,
    };
    let still = |why: Cause| before.iter().find(|one| one.cause == why).map_or_else(|| cause(why), not_whole);
    let why = end.cause.filter(|_| end.outcome != Outcome::Done && !is_said).map(still);
    [Some(named(id, &names)), why].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whether the order never came to be carried out.
fn was_not_tried(cause: Cause) -> bool {
    matches!(cause, Cause::JobExpired | Cause::ClockWrong | Cause::NotAllowed | Cause::HelperTooOld)
}

/// Programs' names in a row, or words for one that nobody names.
pub(super) fn programs(names: &[impl AsRef<str>]) -> String {
    let first = names.iter().take(NAMED).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => say("not-whole-unnamed"),
        few if few <= NAMED => first,
        many => say_with("names-more", &[("names", first.into()), ("count", count(many - NAMED))]),
    }
}

fn named(id: &str, names: &[impl AsRef<str>]) -> String {
    say_with(id, &[("names", programs(names).into()), ("count", count(names.len().max(1)))])
}

fn count(names: usize) -> patchround_words::Value<'static> {
    u32::try_from(names).unwrap_or(u32::MAX).into()
}

#[cfg(test)]
mod tests {
    use patchround_words::{Language, Surface, speak};

    use super::*;

    fn bare(said: &str) -> String {
        said.replace(['\u{2068}', '\u{2069}'], "")
    }

    fn of(cause: Cause, names: &[&str]) -> NotWhole {
        NotWhole { cause, of: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn what_failed_is_told_from_what_was_cut_off_and_names_are_said_where_they_are_known() {
        speak(Language::English, Surface::Window);
        let said = |one: NotWhole| (bare(&not_whole(&one)), bare(&repair(&[one])));
        let (is, does) = said(of(Cause::PackageScriptFailed, &["till"]));
        assert_eq!(is, "till was put in, and a step of its set-up did not work.");
        assert_eq!(does, "The set-up of till is tried again.");
        let many = ["a", "b", "c", "d", "e", "f"];
        let (is, does) = said(of(Cause::InterruptedBefore, &many));
        assert!(is.contains("a, b, c, d and 2 more") && is.contains("cut off"), "{is}");
        assert!(does.contains("a, b, c, d and 2 more"), "{does}");
        for cause in [Cause::InterruptedBefore, Cause::PackageScriptFailed, Cause::Timeout] {
            let unnamed = of(cause, &[]);
            assert_eq!(not_whole(&unnamed), super::cause(cause));
            assert!(!repair(&[unnamed]).is_empty());
        }
    }

    #[test]
    fn the_end_of_a_repair_says_what_it_was_and_why_it_did_not_work_once() {
        speak(Language::English, Surface::Window);
        let repair_ended = |end: &StepResult, before: &[NotWhole]| bare(&super::repair_ended(end, before));
        let set_up = [of(Cause::PackageScriptFailed, &["till"])];
        let cut = [of(Cause::InterruptedBefore, &["till"])];
        let end = |outcome, cause| StepResult::new(None, outcome, cause);
        let done = end(Outcome::Done, None);
        assert_eq!(repair_ended(&done, &set_up), "The set-up of till was tried again, and it worked.");
        assert_eq!(repair_ended(&done, &cut), "What was interrupted is finished now.");
        let again = end(Outcome::Failed, Some(Cause::PackageScriptFailed));
        let failed = "The set-up of till was tried again, and it did not work.";
        assert_eq!(repair_ended(&again, &set_up), failed);
        assert!(repair_ended(&again, &cut).ends_with(&cause(Cause::PackageScriptFailed)));
        let still = repair_ended(&end(Outcome::Failed, Some(Cause::InterruptedBefore)), &cut);
        assert!(still.contains("could not be finished. The update of till did not end"), "{still}");
        let full = end(Outcome::Failed, Some(Cause::DiskFull));
        assert!(repair_ended(&full, &set_up).ends_with(&cause(Cause::DiskFull)));
        for before in [&set_up[..], &cut, &[]] {
            let untried = repair_ended(&end(Outcome::Failed, Some(Cause::JobExpired)), before);
            assert_eq!(untried, format!("Nothing was repaired. {}", bare(&cause(Cause::JobExpired))));
            let limit = repair_ended(&end(Outcome::Failed, Some(Cause::DailyLimit)), before);
            assert!(limit.contains("as often as it may be in one day"), "{limit}");
        }
    }
}
