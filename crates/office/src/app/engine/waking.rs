//! Waking a PC that is off.

use std::rc::Rc;

use patchround_protocol::PcId;

use super::desk::Desk;
use crate::{app::answer::Answer, say as sentences, wake::WhyNot};

impl Desk {
    /// Has a PC woken by another one, and says what came of it. It does not wait for a round that is going on: that may be
    /// waiting for this very PC.
    pub(super) fn wake(self: &Rc<Self>, pc: &str) -> Answer {
        let (Some(office), Ok(id)) = (self.office(), pc.parse::<PcId>()) else { return Answer::Done };
        if !self.options.talks {
            return Answer::Done;
        }
        let desk = self.clone();
        self.begin_work(async move {
            match office.wake(id).await {
                Ok(end) => {
                    let is_trouble = !matches!(end.why_not, None | Some(WhyNot::IsOn | WhyNot::JustAsked));
                    desk.said(sentences::wake(&end), false, is_trouble);
                }
                Err(error) => return desk.broken(&error),
            }
            desk.answered();
            desk.refresh();
        });
        Answer::Done
    }
}
