//! Fetching and installing: the whole upgrade, or nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    time::{Duration, SystemTime},
};

use patchround_protocol::{Cause, UpdateId, event::Phase, ids::PackageName};
use patchround_updates::{
    Pc,
    command::{CommandError, Told},
    pacman::{self, ask, causes, list::Answers, log, places, said, targets::Target},
};

use crate::{
    Ended,
    meter::Meter,
    patience::Patience,
    room::{self, Needs},
    tell::{self, Verdicts},
};

use super::{
    decide, lists, lock, refresh,
    run::{self, Ran},
    verify,
};

/// The system's lists as they were, until something is installed.
const SAVED: &str = "/var/lib/patchround-root/pacman/saved";
/// The log has whole seconds.
const SECOND: Duration = Duration::from_secs(1);
const STALE: &str = "pacman has read newer lists than ours by itself";

/// Fetches what is offered: all of it, since only all of it can go in.
pub(super) fn download(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
    refresh::put_back_unfinished(pc);
    let mut verdicts = Verdicts::new();
    match ask::answers(pc) {
        Ok(answers) => fetch_offered(pc, ids, &answers, meter, &mut verdicts),
        Err(error) => tell::give_up(ids, &error.into(), &mut verdicts),
    }
    meter.moved(Phase::Verifying, 0.0, None);
    tell::each(ids, meter, |id| verdicts.get(id).cloned().unwrap_or(Ended::DONE))
}

fn fetch_offered(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    answers: &Answers,
    meter: &mut Meter<'_>,
    verdicts: &mut Verdicts,
) {
    let decision = decide::offered(ids, answers);
    verdicts.extend(decision.verdicts);
    if decision.goes.is_empty() {
        return;
    }
    if let Some(full) = room::to_fetch(pc, needs(answers)) {
        verdicts.extend(decision.goes.into_iter().map(|id| (id, full.clone())));
    } else if let Err((unfetched, ended)) = fetch(pc, meter) {
        verdicts.extend(not_fetched(&decision.goes, &unfetched, &ended));
    }
}

/// What is said where something could not be fetched: without it nothing goes.
fn not_fetched(ids: &[UpdateId], unfetched: &[String], ended: &Ended) -> Verdicts {
    let other = Ended { cause: Some(of_another(ended.cause)), ..ended.clone() };
    let is_this = |id: &UpdateId| unfetched.is_empty() || unfetched.iter().any(|name| name == id.native());
    ids.iter().map(|id| (id.clone(), if is_this(id) { ended.clone() } else { other.clone() })).collect()
}

