//! How many people of a round were asked, and what they said (ux.md 4).

use std::collections::BTreeMap;

use patchround_protocol::{PcId, RoundId, consultation::Answer};

use crate::{
    error::Error,
    office::Office,
    store::{consultations::Consulted, rounds::Stage},
};

/// Rounds that are looked through for one whose people are asked.
const LOOKED_THROUGH: u32 = 20;

/// How many people were asked in a round, by what they said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// They said: now.
    pub now: usize,
    /// They chose a time.
    pub later: usize,
    /// They asked to wait.
    pub wait: usize,
    /// They have not answered.
    pub not_yet: usize,
}

/// What a person said; of several answers of one person the last of these counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Now,
    Later,
    Wait,
    NotYet,
}

impl Counts {
    /// Everybody who was asked.
    pub fn all(self) -> usize {
        self.now + self.later + self.wait + self.not_yet
    }

    fn of<'a>(consulted: impl IntoIterator<Item = &'a Consulted>) -> Self {
        let mut people: BTreeMap<(PcId, &str), Said> = BTreeMap::new();
        for one in consulted {
            let said = said(one.answer.as_ref());
            people.entry((one.pc, &one.person)).and_modify(|known| *known = said.max(*known)).or_insert(said);
        }
        let many = |wanted| people.values().filter(|said| **said == wanted).count();
        let (now, later) = (many(Said::Now), many(Said::Later));
        Self { now, later, wait: many(Said::Wait), not_yet: many(Said::NotYet) }
    }
}

fn said(answer: Option<&Answer>) -> Said {
    match answer {
        Some(Answer::Now {}) => Said::Now,
        Some(Answer::Time { .. }) => Said::Later,
        Some(Answer::Objection { .. }) => Said::Wait,
        Some(Answer::Unknown) | None => Said::NotYet,
    }
}

impl Office {
    /// What the people of a round were asked and said; one who was asked about several programs counts once.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn asked_in(&self, round: RoundId) -> Result<Counts, Error> {
        let jobs = self.store.jobs_of(round)?;
        let consulted = self.store.consulted()?;
        let is_its = |one: &&Consulted| jobs.iter().any(|job| job.job.job == one.job);
        Ok(Counts::of(consulted.iter().filter(is_its)))
    }

    /// The newest round whose people were asked and of which something is still open: an answer, the time that was
    /// chosen, or what the person in charge answers to who asked to wait.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub fn asking_now(&self) -> Result<Option<Counts>, Error> {
        let unanswered = self.objections()?;
        for round in self.store.update_rounds(LOOKED_THROUGH)? {
            let jobs = self.store.jobs_of(round)?;
            let is_open = jobs.iter().filter(|job| job.asks()).any(|job| {
                let is_over = matches!(job.stage, Stage::Closed | Stage::Silent | Stage::Withdrawn);
                !is_over || unanswered.iter().any(|objection| objection.job == job.job.job)
            });
            if is_open {
                return Ok(Some(self.asked_in(round)?).filter(|counts| counts.all() > 0));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use patchround_protocol::{JobId, consultation::Worry};
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    fn one(person: &str, job: u128, answer: Option<Answer>) -> Consulted {
        Consulted {
            job: JobId(uuid::Uuid::from_u128(job)),
            pc: samples::pc(),
            person: person.to_owned(),
            asked: samples::now(),
            answered: answer.as_ref().map(|_| samples::now()),
            answer,
            decision: None,
            words: None,
        }
    }

    fn answers() -> [Option<Answer>; 4] {
        let time = Timestamp::UNIX_EPOCH;
        let objection = Answer::Objection { worry: Worry::Tool {}, words: String::new() };
        [Some(Answer::Now {}), Some(Answer::Time { time }), Some(objection), None]
    }

    #[test]
    fn each_person_counts_by_what_they_said_and_one_with_two_questions_by_the_one_that_is_open() {
        let [now, later, wait, none] = answers();
        let all = [
            one("ana", 1, now.clone()),
            one("ben", 1, now),
            one("ben", 2, none.clone()),
            one("jonas", 1, wait),
            one("li", 1, later),
            one("lena", 1, none),
        ];
        assert_eq!(Counts::of(&all), Counts { now: 1, later: 1, wait: 1, not_yet: 2 });
    }

    proptest! {
        #[test]
        fn nobody_is_left_out_or_counted_twice(told in proptest::collection::vec((0u8..6, 0u128..3, 0usize..4), 0..30)) {
            let all: Vec<Consulted> = told
                .iter()
                .map(|(person, job, said)| one(&person.to_string(), *job, answers()[*said].clone()))
                .collect();
            let people: std::collections::BTreeSet<_> = told.iter().map(|(person, ..)| person).collect();
            prop_assert_eq!(Counts::of(&all).all(), people.len());
        }
    }
}
