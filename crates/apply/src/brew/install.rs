//! Putting in what is outdated at this moment, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    AskError, Pc,
    brew::{
        Prefix, ask,
        casks::Cask,
        list,
        outdated::{Kind, Outdated},
    },
};

use super::ended;
use crate::{
    Ended,
    meter::{Meter, percent},
    patience::Patience,
    running,
    tell::{self, Verdicts},
};

/// Any other Homebrew that changes something at this moment.
const WRITERS: &str = "brew\\.rb (upgrade|install|reinstall|uninstall|update|cleanup)";

/// Puts these in, each only if it is offered now in exactly this version, not pinned, and its apps are closed.
pub(super) fn carry_out(
    pc: &Pc<'_>,
    prefix: &Prefix,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let waited = patience.until_nobody(meter, || running::first(pc, WRITERS).map(|_| "brew".to_owned()));
    let offered = waited.and_then(|()| ask::outdated(pc, prefix).map_err(Ended::from));
    let offered = match offered {
        Ok(offered) => offered,
        Err(ended) => return tell::each(ids, meter, |_| ended.clone()),
    };
    let wanted: BTreeSet<&UpdateId> = ids.iter().collect();
    let (mut refused, mut tried) = (Verdicts::new(), BTreeMap::new());
    for (at, id) in wanted.iter().enumerate() {
        match decide(pc, prefix, &offered, id) {
            Ok(one) => {
                meter.moved(Phase::Installing, percent(at, wanted.len()), Some(&one.name));
                let call = ask::brew(prefix, ["upgrade", one.kind.flag(), "--", &one.name]);
                let ended = ended(pc.tools.write(&call, &mut |_| {}).map_err(AskError::from));
                tried.insert((*id).clone(), (one, ended));
            }
            Err(ended) => drop(refused.insert((*id).clone(), there_or(pc, prefix, id, ended))),
        }
    }
    meter.moved(Phase::Verifying, 0.0, None);
    tell::each(ids, meter, |id| match tried.get(id) {
        Some((one, ended)) => verified(pc, prefix, one, ended),
        None => refused.get(id).cloned().unwrap_or(Ended::DONE),
    })
}

/// What is not offered any more may be there already: that is done.
fn there_or(pc: &Pc<'_>, prefix: &Prefix, id: &UpdateId, ended: Ended) -> Ended {
    match ended.cause {
        Some(Cause::VersionGone) => match ask::is_there(pc, prefix, id) {
            Ok(true) => Ended::DONE,
            Ok(false) => ended,
            Err(error) => error.into(),
        },
        _ => ended,
    }
}

/// What is offered now by this id: its name is Homebrew's own, and never what was ordered.
fn decide<'a>(
    pc: &Pc<'_>,
    prefix: &Prefix,
    offered: &'a [Outdated],
    id: &UpdateId,
) -> Result<&'a Outdated, Ended> {
    let gone = || Ended::failed(Cause::VersionGone, "It is not offered any more");
    let one = offered.iter().find(|one| list::id(one).as_ref() == Some(id)).ok_or_else(gone)?;
    if one.is_pinned {
        return Err(Ended::not_done(Outcome::NeedsPerson, Cause::Held, ""));
    }
    if one.kind == Kind::Cask {
        let mut casks = ask::casks(pc, prefix, std::iter::once(&*one.name)).map_err(Ended::from)?;
        let Cask { apps, .. } = casks
            .remove(&one.name)
            .ok_or_else(|| Ended::failed(Cause::Unexpected, "Nothing is said of what it brings"))?;
        // Homebrew would end them, with whatever is not saved.
        if let Some(open) = apps.iter().find(|app| running::may_run(pc, app)) {
            return Err(Ended::not_done(Outcome::NeedsPerson, Cause::AppRunning, open));
        }
    }
    Ok(one)
}

/// Done is what a new process finds there.
fn verified(pc: &Pc<'_>, prefix: &Prefix, one: &Outdated, ended: &Ended) -> Ended {
    match ask::versions(pc, prefix, one.kind, &one.name) {
        Ok(there) if there.contains(&one.offered) => Ended::DONE,
        Ok(_) if ended.outcome == Outcome::Done => Ended::failed(Cause::InstalledButNotVerified, ""),
        Ok(_) => ended.clone(),
        Err(error) => error.into(),
    }
}
