//! What other people ordered is said in one sentence, whichever way it was heard, beside what is said already.

use super::{desk::Desk, state::JustSaid};
use crate::{app::snapshot::Said, concern::Notice, others::Others, tell::Told};

impl Desk {
    /// Hears whose orders new ones meet. What can be undone still can.
    pub(super) fn hear_others(&self, told: &Told<'_>) {
        let Told::Noticed { pc, notice: Notice::Ordered { who, order } } = told else { return };
        let before = self.state.borrow_mut().said.take();
        let mut others = before.as_ref().map(|just| just.others.clone()).unwrap_or_default();
        others.add(pc, who.as_deref(), order);
        self.say_beside(before, others);
    }

    /// Says what was just done, and what was heard of others meanwhile.
    pub(super) fn said_too(&self, sentence: String, trouble: bool) {
        let heard = self.state.borrow_mut().said.take().map(|just| just.others);
        self.said(sentence, false, trouble);
        if let Some(others) = heard.filter(|others| !others.is_empty()) {
            let before = self.state.borrow_mut().said.take();
            self.say_beside(before, others);
        }
    }

    /// With a new number: what somebody has closed is shown again.
    fn say_beside(&self, before: Option<JustSaid>, others: Others) {
        let (alone, undo, trouble, of) = before.map_or_else(Default::default, |just| {
            let Said { undo, trouble, .. } = just.said;
            (just.alone, undo, trouble, just.of)
        });
        let sentence = format!("{alone} {}", others.sentence()).trim().to_owned();
        self.say_of(Said { number: 0, sentence, undo, trouble }, of);
        if let Some(just) = &mut self.state.borrow_mut().said {
            (just.alone, just.others) = (alone, others);
        }
    }
}
