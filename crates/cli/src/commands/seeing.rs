//! `pcs`, `updates`: what is known, after asking every PC.

use jiff::{Timestamp, civil::Date};
use patchround_office::{
    PcView,
    big::big,
    changes,
    concern::Concern,
    due::Clocks,
    names,
    round::{Restart, RestartState},
    say as sentences,
    store::pcs::StoredPc,
};
use patchround_protocol::{
    Cause, Life, PcId, PcState, Update,
    accounts::Accounts,
    restart::Wait,
    rule::Rule,
    update::{Class, Held},
    wire::{Kept, PersonScan},
};
use patchround_words::{say, say_with};
use serde::Serialize;

use super::{Place, answering, clocks, holding, later, restarting, undoing};
use crate::{
    exit::Exit,
    failure, out,
    sentence::{self, number, value},
};

/// A PC as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct PcLine<'a> {
    id: PcId,
    name: &'a str,
    address: String,
    state: PcState,
    last_seen: Option<Timestamp>,
    os: Option<&'a str>,
    helper_version: Option<&'a str>,
    updates: Option<usize>,
    restart_pending: Option<bool>,
    restart_for: &'a [String],
    restart: Option<AgreedRestart>,
    concerns: &'a [Concern],
    kept: &'a [Kept],
    due: Option<Date>,
    late: Option<bool>,
    os_fixed_until: Option<Date>,
    own_updaters: &'a [String],
    /// The sources that say that somebody else, an IT service, decides what they offer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    managed: Vec<&'a str>,
    /// The sources of programs that people have for themselves.
    #[serde(skip_serializing_if = "<[PersonScan]>::is_empty")]
    people: &'a [PersonScan],
    accounts: Option<&'a Accounts>,
}

/// A restart that was agreed and that nobody has seen done, as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct AgreedRestart {
    /// Whether the PC is switched off, not restarted.
    off: bool,
    /// Before this moment nothing happens.
    begins: Option<Timestamp>,
    /// Whether the PC knows of it.
    told: bool,
    /// Why it does not restart now, though it is time.
    waits: Option<Wait>,
}

impl AgreedRestart {
    fn of(agreed: &Restart) -> Self {
        let (begins, waits) = match &agreed.state {
            RestartState::Planned(at) => (Some(*at), None),
            RestartState::Waits(why) => (None, Some(why.clone())),
            RestartState::NotTold | RestartState::GoesOn => (None, None),
        };
        Self { off: agreed.off, begins, told: agreed.state != RestartState::NotTold, waits }
    }
}

/// An update as other programs read it: since when it is out, by whoever said so first, when it is due, and how far it
/// has come if it was tried.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct UpdateLine {
    #[serde(flatten)]
    update: Update,
    due: Option<Date>,
    late: bool,
    /// The rule by which it is due then.
    rule: Option<Rule>,
    /// The name of the account whose own program it is, where it is not for the whole PC and the PC named the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// Until when the owner agreed to be late with it.
    agreed: Option<Date>,
    state: Life,
    cause: Option<Cause>,
}

