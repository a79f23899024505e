//! `restart`: ordered for a time, moved, taken back, and followed to its checked end.

use jiff::{
    Timestamp,
    civil::{DateTime, Time},
    tz::TimeZone,
};
use patchround_office::{
    Office, PcView, names,
    results::StepResult,
    round::{Begin, PcEnd, Restart as Agreed, RestartState, RoundEnd},
    say as sentences,
    tell::Told,
};
use patchround_protocol::{Outcome, PcId, limits};
use patchround_words::{say, say_with};

use super::{Place, round};
use crate::{args::Restart, exit::Exit, failure::Refused, out, sentence::value, watch::Watch};

/// How far ahead a restart may be agreed, in days: its order lives a day longer.
const DAYS_AHEAD: i64 = 6;

pub(super) async fn restart(at: &Place, args: &Restart) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let begin = begin(&office, args)?;
    let watch = Watch::new(args.json.json);
    let tell = |told: &Told<'_>| watch.see(told);
    let views = round::joined(&office, args.json.json, &tell).await?;
    let wanted = wanted(&office, &views, args)?;
    if args.cancel {
        return cancel(&office, &wanted, &tell).await;
    }
    if wanted.is_empty() {
        out::aside(&say("restart-nobody"));
        return Ok(Exit::Done);
    }
    let (kept, free) = move_away(&office, wanted, &tell).await?;
    let order = office.order_restart(&free, begin, false)?;
    let end = tokio::select! {
        end = office.run(order, &tell) => end?,
        _ = tokio::signal::ctrl_c() => {
            out::aside(&format!("\n{}", say("round-left")));
            return Ok(Exit::NeedsPerson);
        }
    };
    office.look(&tell).await?;
    let agreed = office.restarts()?;
    if args.json.json {
        out::json(&end);
    } else {
        tell_end(&agreed, &end);
    }
    Ok(exit(&agreed, &end).max(if kept { Exit::Unreachable } else { Exit::Done }))
}

fn begin(office: &Office, args: &Restart) -> anyhow::Result<Begin> {
    let Some(typed) = &args.at else { return round::begin(office, args.tonight) };
    let bad = || {
        let time = value(names::plain(typed, limits::LINE_CHARS));
        Refused::new("bad_time", say_with("error-bad-time", &[("time", time)]), Exit::WrongUse)
    };
    Ok(Begin::At(moment(typed, Timestamp::now(), &TimeZone::system()).ok_or_else(bad)?))
}

/// The moment that was typed: a time of the day is the next one that the clock here shows.
fn moment(typed: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let in_zone = |at: DateTime| Some(at.to_zoned(zone.clone()).ok()?.timestamp());
    let today = now.to_zoned(zone.clone()).date();
    if !typed.contains(':') {
        return None;
    }
    // A whole moment can be read as a time of the day, too: its day would be lost.
    let found = if typed.contains('-') {
        in_zone(typed.parse::<DateTime>().ok()?)?
    } else {
        let (time, days) = (typed.parse::<Time>().ok()?, [today, today.tomorrow().ok()?]);
        days.into_iter().filter_map(|day| in_zone(day.to_datetime(time))).find(|at| *at > now)?
    };
    let ahead = found.duration_since(now);
    (ahead.is_positive() && ahead.as_hours() < 24 * DAYS_AHEAD).then_some(found)
}

/// The PCs that are meant: by name, or each that needs a restart.
fn wanted(office: &Office, views: &[PcView], args: &Restart) -> anyhow::Result<Vec<PcId>> {
    if args.all && args.cancel {
        return Ok(office.restarts()?.into_iter().map(|agreed| agreed.id).collect());
    }
    if args.all {
        let needs =
            |view: &&PcView| view.pc.scan.as_ref().is_some_and(|scan| scan.restart_pending == Some(true));
        return Ok(views.iter().filter(needs).map(|view| view.pc.id).collect());
    }
    let pcs = office.store.pcs()?;
    let mut found = Vec::new();
    for name in &args.pcs {
        let pc = names::find(name, &pcs)?.id;
        if !found.contains(&pc) {
            found.push(pc);
        }
    }
    Ok(found)
}

