//! For whom one PC waits, and one update on it.

use patchround_protocol::{
    Cause, Exception, Life, Update, limits, policy::Restart as RestartRule, standing::Moment,
};

use super::{Party, Seen, Wait, Why};
use crate::{
    PcView,
    consultation::turn::{Open, Whose},
    pc_state::would_remove,
    people::{self, Uses},
    plain::plain,
    plan::parts,
    round::{Restart, RestartState},
};

/// For whom a PC waits; `None` where nothing is outstanding there.
pub fn of_pc(view: &PcView, seen: &Seen<'_>) -> Option<Wait> {
    of_updates(view, seen).map(|(_, wait)| wait).chain(of_restart(view, seen)).min()
}

/// What a PC lacks, and for whom that waits: each for exactly one. Firmware waits for nobody.
pub(super) fn of_updates<'a>(view: &'a PcView, seen: &Seen<'_>) -> impl Iterator<Item = (&'a Update, Wait)> {
    let scans = view.pc.scan.as_ref();
    let parts = scans.map(|scan| parts(scan, |update| goes_by_itself(update, seen))).unwrap_or_default();
    let updates = scans.into_iter().flat_map(|scan| &scan.updates).filter(|update| !update.id.is_firmware());
    updates.map(move |update| {
        let by_itself = !parts.contains(&update.source) && goes_by_itself(update, seen);
        (update, of_update(view, update, by_itself, seen))
    })
}

fn of_update(view: &PcView, update: &Update, by_itself: bool, seen: &Seen<'_>) -> Wait {
    let first = Some(seen.clocks.first_seen(view, update));
    let course = view.pc.courses.get(&update.id);
    let office = |why, since| Wait { whom: seen.office(), since, why };
    match update {
        _ if update.phased => return Wait { whom: Party::Maker, since: first, why: Why::NotOffered },
        _ if update.held.is_some() => {
            if let Some(agreed) = agreed(update, seen) {
                return Wait { whom: pc(view), since: Some(agreed.issued), why: Why::Agreed };
            }
            return office(Why::Kept, seen.since.held(update.package.as_str()).or(first));
        }
        _ => {}
    }
    let asked = asked(view, update, seen);
    if let Some(wait) = asked.clone().filter(|wait| matches!(wait.why, Why::Answer | Why::AnswerLate)) {
        return wait;
    }
    if let Some(stuck) = course.filter(|course| course.needs_person()) {
        return office(Why::Look, Some(stuck.since));
    }
    if would_remove(update) || update.blocked.is_some() {
        return office(Why::Look, first);
    }
    if let Some(course) = course.filter(|c| matches!(c.life, Life::WaitsForPerson | Life::WaitsForProgram)) {
        return of_people(view, Why::Close, Some(course.since), seen);
    }
    if let Some(away) = course.filter(|course| view.heard && course.waits_for_person()) {
        return of_owner(view, update, away.since, seen);
    }
    let pc = |why, since| Wait { whom: pc(view), since, why };
    match () {
        () if !view.heard => pc(Why::Off, view.pc.last_seen),
        () if asked.is_some() && course.is_none_or(|course| !is_under_way(course.life)) => {
            asked.unwrap_or_else(|| office(Why::Decide, first))
        }
        () if view.working => pc(Why::Works, course.map(|course| course.since)),
        () if seen.later.iter().any(|later| later.pc == view.pc.name) => pc(Why::Planned, None),
        () if course.is_some_and(|c| !matches!(c.life, Life::Offered | Life::Withdrawn)) => {
            pc(Why::Planned, course.map(|course| course.since))
        }
        () if by_itself => pc(Why::ByItself, first),
        () => office(Why::Decide, first),
    }
}

/// For whoever is to sign in for a program that only they have.
fn of_owner(view: &PcView, update: &Update, since: jiff::Timestamp, seen: &Seen<'_>) -> Wait {
    let name = view.person_of(&update.id).map(|name| plain(name, limits::NAME_CHARS));
    match name.filter(|name| !name.is_empty()) {
        Some(name) => Wait { whom: Party::Person { name }, since: Some(since), why: Why::SignIn },
        None => of_people(view, Why::SignIn, Some(since), seen),
    }
}

/// What the owner agreed to be late with, where it is that.
fn agreed(update: &Update, seen: &Seen<'_>) -> Option<Exception> {
    let mut all = seen.policy.exceptions(seen.now);
    all.find(|exception| exception.covers(update.pc, &update.package, seen.now))
}

