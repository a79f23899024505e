//! What the person at the window has a PC go back to, and let go of again.

use std::{collections::BTreeMap, rc::Rc};

use patchround_protocol::{Outcome, RoundId, UpdateId, ids::PackageName, limits};
use patchround_words::say_with;

use super::desk::Desk;
use crate::{Error, Office, PcView, app::ask::Ask, plain::plain_end, results::StepResult, say, tell::Told};

impl Desk {
    /// Has a PC go back; what becomes of it is on its page.
    pub(super) fn go_back(self: &Rc<Self>, pc: &str, id: &str, why: &str) -> Result<(), Error> {
        let (office, view, package) = self.kept(pc, id)?;
        let round = office.order_undo(&view, &package, why)?;
        self.ordered(round, "said-goes-back", &view)
    }

    /// Has a PC take newer versions again.
    pub(super) fn let_go(self: &Rc<Self>, pc: &str, id: &str) -> Result<(), Error> {
        let (office, view, package) = self.kept(pc, id)?;
        let round = office.order_release(&view, &package)?;
        self.ordered(round, "said-lets-go", &view)
    }

    /// What people call the versions that the PC of a page kept.
    pub(super) fn kept_names(&self, office: &Office, ask: &Ask) -> Result<BTreeMap<UpdateId, String>, Error> {
        let Ask::Pc { pc } = ask else { return Ok(BTreeMap::new()) };
        let mut names = BTreeMap::new();
        let Some(view) = self.view_of(pc) else { return Ok(names) };
        for kept in view.pc.scan.iter().flat_map(|scan| &scan.kept) {
            let name = office.name_of_kept(view.pc.id, &kept.id)?;
            names.extend(name.map(|name| (kept.id.clone(), name)));
        }
        Ok(names)
    }

    fn kept(&self, pc: &str, id: &str) -> Result<(Rc<Office>, PcView, PackageName), Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let id: Option<UpdateId> = id.parse().ok();
        let view = self.view_of(pc).ok_or_else(|| Error::UnknownPc(String::new()))?;
        let native = id.as_ref().map(UpdateId::native).unwrap_or_default();
        let package = native.parse().map_err(|_| Error::NothingKept(native.to_owned()))?;
        Ok((office, view, package))
    }

    fn ordered(self: &Rc<Self>, round: RoundId, said: &str, view: &PcView) -> Result<(), Error> {
        let id = if view.heard { said } else { "said-goes-back-later" };
        self.said(say_with(id, &[("pc", view.pc.name.clone().into())]), false, false);
        self.begin_work(self.clone().carry_way_back(round));
        self.reread()
    }

    pub(super) async fn carry_way_back(self: Rc<Self>, round: RoundId) {
        let _work = self.work.lock().await;
        let Some(office) = self.office().filter(|_| self.options.talks) else { return };
        let carried = async {
            let tell = |told: &Told<'_>| self.hear_others(told);
            let end = office.run(round, &tell).await?;
            Ok::<_, Error>((end, office.look(&tell).await?))
        };
        match carried.await {
            Ok((end, views)) => {
                let mut bad = end.pcs.iter().flat_map(|pc| &pc.steps).filter(|step| is_bad(step));
                if let Some(trouble) = bad.find_map(trouble) {
                    self.said_too(trouble, true);
                }
                self.seen(views);
            }
            Err(error) => self.broken(&error),
        }
    }
}

/// Why it did not work and what to do, with the last that was said by who tried: no page shows it.
fn trouble(step: &StepResult) -> Option<String> {
    let cause = step.cause?;
    let words =
        plain_end(step.details.as_deref().unwrap_or_default(), limits::LINE_CHARS).replace('\n', " / ");
    let details = (!words.is_empty()).then(|| say_with("result-details", &[("details", words.into())]));
    let all = [Some(say::cause_of_undo(cause)), Some(say::next_of_undo(cause)), details];
    Some(all.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// A PC that does not answer goes back once it does: that was said already.
fn is_bad(step: &StepResult) -> bool {
    !matches!(step.outcome, Outcome::Done | Outcome::Unreachable)
}

#[cfg(test)]
mod tests {
    use patchround_protocol::Cause;
    use patchround_words::{Language, Surface, speak};

    use super::*;

    #[test]
    fn what_did_not_go_back_is_said_with_the_last_words_of_who_tried() {
        speak(Language::English, Surface::Window);
        let step = StepResult::new(None, Outcome::Failed, Some(Cause::UndoBlocked));
        let said = trouble(&step).unwrap();
        assert!(said.starts_with("This PC, or another") && !said.contains("Technical details"), "{said}");
        let said = trouble(&StepResult { details: Some("Would also\nchange: b".into()), ..step }).unwrap();
        assert!(said.contains("Technical details: ") && said.contains("Would also / change: b"), "{said}");
    }
}
