//! What the person at the window answers to people who asked to wait, or said that something is wrong.

use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{JobId, PcId, RoundId, consultation::Decision};
use patchround_words::say;

use super::desk::Desk;
use crate::{Error, after::Then, app::ask::Decided, hold::end_after, tell::Told};

impl Desk {
    /// Answers, and brings it to the PC.
    pub(super) fn answer_people(
        self: &Rc<Self>,
        question: &str,
        decided: Decided,
        words: &str,
    ) -> Result<(), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let question: JobId = question.parse().map_err(|_| Error::NotObjected)?;
        let decision = match decided {
            Decided::GoBack => {
                let (round, _) = office.answer_wrong(question, Then::GoBack, words)?;
                return self.answered_people(self.clone().carry_way_back(round));
            }
            Decided::GoOn => {
                let (round, _) = office.answer_wrong(question, Then::GoOn, words)?;
                return self.answered_people(self.clone().bring_answer(round));
            }
            Decided::Wait { days } => {
                Decision::Wait { until: end_after(SignedDuration::from_hours(24 * i64::from(days)))? }
            }
            Decided::Keep => Decision::Keep {},
            Decided::GoAhead => Decision::GoAhead { at: office.go_ahead_at(Timestamp::now()) },
        };
        let round = office.answer(question, decision, words)?;
        self.answered_people(self.clone().bring_answer(round))
    }

    /// Keeps back for all what several people asked to wait with.
    pub(super) fn hold_for_all(self: &Rc<Self>, question: &str) -> Result<(), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let question: JobId = question.parse().map_err(|_| Error::NotObjected)?;
        let rounds = office.hold_for_all(question, &say("hold-for-people"))?;
        let desk = self.clone();
        self.said(say("said-held"), false, false);
        self.begin_work(async move {
            for round in rounds {
                desk.clone().bring_answer(round).await;
            }
        });
        self.reread()
    }

    /// Somebody talked with a person who wrote.
    pub(super) fn done_with(&self, pc: &str, note: &str) -> Result<(), Error> {
        let pc: PcId = pc.parse().map_err(|_| Error::NotObjected)?;
        let note: JobId = note.parse().map_err(|_| Error::NotObjected)?;
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        office.done_with(pc, |one| one.note == note)?;
        self.reread()
    }

    fn answered_people(&self, brings: impl Future<Output = ()> + 'static) -> Result<(), Error> {
        self.said(say("said-answered"), false, false);
        self.begin_work(brings);
        self.reread()
    }

    /// A PC that does not answer now gets it when it does.
    async fn bring_answer(self: Rc<Self>, round: RoundId) {
        let _work = self.work.lock().await;
        let Some(office) = self.office().filter(|_| self.options.talks) else { return };
        let brought = async {
            let tell = |told: &Told<'_>| self.hear_others(told);
            office.run(round, &tell).await?;
            office.look(&tell).await
        };
        match brought.await {
            Ok(views) => self.seen(views),
            Err(error) => self.broken(&error),
        }
    }
}
