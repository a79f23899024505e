//! How far an update has come, in words.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{Cause, Life, Step, Update, UpdateId, life::On, limits::WORDS_BYTES};
use patchround_words::{say, say_with};

use super::Doing;
use crate::{
    PcView,
    app::{snapshot::Look, when},
    course::Course,
    plain::plain_end,
    say as sentences,
    store::rounds::{Stage, StoredJob},
};

/// The orders of one PC that have not ended, and what it tells that it does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AtWork<'a> {
    pub(crate) jobs: &'a [StoredJob],
    /// What waits for the PC that goes first.
    pub(crate) waits: &'a [UpdateId],
    pub(crate) doing: Option<Doing>,
    /// Firmware that can be ordered now.
    pub(crate) firmware: &'a [UpdateId],
    /// What people call the versions that it kept.
    pub(crate) kept: Option<&'a BTreeMap<UpdateId, String>>,
}

/// How an update stands, for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// "did not work".
    pub(super) words: String,
    pub(super) look: Look,
    /// The cause, and what to do.
    pub(super) why: Option<String>,
    /// The tool's own last words, line by line.
    pub(super) details: Vec<String>,
}

/// Nothing where it is only offered, kept back or over: the row says so in other words, or there is none.
pub(super) fn standing(
    update: &Update,
    (course, view): (Option<&Course>, Option<&PcView>),
    at_work: AtWork<'_>,
    (now, zone): (Timestamp, &TimeZone),
) -> Option<Standing> {
    let life = at_work.life(update, course, now);
    let (id, look) = words(life)?;
    let course = course.filter(|course| course.life == life);
    let person = view.and_then(|view| view.person_of(&update.id));
    let words = match course.and_then(|course| course.cause) {
        Some(Cause::PersonAway) => sentences::waits_for_person(person),
        _ => say(id),
    };
    let again = course.and_then(|course| course.next_try(zone)).filter(|at| *at > now);
    let again = again.map(|at| say_with("life-tries-again", &[("when", when::moment(at, now, zone).into())]));
    // Nobody has to do anything yet.
    let look = if again.is_some() { Look::Off } else { look };
    let next = |cause| again.unwrap_or_else(|| sentences::next_on(cause, view, &[&update.id]));
    let why = course.and_then(|course| course.cause);
    let why = why.map(|cause| format!("{} {}", sentences::cause(cause), next(cause)));
    let details = course.and_then(|course| course.details.as_deref()).unwrap_or_default();
    let details = plain_end(details, WORDS_BYTES).lines().map(str::to_owned).collect();
    Some(Standing { words, look, why, details })
}

impl AtWork<'_> {
    fn life(&self, update: &Update, course: Option<&Course>, now: Timestamp) -> Life {
        let tried = course.map_or(Life::Offered, |course| course.life);
        let held = (update.held.is_some() && !tried.is_in_place()).then_some(On::LookFindsHeld);
        held.into_iter().chain(self.of(&update.id, now)).fold(tried, Life::after)
    }

    /// What its order, if there is one, and the PC tell of it.
    fn of(&self, id: &UpdateId, now: Timestamp) -> Vec<On> {
        let installs = |step: &Step| matches!(step, Step::Install { ids, .. } if ids.contains(id));
        let Some(job) = self.jobs.iter().find(|job| job.job.steps.iter().any(installs)) else {
            return if self.waits.contains(id) { vec![On::Ordered] } else { Vec::new() };
        };
        match (job.stage, self.doing) {
            _ if !job.is_due(now) => vec![On::OrderedForLater],
            (Stage::Ended, _) | (Stage::Delivered, Some(Doing::Verifies)) => {
                vec![On::Installs, On::SaysInPlace]
            }
            (Stage::Delivered, Some(Doing::Gets)) => vec![On::Ordered, On::Fetches],
            (Stage::Delivered, Some(Doing::Installs)) => vec![On::Ordered, On::Installs],
            _ => vec![On::Ordered],
        }
    }
}

