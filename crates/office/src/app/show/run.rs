//! A round that runs (ux.md 3.2).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{Event, EventKind, Outcome, PcId, event::Phase, job::Verb};
use patchround_words::{say, say_with};

use super::{number, text};
use crate::{
    app::snapshot::{Look, RunPc, RunView},
    results::{waits_for_person, worst},
    store::{
        rest::Rest,
        rounds::{Stage, StoredJob},
    },
};

/// A step that takes longer than this is said to take longer than usual.
const LONG: SignedDuration = SignedDuration::from_mins(10);

/// The last that a PC told of its part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Progress {
    pub(crate) step: Doing,
    pub(crate) since: Timestamp,
}

/// What a PC does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    HasOrder,
    Looks,
    Waits,
    Gets,
    Installs,
    Verifies,
    Asked,
}

impl Doing {
    /// What an event tells.
    pub(crate) fn told_by(event: &Event) -> Option<Self> {
        match &event.kind {
            EventKind::JobAccepted { .. } => Some(Self::HasOrder),
            EventKind::StepStarted { verb: Verb::Refresh, .. } => Some(Self::Looks),
            EventKind::Progress { phase, .. } => Some(match phase {
                Phase::Waiting => Self::Waits,
                Phase::Downloading => Self::Gets,
                Phase::Installing | Phase::Unknown => Self::Installs,
                Phase::Verifying => Self::Verifies,
            }),
            EventKind::JobEnded { .. } => Some(Self::Verifies),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::HasOrder => "run-has-order",
            Self::Looks => "run-looks",
            Self::Waits => "run-waits",
            Self::Gets => "run-gets",
            Self::Installs => "run-installs",
            Self::Verifies => "run-verifies",
            Self::Asked => "run-asked",
        }
    }
}

/// A round in words, from its orders and what the PCs told.
pub(crate) fn run(
    jobs: &[StoredJob],
    rest: Option<&Rest>,
    progress: &BTreeMap<PcId, Progress>,
    name: impl Fn(PcId) -> String,
    now: Timestamp,
) -> RunView {
    let mut by_pc: BTreeMap<PcId, Vec<&StoredJob>> = BTreeMap::new();
    jobs.iter().for_each(|job| by_pc.entry(job.job.pc).or_default().push(job));
    let mut pcs: Vec<(bool, RunPc)> =
        by_pc.iter().map(|(pc, jobs)| pc_line(*pc, jobs, progress.get(pc), name(*pc))).collect();
    for (pc, _) in rest.iter().flat_map(|rest| &rest.waits) {
        let line = after_first(*pc, rest.map(|rest| name(rest.first)).unwrap_or_default(), name(*pc));
        match pcs.iter_mut().find(|(_, known)| known.id == line.id) {
            // What it has to do at once comes first.
            Some((is_done, known)) if *is_done => (*is_done, *known) = (false, line),
            Some(_) => {}
            None => pcs.push((false, line)),
        }
    }
    pcs.sort_by_cached_key(|(_, pc)| super::pcs::in_order(&pc.name));
    let done = pcs.iter().filter(|(is_done, _)| *is_done).count();
    let is_long = |pc: &PcId| progress.get(pc).is_some_and(|p| now.duration_since(p.since) > LONG);
    let open = |jobs: &Vec<&StoredJob>| jobs.iter().any(|job| !is_over(job.stage));
    let longer = by_pc.iter().any(|(pc, jobs)| open(jobs) && is_long(pc));
    RunView {
        sentence: sentence(done, &pcs),
        done: u32::try_from(done).unwrap_or(u32::MAX),
        all: u32::try_from(pcs.len()).unwrap_or(u32::MAX),
        about_to: false,
        begun: jobs.iter().any(|job| !matches!(job.stage, Stage::Waiting | Stage::Withdrawn)),
        can_stop: rest.is_some() || jobs.iter().any(StoredJob::is_to_hand_over),
        pcs: pcs.into_iter().map(|(_, pc)| pc).collect(),
        longer: longer.then(|| say("run-longer")),
    }
}

fn sentence(done: usize, pcs: &[(bool, RunPc)]) -> String {
    match pcs {
        [(_, only)] => say_with("run-only", &[("pc", text(only.name.clone()))]),
        _ => say_with("run-sentence", &[("count", number(done)), ("all", number(pcs.len()))]),
    }
}