/// Installs these updates: all that pacman offers at this moment, in exactly these versions, or none.
///
/// Everything is fetched and checked before the system's own lists become those that were read last; where then
/// nothing is installed they are put back.
pub(super) fn install(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    agreed: &[PackageName],
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Ended {
    let mut verdicts = Verdicts::new();
    let run = attempt(pc, ids, agreed, meter, patience, &mut verdicts);
    meter.moved(Phase::Verifying, 0.0, None);
    verify::tell(pc, ids, &verdicts, run.as_ref().map(Option::as_ref), meter)
}

/// The run of pacman, if it came to one.
fn attempt(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    agreed: &[PackageName],
    meter: &mut Meter<'_>,
    patience: &Patience,
    verdicts: &mut Verdicts,
) -> Result<Option<Ran>, Ended> {
    lock::wait(pc, meter, patience)?;
    put_back_lists(pc);
    refresh::put_back_unfinished(pc);
    not_stale(pc)?;
    let answers = ask::answers(pc).map_err(Ended::from)?;
    let decision = decide::wholly(ids, &answers, agreed);
    verdicts.extend(decision.verdicts);
    if decision.goes.is_empty() {
        return Ok(None);
    }
    if let Some(full) = full(pc, &answers) {
        return Err(full);
    }
    if let Err((unfetched, ended)) = fetch(pc, meter) {
        verdicts.extend(not_fetched(&decision.goes, &unfetched, &ended));
        return Ok(None);
    }
    // Fetching takes its time: somebody may have read newer lists, or upgraded, meanwhile.
    lock::wait(pc, meter, patience)?;
    let before = &answers.installed.versions;
    not_stale(pc).and_then(|()| not_changed(pc, before))?;
    let may_replace = !answers.replaced().is_empty();
    with_our_lists(pc, before, || upgrade(pc, before, may_replace, meter, patience)).map(Some)
}

/// What was decided was decided by our lists, as the newest.
fn not_stale(pc: &Pc<'_>) -> Result<(), Ended> {
    if lists::is_newer(&pc.place(places::SYSTEM_LISTS), &pc.place(places::OUR_LISTS)) {
        return Err(Ended::failed(Cause::FileGone, STALE));
    }
    Ok(())
}

fn not_changed(pc: &Pc<'_>, before: &BTreeMap<String, String>) -> Result<(), Ended> {
    match ask::database(pc) {
        Ok(now) if now == *before => Ok(()),
        Ok(_) => Err(Ended::failed(Cause::FileGone, STALE)),
        Err(error) => Err(error.into()),
    }
}

/// What lies with the PC lies with it for all; else another package is why this one waits.
fn of_another(cause: Option<Cause>) -> Cause {
    match cause {
        Some(cause @ (Cause::DiskFull | Cause::DiskUnusable | Cause::NoNetwork | Cause::Timeout)) => cause,
        Some(cause @ (Cause::BusyOtherUpdater | Cause::ServerFault)) => cause,
        _ => Cause::OtherFailed,
    }
}

/// Makes our lists the system's while something runs; those before are put back if it changed nothing.
fn with_our_lists(
    pc: &Pc<'_>,
    before: &BTreeMap<String, String>,
    run: impl FnOnce() -> Result<Ran, Ended>,
) -> Result<Ran, Ended> {
    let (ours, system, saved) =
        (pc.place(places::OUR_LISTS), pc.place(places::SYSTEM_LISTS), pc.place(SAVED));
    lists::keep(&system, &saved).map_err(|error| Ended::unwritten(&error))?;
    let ran = match lists::put(&ours, &system) {
        Ok(()) => run(),
        Err(error) => Err(Ended::unwritten(&error)),
    };
    // Where that cannot be known, something may have been: the newer lists are the right ones then.
    let is_unchanged = ask::database(pc).is_ok_and(|now| now == *before);
    if let Err(error) = let_go(pc, is_unchanged) {
        tracing::warn!(%error, "Failed to put the system's lists back");
    }
    ran
}

fn let_go(pc: &Pc<'_>, put_back: bool) -> io::Result<()> {
    if put_back {
        lists::mirror(&pc.place(SAVED), &pc.place(places::SYSTEM_LISTS))?;
    }
    lists::throw_away(&pc.place(SAVED))
}

/// After an interruption: the system's lists are put back if pacman had not begun to change anything since they were
/// saved.
pub(super) fn put_back_lists(pc: &Pc<'_>) {
    let Ok(saved) = fs::metadata(pc.place(SAVED)).and_then(|found| found.modified()) else { return };
    let began_since = log::last_started(pc).is_some_and(|at| SystemTime::from(at) + SECOND >= saved);
    if let Err(error) = let_go(pc, !began_since) {
        tracing::warn!(%error, "Failed to put the system's lists back");
    }
}

fn upgrade(
    pc: &Pc<'_>,
    before: &BTreeMap<String, String>,
    may_replace: bool,
    meter: &mut Meter<'_>,
    patience: &Patience,
) -> Result<Ran, Ended> {
    loop {
        let ran = run::upgrade(pc, may_replace, meter)
            .map_err(|error| Ended::failed(Cause::Unexpected, &error.to_string()))?;
        let told = &ran.told;
        let is_busy = !told.is_success() && causes::classify(&told.said()) == Cause::BusyOtherUpdater;
        if !is_busy {
            return Ok(ran);
        }
        if !patience.waits(lock::holder(pc, places::LOCK).as_deref(), meter) {
            return Err(Ended::failed(Cause::BusyOtherUpdater, &run::said(told)));
        }
        // Somebody came in between: by his lists, or with what he put in, another upgrade would go in.
        lock::wait(pc, meter, patience)?;
        let (ours, system) = (pc.place(places::OUR_LISTS), pc.place(places::SYSTEM_LISTS));
        if !lists::are_in(&ours, &system) {
            return Err(Ended::failed(Cause::FileGone, STALE));
        }
        not_changed(pc, before)?;
    }
}

/// Fetches everything; else what is still missing, and why.
fn fetch(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Result<(), (Vec<String>, Ended)> {
    lock::free_ours(pc, places::OUR_LOCK);
    let told = run::fetch(pc, meter);
    let missing = match ask::targets(pc) {
        Ok(Ok(targets)) => {
            targets.into_iter().filter(|t| !t.is_fetched()).map(|t| t.name).collect::<Vec<_>>()
        }
        Ok(Err(blocked)) => return Err((Vec::new(), Ended::failed(Cause::DepsUnsolvable, &blocked.said))),
        Err(error) => return Err((Vec::new(), error.into())),
    };
    if missing.is_empty() { Ok(()) } else { Err((blamed(missing, &told), why_missing(told))) }
}

/// Those that pacman names; else all that are missing. After three failures it asks a server no more.
fn blamed(missing: Vec<String>, told: &Result<Told, CommandError>) -> Vec<String> {
    let lines = told.iter().flat_map(|told| &told.last_lines);
    let named: BTreeSet<&str> = lines.filter_map(|line| said::unfetched(line)).collect();
    let both: Vec<String> = missing.iter().filter(|name| named.contains(name.as_str())).cloned().collect();
    if both.is_empty() { missing } else { both }
}

fn why_missing(told: Result<Told, CommandError>) -> Ended {
    let told = match told {
        Ok(told) => told,
        Err(error) => return Ended::failed(Cause::Unexpected, &error.to_string()),
    };
    let cause = match causes::classify(&told.said()) {
        Cause::Unexpected => Cause::HashMismatch,
        cause => cause,
    };
    Ended::failed(cause, &run::said(&told))
}

/// What all of it writes where. pacman checks that itself too (`CheckSpace`).
fn needs(answers: &Answers) -> Needs<'static> {
    let fetched = answers.targets.iter().flatten().map(|target: &Target| target.bytes).sum();
    Needs { fetched, installed: None, cache: places::CACHE, system: &["/usr", places::SYSTEM] }
}

/// Why it does not go in: as a whole there is no room for it, or for the kernel in it.
fn full(pc: &Pc<'_>, answers: &Answers) -> Option<Ended> {
    let kernels = pacman::kernels(pc);
    let is_kernel = |name: &str| kernels.values().any(|kernel| kernel == name);
    let brings_kernel = answers.parts().iter().any(|part| is_kernel(part.name));
    room::to_install(pc, needs(answers)).or_else(|| room::for_kernel(pc).filter(|_| brings_kernel))
}
