//! Practice people: who uses what a practice PC offers, and what they say when they are asked.
//!
//! They are made up; the rule by which their answers count is the real one.

use std::time::Duration;

use jiff::Timestamp;
use patchround_protocol::{
    Cause, EventKind, Job, JobId, Outcome, Step,
    consultation::{Answer, Asked, Consultation, Verdict, Worry},
    job::When,
    update::Class,
};

use tokio::time::sleep;

use crate::pc::Pc;

/// How long a practice person thinks before they answer.
const THINKS: Duration = Duration::from_millis(600);
/// What a practice person writes who asks to wait.
const WORDS: &str = "My invoice tool may stop working.";

/// What a practice person writes when something is wrong.
const WRONG: &str = "My invoices no longer print.";

/// What a practice person says when they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Yes, at once.
    Now,
    /// Nothing: it goes in at the announced time.
    Nothing,
    /// They ask to wait.
    Wait,
    /// Yes, at once; and once it is in place, that something is wrong.
    NowThenWrong,
}

/// What comes of an order whose people are asked.
pub(crate) enum Comes {
    /// It begins.
    Begins,
    /// It is looked at again after so long.
    Waits(Duration),
    /// It ends.
    Ends(Outcome, Cause),
}

impl Pc {
    /// What comes of an order, by what this PC's person was asked and said; tells both.
    pub(crate) fn asks(&self, job: &Job) -> Comes {
        let When::Asked { default, last } = job.when else { return Comes::Begins };
        let mut consultation = self.consultation(job, default, last);
        let now = self.clock();
        if let Some((name, says)) = self.manners.asked {
            let mut person = self.remembered(job.job, name);
            if person.announced.is_none()
                && let Some(announced) = consultation.announced_at(now)
            {
                self.tell(EventKind::PersonAsked { job: job.job, person: name.to_owned(), announced });
                person.sees(announced);
            }
            if person.said.is_none()
                && self.has_thought(job.job)
                && let Some(answer) = answer(says)
            {
                let (job, said) = (job.job, answer.clone());
                self.tell(EventKind::PersonAnswered { job, person: name.to_owned(), answer: said });
                person.says(&answer, now);
            }
            consultation.people = vec![person];
        }
        match consultation.verdict(now) {
            Verdict::Begin => Comes::Begins,
            Verdict::Wait(until) => {
                Comes::Waits(Duration::try_from(until.duration_since(now)).unwrap_or_default().min(THINKS))
            }
            Verdict::End(cause) => Comes::Ends(Outcome::NeedsPerson, cause),
        }
    }

    /// What this PC's person says once what they were asked about is in place.
    pub(crate) async fn says_wrong(&self, job: &Job) {
        if let (Some((name, Says::NowThenWrong)), When::Asked { .. }) = (self.manners.asked, job.when) {
            sleep(THINKS).await;
            let (person, words) = (name.to_owned(), WRONG.to_owned());
            self.tell(EventKind::PersonSaidWrong { job: job.job, person, words });
        }
    }

    fn consultation(&self, job: &Job, default: Timestamp, last: Timestamp) -> Consultation {
        let state = self.state();
        let ids = job.steps.iter().flat_map(|step| match step {
            Step::Install { ids, .. } => ids.as_slice(),
            _ => &[],
        });
        let class: Option<Class> = ids
            .filter_map(|id| state.offers.iter().find(|offer| offer.id() == *id))
            .map(|offer| offer.class)
            .min();
        Consultation { default, last, class, people: Vec::new() }
    }

    /// The person as the log tells of them: what was told before a power cut stands.
    fn remembered(&self, of: JobId, name: &str) -> Asked {
        let mut person = Asked { name: name.to_owned(), ..Asked::default() };
        for event in self.log.after(0) {
            match event.kind {
                EventKind::PersonAsked { job, announced, .. } if job == of => person.sees(announced),
                EventKind::PersonAnswered { job, answer, .. } if job == of => {
                    person.says(&answer, event.time)
                }
                _ => {}
            }
        }
        person
    }

    fn has_thought(&self, of: JobId) -> bool {
        let asked = self
            .log
            .after(0)
            .into_iter()
            .find(|event| matches!(event.kind, EventKind::PersonAsked { job, .. } if job == of));
        asked.is_some_and(|asked| {
            Duration::try_from(self.clock().duration_since(asked.time)).is_ok_and(|since| since >= THINKS)
        })
    }
}

fn answer(says: Says) -> Option<Answer> {
    match says {
        Says::Now | Says::NowThenWrong => Some(Answer::Now {}),
        Says::Nothing => None,
        Says::Wait => Some(Answer::Objection { worry: Worry::Tool {}, words: WORDS.to_owned() }),
    }
}