/// For whom an update waits that people were asked about, or asked about themselves.
fn asked(view: &PcView, update: &Update, seen: &Seen<'_>) -> Option<Wait> {
    let is_here = |open: &&Open| open.pc.is_none_or(|pc| pc == view.pc.id);
    let is_about = |open: &&Open| open.ids.contains(&update.id);
    // What somebody said is wrong elsewhere may be there under the name of another package of the same program.
    let is_wrong = |open: &&Open| open.pc.is_none() && update.blocked == Some(Cause::SaidWrong);
    let mut about = seen.open.iter().filter(|open| is_here(open) && (is_about(open) || is_wrong(open)));
    let open = about.next()?;
    Some(match &open.whom {
        Whose::Office(turn) => Wait {
            whom: Party::Office { name: turn.whom.clone() },
            since: Some(turn.since),
            why: if turn.is_late { Why::AnswerLate } else { Why::Answer },
        },
        Whose::People { names, since } => match (names.first(), people::uses(seen.policy, view.pc.id)) {
            (_, Uses::Person { name }) if names.len() < 2 => {
                Wait { whom: Party::Person { name }, since: Some(*since), why: Why::Say }
            }
            (Some(name), _) => {
                let name = plain(name, limits::NAME_CHARS);
                Wait { whom: Party::Person { name }, since: Some(*since), why: Why::Say }
            }
            (None, _) => of_people(view, Why::Say, Some(*since), seen),
        },
    })
}

fn is_under_way(life: Life) -> bool {
    matches!(life, Life::Downloading | Life::Installing | Life::Installed | Life::NeedsRestart)
}

/// For whom a pending restart waits.
pub(super) fn of_restart(view: &PcView, seen: &Seen<'_>) -> Option<Wait> {
    view.pc.scan.as_ref().filter(|scan| scan.restart_pending == Some(true))?;
    let since = seen.since.restart(&view.pc.name);
    let pc = |why, since| Wait { whom: pc(view), since, why };
    let agreed = seen.restarts.iter().find(|one| one.id == view.pc.id);
    Some(match agreed {
        _ if !view.heard => pc(Why::Off, view.pc.last_seen),
        Some(Restart { state: RestartState::Waits(_), .. }) | None if is_somebody_there(view) => {
            of_people(view, Why::Restart, since, seen)
        }
        Some(_) => pc(Why::RestartByItself, since),
        None if seen.policy.restart == RestartRule::NobodyThere && !is_paused(seen) => {
            pc(Why::RestartByItself, since)
        }
        None => Wait { whom: seen.office(), since, why: Why::Restart },
    })
}

/// For the person at a PC. Where many share it nobody speaks for the others: there the PC finds a time when nobody uses
/// it, and the office answers what somebody has to.
fn of_people(view: &PcView, why: Why, since: Option<jiff::Timestamp>, seen: &Seen<'_>) -> Wait {
    let signed_in = view.pc.facts.signed_in.iter().flatten().next();
    let whom = match (people::uses(seen.policy, view.pc.id), signed_in) {
        (Uses::Person { name }, _) => Party::Person { name },
        (Uses::Nobody, Some(name)) => Party::Person { name: plain(name, limits::NAME_CHARS) },
        (Uses::Many, _) if why == Why::Restart => {
            return Wait { whom: pc(view), since, why: Why::RestartByItself };
        }
        (Uses::Many | Uses::Nobody, _) => seen.office(),
    };
    Wait { whom, since, why }
}

fn is_somebody_there(view: &PcView) -> bool {
    view.pc.facts.signed_in.as_ref().is_none_or(|people| !people.is_empty())
}

fn pc(view: &PcView) -> Party {
    Party::Pc { name: view.pc.name.clone() }
}

/// Whether the standing order puts an update in with no manager present, where it does not go in only with others: in its
/// hours, or where it has none once a security update presses.
fn goes_by_itself(update: &Update, seen: &Seen<'_>) -> bool {
    let moment = moment(seen);
    let has_time = seen.policy.has_hours() || moment.presses_at(update).is_some();
    moment.wants(update).is_ok() && has_time && !is_paused(seen)
}

fn is_paused(seen: &Seen<'_>) -> bool {
    moment(seen).paused_until().is_some_and(|until| seen.now < until)
}

/// No hour of the day matters for whose turn it is.
fn moment<'a>(seen: &Seen<'a>) -> Moment<'a> {
    let local = seen.zone.to_datetime(seen.now);
    Moment { policy: seen.policy, floor: seen.floor, now: seen.now, local, active_hours: None }
}
