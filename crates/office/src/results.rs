//! What became of a job: a pure function of the job, the PC's events and a fresh look at the PC.
//!
//! The events are a set numbered by the PC, so it does not matter how often or in which
//! pieces they were read.

mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;
use patchround_protocol::{
    Cause, Event, EventKind, Job, Outcome, Step, UpdateId,
    job::Verb,
    order::cause_of,
    wire::{PersonScan, Refusal, Scan},
};
use serde::{Deserialize, Serialize};

pub(crate) use self::words::Words;
use crate::trouble::Trouble;

/// How one update ended on one PC. `id` is `null` for what is no update: reading the lists anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepResult {
    /// Which update.
    pub id: Option<UpdateId>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, unless it is done.
    pub cause: Option<Cause>,
    /// The tool's own last words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Whether its version is there although it did not end well: it is not whole.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub there: bool,
    /// Whether it is the end of a repair, which is no update.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repair: bool,
}

impl StepResult {
    /// A result without the tool's own words.
    pub fn new(id: Option<UpdateId>, outcome: Outcome, cause: Option<Cause>) -> Self {
        Self { id, outcome, cause, details: None, there: false, repair: false }
    }
}

/// Whether an update's version is there and not whole, by what its PC found there.
pub(crate) fn is_not_whole(id: &UpdateId, cause: Option<Cause>, installed: Option<&str>) -> bool {
    let has_begun = matches!(cause, Some(Cause::PackageScriptFailed | Cause::InterruptedBefore));
    has_begun && installed == Some(id.version())
}

/// What is known of a job that was sent, from the PC's events alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// Each update's own end, by the number of the step: one may be fetched in one and installed in the next.
    pub updates: BTreeMap<(u16, UpdateId), StepResult>,
    /// How each step ended, by its number.
    pub steps: BTreeMap<u16, StepResult>,
    /// How the whole ended.
    pub ended: Option<(Outcome, Option<Cause>)>,
    /// What tools said, as it comes in.
    words: Words,
    /// Why it was not taken.
    pub refused: Option<Refusal>,
    /// When the last step that changes something began, by the PC's clock. A scan from before says
    /// nothing. (Not when it ended: a PC looks before it tells how its updates ended.)
    pub began: Option<Timestamp>,
}

/// Reads a job's events, each with the log it was in, in the order of their numbers. A later log has the last
/// word: a PC that was put back to an earlier day may do its order again.
pub fn heard<'a>(job: &Job, events: impl IntoIterator<Item = &'a (u32, Event)>) -> Heard {
    let in_order: BTreeMap<(u32, u64), &Event> =
        events.into_iter().map(|(log, event)| ((*log, event.seq), event)).collect();
    let mut heard = Heard::default();
    for event in in_order.into_values().filter(|e| job_of(&e.kind) == Some(job.job)) {
        hear(&mut heard, event);
    }
    heard
}

/// The job an event belongs to.
pub fn job_of(kind: &EventKind) -> Option<patchround_protocol::JobId> {
    match kind {
        EventKind::JobAccepted { job, .. }
        | EventKind::JobStarted { job, .. }
        | EventKind::PolicyRunStarted { job, .. }
        | EventKind::PolicyRunEnded { job, .. }
        | EventKind::RestartWaits { job, .. }
        | EventKind::PersonAsked { job, .. }
        | EventKind::PersonAnswered { job, .. }
        | EventKind::PersonSaidWrong { job, .. }
        | EventKind::Said { job, .. }
        | EventKind::JobWaits { job, .. }
        | EventKind::StepStarted { job, .. }
        | EventKind::Progress { job, .. }
        | EventKind::UpdateEnded { job, .. }
        | EventKind::StepEnded { job, .. }
        | EventKind::JobEnded { job, .. } => Some(*job),
        EventKind::JobRefused { job, .. } => *job,
        EventKind::Joined { .. }
        | EventKind::WakeSent { .. }
        | EventKind::PersonWrote { .. }
        | EventKind::OfficeChanged { .. }
        | EventKind::Scanned { .. }
        | EventKind::Unknown => None,
    }
}

