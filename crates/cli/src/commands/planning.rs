//! `plan`: what a round would do, PC by PC. `update` shows the same before it begins.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use patchround_office::{
    PcView, big,
    due::Cooling,
    plan::{Disturbs, PcPlan, Plan, PlannedUpdate, Wanted},
    results::by_cause,
    say as sentences,
};
use patchround_words::{say, say_with};

use super::{Place, clocks, later, seeing::wanted_pc};
use crate::{
    exit::Exit,
    out,
    sentence::{self, number, value},
};

/// Names of what goes in on one PC, at most: system parts count as one.
const NAMES: usize = 12;

pub(super) async fn plan(at: &Place, pc: Option<&str>, json: bool) -> anyhow::Result<Exit> {
    let (office, views) = at.look(&sentence::noticed).await?;
    let wanted = wanted_pc(&views, pc)?.map_or(Wanted::All, |pc| Wanted::Pcs(vec![pc]));
    let plan = office.plan(&views, &wanted, Timestamp::now(), &clocks(&office)?);
    if json {
        out::json(&plan);
    } else {
        tell(&views, &plan);
        later::tell(&office)?;
        if !plan.is_empty() {
            out::line(&next(pc));
        }
    }
    Ok(if plan.pcs.iter().all(|pc| pc.heard) { Exit::Done } else { Exit::Unreachable })
}

fn next(pc: Option<&str>) -> String {
    pc.map_or_else(|| say("plan-next"), |pc| say_with("plan-next-pc", &[("pc", value(out::foreign(pc)))]))
}

/// Says what a plan would do: who is disturbed by what, who is away, what does not go and why.
pub(super) fn tell(views: &[PcView], plan: &Plan) {
    if views.is_empty() {
        return out::line(&say("pcs-none"));
    }
    if plan.is_empty() {
        let is_new = plan.cooling_off().next().is_some();
        out::line(&say(if is_new { "said-nothing-yet" } else { "plan-nothing" }));
    } else {
        tell_groups(plan);
        tell_asked(plan);
        sentences::goes_first(plan).iter().for_each(|text| out::line(text));
    }
    tell_bigger(plan);
    if plan.has_own() {
        out::line(&say("plan-note-own"));
    }
    tell_no_way_back(plan);
    tell_new(plan);
    for pc in &plan.pcs {
        about(pc).iter().for_each(|text| out::line(text));
        for (cause, steps) in by_cause(&pc.not_now) {
            let about_pc = steps.iter().all(|step| step.id.is_none());
            let id = if about_pc { "source-unfinished" } else { "plan-not-now" };
            let named = |id: Option<&_>| sentence::update_name(views, &pc.pc, id);
            out::line(&sentence::steps(id, &named, (&pc.pc, views), cause, &steps));
        }
    }
}

fn tell_groups(plan: &Plan) {
    out::line(&say("plan-title"));
    let groups = [
        ("plan-nobody", Disturbs::Nobody),
        ("plan-close", Disturbs::ClosePrograms),
        ("plan-restart", Disturbs::Restart),
    ];
    for (id, how) in groups {
        let is_mine = |update: &&PlannedUpdate| update.disturbs == how && update.asked.is_none();
        let of_pc = |pc| (pc, now(pc).filter(is_mine).collect::<Vec<_>>());
        let rows: Vec<_> = plan.pcs.iter().map(of_pc).filter(|(_, updates)| !updates.is_empty()).collect();
        if rows.is_empty() {
            continue;
        }
        let updates = rows.iter().map(|(_, updates)| updates.len()).sum();
        out::line(&say_with(id, &[("updates", number(updates)), ("pcs", number(rows.len()))]));
        rows.iter().for_each(|(pc, updates)| out::line(&format!("  {}: {}", pc.pc, names(updates))));
    }
}

/// What people are asked about first, and when it goes in if they say nothing.
fn tell_asked(plan: &Plan) {
    let (updates, pcs) = plan.asking();
    if updates == 0 {
        return;
    }
    out::line(&say_with("plan-asked", &[("updates", number(updates)), ("pcs", number(pcs))]));
    for pc in &plan.pcs {
        for update in now(pc) {
            let Some(at) = update.asked else { continue };
            let values =
                [("pc", value(&*pc.pc)), ("name", value(called(update))), ("time", value(out::time(at)))];
            out::line(&format!("  {}", say_with("plan-asked-row", &values)));
        }
    }
}

/// What changes how people work, and why: each program once.
fn tell_bigger(plan: &Plan) {
    let goes_in = plan.pcs.iter().flat_map(|pc| &pc.install);
    let said = |update: &PlannedUpdate| {
        let (name, big) = (called(update), big::said(&update.reasons)?);
        Some(say_with("plan-big", &[("name", value(name)), ("big", value(big))]))
    };
    goes_in.filter_map(said).collect::<BTreeSet<_>>().iter().for_each(|text| out::line(text));
}

