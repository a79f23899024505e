//! `check` and `update`: rounds that are agreed to and followed.

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal, Write},
};

use jiff::{Timestamp, tz::TimeZone};
use patchround_office::{
    Error, Office, PcView, names,
    plan::{Plan, Wanted},
    results::{StepResult, by_cause, repair_end},
    round::{Begin, PcEnd, RoundEnd, tonight as next_evening},
    say as sentences,
    tell::Told,
};
use patchround_protocol::{Cause, Outcome, PcId, UpdateId, limits};
use patchround_words::{say, say_with};

use super::{Place, answering, clocks, planning, restarting};
use crate::{
    args::Update,
    exit::Exit,
    failure::{self, Refused},
    out,
    sentence::{self, Naming, number, value},
    watch::Watch,
};

/// Lines of a tool's own words that are shown with a result.
const DETAIL_LINES: usize = 3;

pub(super) async fn check(at: &Place, json: bool) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let watch = Watch::new(json);
    let tell = |told: &Told<'_>| watch.see(told);
    let before = joined(&office, json, &tell).await?;
    let end = office.check(&before, &tell).await?;
    let views = office.look(&tell).await?;
    if json {
        out::json(&end);
    } else {
        let did_not = |pc: &&PcEnd| !pc.steps.is_empty() && pc.outcome != Outcome::Unreachable;
        let (told, others): (Vec<PcView>, Vec<PcView>) = views
            .iter()
            .cloned()
            .partition(|view| end.pcs.iter().filter(did_not).any(|pc| pc.pc == view.pc.name));
        end.pcs
            .iter()
            .filter(did_not)
            .for_each(|pc| tell_pc(&|id| sentence::update_name(&views, &pc.pc, id), &views, pc));
        told.iter().flat_map(sentence::unfinished).for_each(|text| out::line(&text));
        sentence::troubles(&others, out::line);
        out::line(&sentence::office(&views, &clocks(&office)?));
    }
    Ok(end.pcs.iter().map(check_exit).max().unwrap_or(Exit::Done))
}

/// A check has worked when the lists were read, even where a restart is pending.
fn check_exit(pc: &PcEnd) -> Exit {
    pc.steps.iter().map(|step| Exit::from(step.outcome)).max().unwrap_or(Exit::Done)
}

pub(super) async fn update(at: &Place, args: &Update) -> anyhow::Result<Exit> {
    let json = args.json.json;
    let office = at.open()?;
    let wanted = wanted(&office, args)?;
    if !args.yes {
        somebody_to_ask(json, "error-no-terminal")?;
    }
    let begin = begin(&office, args.tonight)?;
    let watch = Watch::new(json);
    let tell = |told: &Told<'_>| watch.see(told);
    let views = joined(&office, json, &tell).await?;
    let (views, mut plan) = fresh_plan(&office, views, &wanted, json, &tell).await?;
    if args.new_too {
        plan.take_in_all();
    }
    choose_first(&office, &mut plan, args)?;
    if !json {
        planning::tell(&views, &plan);
        if views.is_empty() {
            return Ok(Exit::NeedsPerson);
        }
    }
    if !plan.is_empty() && !args.yes && !asked(begin) {
        out::line(&say("plan-not-started"));
        return Ok(Exit::Done);
    }
    let round = office.order_then(&plan, begin, args.then_off)?;
    let watch = Watch::new(json);
    let see = |told: &Told<'_>| watch.see(told);
    let end = tokio::select! {
        end = office.run(round, &see) => end?,
        _ = tokio::signal::ctrl_c() => {
            out::aside(&format!("\n{}", say("round-left")));
            return Ok(Exit::NeedsPerson);
        }
    };
    if json {
        out::json(&end);
    } else {
        tell_end(&office, &views, &end, begin).await?;
        if args.then_off {
            restarting::tell(&office)?;
        }
    }
    if views.is_empty() {
        failure::aside("no_pcs", say("pcs-none"), Exit::NeedsPerson, json);
        return Ok(Exit::NeedsPerson);
    }
    Ok(Exit::from(&end))
}

fn wanted(office: &Office, args: &Update) -> anyhow::Result<Wanted> {
    if let Some(name) = &args.pc {
        return Ok(Wanted::Pcs(vec![names::find(name, &office.store.pcs()?)?.id]));
    }
    let Some(id) = &args.id else { return Ok(Wanted::All) };
    let bad = |_| Error::BadUpdateId(names::plain(id, limits::LINE_CHARS));
    Ok(Wanted::Ids(vec![id.parse::<UpdateId>().map_err(bad)?]))
}