fn hear(heard: &mut Heard, event: &Event) {
    match &event.kind {
        EventKind::JobRefused { refusal, .. } => heard.refused = Some(*refusal),
        EventKind::StepStarted {
            verb: Verb::Install | Verb::Refresh | Verb::Restart | Verb::Undo | Verb::Release,
            ..
        } => heard.began = Some(event.time),
        EventKind::Said { step, part, words, .. } => heard.words.say(*step, *part, words),
        EventKind::UpdateEnded { step, id, outcome, cause, installed, details, .. } => {
            let details = heard.words.of_end(*step, details.as_deref());
            let there = is_not_whole(id, *cause, installed.as_deref());
            let end = StepResult { details, there, ..StepResult::new(Some(id.clone()), *outcome, *cause) };
            heard.updates.insert((*step, id.clone()), end);
        }
        EventKind::StepEnded { step, outcome, cause, details, .. } => {
            let details = heard.words.of_end(*step, details.as_deref());
            let end = StepResult { details, ..StepResult::new(None, *outcome, *cause) };
            heard.steps.insert(*step, end);
        }
        EventKind::JobEnded { outcome, cause, .. } => heard.ended = Some((*outcome, *cause)),
        _ => {}
    }
}

/// The results of a job that has ended, checked against a fresh look at the PC.
///
/// An update that is called done but is offered all the same did not go in, whoever says so. Where its source did not
/// answer the look, nobody has seen it in place: a later look may.
pub fn close(job: &Job, heard: &Heard, fresh: Option<&Scan>) -> Vec<StepResult> {
    let mut results = Vec::new();
    for (number, step) in (0..).zip(&job.steps) {
        match step {
            Step::Install { ids, .. } => {
                results.extend(ids.iter().map(|id| checked(update_end(id, number, heard), fresh)));
            }
            // What was only fetched is offered still.
            Step::Download { ids } | Step::Release { ids } => {
                results.extend(ids.iter().map(|id| update_end(id, number, heard)));
            }
            Step::Undo { ids, .. } => {
                results.extend(ids.iter().map(|id| checked_back(update_end(id, number, heard), fresh)));
            }
            Step::Restart { off } => {
                let end = restart_end(*off, refresh_end(number, heard), fresh);
                results.extend(Some(end).filter(|end| end.outcome != Outcome::Done));
            }
            Step::Refresh {} => {
                results.extend(Some(refresh_end(number, heard)).filter(|end| end.outcome != Outcome::Done));
            }
            // Also where it went well: nothing else tells of it.
            Step::Repair {} => results.push(StepResult { repair: true, ..refresh_end(number, heard) }),
            Step::Cancel { .. } => {}
        }
    }
    results
}

/// The results of a job that could not be carried out at all.
pub fn not_carried_out(job: &Job, why: Trouble) -> Vec<StepResult> {
    without_end(job, why.outcome(), why.cause())
}

/// One result for everything a job was to do.
pub fn without_end(job: &Job, outcome: Outcome, cause: Cause) -> Vec<StepResult> {
    left_open(job, &Heard::default(), outcome, cause)
}

/// As [`without_end`], but what was heard of an update stays.
pub fn left_open(job: &Job, heard: &Heard, outcome: Outcome, cause: Cause) -> Vec<StepResult> {
    let end = |id: Option<&UpdateId>| StepResult::new(id.cloned(), outcome, Some(cause));
    let known = |number: u16, id: &UpdateId| heard.updates.get(&(number, id.clone())).cloned();
    let ends = |(number, step): (u16, &Step)| match step {
        Step::Install { ids, .. }
        | Step::Download { ids }
        | Step::Undo { ids, .. }
        | Step::Release { ids } => {
            ids.iter().map(|id| known(number, id).unwrap_or_else(|| end(Some(id)))).collect()
        }
        Step::Refresh {} | Step::Restart { .. } => vec![end(None)],
        Step::Repair {} => {
            let heard = heard.steps.get(&number).cloned();
            vec![StepResult { repair: true, ..heard.unwrap_or_else(|| end(None)) }]
        }
        Step::Cancel { .. } => Vec::new(),
    };
    (0..).zip(&job.steps).flat_map(ends).collect()
}

