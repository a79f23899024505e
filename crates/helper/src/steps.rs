//! Carries out one step of a job or of a policy run: the root half does it, we tell what it does.

use std::{collections::BTreeMap, time::Duration};

use patchround_protocol::{
    Cause, Envelope, EventKind, JobId, Outcome, Step, UpdateId,
    order::cause_of,
    progress::Progress,
    root::{Answer, Ask},
    wire::{Refusal, Scan, SourceScan},
};
use tokio::time::{Instant, sleep};

use crate::{
    helper::Helper,
    lately,
    own::{By, Told},
    progress::Tail,
    queue::End,
    root,
};

/// While a step runs its progress is looked at this often: four events a second at most.
const LOOK: Duration = Duration::from_millis(250);
/// After so long without news the root half is asked whether the step still runs: what was interrupted has to be
/// told within five seconds.
const SILENCE: Duration = Duration::from_secs(3);
/// So often without news a root half that cannot say whether a step still runs is asked again, at least five
/// minutes in all; then what is known is told.
const REFUSALS: u32 = 100;
/// How long to wait before the root half is asked again when it does not answer.
const TRIES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(15), Duration::ZERO];

/// One step, and what has the root half carry it out.
pub struct Piece<'a> {
    /// Whose step it is.
    pub helper: &'a Helper,
    /// The job, or the policy run.
    pub job: JobId,
    /// Which step, from 0.
    pub number: u16,
    /// What to do.
    pub step: &'a Step,
    /// The question to the root half.
    pub ask: Ask,
}

/// How a step ended, with the tool's last words.
#[derive(Debug)]
pub struct StepEnd {
    /// How.
    pub end: End,
    /// The tool's last words.
    pub details: Option<String>,
}

impl StepEnd {
    /// It is done, and there is nothing to add.
    pub fn done() -> Self {
        Self { end: End::DONE, details: None }
    }
}

impl Piece<'_> {
    /// Has the root half carry it out, and tells what it does from the first event to the last. What has been
    /// told is not told again.
    pub async fn by_root(&self) -> End {
        self.by(self.ask_and_follow()).await
    }

    /// As [`Self::by_root`], carried out by ourselves.
    pub async fn by(&self, doing: impl Future<Output = StepEnd>) -> End {
        let (job, step, verb) = (self.job, self.number, self.step.verb());
        self.helper.story.tell(EventKind::StepStarted { job, step, verb }).await;
        let StepEnd { end, details } = doing.await;
        let End { outcome, cause } = end;
        self.helper.story.tell(EventKind::StepEnded { job, step, verb, outcome, cause, details }).await;
        end
    }

    async fn ask_and_follow(&self) -> StepEnd {
        let before = self.helper.scans.latest();
        let file = match self.ask_to_run().await {
            Ok(file) => file,
            Err(refusal) => return self.not_done(refusal, before.as_deref()).await,
        };
        let mut following = Following::new(self, &file);
        let ended = following.until_it_ends().await;
        let is_carried_out = ended.is_ok();
        let ended = ended.unwrap_or_else(refused);
        let scan = self.helper.scans.fresh().await;
        if let Some(scan) = &scan {
            self.helper.note_scan(scan);
        }
        let scans = [before.as_deref(), scan.as_deref()];
        let has_acted = ended.end == End::DONE || !following.ended.is_empty();
        let end = following.tell_updates(scans, &ended).await;
        match self.step {
            Step::Refresh {} if is_carried_out => self.helper.own.refresh(),
            Step::Install { .. } if is_carried_out && has_acted => {
                return self.of_people(end, before.as_deref()).await;
            }
            _ => {}
        }
        self.tell_of_people(end, &ended, before.as_deref()).await
    }

    /// What a step asks of people's own programs. Only once the root half, which has checked the order, has carried out
    /// its part, and that was told.
    async fn of_people(&self, end: StepEnd, before: Option<&Scan>) -> StepEnd {
        let Ask::Run { job: Envelope { key: issuer, .. }, .. } = self.ask else { return end };
        let by = By { job: self.job, step: self.number, issuer };
        let mut worst = end.end;
        for (id, Told { end, details }) in self.helper.own.install(by, self.ids()).await {
            self.helper.story.tell(self.update_ended(&id, &end, None, details)).await;
            self.note(&id, &end, [before, None]);
            worst = worst.worse(end);
        }
        StepEnd { end: worst, ..end }
    }

    /// What is people's own ends as the step did of which nothing was carried out.
    async fn tell_of_people(&self, end: StepEnd, step: &StepEnd, before: Option<&Scan>) -> StepEnd {
        for id in self.ids().iter().filter(|id| id.person().is_some()) {
            let end = unsaid(&step.end);
            self.helper.story.tell(self.update_ended(id, &end, None, None)).await;
            self.note(id, &end, [before, None]);
        }
        end
    }

    fn ids(&self) -> &[UpdateId] {
        match self.step {
            Step::Install { ids, .. }
            | Step::Download { ids }
            | Step::Undo { ids, .. }
            | Step::Release { ids } => ids,
            Step::Refresh {} | Step::Repair {} | Step::Restart { .. } | Step::Cancel { .. } => &[],
        }
    }

    async fn not_done(&self, why: Refusal, scan: Option<&Scan>) -> StepEnd {
        let ended = refused(why);
        for id in self.ids() {
            self.helper.story.tell(self.update_ended(id, &ended.end, None, None)).await;
            self.note(id, &ended.end, [scan, None]);
        }
        ended
    }

    /// The name of the progress file.
    async fn ask_to_run(&self) -> Result<String, Refusal> {
        for pause in TRIES {
            match root::ask(&self.helper.places, &self.ask).await {
                Ok(Answer::Running { progress }) if is_file_name(&progress) => return Ok(progress),
                Ok(Answer::Refused { refusal }) => return Err(refusal),
                Ok(answer) => tracing::error!(?answer, "the root half answered something else"),
                Err(error) => tracing::error!(%error, "the root half does not answer"),
            }
            sleep(pause).await;
        }
        Err(Refusal::NotPossible)
    }

    fn update_ended(
        &self,
        id: &UpdateId,
        end: &End,
        installed: Option<String>,
        details: Option<String>,
    ) -> EventKind {
        let End { outcome, cause } = *end;
        let (job, step, id) = (self.job, self.number, id.clone());
        EventKind::UpdateEnded { job, step, id, outcome, cause, installed, details }
    }

    /// Notes it for the people of this PC, by the name that one of two scans has for it.
    fn note(&self, id: &UpdateId, end: &End, scans: [Option<&Scan>; 2]) {
        let is_back = match self.step {
            Step::Install { .. } => false,
            Step::Undo { .. } => true,
            _ => return,
        };
        let mut offered = scans.into_iter().flatten().flat_map(|scan| &scan.updates);
        let named = offered.find(|update| update.id.native() == id.native());
        let name = named.map_or_else(|| id.in_session().native().to_owned(), |update| update.name.clone());
        let version = Some(id.version().to_owned());
        self.helper.lately.note(self.job, id, lately::changed(name, version, is_back, end));
    }

    /// Whether what the root half claims is so, as far as a fresh scan can tell.
    fn verified(&self, id: &UpdateId, claimed: End, scan: Option<&Scan>) -> End {
        match self.step {
            Step::Install { .. } => verified(id, claimed, scan),
            Step::Undo { .. } => back(id, claimed, scan),
            _ => claimed, // what was only fetched is offered still
        }
    }
}