/// Which PC goes first, where somebody says so.
fn choose_first(office: &Office, plan: &mut Plan, args: &Update) -> anyhow::Result<()> {
    if args.at_once {
        plan.all_at_once();
    }
    let Some(name) = &args.try_first else { return Ok(()) };
    let pcs = office.store.pcs()?;
    let pc = names::find(name, &pcs)?;
    if plan.try_on(pc.id) {
        return Ok(());
    }
    let sentence = say_with("error-cannot-go-first", &[("pc", value(&*pc.name))]);
    Err(Refused::new("cannot_go_first", sentence, Exit::Failed).into())
}

pub(super) fn begin(office: &Office, tonight: bool) -> anyhow::Result<Begin> {
    if !tonight {
        return Ok(Begin::Now);
    }
    let time = next_evening(&office.policy(), Timestamp::now(), &TimeZone::system());
    time.map(Begin::At)
        .ok_or_else(|| Refused::new("no_evening_hours", say("error-no-window"), Exit::Failed).into())
}

/// Follows what an earlier, interrupted round left running, then looks at every PC. What waited for its PC is
/// handed over by looking, and is followed too: else it would run beside what is ordered next.
pub(super) async fn joined(
    office: &Office,
    json: bool,
    tell: &dyn Fn(&Told<'_>),
) -> anyhow::Result<Vec<PcView>> {
    if !office.running()?.is_empty() {
        follow(office, json, tell).await?;
    }
    let views = office.look(tell).await?;
    let answers = |pc: PcId| views.iter().any(|view| view.heard && view.pc.id == pc);
    if !office.running()?.iter().any(|job| answers(job.job.pc)) {
        return Ok(views);
    }
    follow(office, json, tell).await?;
    Ok(office.look(tell).await?)
}

async fn follow(office: &Office, json: bool, tell: &dyn Fn(&Told<'_>)) -> anyhow::Result<()> {
    let before = office.stored_views()?;
    let running = office.running()?;
    let is_followed = |view: &&PcView| running.iter().any(|job| job.job.pc == view.pc.id);
    let followed: Vec<&PcView> = before.iter().filter(is_followed).collect();
    if !json && followed.iter().any(|view| view.pc.last_trouble.is_none()) {
        out::line(&say("round-joins"));
    }
    for end in office.join_open(tell).await? {
        if !json {
            let is_told = |pc: &&PcEnd| followed.iter().any(|view| view.pc.name == pc.pc);
            let (open, ended): (Vec<_>, Vec<_>) = end.pcs.iter().filter(is_told).partition(|pc| pc.is_open);
            // What went in meanwhile is offered no more: only the store still knows its name.
            let named = |pc: &PcEnd, id: Option<&UpdateId>| {
                let kept = id.and_then(|id| office.store.name_of(None, id).ok().flatten());
                sentence::update_name_kept(&before, &pc.pc, id, kept.as_deref())
            };
            ended.into_iter().for_each(|pc| tell_pc(&|id| named(pc, id), &before, pc));
            open.into_iter().for_each(|pc| out::line(&say_with("round-open", &[("pc", value(&*pc.pc))])));
        }
    }
    Ok(())
}

/// Lets PCs with old lists look for updates before anything is planned: what is agreed to is what
/// is there.
async fn fresh_plan(
    office: &Office,
    views: Vec<PcView>,
    wanted: &Wanted,
    json: bool,
    tell: &dyn Fn(&Told<'_>),
) -> anyhow::Result<(Vec<PcView>, Plan)> {
    let now = Timestamp::now();
    let is_old = |view: &&PcView| {
        view.heard
            && view.lists_are_old(now)
            && !matches!(wanted, Wanted::Pcs(ids) if !ids.contains(&view.pc.id))
    };
    let old: Vec<PcView> = views.iter().filter(is_old).cloned().collect();
    let (mut views, mut checked) = (views, None);
    if !old.is_empty() {
        if !json {
            out::line(&say_with("round-checks", &[("count", number(old.len()))]));
        }
        checked = Some(office.check(&old, tell).await?);
        views = office.look(tell).await?;
    }
    let mut plan = office.plan(&views, wanted, now, &clocks(office)?);
    if let Wanted::Ids(ids) = wanted
        && let [id] = &ids[..]
        && plan.pcs.is_empty()
    {
        return Err(Error::UpdateGone(id.clone()).into());
    }
    plan.add_check(checked.as_ref());
    Ok((views, plan))
}

fn asked(begin: Begin) -> bool {
    agreed(&match begin {
        Begin::Now => say("plan-ask"),
        Begin::At(time) => say_with("plan-ask-tonight", &[("time", value(out::time(time)))]),
    })
}

/// Whether a question can be asked; `otherwise` says how to agree without one.
pub(super) fn somebody_to_ask(json: bool, otherwise: &str) -> Result<(), Refused> {
    let is_there = !json && io::stdin().is_terminal() && io::stdout().is_terminal();
    let refused = || Refused::new("nobody_to_ask", say(otherwise), Exit::WrongUse);
    is_there.then_some(()).ok_or_else(refused)
}

/// Whether whoever sits at the terminal says yes to a question.
pub(super) fn agreed(question: &str) -> bool {
    let mut answer = String::new();
    _ = write!(io::stdout().lock(), "{question} ").and_then(|()| io::stdout().flush());
    let read = io::stdin().read_line(&mut answer).is_ok();
    read && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

pub(super) async fn tell_end(
    office: &Office,
    before: &[PcView],
    end: &RoundEnd,
    begin: Begin,
) -> anyhow::Result<()> {
    let views = office.look(&sentence::noticed).await?;
    for pc in &end.pcs {
        tell_pc(&|id| sentence::update_name(before, &pc.pc, id), &views, pc);
        let explains = |cause| pc.steps.iter().any(|step| step.cause == Some(cause));
        for view in views.iter().filter(|view| view.pc.name == pc.pc && !view.pc.unfinished().any(explains)) {
            sentence::unfinished(view).for_each(|text| out::line(&format!("  {text}")));
        }
    }
    if let Begin::At(time) = begin {
        out::line(&say_with("round-later", &[("time", value(out::time(time)))]));
    }
    if office
        .store
        .jobs_of(end.round)?
        .iter()
        .any(patchround_office::store::rounds::StoredJob::is_to_hand_over)
    {
        out::line(&say("round-waits"));
    }
    answering::tell_asked(office)?;
    out::line(&sentence::office(&views, &clocks(office)?));
    Ok(())
}

fn tell_pc(named: Naming<'_>, views: &[PcView], pc: &PcEnd) {
    let done = pc.steps.iter().filter(|s| s.outcome == Outcome::Done && s.id.is_some()).count();
    let id = match pc.outcome {
        Outcome::Waiting if pc.waits_for_first() => "result-turn",
        Outcome::Waiting if pc.waits_for_person() => "result-person",
        Outcome::Waiting => "result-later",
        Outcome::Done if done > 0 => "result-done-many",
        Outcome::Done if pc.steps.is_empty() => "result-nothing",
        Outcome::Done => "result-done",
        Outcome::NeedsRestart => "result-needs-restart",
        Outcome::NeedsPerson => "result-needs-person",
        Outcome::Unreachable if pc.why_not_reached() == Some(Cause::BusyOtherUpdater) => "result-busy",
        Outcome::Unreachable => "result-unreachable",
        _ if done > 0 => "result-partly",
        _ => "result-failed",
    };
    out::line(&say_with(id, &[("pc", value(&*pc.pc)), ("count", number(done))]));
    // What is no update and waits is a restart, of which more is said than its cause.
    let is_told = |step: &&StepResult| step.id.is_some() || step.outcome != Outcome::Waiting;
    let told: Vec<StepResult> = pc.steps.iter().filter(is_told).cloned().collect();
    let repaired = sentences::repaired(pc);
    repaired.iter().for_each(|text| out::line(format!("  {text} {}", next_of_repair(pc, views)).trim_end()));
    for (cause, steps) in by_cause(&told) {
        // Why a repair did not work is in its own sentence.
        let is_left = |step: &&&StepResult| !step.repair || repaired.is_none();
        let others: Vec<&StepResult> = steps.iter().filter(is_left).copied().collect();
        if !others.is_empty() {
            let said = sentence::steps("result-step", named, (&pc.pc, views), cause, &others);
            out::line(&format!("  {said}"));
        }
        let said: BTreeSet<String> =
            steps.iter().filter_map(|step| step.details.as_deref()).map(last_words).collect();
        for words in said {
            out::line(&format!("    {}", say_with("result-details", &[("details", value(words))])));
        }
    }
}

/// What to do where the repair of a PC did not work.
fn next_of_repair(pc: &PcEnd, views: &[PcView]) -> String {
    let view = views.iter().find(|view| view.pc.name == pc.pc);
    let cause = repair_end(&pc.steps).filter(|end| end.outcome != Outcome::Done).and_then(|end| end.cause);
    cause.map(|cause| sentences::next_on(cause, view, &[])).unwrap_or_default()
}

/// The tool's own last lines: what it said before them is rarely about the trouble.
pub(super) fn last_words(details: &str) -> String {
    let said = details.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut last: Vec<String> = said.rev().take(DETAIL_LINES).map(out::foreign).collect();
    last.reverse();
    last.join(" / ")
}