/// How the repair of a job ended that has one.
pub fn repair_end(results: &[StepResult]) -> Option<&StepResult> {
    results.iter().find(|end| end.repair)
}

/// Whether a look says anything about an update: what its source did not answer for is not offered, and not in place
/// either. Of one person's own programs their own source has to answer.
pub(crate) fn answers(scan: &Scan, id: &UpdateId) -> bool {
    causes_of_source(scan, id).any(|cause| cause.is_none())
}

/// As [`answers`], and where nobody tells of one person's source any more: they have it no longer, or were not there for
/// long. Then there is nothing left to wait for.
pub(crate) fn answers_or_is_forgotten(scan: &Scan, id: &UpdateId) -> bool {
    let is_forgotten = id.person().is_some() && causes_of_source(scan, id).next().is_none();
    is_forgotten || answers(scan, id)
}

/// Why the source of an update could not be read in a look; nothing where the look was not at that source.
fn causes_of_source<'a>(scan: &'a Scan, id: &'a UpdateId) -> impl Iterator<Item = Option<Cause>> + 'a {
    let of_pc = scan.sources.iter().filter(move |_| id.person().is_none());
    let of_pc = of_pc.filter(move |source| source.source == id.source()).map(|source| source.cause);
    let is_theirs =
        move |own: &&PersonScan| Some(own.account.as_str()) == id.person() && own.source == id.source();
    of_pc.chain(scan.people.iter().filter(is_theirs).map(|own| own.cause))
}

/// The worst of some results, as the outcome of a PC. What its maker offers later, and a restart, which is told with
/// what the PC needs, leave it done; an update that waits by agreement does not.
pub fn worst<'a>(results: impl IntoIterator<Item = &'a StepResult>) -> Outcome {
    let as_pc = |result: &StepResult| match result.outcome {
        Outcome::Waiting if result.id.is_none() || result.cause == Some(Cause::Phased) => Outcome::Done,
        Outcome::Cancelled => Outcome::NeedsPerson,
        Outcome::Unknown => Outcome::Failed,
        other => other,
    };
    results.into_iter().map(as_pc).max().unwrap_or(Outcome::Done)
}

/// Whether what waits of some results waits for nothing but people who are to sign in: it is their own programs.
pub(crate) fn waits_for_person<'a>(results: impl IntoIterator<Item = &'a StepResult>) -> bool {
    // What leaves a PC done ([`worst`]) waits for nobody.
    let waits = |end: &&StepResult| {
        end.outcome == Outcome::Waiting && end.id.is_some() && end.cause != Some(Cause::Phased)
    };
    let mut waits = results.into_iter().filter(waits).peekable();
    waits.peek().is_some() && waits.all(|end| end.cause == Some(Cause::PersonAway))
}

/// Whether a scan is so new that it can confirm what a job did.
pub fn is_fresh(heard: &Heard, scan: &Scan) -> bool {
    heard.began.is_none_or(|began| scan.scanned_at >= began)
}

fn update_end(id: &UpdateId, step: u16, heard: &Heard) -> StepResult {
    let missing = |outcome, cause| StepResult::new(Some(id.clone()), outcome, Some(cause));
    if let Some(end) = heard.updates.get(&(step, id.clone())) {
        return end.clone();
    }
    if let Some(refusal) = heard.refused {
        return missing(Outcome::Failed, cause_of(refusal));
    }
    match (heard.steps.get(&step), heard.ended) {
        (Some(end), _) if end.outcome != Outcome::Done => StepResult { id: Some(id.clone()), ..end.clone() },
        (Some(_), _) => missing(Outcome::Failed, Cause::InstalledButNotVerified),
        (None, Some((outcome, cause))) if outcome != Outcome::Done => {
            missing(outcome, cause.unwrap_or(Cause::Unexpected))
        }
        (None, _) => missing(Outcome::Failed, Cause::Unexpected),
    }
}