fn refused(why: Refusal) -> StepEnd {
    StepEnd { end: End::failed(cause_of(why)), details: Some(why.to_string()) }
}

/// Whether a step that was begun may be asked for again: what stands in the way may pass. A full disk is waited for
/// however long it takes, as nothing could be told meanwhile; the root half knows what became of the step.
fn may_pass(refusal: Refusal, refusals: u32) -> bool {
    match refusal {
        Refusal::DiskFull => true,
        Refusal::NotPossible | Refusal::DiskUnusable => refusals < REFUSALS,
        _ => false,
    }
}

fn is_file_name(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    plain && !name.is_empty() && !name.starts_with('.')
}

/// A step that runs, or ran.
struct Following<'a> {
    piece: &'a Piece<'a>,
    tail: Tail,
    ended: BTreeMap<UpdateId, Progress>,
    told: Option<Progress>,
}

impl<'a> Following<'a> {
    fn new(piece: &'a Piece<'a>, file: &str) -> Self {
        let tail = Tail::new(piece.helper.places.progress(file));
        Self { piece, tail, ended: BTreeMap::new(), told: None }
    }

    /// Follows the step's progress until it ends, or the root half refuses to go on with it.
    async fn until_it_ends(&mut self) -> Result<StepEnd, Refusal> {
        let (mut news, mut refusals, mut given_up) = (Instant::now(), 0, None);
        loop {
            let lines = self.tail.read().unwrap_or_else(|error| {
                tracing::warn!(%error, "cannot read the progress of a step");
                Vec::new()
            });
            if !lines.is_empty() {
                (news, refusals) = (Instant::now(), 0);
            }
            if let Some(end) = self.take_in(lines) {
                return Ok(end);
            }
            if let Some(refusal) = given_up {
                return Err(refusal);
            }
            if news.elapsed() > SILENCE {
                // If it was interrupted, the root half looks at what it left.
                match self.piece.ask_to_run().await {
                    Ok(_) => refusals = 0,
                    Err(refusal) if may_pass(refusal, refusals) => refusals = refusals.saturating_add(1),
                    Err(refusal) => given_up = Some(refusal),
                }
                news = Instant::now();
            }
            sleep(LOOK).await;
        }
    }

    fn take_in(&mut self, lines: Vec<Progress>) -> Option<StepEnd> {
        let mut moved = None;
        let mut end = None;
        for line in lines {
            match line {
                Progress::Moved { .. } => moved = Some(line),
                Progress::UpdateEnded { ref id, .. } => drop(self.ended.insert(id.clone(), line)),
                Progress::StepEnded { outcome, cause, details } => {
                    end = Some(StepEnd { end: End { outcome, cause }, details });
                }
            }
        }
        if let Some(moved) = moved.filter(|moved| self.told.as_ref() != Some(moved)) {
            self.tell_progress(&moved);
            self.told = Some(moved);
        }
        end
    }

