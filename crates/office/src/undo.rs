//! Going back: a package on one PC, to the version that the PC kept before it upgraded.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    PcId, RoundId, Step, UpdateId, charter::Floor, ids::PackageName, job::When, limits, wire::Kept,
};

use crate::{
    error::Error,
    hold::longest_pause,
    office::Office,
    pc_state::PcView,
    plain::plain,
    results::StepResult,
    say::package_name,
    store::{
        record::{Line, What},
        rounds::{Kind, StoredJob},
    },
};

/// The longest that a PC stays at an older version: nobody knows whether the newer one closes a hole, so it counts as if
/// it did (rules.md 4, "held" and "severity unknown").
const LONGEST: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long the order waits for its PC: by then whoever works there has found another way.
const LIFE_HOURS: i64 = 48;

impl PcView {
    /// What the PC kept of a package, by the name that `patchround updates` or an id has.
    pub fn kept(&self, package: &PackageName) -> Option<&Kept> {
        let all = &self.pc.scan.as_ref()?.kept;
        let base = |kept: &&Kept| kept.id.native().split(':').next() == Some(package.as_str());
        all.iter().find(|kept| kept.id.native() == package.as_str()).or_else(|| all.iter().find(base))
    }

    /// What an undo of a package would go back to.
    ///
    /// # Errors
    /// [`Error::NoReason`], [`Error::NothingKept`], also where the PC is back at it already.
    pub fn to_undo(&self, package: &PackageName, why: &str) -> Result<&Kept, Error> {
        if plain(why, limits::LINE_CHARS).is_empty() {
            return Err(Error::NoReason);
        }
        let kept = self.kept(package).filter(|kept| kept.back.is_none());
        kept.ok_or_else(|| Error::NothingKept(package.to_string()))
    }
}

impl Office {
    /// Signs and keeps an order that a PC goes back to the version it kept of a package, and stays there for two weeks
    /// at most. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::NoReason`], [`Error::NothingKept`]; [`Error::Store`], [`Error::Sign`].
    pub fn order_undo(&self, view: &PcView, package: &PackageName, why: &str) -> Result<RoundId, Error> {
        let kept = view.to_undo(package, why)?;
        let why = plain(why, limits::LINE_CHARS);
        let now = Timestamp::now();
        let until = now.checked_add(longest(&self.charter().floor)).unwrap_or(Timestamp::MAX);
        let step = Step::Undo { ids: vec![kept.id.clone()], until: Some(until) };
        let round = self.keep_one(view.pc.id, step)?;
        let (pc, id) = (view.pc.name.clone(), kept.id.clone());
        let name = self.name_of_kept(view.pc.id, &kept.id)?;
        self.note(&What::UndoAgreed { round, pc, pc_id: view.pc.id, id, name, why, until })?;
        Ok(round)
    }

    /// Signs and keeps an order that a PC no longer stays at the version it went back to.
    ///
    /// # Errors
    /// [`Error::NotBack`]; [`Error::Store`], [`Error::Sign`].
    pub fn order_release(&self, view: &PcView, package: &PackageName) -> Result<RoundId, Error> {
        let kept = view.kept(package).filter(|kept| kept.back.is_some());
        let kept = kept.ok_or_else(|| Error::NotBack(package.to_string()))?;
        let round = self.keep_one(view.pc.id, Step::Release { ids: vec![kept.id.clone()] })?;
        let (pc, id) = (view.pc.name.clone(), kept.id.clone());
        let name = self.name_of_kept(view.pc.id, &kept.id)?;
        self.note(&What::ReleaseAgreed { round, pc, id, name })?;
        Ok(round)
    }

    fn keep_one(&self, pc: PcId, step: Step) -> Result<RoundId, Error> {
        let round = self.begin(Kind::Undo, Vec::new());
        self.keep(&round, vec![(pc, vec![step])], When::Now, LIFE_HOURS)?;
        Ok(round.id)
    }

