//! Whether what is ordered is all that is offered: pacman is asked now, whatever was offered before.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome, UpdateId, ids::PackageName};
use patchround_updates::pacman::list::Answers;

use crate::{Ended, fit::removes, tell::Verdicts};

const WHOLLY: &str = "This PC is updated wholly or not at all.";

/// What becomes of an order.
#[derive(Debug, Default)]
pub(super) struct Decision {
    /// The ids that go in, all or none.
    pub(super) goes: Vec<UpdateId>,
    /// Why the others do not. What is at its version already has no verdict.
    pub(super) verdicts: Verdicts,
}

/// Which of these are offered at this moment in exactly this version.
pub(super) fn offered(ids: &[UpdateId], answers: &Answers) -> Decision {
    let mut decision = Decision::default();
    let parts = answers.parts();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        if answers.installed.is_at(id.native(), id.version()) {
            continue;
        }
        let now = parts.iter().find(|part| part.name == id.native());
        if now.is_some_and(|part| part.version == id.version()) {
            decision.goes.push(id.clone());
            continue;
        }
        let is_held = answers.upgrades.iter().any(|u| u.ignored && u.name == id.native());
        decision
            .verdicts
            .insert(id.clone(), if is_held { held() } else { gone(now.map(|part| part.version)) });
    }
    decision
}

fn held() -> Ended {
    Ended::not_done(Outcome::NeedsPerson, Cause::Held, "")
}

fn gone(offered: Option<&str>) -> Ended {
    Ended::failed(Cause::VersionGone, &format!("Offered now: {}", offered.unwrap_or("nothing")))
}

/// Those that go in: all that is offered is ordered, it goes, and what it removes is agreed to.
pub(super) fn wholly(ids: &[UpdateId], answers: &Answers, agreed: &[PackageName]) -> Decision {
    let mut decision = offered(ids, answers);
    if !decision.goes.is_empty()
        && let Some(objection) = objection(&decision.goes, answers, agreed)
    {
        decision.verdicts.extend(decision.goes.drain(..).map(|id| (id.clone(), objection(&id))));
    }
    decision
}

type Objection = Box<dyn Fn(&UpdateId) -> Ended>;

fn objection(ordered: &[UpdateId], answers: &Answers, agreed: &[PackageName]) -> Option<Objection> {
    let is_ordered =
        |name: &str, version: &str| ordered.iter().any(|id| id.native() == name && id.version() == version);
    let parts = answers.parts();
    let missing: Vec<String> = parts
        .iter()
        .filter(|part| !is_ordered(part.name, part.version))
        .map(|part| format!("{} {}", part.name, part.version))
        .collect();
    if !missing.is_empty() {
        let said = format!("{WHOLLY} Offered too, and not ordered: {}", missing.join(", "));
        return Some(Box::new(move |_| Ended::failed(Cause::OtherFailed, &said)));
    }
    if let Err(blocked) = &answers.targets {
        let blocked = blocked.clone();
        return Some(Box::new(move |id| {
            let is_this = blocked.packages.is_empty() || blocked.packages.contains(id.native());
            let cause = if is_this { Cause::DepsUnsolvable } else { Cause::OtherFailed };
            Ended::failed(cause, &format!("{WHOLLY}\n{}", blocked.said))
        }));
    }
    let is_agreed = |name: &str| agreed.iter().any(|agreed| agreed.as_str() == name);
    let ended = removes(answers.replaced(), is_agreed)?;
    Some(Box::new(move |_| ended.clone()))
}
