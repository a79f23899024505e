//! Two and more people who asked to wait with the same program and version (ux.md 4.3): that it is kept back for all is
//! proposed, and never done by itself.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{JobId, RoundId, consultation::Decision, ids::PackageName};

use super::{Objection, Program};
use crate::{
    error::Error,
    hold::longest_pause,
    office::Office,
    store::rounds::{Kind, StoredJob},
};

/// People who have to ask before it is proposed.
const PEOPLE: usize = 2;
/// For so long it is proposed to keep it back; a security update no longer than the floor allows.
const LONG: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is proposed to be kept back for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Which program and version.
    pub program: Program,
    /// What a person calls it.
    pub names: Vec<String>,
    /// The questions of those who asked to wait.
    pub jobs: Vec<JobId>,
    /// Who asked to wait, each with the PC.
    pub people: Vec<(String, String)>,
    /// How many people were asked about it, all in all.
    pub asked: usize,
    /// Until when it is proposed.
    pub until: Timestamp,
}

impl Office {
    /// What two and more people asked to wait with.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn together(&self) -> Result<Vec<Together>, Error> {
        let mut programs: BTreeMap<Program, Vec<Objection>> = BTreeMap::new();
        for objection in self.objections()? {
            programs.entry(objection.program.clone()).or_default().push(objection);
        }
        let mut all = Vec::new();
        for (program, objections) in programs {
            let people: BTreeSet<(String, String)> = objections
                .iter()
                .flat_map(|one| one.people.iter().map(|(person, ..)| (person.clone(), one.name.clone())))
                .collect();
            if people.len() < PEOPLE || objections.iter().any(|one| one.latest <= Timestamp::now()) {
                continue;
            }
            let names: BTreeSet<String> = objections.iter().flat_map(|one| one.names.clone()).collect();
            let jobs: Vec<JobId> = objections.iter().map(|one| one.job).collect();
            let is_security = objections.iter().any(|one| one.until.is_some());
            all.push(Together {
                asked: self.asked_about(&jobs)?.max(people.len()),
                until: objections
                    .iter()
                    .map(|one| one.latest)
                    .chain([self.proposed_end(is_security)])
                    .min()
                    .unwrap_or_default(),
                names: names.into_iter().collect(),
                people: people.into_iter().collect(),
                program,
                jobs,
            });
        }
        Ok(all)
    }

    /// Keeps back for all what was proposed so, takes back what has not begun elsewhere, and answers everybody who asked to
    /// wait, all of it or nothing; `why` is kept with it. The rounds to be brought to the PCs.
    ///
    /// # Errors
    /// [`Error::NotObjected`] where it is not proposed; as [`Office::hold`] and [`Office::answer`].
    pub fn hold_for_all(&self, question: JobId, why: &str) -> Result<Vec<RoundId>, Error> {
        let all = self.together()?;
        let one = all.iter().find(|one| one.jobs.contains(&question)).ok_or(Error::NotObjected)?;
        let like = self.store.job(question)?.ok_or(Error::NotObjected)?;
        // A crash in between would keep it back and leave people without an answer, and nobody would be told to go on.
        self.at_once(|| self.hold_one(one, &like, why))
    }

    fn hold_one(&self, one: &Together, like: &StoredJob, why: &str) -> Result<Vec<RoundId>, Error> {
        self.hold(&self.packages_of(&one.program)?, why, one.until)?;
        let stop = self.begin(Kind::Update, Vec::new());
        let pcs: Vec<_> =
            self.objections()?.iter().filter(|o| one.jobs.contains(&o.job)).map(|o| o.pc).collect();
        self.stop_program(&stop, like, &pcs)?;
        let answer = |job: &JobId| self.answer(*job, Decision::Wait { until: one.until }, "");
        let answers: Result<Vec<RoundId>, Error> = one.jobs.iter().map(answer).collect();
        Ok([vec![stop.id], answers?].concat())
    }

    fn proposed_end(&self, is_security: bool) -> Timestamp {
        let floor = longest_pause(&self.charter().floor);
        let long = if is_security { LONG.min(floor) } else { LONG };
        // A little less: by the time that it is signed the limit lies a moment later.
        Timestamp::now().checked_add(long - SignedDuration::from_mins(1)).unwrap_or(Timestamp::MAX)
    }

    /// The packages of a program, on whatever PC.
    fn packages_of(&self, program: &Program) -> Result<Vec<PackageName>, Error> {
        let pcs = self.store.pcs()?;
        let offered = pcs.iter().filter_map(|pc| pc.scan.as_ref()).flat_map(|scan| &scan.updates);
        let of_it = offered.filter(|one| one.source == program.source && one.group == program.group);
        let packages: BTreeSet<PackageName> = of_it.map(|update| update.package.clone()).collect();
        Ok(packages.into_iter().collect())
    }

    /// People who were asked in the same rounds about what these orders are about.
    fn asked_about(&self, jobs: &[JobId]) -> Result<usize, Error> {
        let Some(first) = jobs.first() else { return Ok(0) };
        let Some(like) = self.store.job(*first)? else { return Ok(0) };
        let mut people = BTreeSet::new();
        for one in self.store.consulted()? {
            let Some(stored) = self.store.job(one.job)? else { continue };
            if crate::after::is_same_program(&stored, &like) {
                people.insert((one.pc, one.person));
            }
        }
        Ok(people.len())
    }
}