    /// What a person calls a kept version: as the update was called that took its place.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn name_of_kept(&self, pc: PcId, id: &UpdateId) -> Result<Option<String>, Error> {
        self.store.name_of_package(pc, id)
    }

    /// What became of it, for the record.
    pub(crate) fn note_way_back(&self, job: &StoredJob, pc: &str, end: &StepResult) -> Result<bool, Error> {
        let Some(id) = end.id.clone() else { return Ok(false) };
        let name = self.name_of_kept(job.job.pc, &id)?;
        let (round, pc, outcome, cause) = (job.job.round, pc.to_owned(), end.outcome, end.cause);
        let what = match step_of(job, &id) {
            Some(Step::Undo { .. }) => What::WentBack { round, pc, id, name, outcome, cause },
            Some(Step::Release { .. }) => What::LetGo { round, pc, id, name, outcome, cause },
            _ => return Ok(false),
        };
        self.note(&what)?;
        Ok(true)
    }

    /// Says of what PCs went back to who wanted it, why and until when.
    pub(crate) fn mark_undone(&self, views: &mut [PcView]) {
        let is_back =
            |view: &PcView| view.pc.scan.iter().flat_map(|s| &s.kept).any(|kept| kept.back.is_some());
        if !views.iter().any(is_back) {
            return;
        }
        let agreed = self.store.undos_agreed().unwrap_or_else(|error| {
            tracing::warn!(%error, "Failed to read who went back");
            Vec::new()
        });
        for view in views.iter_mut() {
            let pc = view.pc.id;
            let Some(scan) = view.pc.scan.as_mut() else { continue };
            for update in &mut scan.updates {
                let mut kept = scan.kept.iter().filter(|kept| kept.id.native() == update.id.native());
                let (Some(held), Some(kept)) = (update.held.as_mut(), kept.find(|kept| kept.back.is_some()))
                else {
                    continue;
                };
                held.until = kept.back.and_then(|back| back.until);
                if let Some((who, why)) = agreed.iter().find_map(|line| of(line, pc, &kept.id)) {
                    (held.by, held.why) = (Some(who), Some(why));
                }
            }
        }
    }
}

/// The longest that a PC stays at an older version.
pub(crate) fn longest(floor: &Floor) -> SignedDuration {
    LONGEST.min(longest_pause(floor))
}

fn step_of<'a>(job: &'a StoredJob, id: &UpdateId) -> Option<&'a Step> {
    let is_in = |step: &&Step| match step {
        Step::Undo { ids, .. } | Step::Release { ids } => ids.contains(id),
        _ => false,
    };
    job.job.steps.iter().find(is_in)
}

fn of(line: &Line, wanted: PcId, kept: &UpdateId) -> Option<(String, String)> {
    match &line.what {
        What::UndoAgreed { pc_id, id, why, .. } if *pc_id == wanted && id == kept => {
            Some((line.who.clone(), why.clone()))
        }
        _ => None,
    }
}