/// Which updates cannot be undone afterwards, PC by PC.
fn tell_no_way_back(plan: &Plan) {
    let (updates, pcs) = plan.without_way_back();
    if updates == 0 {
        return;
    }
    out::line(&say_with("plan-no-undo", &[("updates", number(updates)), ("pcs", number(pcs))]));
    for pc in &plan.pcs {
        let none: Vec<_> = pc.install.iter().filter(|update| !update.can_undo).collect();
        if !none.is_empty() {
            out::line(&format!("  {}: {}", pc.pc, names(&none)));
        }
    }
}

/// What waits because it is new, and what goes in though it is.
fn tell_new(plan: &Plan) {
    let said = |say: fn(&str, &Cooling) -> String, (pc, update): (&PcPlan, &PlannedUpdate)| {
        let new = update.cooling.as_ref()?;
        Some(format!("  {}: {}", pc.pc, say(&called(update), new)))
    };
    let waits: Vec<String> = plan.cooling_off().filter_map(|found| said(sentences::cooling, found)).collect();
    if !waits.is_empty() {
        out::line(&say("plan-new-waits"));
        waits.iter().for_each(|text| out::line(text));
    }
    let goes_in = plan.new_all_the_same().filter_map(|found| said(sentences::new_all_the_same, found));
    goes_in.for_each(|text| out::line(&text));
}

/// What goes in now: what a PC that does not answer misses waits for it, and is said apart.
fn now(pc: &PcPlan) -> impl Iterator<Item = &PlannedUpdate> {
    pc.install.iter().filter(|_| pc.trouble.is_none())
}

/// What else has to be known of one PC before it begins.
fn about(pc: &PcPlan) -> Option<String> {
    let name = ("pc", value(&*pc.pc));
    match pc.trouble {
        Some(trouble) if pc.install.is_empty() || !trouble.may_pass() => {
            Some(sentences::trouble(&pc.pc, trouble))
        }
        Some(_) => {
            let names = value(names(&pc.install.iter().collect::<Vec<_>>()));
            Some(say_with("plan-off", &[name, ("count", number(pc.install.len())), ("names", names)]))
        }
        None if pc.repair_first => {
            Some(say_with("plan-repair", &[name, ("what", value(sentences::repair(&pc.not_whole)))]))
        }
        None if pc.refresh_first => Some(say_with("plan-refresh", &[name])),
        None => None,
    }
}

/// Each name once, in the order of `updates`, with how often it is there.
fn names(updates: &[&PlannedUpdate]) -> String {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut order = Vec::new();
    for update in updates {
        let name = called(update);
        let count = times.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 {
            order.push(name);
        }
    }
    let named = order.into_iter().map(|name| match times[&name] {
        1 => name,
        many => say_with("names-times", &[("name", value(name)), ("count", number(many))]),
    });
    sentence::names(named, NAMES)
}

/// With whose it is, where it is not for the whole PC.
fn called(update: &PlannedUpdate) -> String {
    sentences::for_whom(out::foreign(&update.name), &update.id, update.person.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(id: &str, name: &str) -> PlannedUpdate {
        PlannedUpdate {
            id: id.parse().unwrap(),
            name: name.into(),
            person: None,
            disturbs: Disturbs::Nobody,
            substantial: false,
            asked: None,
            reasons: Vec::new(),
            can_undo: true,
            cooling: None,
        }
    }

    #[test]
    fn a_name_that_many_updates_share_is_said_once_with_its_number() {
        let part = |n| update(&format!("apt:lib{n}@2"), "System parts");
        let mut all = vec![update("apt:mail@2", "Mail")];
        all.extend((0..30).map(part));
        assert_eq!(names(&all.iter().collect::<Vec<_>>()), "Mail, System parts (30)");
    }

    #[test]
    fn one_program_for_the_whole_pc_and_for_one_person_is_two_and_says_whose_each_is() {
        let own = |person: Option<&str>| PlannedUpdate {
            person: person.map(str::to_owned),
            ..update("flatpak:~1000/app/org.lab.Notes/x86_64/stable@2", "Notes")
        };
        let of_pc = update("flatpak:app/org.lab.Notes/x86_64/stable@2", "Notes");
        let said = names(&[&of_pc, &own(Some("ana")), &own(None)]).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(said, "Notes, Notes (for ana only), Notes (for one person only)");
    }

    #[test]
    fn a_pc_with_very_many_programs_has_the_first_of_them_named_and_the_rest_counted() {
        let all: Vec<_> = (0..14).map(|n| update(&format!("apt:p{n}@2"), &format!("P{n}"))).collect();
        let said = names(&all.iter().collect::<Vec<_>>());
        assert!(said.starts_with("P0, P1, ") && said.ends_with("P11 and 2 more"), "{said}");
    }
}