/// `true` where the PC has done its part. One that was stopped before it began has none.
fn pc_line(pc: PcId, jobs: &[&StoredJob], progress: Option<&Progress>, name: String) -> (bool, RunPc) {
    let over = jobs.iter().all(|job| is_over(job.stage));
    let begun = jobs.iter().any(|job| job.stage != Stage::Waiting);
    let (look, step) = match progress {
        _ if over => ended(jobs),
        Some(progress) => (Look::Working, say(progress.step.word())),
        None if begun => (Look::Working, say("run-has-order")),
        None => (Look::Off, say("run-turn")),
    };
    (over && !is_stopped(jobs), RunPc { id: pc.to_string(), name, look, step })
}

fn after_first(pc: PcId, first: String, name: String) -> RunPc {
    let step = say_with("run-after-first", &[("pc", text(first))]);
    RunPc { id: pc.to_string(), name, look: Look::Off, step }
}

fn is_over(stage: Stage) -> bool {
    matches!(stage, Stage::Closed | Stage::Silent | Stage::Withdrawn)
}

fn is_stopped(jobs: &[&StoredJob]) -> bool {
    jobs.iter().all(|job| job.stage == Stage::Withdrawn)
}

fn ended(jobs: &[&StoredJob]) -> (Look, String) {
    if is_stopped(jobs) {
        return (Look::Off, say("run-stopped"));
    }
    let results = || jobs.iter().filter_map(|job| job.result.as_ref()).flatten();
    let outcome = worst(results());
    let (look, id) = match outcome {
        Outcome::Done => (Look::Good, "run-done"),
        Outcome::NeedsRestart => (Look::Restart, "run-done-restart"),
        Outcome::Waiting if waits_for_person(results()) => (Look::Off, "run-person"),
        Outcome::Waiting | Outcome::Cancelled => (Look::Off, "run-later"),
        Outcome::Unreachable => (Look::Off, "run-unreachable"),
        Outcome::NeedsPerson => (Look::Needs, "run-needs"),
        Outcome::Failed | Outcome::Unknown => (Look::Needs, "run-failed"),
    };
    (look, say(id))
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Envelope, PublicKey, SpkiHash};

    use super::*;
    use crate::samples;

    fn stored(pc: u8, stage: Stage) -> StoredJob {
        let envelope = Envelope { key: PublicKey([0; 32]), signature: Vec::new(), payload: Vec::new() };
        let mut job = samples::job(&[]);
        job.pc = SpkiHash([pc; 32]);
        StoredJob { envelope, job, stage, result: Some(Vec::new()) }
    }

    #[test]
    fn a_pc_that_was_stopped_before_it_began_is_not_told_as_done() {
        let jobs = [stored(1, Stage::Closed), stored(2, Stage::Withdrawn), stored(3, Stage::Delivered)];
        let shown = run(&jobs, None, &BTreeMap::new(), |pc| format!("pc-{}", pc.0[0]), samples::now());
        assert_eq!((shown.done, shown.all), (1, 3));
        let sentence = shown.sentence.replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(sentence, "Updating. 1 of 3 PCs is done.");
        assert_eq!(shown.pcs[1].step, "stopped before it began");
    }

    #[test]
    fn of_one_pc_is_not_said_how_many_of_one_are_done() {
        let pc = |name: &str| {
            (false, RunPc { id: String::new(), name: name.into(), look: Look::Working, step: String::new() })
        };
        let said = |pcs: &[_]| sentence(0, pcs).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(said(&[pc("till")]), "Updating till.");
        assert_eq!(said(&[pc("till"), pc("desk")]), "Updating. 0 of 2 PCs are done.");
    }

    #[test]
    fn a_pc_that_waits_for_another_one_says_for_which() {
        let (first, other) = (samples::pc(), patchround_protocol::SpkiHash([7; 32]));
        let rest = Rest {
            first,
            waits: vec![(other, vec!["apt:a@2".parse().unwrap()])],
            evening: false,
            then_off: Vec::new(),
        };
        let name = |pc| if pc == first { "first".to_owned() } else { "other".to_owned() };
        let shown = run(&[], Some(&rest), &BTreeMap::new(), name, samples::now());
        assert_eq!(shown.pcs[0].step, "waiting until it works on first");
        assert!(shown.can_stop);
    }
}