/// A kept version as it is said where nothing but its id is known.
pub fn plain_name(id: &UpdateId, name: Option<String>) -> String {
    name.map_or_else(|| package_name(id), |name| plain(&name, limits::LINE_CHARS))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::{
        Update,
        update::Held,
        wire::{Back, Scan},
    };

    use super::*;
    use crate::samples;

    const KEPT: &str = "apt:a:all@1";

    fn office() -> (tempfile::TempDir, Office) {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let (address, facts) = ("192.0.2.1:1".parse().unwrap(), patchround_protocol::wire::Facts::default());
        office.store.keep_pc(samples::pc(), "till", address, &facts, samples::now()).unwrap();
        (dir, office)
    }

    fn view(back: Option<Back>) -> PcView {
        let kept = Kept { id: KEPT.parse().unwrap(), newer: "2".into(), since: samples::now(), back };
        let held = Some(Held { by: None, why: None, until: None });
        let offered = Update { held, ..samples::update("apt:a:all@2") };
        let updates = if back.is_some() { vec![offered] } else { Vec::new() };
        let scan = Scan { kept: vec![kept], ..samples::scan(&updates) };
        PcView { pc: samples::stored_pc("till", Some(scan)), heard: true, working: false }
    }

    fn package() -> PackageName {
        "a".parse().unwrap()
    }

    #[test]
    fn an_undo_names_what_the_pc_kept_and_ends_with_what_the_floor_lets_wait() {
        let (_dir, office) = office();
        let round = office.order_undo(&view(None), &package(), " It does not print \n").unwrap();
        let jobs = office.store.jobs_of(round).unwrap();
        let [Step::Undo { ids, until: Some(until) }] = &jobs[0].job.steps[..] else { panic!("{jobs:?}") };
        assert_eq!(ids[0].as_str(), KEPT);
        let days = until.duration_since(Timestamp::now()).as_hours() / 24;
        assert!((13..=14).contains(&days), "{days}");
        let record = office.store.record().unwrap();
        let last = record.last().unwrap();
        assert_eq!(last.who, "Maria");
        assert!(matches!(&last.what, What::UndoAgreed { why, .. } if why == "It does not print"), "{last:?}");
    }

    #[test]
    fn an_undo_needs_a_reason_and_something_that_was_kept() {
        let (_dir, office) = office();
        let back = Some(Back { since: samples::now(), until: None });
        let undo =
            |view: &PcView, package: &str, why| office.order_undo(view, &package.parse().unwrap(), why);
        assert!(matches!(undo(&view(None), "a", " "), Err(Error::NoReason)));
        assert!(matches!(undo(&view(None), "b", "why"), Err(Error::NothingKept(_))));
        assert!(matches!(undo(&view(back), "a", "why"), Err(Error::NothingKept(_))), "it is back already");
        assert!(matches!(office.order_release(&view(None), &package()), Err(Error::NotBack(_))));
        assert!(office.store.open_jobs().unwrap().is_empty());
        office.order_release(&view(back), &package()).unwrap();
        assert!(matches!(office.store.open_jobs().unwrap()[0].job.steps[0], Step::Release { .. }));
    }

    #[test]
    fn what_a_pc_went_back_to_is_shown_with_who_wanted_it_why_and_until_when() {
        let (_dir, office) = office();
        office.order_undo(&view(None), &package(), "It does not print").unwrap();
        let until = samples::now() + 5.hours();
        let mut views = vec![view(Some(Back { since: samples::now(), until: Some(until) }))];
        office.mark_undone(&mut views);
        let held = views[0].pc.scan.as_ref().unwrap().updates[0].held.clone().unwrap();
        assert_eq!((held.by.as_deref(), held.until), (Some("Maria"), Some(until)));
        assert_eq!(held.why.as_deref(), Some("It does not print"));
    }

    #[test]
    fn what_is_called_back_and_is_not_there_in_a_fresh_look_did_not_go_back() {
        use patchround_protocol::{Cause, Event, EventKind, Job, Outcome};

        let step = Step::Undo { ids: vec![KEPT.parse().unwrap()], until: None };
        let job = Job { steps: vec![step], ..samples::job(&[]) };
        let kind = EventKind::UpdateEnded {
            job: job.job,
            step: 0,
            id: KEPT.parse().unwrap(),
            outcome: Outcome::Done,
            cause: None,
            installed: None,
            details: None,
        };
        let heard = crate::results::heard(&job, &[(0, Event::new(1, samples::now(), kind))]);
        let back = Some(Back { since: samples::now(), until: None });
        let close = |view: PcView| crate::results::close(&job, &heard, view.pc.scan.as_ref())[0].clone();
        assert_eq!(close(view(back)).outcome, Outcome::Done);
        let not = close(view(None));
        assert_eq!((not.outcome, not.cause), (Outcome::Failed, Some(Cause::InstalledButNotVerified)));
    }
}