fn words(life: Life) -> Option<(&'static str, Look)> {
    Some(match life {
        Life::WaitsForTurn => ("run-turn", Look::Off),
        Life::WaitsForTime => ("run-later", Look::Off),
        Life::WaitsForPerson => ("life-waits-for-person", Look::Needs),
        Life::WaitsForProgram => ("life-waits-for-program", Look::Off),
        Life::WaitsForPower => ("life-waits-for-power", Look::Off),
        Life::WaitsForNetwork => ("life-waits-for-network", Look::Off),
        Life::Downloading => ("life-downloading", Look::Working),
        Life::Installing => ("run-installs", Look::Working),
        Life::Installed => ("run-verifies", Look::Working),
        Life::Failed => ("run-failed", Look::Needs),
        Life::NotTaking => ("life-not-taking", Look::Needs),
        Life::Offered | Life::Held | Life::Withdrawn | Life::NeedsRestart | Life::Done => return None,
    })
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Cause, Envelope, Outcome, PublicKey};

    use super::*;
    use crate::{
        course::{By, Courses},
        results::StepResult,
        samples,
    };

    fn tried(outcome: Outcome, cause: Option<Cause>) -> Courses {
        let mut courses = Courses::default();
        let details = Some("one\ntwo".to_owned());
        let end = StepResult { details, ..StepResult::new(Some(update().id), outcome, cause) };
        courses.ended(&end, By::Order, samples::now());
        courses.looked(&samples::scan(&[update()]), samples::now());
        courses
    }

    fn update() -> Update {
        samples::update("apt:a@2")
    }

    fn job(stage: Stage) -> StoredJob {
        let envelope = Envelope { key: PublicKey([0; 32]), signature: Vec::new(), payload: Vec::new() };
        StoredJob { envelope, job: samples::job(&["apt:a@2"]), stage, result: None }
    }

    fn shown(courses: &Courses, at_work: AtWork<'_>) -> Option<Standing> {
        standing(&update(), (courses.get(&update().id), None), at_work, (samples::now(), &TimeZone::UTC))
    }

    #[test]
    fn what_is_tried_on_another_pc_first_waits_for_its_turn() {
        let waits = [update().id];
        let shown = shown(&Courses::default(), AtWork { waits: &waits, ..AtWork::default() }).unwrap();
        assert_eq!((shown.words.as_str(), shown.look), ("waiting for its turn", Look::Off));
    }

    #[test]
    fn what_is_only_offered_has_no_words_of_its_own() {
        assert_eq!(shown(&Courses::default(), AtWork::default()), None);
    }

    #[test]
    fn what_did_not_work_says_why_what_to_do_and_the_tools_own_words() {
        let courses = tried(Outcome::Failed, Some(Cause::DiskFull));
        let shown = shown(&courses, AtWork::default()).unwrap();
        assert_eq!((shown.words.as_str(), shown.look), ("did not work", Look::Needs));
        let why = shown.why.unwrap();
        assert!(why.starts_with(&sentences::cause(Cause::DiskFull)), "{why}");
        assert!(why.ends_with(&sentences::next(Cause::DiskFull)), "{why}");
        assert_eq!(shown.details, ["one", "two"]);
    }

    #[test]
    fn of_very_many_words_of_a_tool_the_end_is_shown_where_the_error_is() {
        let words: String = (0..3000).map(|n| format!("Get:{n} of the archive\n")).collect();
        let details = Some(words + "E: Sub-process returned an error code (1)");
        let end = StepResult::new(Some(update().id), Outcome::Failed, Some(Cause::Unexpected));
        let mut courses = Courses::default();
        courses.ended(&StepResult { details, ..end }, By::Order, samples::now());
        let shown = shown(&courses, AtWork::default()).unwrap().details;
        assert_eq!(shown.last().unwrap(), "E: Sub-process returned an error code (1)");
        assert!(
            shown.len() > 500 && shown.iter().map(|line| line.len() + 1).sum::<usize>() <= WORDS_BYTES + 1
        );
    }

    #[test]
    fn what_its_pc_tries_again_by_itself_says_when_and_asks_for_nobody() {
        let end = StepResult::new(Some(update().id), Outcome::Failed, Some(Cause::PackageScriptFailed));
        let mut courses = Courses::default();
        courses.ended(&end, By::Itself(samples::now()), samples::now());
        let shown = shown(&courses, AtWork::default()).unwrap();
        let again = samples::now() + jiff::SignedDuration::from_mins(10);
        let when = when::moment(again, samples::now(), &TimeZone::UTC);
        assert_eq!(shown.look, Look::Off);
        assert!(shown.why.unwrap().ends_with(&format!("It is tried again {when}.")));
    }

    #[test]
    fn what_is_ordered_again_waits_and_says_nothing_of_the_time_before() {
        let courses = tried(Outcome::Failed, Some(Cause::DiskFull));
        let jobs = [job(Stage::Waiting)];
        let shown = shown(&courses, AtWork { jobs: &jobs, ..AtWork::default() }).unwrap();
        assert_eq!((shown.words.as_str(), shown.why), ("waiting for its turn", None));
    }

    #[test]
    fn an_update_whose_pc_works_shows_what_is_done_to_it() {
        let jobs = [job(Stage::Delivered)];
        let words = |doing| {
            shown(&Courses::default(), AtWork { jobs: &jobs, doing, ..AtWork::default() }).unwrap().words
        };
        assert_eq!(words(None), "waiting for its turn");
        assert_eq!(words(Some(Doing::Gets)), "getting the update");
        assert_eq!(words(Some(Doing::Installs)), "installing");
        assert_eq!(words(Some(Doing::Verifies)), "looking whether it worked");
    }

    #[test]
    fn every_state_that_a_person_can_meet_has_its_words() {
        for life in Life::ALL {
            let Some((id, _)) = words(life) else { continue };
            assert!(patchround_words::knows(id), "{id}");
        }
    }

    #[test]
    fn what_waits_for_its_person_says_for_whom_and_needs_nobody() {
        let update = samples::own("1000");
        let mut courses = Courses::default();
        let end = StepResult::new(Some(update.id.clone()), Outcome::Waiting, Some(Cause::PersonAway));
        courses.ended(&end, By::Order, samples::now());
        let stands = |people| {
            let scan =
                patchround_protocol::wire::Scan { people, ..samples::scan(std::slice::from_ref(&update)) };
            let view = PcView { pc: samples::stored_pc("till", Some(scan)), heard: true, working: false };
            let course = (courses.get(&update.id), Some(&view));
            standing(&update, course, AtWork::default(), (samples::now(), &TimeZone::UTC)).unwrap()
        };
        let ana = stands(vec![samples::person_scan("1000", "ana")]);
        assert_eq!(ana.words.replace(['\u{2068}', '\u{2069}'], ""), "goes in while ana is signed in");
        assert_eq!((ana.look, ana.why.is_some()), (Look::Off, true));
        assert_eq!(stands(Vec::new()).words, "goes in while that person is signed in");
    }
}
