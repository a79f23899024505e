//! A plan, grouped by who is disturbed (ux.md 3.1).

use std::collections::BTreeSet;

use patchround_protocol::{Outcome, UpdateId, policy::Restart};
use patchround_words::{say, say_with};

use super::{Known, for_evening, number, text};
use crate::{
    PcView,
    app::{
        answer::{GoesFirst, Plan as View, PlanGroup, PlanKind, PlanRow},
        ask::Wanted,
        when::moment,
    },
    big,
    plan::{Disturbs, PcPlan, Plan, PlannedUpdate},
    results::StepResult,
    say as sentences,
};

/// Programs that are named in one sentence, at most.
const NAMED: usize = 4;

/// Whether an update is new and was ticked. It stays where it was ticked, and counts where it goes in.
type IsTicked = fn(&PlannedUpdate) -> bool;

/// A plan in words.
pub(crate) fn plan(plan: &Plan, wanted: &Wanted, known: &Known<'_>) -> View {
    let is_ticked: IsTicked = match wanted {
        Wanted::Program { .. } => |_| false,
        Wanted::All | Wanted::Pcs { .. } => |update| update.cooling.is_some(),
    };
    let groups = [
        group(PlanKind::Repair, plan, |pc| {
            pc.repair_first.then(|| line(pc, None, sentences::repair(&pc.not_whole))).into_iter().collect()
        }),
        disturbing(PlanKind::Nobody, plan, Disturbs::Nobody, is_ticked),
        disturbing(PlanKind::Close, plan, Disturbs::ClosePrograms, is_ticked),
        disturbing(PlanKind::Restart, plan, Disturbs::Restart, is_ticked),
        group(PlanKind::Asked, plan, |pc| asked(pc, known)),
        group(PlanKind::Off, plan, off),
        new_ones(plan, is_ticked),
        group(PlanKind::NotNow, plan, |pc| not_now(pc, known)),
    ];
    View {
        title: title(plan, wanted, known),
        nothing: (plan.is_empty() && plan.cooling_off().next().is_none()).then(|| say("plan-nothing")),
        groups: groups.into_iter().flatten().collect(),
        notes: notes(plan, known),
        tonight: for_evening("evening-start", known),
        can_go_first: plan.can_go_first().map(|pc| goes_first(plan, pc)).collect(),
        first: first(plan),
    }
}

/// One that a person chooses: everything waits for it.
fn goes_first(plan: &Plan, pc: &PcPlan) -> GoesFirst {
    let waits = sentences::first(pc, false, plan.busy_pcs().saturating_sub(1));
    GoesFirst { pc: pc.id.to_string(), name: pc.pc.clone(), waits }
}

/// The one that goes first if nobody chooses.
fn first(plan: &Plan) -> Option<GoesFirst> {
    let pc = plan.first()?;
    let waits = sentences::goes_first(plan)?;
    Some(GoesFirst { waits, ..goes_first(plan, pc) })
}

fn title(plan: &Plan, wanted: &Wanted, known: &Known<'_>) -> String {
    let all = ("count", number(plan.pcs.len()));
    match (wanted, &plan.pcs[..]) {
        (Wanted::Program { key }, _) => {
            let program = known.programs().iter().find(|program| program.key == *key);
            let name = program.map(|program| program.name.clone()).unwrap_or_default();
            say_with("plan-title-program", &[("name", text(name)), all])
        }
        (_, [one]) => say_with("plan-title-pc", &[("pc", text(one.pc.clone()))]),
        (Wanted::Pcs { .. }, _) => say_with("plan-title-pcs", &[all]),
        (Wanted::All, _) => say_with("plan-title-all", &[all]),
    }
}

