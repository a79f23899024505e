//! Restarts of one PC: agreed, moved, taken back. They wait for its people by themselves.

use std::rc::Rc;

use jiff::{Timestamp, civil::DateTime};
use patchround_protocol::PcId;
use patchround_words::{say, say_with};

use super::desk::Desk;
use crate::{
    Error, Office,
    app::{answer::Answer, ask::RestartWhen, when},
    round::{Begin, tonight},
    tell::Told,
};

/// How far ahead a restart may be agreed: its order lives a day longer.
const HOURS_AHEAD: i64 = 6 * 24;

impl Desk {
    /// Restarts a PC once nobody uses it. What was agreed for it before is taken back first.
    pub(super) fn restart(self: &Rc<Self>, pc: &str, when: &RestartWhen) -> Result<Answer, Error> {
        let (Some(office), Ok(id)) = (self.office(), pc.parse::<PcId>()) else { return Ok(Answer::Done) };
        let begin = match self.begin_of(&office, when) {
            Ok(begin) => begin,
            Err(sentence) => return Ok(Answer::Refused { sentence: say(sentence) }),
        };
        let desk = self.clone();
        self.begin_work(async move {
            let _work = desk.work.lock().await;
            if let Err(error) = desk.restarted(&office, id, Some(begin)).await {
                desk.broken(&error);
            }
        });
        self.said(self.agreed(begin), false, false);
        Ok(Answer::Done)
    }

    fn agreed(&self, begin: Begin) -> String {
        let Some(at) = begin.time() else { return say("said-restart") };
        say_with("said-restart-later", &[("when", when::moment(at, Timestamp::now(), &self.zone).into())])
    }

    /// Takes an agreed restart back.
    pub(super) fn no_restart(self: &Rc<Self>, pc: &str) -> Answer {
        let (Some(office), Ok(id)) = (self.office(), pc.parse::<PcId>()) else { return Answer::Done };
        let desk = self.clone();
        self.begin_work(async move {
            let _work = desk.work.lock().await;
            if let Err(error) = desk.restarted(&office, id, None).await {
                desk.broken(&error);
            }
        });
        Answer::Done
    }

    /// The id of the sentence that says why not is the error.
    fn begin_of(&self, office: &Office, when: &RestartWhen) -> Result<Begin, &'static str> {
        let now = Timestamp::now();
        match when {
            RestartWhen::Now => Ok(Begin::Now),
            RestartWhen::Tonight => {
                let at = tonight(&office.policy(), now, &self.zone);
                at.map(Begin::At).ok_or("said-no-evening")
            }
            RestartWhen::Time { time } => {
                let at = time.parse::<DateTime>().ok().and_then(|time| time.to_zoned(self.zone.clone()).ok());
                let at = at.map(|at| at.timestamp());
                let is_near = |at: &Timestamp| *at > now && at.duration_since(now).as_hours() < HOURS_AHEAD;
                at.filter(is_near).map(Begin::At).ok_or("said-bad-time")
            }
        }
    }

    async fn restarted(&self, office: &Office, pc: PcId, begin: Option<Begin>) -> Result<(), Error> {
        if !self.options.talks {
            return Ok(());
        }
        let tell = |told: &Told<'_>| self.hear_others(told);
        let back = office.take_restarts_back(Some(pc), &tell).await?;
        let is_free = back.iter().all(|one| one.is_back);
        if begin.is_none() || !is_free {
            self.is_back(&back, say("said-no-restart"));
        }
        if let Some(begin) = begin.filter(|_| is_free) {
            office.order_restart(&[pc], begin, false)?;
        }
        // A look hands the order over, and hears what the PC says to it.
        office.look(&tell).await?;
        self.seen(office.look(&tell).await?);
        Ok(())
    }
}
