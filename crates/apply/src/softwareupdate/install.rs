//! Putting in what is listed at this moment, one after the other.

use std::collections::BTreeSet;

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    AskError, Pc,
    command::{Call, CommandError, Told},
    softwareupdate::{
        self,
        ask::{self, SOFTWAREUPDATE},
        causes, history, list,
        listed::Entry,
    },
};

use crate::{
    Ended,
    meter::{Meter, percent},
    room::{self, Needs},
    running,
    tell::{self, Verdicts},
};

/// Puts these in, each only if it is offered now, needs neither restart nor password, and its program is closed.
pub(super) fn carry_out(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
    let offered = match ask::listed(pc) {
        Ok(offered) => offered,
        Err(error) => {
            let mut ends = Verdicts::new();
            tell::give_up(ids, &error.into(), &mut ends);
            return tell::each(ids, meter, |id| end_of(&ends, id));
        }
    };
    let (mut refused, mut tried) = (Verdicts::new(), Verdicts::new());
    let running = softwareupdate::version(pc);
    let wanted: BTreeSet<&UpdateId> = ids.iter().collect();
    for (at, id) in wanted.iter().enumerate() {
        match decide(pc, &offered, id, running.as_deref()) {
            Ok(entry) => {
                meter.moved(Phase::Installing, percent(at, wanted.len()), Some(&entry.title));
                tried.insert((*id).clone(), ended(pc.tools.write(&install(entry), &mut |_| {})));
            }
            Err(ended) => drop(refused.insert((*id).clone(), ended)),
        }
    }
    if tried.is_empty() {
        return tell::each(ids, meter, |id| end_of(&refused, id));
    }
    look(pc, ids, meter, |id| refused.get(id).cloned(), |id| end_of(&tried, id))
}

/// Tells every id once by a list that a new process asks for. Done is what is not offered any more, and went well by the
/// account of whoever put it in, or stands in the system's history: Apple also takes offers back. `known` ends are told
/// whatever it offers, and `said` is how each ended by its own account.
pub(super) fn look(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    known: impl Fn(&UpdateId) -> Option<Ended>,
    said: impl Fn(&UpdateId) -> Ended,
) -> Ended {
    meter.moved(Phase::Verifying, 0.0, None);
    let offered = ask::listed(pc).map_err(Ended::from);
    let by_list = |id: &UpdateId| match &offered {
        Ok(offered) if find(offered, id).is_some() => match said(id) {
            Ended { outcome: Outcome::Done, .. } => Ended::failed(Cause::InstalledButNotVerified, ""),
            ended => ended,
        },
        Ok(_) if history::has(pc, id) => Ended::DONE,
        Ok(_) => said(id),
        Err(ended) => ended.clone(),
    };
    tell::each(ids, meter, |id| known(id).unwrap_or_else(|| by_list(id)))
}

/// What is offered now by this id: its label is the list's own, and never what was ordered.
fn decide<'a>(
    pc: &Pc<'_>,
    offered: &'a [Entry],
    id: &UpdateId,
    running: Option<&str>,
) -> Result<&'a Entry, Ended> {
    let gone = || Ended::failed(Cause::VersionGone, "It is not offered any more");
    let entry = find(offered, id).ok_or_else(gone)?;
    let waits = |cause, said: &str| Err(Ended::not_done(Outcome::NeedsPerson, cause, said));
    if let Some(cause) = list::blocked(entry, running) {
        return waits(cause, "");
    }
    let needs = Needs {
        fetched: entry.bytes.unwrap_or_default(),
        installed: None,
        cache: "/Library/Updates",
        system: &["/"],
    };
    if let Some(full) = room::to_install(pc, needs) {
        return Err(full);
    }
    if entry.label.starts_with('-') {
        return Err(Ended::failed(Cause::NotForThisPc, "Its label would be an option"));
    }
    match list::program(&entry.label) {
        Some(program) if running::may_run(pc, program) => waits(Cause::AppRunning, program),
        _ => Ok(entry),
    }
}

fn find<'a>(offered: &'a [Entry], id: &UpdateId) -> Option<&'a Entry> {
    offered.iter().find(|entry| list::id(entry).as_ref() == Some(id))
}

/// Never with `-R`: nothing that wants a restart goes in here.
fn install(entry: &Entry) -> Call {
    Call::new(SOFTWAREUPDATE, ["-i", &entry.label, "--agree-to-license"])
}

fn end_of(ends: &Verdicts, id: &UpdateId) -> Ended {
    ends.get(id).cloned().unwrap_or_else(|| Ended::failed(Cause::VersionGone, ""))
}

/// How a run ended by its own account, which is not believed where it says that it did well.
fn ended(told: Result<Told, CommandError>) -> Ended {
    match told {
        Ok(told) if told.is_success() => Ended::DONE,
        Ok(told) => {
            let cut_off = told.status.is_none().then_some(Cause::InterruptedBefore);
            let cause = cut_off.unwrap_or_else(|| causes::classify(&told.said()));
            Ended::failed(cause, &format!("{}\n[{}]", told.said(), told.ending()))
        }
        Err(error) => AskError::from(error).into(),
    }
}