async fn cancel(office: &Office, wanted: &[PcId], tell: &dyn Fn(&Told<'_>)) -> anyhow::Result<Exit> {
    let mut all = Vec::new();
    for pc in wanted {
        all.extend(office.take_restarts_back(Some(*pc), tell).await?);
    }
    if all.is_empty() {
        out::aside(&say("restart-none-planned"));
    }
    for order in &all {
        let id = if order.is_back { "later-taken-back" } else { "later-not-taken-back" };
        out::aside(&say_with(id, &[("pc", value(&*order.pc))]));
    }
    Ok(if all.iter().all(|order| order.is_back) { Exit::Done } else { Exit::Unreachable })
}

/// Takes back what was agreed before, so that it can be agreed anew. `true` where a PC keeps what it has, as it does
/// not answer now; that PC is left out.
async fn move_away(
    office: &Office,
    wanted: Vec<PcId>,
    tell: &dyn Fn(&Told<'_>),
) -> anyhow::Result<(bool, Vec<PcId>)> {
    let agreed = office.restarts()?;
    let (mut kept, mut free) = (false, Vec::new());
    for pc in wanted {
        let has_one = agreed.iter().any(|one| one.id == pc);
        let back = if has_one { office.take_restarts_back(Some(pc), tell).await? } else { Vec::new() };
        for order in back.iter().filter(|order| !order.is_back) {
            out::aside(&say_with("later-not-taken-back", &[("pc", value(&*order.pc))]));
            kept = true;
        }
        if back.iter().all(|order| order.is_back) {
            free.push(pc);
        }
    }
    Ok((kept, free))
}

fn tell_end(agreed: &[Agreed], end: &RoundEnd) {
    let mut is_ahead = false;
    for pc in &end.pcs {
        if let Some(one) = agreed.iter().find(|one| one.pc == pc.pc && one.round == end.round) {
            out::line(&sentences::restart(one, &out::time));
            is_ahead |= one.state != RestartState::GoesOn;
        } else {
            out::line(&ended(pc));
        }
    }
    if is_ahead {
        out::line(&say("restart-cancel"));
    }
}

fn ended(pc: &PcEnd) -> String {
    let name = ("pc", value(&*pc.pc));
    let because = |step: &StepResult| step.cause.filter(|_| step.outcome != Outcome::Done);
    match (pc.steps.iter().find_map(because), pc.outcome) {
        (Some(cause), _) => {
            let (why, next) = (sentences::cause(cause), sentences::next_of_restart(cause));
            say_with("restart-step", &[name, ("cause", value(why)), ("next", value(next))])
        }
        (None, Outcome::Done) => say_with("restart-done", &[name]),
        (None, _) => say_with("result-needs-person", &[name]),
    }
}

/// A restart for later is done for now; one that waits for somebody needs a person.
fn exit(agreed: &[Agreed], end: &RoundEnd) -> Exit {
    let of = |pc: &PcEnd| {
        let one = agreed.iter().find(|one| one.pc == pc.pc && one.round == end.round);
        match one.map(|one| &one.state) {
            Some(RestartState::Planned(_)) => Exit::Done,
            Some(RestartState::Waits(_)) => Exit::NeedsPerson,
            Some(RestartState::NotTold | RestartState::GoesOn) => Exit::Unreachable,
            None => Exit::from(pc.outcome),
        }
    };
    end.pcs.iter().map(of).max().unwrap_or(Exit::Done)
}

/// Says which restarts are agreed, and what each waits for.
pub(super) fn tell(office: &Office) -> anyhow::Result<()> {
    let agreed = office.restarts()?;
    agreed.iter().for_each(|one| out::line(&sentences::restart(one, &out::time)));
    if agreed.iter().any(|one| one.state != RestartState::GoesOn) {
        out::line(&say("restart-cancel"));
    }
    Ok(())
}

/// Says of each PC what it needs a restart for.
pub(super) fn tell_reasons(views: &[PcView]) {
    let said = |view: &PcView| sentences::restart_for(&view.pc.name, view.pc.scan.as_ref()?);
    views.iter().filter_map(said).for_each(|text| out::line(&text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_the_day_is_the_next_one_and_what_is_past_or_far_is_none() {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let at = |typed: &str| moment(typed, now, &zone).map(|at| at.to_string());
        assert_eq!(at("18:30").as_deref(), Some("2026-11-23T17:30:00Z"));
        assert_eq!(at("09:00").as_deref(), Some("2026-11-24T08:00:00Z"));
        assert_eq!(at("2026-11-25T18:30").as_deref(), Some("2026-11-25T17:30:00Z"));
        for wrong in ["2026-11-22T18:30", "2026-12-25T18:30", "2026-11-25", "soon", "25:00", ""] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }
}