fn group(kind: PlanKind, plan: &Plan, rows: impl Fn(&PcPlan) -> Vec<PlanRow>) -> Option<PlanGroup> {
    let rows: Vec<PlanRow> = plan.pcs.iter().flat_map(rows).collect();
    let pcs = plan.pcs.iter().filter(|pc| rows.iter().any(|row| row.pc == pc.id.to_string())).count();
    let (title, text) = match kind {
        PlanKind::Nobody => ("plan-group-nobody", "plan-text-updates"),
        PlanKind::Close => ("plan-group-close", "plan-text-updates"),
        PlanKind::Restart => ("plan-group-restart", "plan-text-restart"),
        PlanKind::Asked => ("plan-group-asked", "plan-text-asked"),
        PlanKind::Repair => ("plan-group-repair", "plan-text-repair"),
        PlanKind::Off => ("plan-group-off", "plan-text-off"),
        PlanKind::New => ("plan-group-new", "plan-text-new"),
        PlanKind::NotNow => ("plan-group-not-now", "plan-text-not-now"),
    };
    let counted = [("updates", number(rows.len())), ("pcs", number(pcs))];
    let group = PlanGroup { kind, title: say_with(title, &counted), text: say_with(text, &counted), rows };
    (!group.rows.is_empty()).then_some(group)
}

/// What goes in on PCs that answer now.
fn disturbing(kind: PlanKind, plan: &Plan, how: Disturbs, is_ticked: IsTicked) -> Option<PlanGroup> {
    let mine = |pc: &PcPlan, is_meant: IsTicked| {
        let is_mine = |update: &&PlannedUpdate| pc.heard && update.disturbs == how && update.asked.is_none();
        let mine = pc.install.iter().filter(is_mine).filter(|update| is_meant(update));
        mine.map(|update| line(pc, Some(&update.id), update.called())).collect::<Vec<_>>()
    };
    let mut group = group(kind, plan, |pc| mine(pc, |_| true))?;
    let ticked: Vec<PlanRow> = plan.pcs.iter().flat_map(|pc| mine(pc, is_ticked)).collect();
    group.rows.retain(|row| !ticked.contains(row));
    Some(group)
}

/// What people are asked about first, each with the time at which it goes in without an answer.
fn asked(pc: &PcPlan, known: &Known<'_>) -> Vec<PlanRow> {
    let row = |update: &PlannedUpdate| {
        let name = update.called();
        let time = moment(update.asked?, known.now, &known.zone);
        let said = say_with("plan-row-asked", &[("name", text(name)), ("time", text(time))]);
        Some(line(pc, Some(&update.id), said))
    };
    pc.install.iter().filter(|_| pc.heard).filter_map(row).collect()
}

fn off(pc: &PcPlan) -> Vec<PlanRow> {
    if pc.heard {
        return Vec::new();
    }
    vec![line(pc, None, say_with("plan-row-off", &[("count", number(pc.install.len()))]))]
}

/// What waits because it is new, and how much that is; what is ticked waits no more, and keeps its place.
fn new_ones(plan: &Plan, is_ticked: IsTicked) -> Option<PlanGroup> {
    let waits = number(plan.cooling_off().count());
    let group = group(PlanKind::New, plan, |pc| new(pc, is_ticked))?;
    Some(PlanGroup { text: say_with("plan-text-new", &[("updates", waits)]), ..group })
}

/// What waits because it is new, or was ticked; a tick moves nothing.
fn new(pc: &PcPlan, is_ticked: IsTicked) -> Vec<PlanRow> {
    let row = |update: &PlannedUpdate| {
        let name = update.called();
        Some(line(pc, Some(&update.id), sentences::cooling(&name, &update.cooling?)))
    };
    let ticked = pc.install.iter().filter(|update| is_ticked(update));
    let mut rows: Vec<PlanRow> = pc.cooling_off.iter().chain(ticked).filter_map(row).collect();
    rows.sort_by(|one, other| one.update.cmp(&other.update));
    rows
}