    fn tell_progress(&self, moved: &Progress) {
        if let Progress::Moved { phase, percent, item } = moved {
            let (phase, percent, item) = (*phase, (*percent).min(100), item.clone());
            let (job, step) = (self.piece.job, self.piece.number);
            self.piece.helper.note(EventKind::Progress { job, step, phase, percent, item });
        }
    }

    /// Tells how each update of the PC ended; what a fresh scan still offers is not installed.
    async fn tell_updates(&self, scans: [Option<&Scan>; 2], ended: &StepEnd) -> StepEnd {
        let [_, scan] = scans;
        let claimed = restarted(self.piece.step, ended.end.clone(), scan);
        let mut worst = repaired(self.piece.step, claimed, scan);
        for id in self.piece.ids().iter().filter(|id| id.person().is_none()) {
            let (claimed, installed, details) = self.claimed(id, &ended.end);
            let end = self.piece.verified(id, claimed, scan);
            self.piece.helper.story.tell(self.piece.update_ended(id, &end, installed, details)).await;
            self.piece.note(id, &end, scans);
            worst = worst.worse(end);
        }
        StepEnd { end: worst, details: ended.details.clone() }
    }

    fn claimed(&self, id: &UpdateId, step: &End) -> (End, Option<String>, Option<String>) {
        match self.ended.get(id) {
            Some(Progress::UpdateEnded { outcome, cause, installed, details, .. }) => {
                (End { outcome: *outcome, cause: *cause }, installed.clone(), details.clone())
            }
            _ if matches!(
                self.piece.step,
                Step::Install { .. } | Step::Undo { .. } | Step::Release { .. }
            ) =>
            {
                (unsaid(step), None, None)
            }
            _ => (step.clone(), None, None),
        }
    }
}

/// What becomes of an update of which the root half said nothing.
fn unsaid(step: &End) -> End {
    match step.outcome {
        Outcome::Done | Outcome::NeedsRestart => End::failed(Cause::InstalledButNotVerified),
        _ => step.clone(),
    }
}

/// "Done" only if a fresh scan answered for the update's source and no longer offers it. Where the source could not be
/// read, that is why: whether the old version is still there nobody knows then.
fn verified(id: &UpdateId, claimed: End, scan: Option<&Scan>) -> End {
    let source = scan.and_then(|scan| scan.sources.iter().find(|source| source.source == id.source()));
    let is_offered = scan.is_none_or(|scan| scan.updates.iter().any(|u| u.id == *id));
    let why_not = match source.map(|source| source.cause) {
        Some(None) if !is_offered => return claimed,
        Some(Some(unread)) if !is_offered => unread,
        _ => Cause::InstalledButNotVerified,
    };
    match claimed.outcome {
        Outcome::Done | Outcome::NeedsRestart => End::failed(why_not),
        _ => claimed,
    }
}

/// Back only if a fresh scan finds it so, and kept there.
fn back(id: &UpdateId, claimed: End, scan: Option<&Scan>) -> End {
    let is_back = |scan: &Scan| scan.kept.iter().any(|kept| kept.id == *id && kept.back.is_some());
    match claimed.outcome {
        Outcome::Done | Outcome::NeedsRestart if !scan.is_some_and(is_back) => {
            End::failed(Cause::InstalledButNotVerified)
        }
        _ => claimed,
    }
}

/// Sources that leave nothing behind that a repair could finish, so that it is done whether they answer or not.
const NEVER_UNFINISHED: [&str; 3] = ["flatpak", "snap", "fwupd"];

/// A repair is done only if a fresh scan finds nothing unfinished.
fn repaired(step: &Step, claimed: End, scan: Option<&Scan>) -> End {
    if *step != (Step::Repair {}) || claimed.outcome != Outcome::Done {
        return claimed;
    }
    let can_be = |source: &&SourceScan| !NEVER_UNFINISHED.contains(&&*source.source);
    let unread = |scan: &Scan| scan.counting().filter(can_be).find_map(|source| source.cause);
    let unfinished =
        |scan: &Scan| scan.counting().find_map(|source| source.unfinished).or_else(|| unread(scan));
    match scan.map(unfinished) {
        Some(None) => claimed,
        Some(Some(cause)) => End::failed(cause),
        None => End::failed(Cause::InterruptedBefore),
    }
}

/// A restart after which the PC asks for a restart all the same has not done what it was for.
fn restarted(step: &Step, claimed: End, scan: Option<&Scan>) -> End {
    let asks_again = scan.is_some_and(|scan| scan.restart_pending == Some(true));
    let is_restart = *step == (Step::Restart { off: false }) && claimed.outcome == Outcome::Done;
    if is_restart && asks_again { End::failed(Cause::RestartDidNotHelp) } else { claimed }
}

#[cfg(test)]
#[path = "steps/tests.rs"]
mod tests;