pub(super) async fn pcs(at: &Place, json: bool) -> anyhow::Result<Exit> {
    let (office, views) = at.look(&sentence::noticed).await?;
    let clocks = clocks(&office)?;
    if json {
        let agreed = office.restarts()?;
        out::json(&views.iter().map(|view| pc_line(view, &clocks, &agreed)).collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    let width = views.iter().map(|view| view.pc.name.chars().count()).max().unwrap_or_default();
    for view in &views {
        out::line(&format!("{:width$}  {}", view.pc.name, row(view, &clocks)));
    }
    sentence::troubles(&views, out::line);
    later::tell(&office)?;
    restarting::tell_reasons(&views);
    restarting::tell(&office)?;
    tell_managed(&views);
    holding::tell(&office);
    answering::remind(&office)?;
    out::line(&sentence::office(&views, &clocks));
    Ok(Exit::Done)
}

pub(super) async fn updates(
    at: &Place,
    pc: Option<&str>,
    with_changes: bool,
    json: bool,
) -> anyhow::Result<Exit> {
    let (office, mut views) = at.look(&sentence::noticed).await?;
    let clocks = clocks(&office)?;
    if let Some(id) = wanted_pc(&views, pc)? {
        views.retain(|view| view.pc.id == id);
    }
    if json {
        let lines = |view| of_pc(view).map(|update| json_line(view, update, &clocks)).collect::<Vec<_>>();
        out::json(&views.iter().flat_map(lines).collect::<Vec<_>>());
        let exit = reached(&views);
        sentence::troubles(&views, |said| failure::aside("pc_trouble", said.to_owned(), exit, json));
        return Ok(exit);
    }
    for view in views.iter().filter(|view| of_pc(view).next().is_some()) {
        out::line(&say_with("updates-of", &[("pc", value(&*view.pc.name))]));
        for update in of_pc(view) {
            out::line(&format!("  {}", update_line(view, update, &clocks)));
            tell_firmware(view, update);
            big(update.substantial.as_ref()).iter().for_each(|why| out::line(&format!("      {why}")));
            if with_changes {
                tell_changes(update);
            }
        }
    }
    if views.iter().all(|view| of_pc(view).next().is_none()) {
        out::line(&say(if views.is_empty() { "pcs-none" } else { "updates-none" }));
    } else {
        out::line(&say("updates-next"));
    }
    tell_managed(&views);
    undoing::tell(&office, &views)?;
    sentence::troubles(&views, out::line);
    Ok(reached(&views))
}

/// Where what is missing is not all known, since somebody else decides what is offered.
fn tell_managed(views: &[PcView]) {
    views.iter().flat_map(sentences::decided_elsewhere).for_each(|text| out::line(&text));
}

/// How firmware is put in place.
fn tell_firmware(view: &PcView, update: &Update) {
    if update.id.is_firmware() {
        let values = [("id", value(update.id.to_string())), ("pc", value(&*view.pc.name))];
        out::line(&format!("      {}", say_with("updates-firmware", &values)));
    }
}

/// What changes, in at most three lines with their sources, or that nobody said so.
fn tell_changes(update: &Update) {
    let lines = changes::of_update(update);
    if lines.is_empty() {
        out::line(&format!("      {}", changes::none(update.changes.is_some())));
        return;
    }
    out::line(&format!("      {}", say("ui-changes")));
    for line in lines {
        out::line(&format!("      - {}", out::foreign(&line.words)));
        out::line(&format!("        {}", changes::source(&line.from)));
    }
}

/// What did not go in, or waits for the person who has it, says so.
fn stuck(view: &PcView, update: &Update) -> Option<String> {
    let course = view.pc.courses.get(&update.id)?;
    if course.waits_for_person() {
        return Some(sentences::waits_for_person(view.person_of(&update.id)));
    }
    let course = Some(course).filter(|course| course.needs_person())?;
    Some(say(if course.life == Life::NotTaking { "life-not-taking" } else { "run-failed" }))
}

pub(super) fn wanted_pc(views: &[PcView], name: Option<&str>) -> anyhow::Result<Option<PcId>> {
    let Some(name) = name else { return Ok(None) };
    let pcs: Vec<StoredPc> = views.iter().map(|view| view.pc.clone()).collect();
    Ok(Some(names::find(name, &pcs)?.id))
}

fn reached(views: &[PcView]) -> Exit {
    if views.iter().all(|view| view.heard) { Exit::Done } else { Exit::Unreachable }
}

fn of_pc(view: &PcView) -> impl Iterator<Item = &Update> {
    view.pc.scan.iter().flat_map(|scan| &scan.updates)
}

fn json_line(view: &PcView, update: &Update, clocks: &Clocks) -> UpdateLine {
    let due = clocks.of_update(view, update, Timestamp::now());
    let released = Some(clocks.released(view, update));
    let lines = changes::of_update(update);
    let changes = if lines.is_empty() { update.changes.clone() } else { Some(lines) };
    let update = Update { released, changes, ..update.clone() };
    let course = view.pc.courses.get(&update.id);
    let person = view.person_of(&update.id).map(str::to_owned);
    UpdateLine {
        update,
        due: due.map(|due| due.day),
        late: due.is_some_and(|due| due.late),
        rule: due.map(|due| due.rule),
        person,
        agreed: due.and_then(|due| due.agreed),
        state: course.map_or(Life::Offered, |course| course.life),
        cause: course.and_then(|course| course.cause),
    }
}

fn pc_line<'a>(view: &'a PcView, clocks: &Clocks, agreed: &[Restart]) -> PcLine<'a> {
    let due = clocks.of_pc(view, Timestamp::now());
    let scan = view.pc.scan.as_ref();
    let helper = view.pc.facts.helper.as_str();
    PcLine {
        id: view.pc.id,
        name: &view.pc.name,
        address: view.pc.address.to_string(),
        state: view.state(Timestamp::now()),
        last_seen: view.pc.last_seen,
        os: view.pc.facts.os.as_deref(),
        helper_version: (!helper.is_empty()).then_some(helper),
        updates: scan.map(|_| view.outstanding()),
        restart_pending: scan.and_then(|scan| scan.restart_pending),
        restart_for: scan.map(|scan| scan.restart_for.as_slice()).unwrap_or_default(),
        restart: agreed.iter().find(|one| one.id == view.pc.id).map(AgreedRestart::of),
        concerns: &view.pc.concerns,
        kept: scan.map(|scan| &*scan.kept).unwrap_or_default(),
        due: due.map(|due| due.day),
        late: scan.map(|_| due.is_some_and(|due| due.late)),
        os_fixed_until: view.pc.facts.os_fixed_until,
        own_updaters: &view.pc.facts.own_updaters,
        managed: view.pc.managed().collect(),
        people: scan.map(|scan| &*scan.people).unwrap_or_default(),
        accounts: view.pc.facts.accounts.as_ref(),
    }
}