fn checked(end: StepResult, fresh: Option<&Scan>) -> StepResult {
    let claims = matches!(end.outcome, Outcome::Done | Outcome::NeedsRestart);
    match fresh.zip(end.id.as_ref()).and_then(|(scan, id)| not_seen(scan, id)) {
        Some(why) if claims => StepResult { outcome: Outcome::Failed, cause: Some(why), ..end },
        _ => end,
    }
}

/// Why a look does not show an update in place; as the helper says it of its own look. Where the source could not be
/// read, that is why.
fn not_seen(scan: &Scan, id: &UpdateId) -> Option<Cause> {
    let unread = causes_of_source(scan, id).flatten().next();
    let is_offered = scan.updates.iter().any(|update| update.id == *id);
    let is_seen = !is_offered && answers(scan, id);
    (!is_seen).then(|| unread.filter(|_| !is_offered).unwrap_or(Cause::InstalledButNotVerified))
}

/// What is called gone back to is, only if the PC's own fresh look has it there, and kept there.
fn checked_back(end: StepResult, fresh: Option<&Scan>) -> StepResult {
    let is_back =
        |scan: &Scan| scan.kept.iter().any(|kept| Some(&kept.id) == end.id.as_ref() && kept.back.is_some());
    if end.outcome == Outcome::Done && fresh.is_some_and(|scan| !is_back(scan)) {
        return StepResult { outcome: Outcome::Failed, cause: Some(Cause::InstalledButNotVerified), ..end };
    }
    end
}

fn refresh_end(step: u16, heard: &Heard) -> StepResult {
    if let Some(end) = heard.steps.get(&step) {
        return end.clone();
    }
    let (outcome, cause) = match (heard.refused, heard.ended) {
        (Some(refusal), _) => (Outcome::Failed, Some(cause_of(refusal))),
        (None, Some((outcome, cause))) if outcome != Outcome::Done => (outcome, cause),
        (None, _) => (Outcome::Failed, Some(Cause::Unexpected)),
    };
    StepResult::new(None, outcome, cause)
}

/// A restart after which the PC asks for one all the same has not done what it was for, whoever says so.
fn restart_end(off: bool, end: StepResult, fresh: Option<&Scan>) -> StepResult {
    let asks_again = fresh.is_some_and(|scan| scan.restart_pending == Some(true));
    if off || end.outcome != Outcome::Done || !asks_again {
        return end;
    }
    StepResult { outcome: Outcome::Failed, cause: Some(Cause::RestartDidNotHelp), ..end }
}