/// Each cause once, with the updates it is true of.
fn not_now(pc: &PcPlan, known: &Known<'_>) -> Vec<PlanRow> {
    let named = |step: &StepResult| {
        let cause = step.cause.filter(|_| step.outcome != Outcome::Done)?;
        let view = known.views.iter().find(|view| view.pc.id == pc.id);
        let name = step.id.as_ref().map_or_else(|| say("lists-name"), |id| name(id, view, known));
        let values = [("name", text(name)), ("cause", text(sentences::cause(cause)))];
        Some(line(pc, None, say_with("plan-row-not-now", &values)))
    };
    pc.not_now.iter().filter_map(named).collect()
}

fn line(pc: &PcPlan, update: Option<&UpdateId>, text: String) -> PlanRow {
    PlanRow { pc: pc.id.to_string(), pc_name: pc.pc.clone(), update: update.map(ToString::to_string), text }
}

/// What has to be known before it starts: nothing is restarted, nothing can be taken back, who looks first.
fn notes(plan: &Plan, known: &Known<'_>) -> Vec<String> {
    let restart = known.policy.restart;
    let together = known
        .together
        .iter()
        .map(|one| format!("{} {}", sentences::people::together(one), say("plan-note-together")));
    let restarts = plan.disturbing(Disturbs::Restart).0 > 0;
    let looks = plan.pcs.iter().filter(|pc| pc.refresh_first && pc.heard).count();
    let notes = [
        (looks > 0).then(|| say_with("plan-note-looks", &[("count", number(looks))])),
        restarts.then(|| match restart {
            Restart::Never => say("plan-note-restart-never"),
            Restart::NobodyThere => say("plan-note-restart"),
        }),
        plan.has_own().then(|| say("plan-note-own")),
        way_back(plan),
    ];
    together.chain(notes.into_iter().flatten()).chain(bigger(plan)).chain(chosen_though_new(plan)).collect()
}

/// Each program once that changes how people work, and why.
fn bigger(plan: &Plan) -> BTreeSet<String> {
    let goes_in = plan.pcs.iter().flat_map(|pc| &pc.install);
    let said = |update: &PlannedUpdate| {
        let name = sentences::called(&update.name);
        Some(say_with("plan-big", &[("name", text(name)), ("big", text(big::said(&update.reasons)?))]))
    };
    goes_in.filter_map(said).collect()
}

/// Each program once that goes in though it is new.
fn chosen_though_new(plan: &Plan) -> BTreeSet<String> {
    let said = |(_, update): (&PcPlan, &PlannedUpdate)| {
        let name = update.called();
        Some(sentences::new_all_the_same(&name, &update.cooling?))
    };
    plan.new_all_the_same().filter_map(said).collect()
}

/// Whether what goes in can be undone; what cannot is named.
fn way_back(plan: &Plan) -> Option<String> {
    let none = plan.pcs.iter().flat_map(|pc| &pc.install).filter(|update| !update.can_undo);
    let names: BTreeSet<String> = none.map(PlannedUpdate::called).collect();
    let (updates, _) = plan.without_way_back();
    match (plan.updates(), updates) {
        (0, _) => None,
        (_, 0) => Some(say("plan-note-way-back")),
        (all, none) if all == none => Some(say("plan-note-no-way-back")),
        (_, none) => {
            let named = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = names.len().saturating_sub(NAMED);
            let named = match more {
                0 => named,
                more => say_with("names-more", &[("names", text(named)), ("count", number(more))]),
            };
            Some(say_with("plan-note-some-no-way-back", &[("count", number(none)), ("names", text(named))]))
        }
    }
}

/// What a person would call an update of a PC, wherever it is offered. Whose it is only that PC says: accounts have the same
/// numbers everywhere.
pub(super) fn name(id: &UpdateId, view: Option<&PcView>, known: &Known<'_>) -> String {
    let updates = known.views.iter().filter_map(|view| view.pc.scan.as_ref()).flat_map(|scan| &scan.updates);
    let offered = updates.into_iter().find(|update| update.id == *id).map(|update| &update.name);
    let name = offered.or_else(|| known.names.get(id));
    let person = view.and_then(|view| view.person_of(id));
    sentences::called_among(id, name.map(String::as_str), &BTreeSet::new(), person)
}