fn row(view: &PcView, clocks: &Clocks) -> String {
    let state = sentence::state(view, Timestamp::now());
    let mut parts = vec![state];
    if view.pc.scan.is_some() {
        parts.push(say_with("pc-updates", &[("count", number(view.outstanding()))]));
    }
    let restart = view.pc.scan.as_ref().is_some_and(|scan| scan.restart_pending == Some(true));
    if restart && view.state(Timestamp::now()) != PcState::NeedsRestart {
        parts.push(say("state-needs-restart"));
    }
    parts.extend(sentence::due(clocks.of_pc(view, Timestamp::now())));
    match view.pc.last_seen {
        None => parts.push(say("pc-never-seen")),
        Some(at) if !view.heard => parts.push(say_with("pc-last-seen", &[("time", value(out::time(at)))])),
        Some(_) => {}
    }
    parts.extend(view.pc.facts.os.as_deref().map(out::foreign));
    parts.join(", ")
}

/// That it is kept back, and until when where the PC itself does so.
fn held(held: &Held) -> String {
    if held.by.is_some() { say("updates-held") } else { sentences::held_there(held) }
}

fn update_line(view: &PcView, update: &Update, clocks: &Clocks) -> String {
    let class = say(match update.class {
        Some(Class::Urgent) => "class-urgent",
        Some(Class::Security) => "class-security",
        Some(Class::Other) => "class-other",
        None => "class-unknown",
    });
    let mut about = vec![class];
    about.extend(sentences::whose(&update.id, view.person_of(&update.id)));
    about.extend(sentence::due(clocks.of_update(view, update, Timestamp::now())));
    about.extend(update.held.as_ref().map(held));
    about.extend(stuck(view, update));
    if !update.needs.removes.is_empty() {
        let packages: Vec<_> = update.needs.removes.iter().map(|name| out::foreign(name.as_str())).collect();
        about.push(say_with("updates-removes", &[("packages", value(packages.join(", ")))]));
    }
    let (name, id) = (out::foreign(&update.name), update.id.as_str());
    say_with("updates-line", &[("name", value(name)), ("class", value(about.join(", "))), ("id", value(id))])
}