/// The steps of one PC that did not simply end well, together by their cause: what is true of the
/// whole PC is said once, not once for each update.
pub fn by_cause(steps: &[StepResult]) -> Vec<(Cause, Vec<&StepResult>)> {
    let mut groups: Vec<(Cause, Vec<&StepResult>)> = Vec::new();
    for step in steps.iter().filter(|step| step.outcome != Outcome::Done) {
        let Some(cause) = step.cause else { continue };
        match groups.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, group)) => group.push(step),
            None => groups.push((cause, vec![step])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    fn event(seq: u64, kind: EventKind) -> (u32, Event) {
        (0, Event::new(seq, samples::now(), kind))
    }

    fn ended(job: &Job, seq: u64, id: &str, outcome: Outcome, cause: Option<Cause>) -> (u32, Event) {
        ended_in(0, job, seq, id, (outcome, cause))
    }

    fn ended_in(
        step: u16,
        job: &Job,
        seq: u64,
        id: &str,
        (outcome, cause): (Outcome, Option<Cause>),
    ) -> (u32, Event) {
        let (job, id) = (job.job, id.parse().unwrap());
        let (installed, details) = (None, None);
        event(seq, EventKind::UpdateEnded { job, step, id, outcome, cause, installed, details })
    }

    fn step_ended(job: &Job, seq: u64, outcome: Outcome, cause: Option<Cause>) -> (u32, Event) {
        event(
            seq,
            EventKind::StepEnded {
                job: job.job,
                step: 0,
                verb: Verb::Install,
                outcome,
                cause,
                details: None,
            },
        )
    }

    fn story(job: &Job) -> Vec<(u32, Event)> {
        vec![
            event(1, EventKind::JobAccepted { job: job.job, round: job.round }),
            event(2, EventKind::StepStarted { job: job.job, step: 0, verb: Verb::Install }),
            ended(job, 3, "apt:a@2", Outcome::Done, None),
            ended(job, 4, "apt:b@2", Outcome::Failed, Some(Cause::DiskFull)),
            step_ended(job, 5, Outcome::Failed, Some(Cause::DiskFull)),
            event(
                6,
                EventKind::JobEnded {
                    job: job.job,
                    round: job.round,
                    outcome: Outcome::Failed,
                    cause: Some(Cause::DiskFull),
                },
            ),
        ]
    }

    #[test]
    fn every_update_of_a_job_gets_its_own_end() {
        let job = samples::job(&["apt:a@2", "apt:b@2"]);
        let results = close(&job, &heard(&job, &story(&job)), Some(&samples::scan(&[])));
        assert_eq!(
            results.iter().map(|r| (r.outcome, r.cause)).collect::<Vec<_>>(),
            [(Outcome::Done, None), (Outcome::Failed, Some(Cause::DiskFull)),]
        );
        assert_eq!(worst(&results), Outcome::Failed);
    }

    #[test]
    fn an_update_called_done_that_is_still_offered_did_not_go_in() {
        let job = samples::job(&["apt:a@2"]);
        let events =
            [ended(&job, 1, "apt:a@2", Outcome::Done, None), step_ended(&job, 2, Outcome::Done, None)];
        let still = samples::scan(&[samples::update("apt:a@2")]);
        let results = close(&job, &heard(&job, &events), Some(&still));
        assert_eq!(
            (results[0].outcome, results[0].cause),
            (Outcome::Failed, Some(Cause::InstalledButNotVerified))
        );
    }

    #[test]
    fn an_update_nobody_spoke_of_is_never_done() {
        let job = samples::job(&["apt:a@2"]);
        let silent = [step_ended(&job, 1, Outcome::Done, None)];
        assert_eq!(close(&job, &heard(&job, &silent), None)[0].outcome, Outcome::Failed);
        let refused = [event(1, EventKind::JobRefused { job: Some(job.job), refusal: Refusal::ClockWrong })];
        assert_eq!(close(&job, &heard(&job, &refused), None)[0].cause, Some(Cause::ClockWrong));
    }

    #[test]
    fn what_a_look_says_nothing_about_is_not_confirmed_by_it() {
        let job = samples::job(&["apt:a@2"]);
        let events =
            [ended(&job, 1, "apt:a@2", Outcome::Done, None), step_ended(&job, 2, Outcome::Done, None)];
        let mut mute = samples::scan(&[]);
        mute.sources[0].cause = Some(Cause::DepsUnsolvable);
        let told = heard(&job, &events);
        let of_nothing = Scan { sources: Vec::new(), ..samples::scan(&[]) };
        for (scan, why) in [(mute, Cause::DepsUnsolvable), (of_nothing, Cause::InstalledButNotVerified)] {
            let end = &close(&job, &told, Some(&scan))[0];
            assert_eq!((end.outcome, end.cause), (Outcome::Failed, Some(why)), "{scan:?}");
        }
        assert_eq!(close(&job, &told, Some(&samples::scan(&[])))[0].outcome, Outcome::Done);
    }

    #[test]
    fn a_repair_ends_as_its_own_step_did_and_unheard_as_the_order_did() {
        let install = samples::job(&["apt:a@2"]);
        let steps = vec![Step::Repair {}, Step::Refresh {}, install.steps[0].clone()];
        let job = Job { steps, ..install };
        let outcome = |ends: &[StepResult]| repair_end(ends).map(|end| end.outcome);
        let of = |heard: &Heard| outcome(&close(&job, heard, None));
        let mut told = Heard { ended: Some((Outcome::Failed, Some(Cause::NoNetwork))), ..Heard::default() };
        let step = |outcome| StepResult::new(None, outcome, None);
        told.steps = [(0, step(Outcome::Done)), (1, step(Outcome::Failed))].into();
        assert_eq!(of(&told), Some(Outcome::Done), "only the lists could not be read");
        told.steps.insert(0, step(Outcome::NeedsPerson));
        assert_eq!(of(&told), Some(Outcome::NeedsPerson));
        let ends = without_end(&job, Outcome::Cancelled, Cause::Cancelled);
        assert_eq!(outcome(&ends), Some(Outcome::Cancelled));
        assert_eq!(outcome(&close(&samples::job(&["apt:a@2"]), &told, None)), None);
    }

    fn fetch_and_install() -> Job {
        let install = samples::job(&["apt:a@2"]);
        let fetch = Step::Download { ids: vec!["apt:a@2".parse().unwrap()] };
        Job { steps: [vec![fetch], install.steps.clone()].concat(), ..install }
    }

    #[test]
    fn an_update_that_was_fetched_is_not_for_that_installed() {
        let job = fetch_and_install();
        let events = [ended_in(0, &job, 1, "apt:a@2", (Outcome::Done, None))];
        let results = close(&job, &heard(&job, &events), Some(&samples::scan(&[])));
        assert_eq!(
            results.iter().map(|r| (r.outcome, r.cause)).collect::<Vec<_>>(),
            [(Outcome::Done, None), (Outcome::Failed, Some(Cause::Unexpected))]
        );
        let (silent, why) = (Outcome::Unreachable, Cause::NotReachable);
        let outcomes = left_open(&job, &heard(&job, &events), silent, why).into_iter().map(|r| r.outcome);
        assert_eq!(outcomes.collect::<Vec<_>>(), [Outcome::Done, silent]);
    }

    #[test]
    fn an_update_that_was_fetched_and_did_not_go_in_was_fetched() {
        let job = fetch_and_install();
        let failed = (Outcome::Failed, Some(Cause::DiskFull));
        let events =
            [ended_in(0, &job, 1, "apt:a@2", (Outcome::Done, None)), ended_in(1, &job, 2, "apt:a@2", failed)];
        let still = samples::scan(&[samples::update("apt:a@2")]);
        let results = close(&job, &heard(&job, &events), Some(&still));
        assert_eq!(
            results.iter().map(|r| (r.outcome, r.cause)).collect::<Vec<_>>(),
            [(Outcome::Done, None), failed]
        );
    }

    #[test]
    fn a_refresh_is_done_only_when_its_own_step_ended_so() {
        let job = Job { steps: vec![Step::Refresh {}], ..samples::job(&[]) };
        let (id, round, cause) = (job.job, job.round, None);
        let end = event(2, EventKind::JobEnded { job: id, round, outcome: Outcome::Done, cause });
        let silent = close(&job, &heard(&job, [&end]), None);
        assert_eq!(silent, [StepResult::new(None, Outcome::Failed, Some(Cause::Unexpected))]);
        let told = [step_ended(&job, 1, Outcome::Done, None), end];
        assert_eq!(close(&job, &heard(&job, &told), None), []);
    }

    #[test]
    fn a_step_that_failed_as_a_whole_gives_its_cause_to_its_updates() {
        let job = samples::job(&["apt:a@2", "apt:b@2"]);
        let events = [step_ended(&job, 1, Outcome::Failed, Some(Cause::BusyOtherUpdater))];
        let results = close(&job, &heard(&job, &events), None);
        assert!(results.iter().all(|r| r.cause == Some(Cause::BusyOtherUpdater)), "{results:?}");
    }

    #[test]
    fn a_scan_from_before_the_change_confirms_nothing() {
        let job = samples::job(&["apt:a@2"]);
        let told = heard(&job, &story(&job));
        let mut scan = samples::scan(&[]);
        assert!(is_fresh(&told, &scan));
        scan.scanned_at -= jiff::SignedDuration::from_secs(1);
        assert!(!is_fresh(&told, &scan));
    }

    #[test]
    fn an_update_that_waits_by_agreement_leaves_no_pc_done_and_one_that_its_maker_keeps_back_does() {
        let waits = |cause| StepResult::new(Some("apt:a@2".parse().unwrap()), Outcome::Waiting, cause);
        assert_eq!(worst([&waits(Some(Cause::Phased))]), Outcome::Done);
        assert_eq!(worst([&waits(Some(Cause::Phased)), &waits(None)]), Outcome::Waiting);
        assert_eq!(worst([&waits(Some(Cause::AfterFirst))]), Outcome::Waiting);
        assert_eq!(worst([&StepResult::new(None, Outcome::Waiting, Some(Cause::InUse))]), Outcome::Done);
        assert_eq!(worst([]), Outcome::Done);
    }

    proptest! {
        #[test]
        fn events_read_twice_or_in_overlapping_pieces_give_the_same_results(
            pieces in proptest::collection::vec((0usize..6, 1usize..7), 0..8),
        ) {
            let job = samples::job(&["apt:a@2", "apt:b@2"]);
            let all = story(&job);
            let mut read: Vec<&(u32, Event)> = all.iter().collect();
            for (from, many) in pieces {
                read.splice(0..0, all.iter().skip(from).take(many));
            }
            prop_assert_eq!(heard(&job, read), heard(&job, &all));
        }
    }

    #[test]
    fn of_one_persons_own_program_their_own_source_says_whether_it_is_in_place() {
        let (ana, now) = (samples::own("1000"), samples::person_scan("1000", "ana"));
        let job = samples::job(&[ana.id.as_str()]);
        let told = heard(&job, &[ended(&job, 1, ana.id.as_str(), Outcome::Done, None)]);
        let close = |updates: &[patchround_protocol::Update], people: Vec<PersonScan>| {
            let scan = Scan { people, ..samples::scan(updates) };
            let end = close(&job, &told, Some(&scan)).remove(0);
            (end.outcome, end.cause)
        };
        let done = (Outcome::Done, None);
        let not = |cause| (Outcome::Failed, Some(cause));
        assert_eq!(close(&[], vec![now.clone()]), done);
        assert_eq!(close(&[samples::own("1001")], vec![now.clone()]), done, "that is somebody else's");
        assert_eq!(close(std::slice::from_ref(&ana), vec![now.clone()]), not(Cause::InstalledButNotVerified));
        assert_eq!(close(&[], vec![samples::person_scan("1001", "bo")]), not(Cause::InstalledButNotVerified));
        let unread = PersonScan { cause: Some(Cause::Timeout), ..now };
        assert_eq!(close(&[], vec![unread]), not(Cause::Timeout));
    }

    #[test]
    fn a_pc_that_waits_for_its_people_is_neither_done_nor_failed() {
        let end = |outcome, cause| StepResult::new(Some(samples::own("1000").id), outcome, cause);
        let away = end(Outcome::Waiting, Some(Cause::PersonAway));
        let (done, first) = (end(Outcome::Done, None), end(Outcome::Waiting, Some(Cause::AfterFirst)));
        assert_eq!(worst([&away, &done]), Outcome::Waiting);
        assert!(waits_for_person([&away, &done]) && !waits_for_person([&away, &first]));
        let phased = end(Outcome::Waiting, Some(Cause::Phased));
        let restart = StepResult::new(None, Outcome::Waiting, Some(Cause::InUse));
        assert!(waits_for_person([&phased, &restart, &away]) && !waits_for_person([&phased, &restart]));
        assert!(!waits_for_person([&done]));
    }
}
