//! The pages of one PC and of one program.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use patchround_protocol::{PcId, Step, Update, UpdateId, update::Class, wire::Kept};
use patchround_words::{say, say_with};

use super::{
    AtWork, Known, changes, duties, exceptions,
    life::{Standing, standing},
    needs, number, pcs, programs,
    result::first_of,
    text,
};
use crate::{
    PcView,
    app::{
        answer::{
            Alone, Fact, PcPage, ProgramPage, ProgramPc, RestartChoice, Try, UpdateRow, UpdateState, Way,
        },
        snapshot::Look,
        when,
    },
    big::big,
    firmware, people,
    plain::{plain, plain_lines},
    plan,
    round::{Restart, RestartState},
    say as sentences,
    store::record::{Line, What},
    wake::can_wake,
};

/// Lines of what was tried on a PC.
const TRIES: usize = 10;
/// Characters of a maker's notes.
const NOTES: usize = 10_000;
const NAME_CHARS: usize = 80;
const VERSION_CHARS: usize = 60;

/// One PC; `None` if it is not in the office.
pub(crate) fn pc_page(pc: PcId, record: &[Line], at_work: AtWork<'_>, known: &Known<'_>) -> Option<PcPage> {
    let view = known.views.iter().find(|view| view.pc.id == pc)?;
    let mine = needs::needs(known).into_iter().filter(|need| need.pc.as_deref() == Some(&pc.to_string()));
    let mut next: Vec<String> = mine.map(|need| format!("{} {}", need.sentence, need.next)).collect();
    let later = known.later.iter().filter(|later| later.pc == view.pc.name);
    next.extend(later.map(|later| super::agreed(later, known).sentence));
    let needed = view.pc.scan.as_ref().and_then(|scan| sentences::restart_for(&view.pc.name, scan));
    let agreed = known.restarts.iter().filter(|one| one.id == pc);
    next.extend(needed.into_iter().chain(agreed.map(|one| super::restart(one, known))));
    next.extend(duties::waits(view, record, known));
    next.extend(sentences::unread_of_people(view));
    next.extend(sentences::decided_elsewhere(view));
    let row = pcs::row(view, known);
    let values = [("pc", text(row.name.clone())), ("state", text(row.state.clone()))];
    Some(PcPage {
        sentence: say_with("page-sentence", &values),
        next: next.iter().map(|line| line.trim().to_owned()).collect(),
        updates: updates(view, at_work, known),
        repair: view.heard && !view.working && view.pc.unfinished().next().is_some(),
        restart: restart_choice(view, known),
        wake: can_wake(view, known.views),
        ways: ways(view, record, at_work, known),
        tries: tries(&view.pc.name, record, known),
        facts: facts(view, known),
        uses: people::uses(known.policy, pc),
        reachable: known.policy.exposed.contains(&pc),
        can_change: view.pc.facts.accounts.as_ref().map(sentences::who_can_change).unwrap_or_default(),
        row,
    })
}

/// Where it needs a restart, or does not say whether it does, or one was agreed that has not begun.
fn restart_choice(view: &PcView, known: &Known<'_>) -> Option<RestartChoice> {
    let mine = |one: &&Restart| one.id == view.pc.id && one.state != RestartState::GoesOn;
    let agreed = known.restarts.iter().any(|one| mine(&one));
    let is_needed = view.pc.scan.as_ref().is_some_and(|scan| scan.restart_pending == Some(true))
        || view.only_restart_is_unknown(known.now);
    let goes_on = known.restarts.iter().any(|one| one.id == view.pc.id) && !agreed;
    let tonight = crate::round::tonight(known.policy, known.now, &known.zone);
    let tonight = tonight.map(|at| when::for_evening("evening-restart", at, known.now, &known.zone));
    ((is_needed && view.heard && !goes_on) || agreed).then_some(RestartChoice { agreed, tonight })
}

/// One program; `None` if nobody lacks it any more.
pub(crate) fn program_page(key: &str, known: &Known<'_>) -> Option<ProgramPage> {
    let program = known.programs().iter().find(|program| program.key == key)?;
    let (_, first) = program.on.first()?;
    Some(ProgramPage {
        row: programs::row(program, known),
        pcs: program_pcs(program),
        kept: program.on.iter().any(|(_, update)| is_held(update, known)),
        big: program.on.iter().find_map(|(_, update)| big(update.substantial.as_ref())),
        changes: changes::told(program.on.iter().map(|(_, update)| *update)),
        notes: notes(first),
        technical: technical(first, None),
    })
}

/// Whether the office keeps it back, and not only the PC itself. What the owner agreed to is ended elsewhere.
fn is_held(update: &Update, known: &Known<'_>) -> bool {
    let is_agreed = exceptions::is_agreed(update, known);
    let is_for_a_person = update.held.as_ref().is_some_and(|held| held.by.is_some()) && !is_agreed;
    let mut holds = known.policy.holds.iter();
    is_for_a_person || holds.any(|hold| hold.package == update.package && hold.until > known.now)
}

/// Each PC once: a program may be several updates there.
fn program_pcs(program: &programs::Program<'_>) -> Vec<ProgramPc> {
    let mut pcs: Vec<ProgramPc> = Vec::new();
    for (view, update) in &program.on {
        let id = view.pc.id.to_string();
        let many = program.on.iter().filter(|(other, _)| other.pc.id == view.pc.id).count();
        if pcs.iter().all(|pc| pc.pc != id) {
            let several = || say_with("pc-updates", &[("count", number(many))]);
            let versions = if many == 1 { versions(update) } else { several() };
            let person = view.person_of(&update.id);
            let note = match programs::why_not(update) {
                Some(note) => Some(sentences::for_whom(note, &update.id, person)),
                None => sentences::whose(&update.id, person).filter(|_| many == 1),
            };
            let name = view.pc.name.clone();
            pcs.push(ProgramPc { pc: id, name, versions, note });
        }
    }
    pcs
}

/// Names that several updates of a PC have.
fn shared_on(view: &PcView) -> sentences::Shared {
    let updates = view.pc.scan.iter().flat_map(|scan| &scan.updates);
    sentences::shared(updates.map(|update| ("", &*update.name, &update.id)))
}

fn updates(view: &PcView, at_work: AtWork<'_>, known: &Known<'_>) -> Vec<UpdateRow> {
    let all = view.pc.scan.iter().flat_map(|scan| &scan.updates).filter(|update| !update.phased);
    let (shared, stays) = (shared_on(view), stays_with(view, &shared_on(view)));
    let row = |update: &Update| {
        let due = known.clocks.of_update(view, update, known.now);
        let tried = (view.pc.courses.get(&update.id), Some(view));
        let class = known.clocks.class(view, update);
        let (is_late, is_agreed) =
            (due.as_ref().is_some_and(|due| due.late), exceptions::is_agreed(update, known));
        let mends = matches!(class, Some(Class::Urgent | Class::Security));
        let standing = standing(update, tried, at_work, (known.now, &known.zone));
        let (alone, note) = (alone(view, update, at_work, known), programs::why_not(update));
        let has_button = alone.as_ref().is_some_and(|alone| !alone.consent.is_empty());
        let note = if has_button { note } else { programs::with_place(note, update) };
        UpdateRow {
            id: update.id.to_string(),
            name: sentences::called_among(
                &update.id,
                Some(&update.name),
                &shared,
                view.person_of(&update.id),
            ),
            class: programs::class(class),
            due: due.as_ref().filter(|due| programs::is_told(due)).map(programs::due_words),
            clock: sentences::rule::clock(known.clocks, view, update, known.zone.clone()),
            late: is_late,
            agreed: is_agreed,
            agrees_to: (!is_agreed && update.counts() && (is_late || mends))
                .then(|| sentences::called_exactly(&update.package, &update.name)),
            note: note.or_else(|| stays.get(&update.source).cloned()),
            big: big(update.substantial.as_ref()),
            alone,
            versions: versions(update),
            changes: changes::told([update]),
            notes: notes(update),
            technical: technical(update, standing.as_ref()),
            state: standing.map(|Standing { words, look, why, .. }| UpdateState { words, look, why }),
        }
    };
    let mut rows: Vec<UpdateRow> = all.map(row).collect();
    let failed = |row: &UpdateRow| row.state.as_ref().is_some_and(|state| state.look == Look::Needs);
    rows.sort_by_cached_key(|row| (!failed(row), !row.late, row.note.is_some(), row.name.to_lowercase()));
    rows
}

/// What is said of all that goes in only as a whole, by its source, where something of it stays.
fn stays_with(view: &PcView, shared: &sentences::Shared) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let goes = |update: &Update| plan::why_not(update).is_none();
    for update in view.pc.scan.iter().flat_map(|scan| plan::staying(scan, goes)) {
        names.entry(update.source.clone()).or_default().push(sentences::called_among(
            &update.id,
            Some(&update.name),
            shared,
            view.person_of(&update.id),
        ));
    }
    let said = |names: Vec<String>| say_with("update-whole", &[("names", text(first_of(&names)))]);
    names.into_iter().map(|(source, names)| (source, said(names))).collect()
}

/// Like every other order, firmware is not offered while a round runs.
fn alone(view: &PcView, update: &Update, at_work: AtWork<'_>, known: &Known<'_>) -> Option<Alone> {
    let can_be_ordered = known.run.is_none() && at_work.firmware.contains(&update.id);
    let consent = || if can_be_ordered { firmware::consent(view, update) } else { Vec::new() };
    update.id.is_firmware().then(|| Alone { consent: consent() })
}

/// What the PC can go back to, and where it is back.
fn ways(view: &PcView, record: &[Line], at_work: AtWork<'_>, known: &Known<'_>) -> Vec<Way> {
    let way = |kept: &Kept| {
        let name = at_work.kept.and_then(|names| names.get(&kept.id).cloned());
        let name = name.map(|name| sentences::called_alone(&kept.id, &name, None));
        Way {
            id: kept.id.to_string(),
            name: name.unwrap_or_else(|| sentences::package_name(&kept.id)),
            text: way_words(view.pc.id, kept, record, known),
            back: kept.back.is_some(),
            waits: at_work.jobs.iter().flat_map(|job| &job.job.steps).any(|step| is_about(step, &kept.id)),
        }
    };
    let mut ways: Vec<Way> = view.pc.scan.iter().flat_map(|scan| &scan.kept).map(way).collect();
    ways.sort_by_cached_key(|way| (!way.back, way.name.to_lowercase()));
    ways
}

fn is_about(step: &Step, id: &UpdateId) -> bool {
    matches!(step, Step::Undo { ids, .. } | Step::Release { ids } if ids.contains(id))
}

fn way_words(pc: PcId, kept: &Kept, record: &[Line], known: &Known<'_>) -> String {
    let version = |text: &str| plain(text, VERSION_CHARS);
    let to = ("to", text(version(kept.id.version())));
    let Some(back) = kept.back else {
        return say_with("way-back", &[("from", text(version(&kept.newer))), to]);
    };
    let agreed = record.iter().rev().find_map(|line| match &line.what {
        What::UndoAgreed { pc_id, id, why, .. } if *pc_id == pc && *id == kept.id => Some((&line.who, why)),
        _ => None,
    });
    let until = back.until.map(|until| when::moment(until, known.now, &known.zone));
    let stays = match until {
        Some(until) => say_with("way-stays-until", &[to, ("until", text(until))]),
        None => say_with("way-stays", &[to]),
    };
    match agreed {
        Some((who, why)) => {
            let values = [("stays", text(stays)), ("who", text(who.clone())), ("why", text(why.clone()))];
            say_with("way-stays-for", &values)
        }
        None => stays,
    }
}

fn versions(update: &Update) -> String {
    let version = |text: &str| plain(text, VERSION_CHARS);
    let to = ("to", text(version(&update.candidate)));
    let size = update.size.map(|bytes| say_with("size", &[("size", text(megabytes(bytes)))]));
    let versions = match &update.installed {
        Some(from) => say_with("versions", &[("from", text(version(from))), to]),
        None => say_with("version-new", &[to]),
    };
    size.map_or(versions.clone(), |size| format!("{versions} {size}"))
}

/// In MB with one decimal, at least 0.1.
fn megabytes(bytes: u64) -> String {
    let tenths = (bytes.saturating_add(50_000) / 100_000).max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn notes(update: &Update) -> Option<String> {
    let notes = plain_lines(update.notes.as_deref()?, NOTES);
    (!notes.is_empty()).then_some(notes)
}

fn technical(update: &Update, standing: Option<&Standing>) -> Vec<String> {
    let cves = update.cves.iter().flatten().map(|cve| plain(cve, NAME_CHARS));
    let removes = update.needs.removes.iter().map(|name| format!("- {name}"));
    let said = standing.iter().flat_map(|standing| standing.details.iter().cloned());
    std::iter::once(update.id.to_string()).chain(cves).chain(removes).chain(said).collect()
}

fn tries(pc: &str, record: &[Line], known: &Known<'_>) -> Vec<Try> {
    let tried = |line: &&Line| {
        matches!(&line.what,
            What::UpdateEnded { pc: on, .. } | What::ByItself { pc: on, .. } | What::OrderWaits { pc: on, .. }
            | What::WakeAsked { pc: on, .. }
            | What::RestartedByItself { pc: on, .. } | What::RestartEnded { pc: on, .. } | What::RepairedByItself { pc: on, .. }
            | What::NotRestartedByItself { pc: on, .. } | What::NotRepairedByItself { pc: on, .. }
            | What::RepairAgreed { pc: on, .. } | What::RepairEnded { pc: on, .. }
            | What::UndoAgreed { pc: on, .. } | What::WentBack { pc: on, .. } | What::LetGo { pc: on, .. }
            | What::LetGoByItself { pc: on, .. } | What::FirmwareAgreed { pc: on, .. } if on == pc)
    };
    record.iter().rev().filter(tried).take(TRIES).map(|line| a_try(line, known)).collect()
}

/// A line of the record, with its time.
pub(super) fn a_try(line: &Line, known: &Known<'_>) -> Try {
    let moment = |at: Timestamp| when::moment(at, known.now, &known.zone);
    Try { time: moment(line.time), sentence: sentences::record(line, &BTreeSet::new(), &moment) }
}

fn facts(view: &PcView, known: &Known<'_>) -> Vec<Fact> {
    let facts = &view.pc.facts;
    let unknown = || say("fact-unknown");
    let bytes = |bytes: Option<u64>| {
        bytes.map_or_else(unknown, |bytes| {
            say_with("fact-gigabytes", &[("count", number(usize::try_from(bytes >> 30).unwrap_or_default()))])
        })
    };
    let os = facts.os.as_deref().map_or_else(unknown, |os| plain(os, NAME_CHARS));
    let seen = if view.heard { say("pc-on-now") } else { pcs::since(view, known) };
    let own = facts.own_updaters.join(", ");
    let own = (!own.is_empty()).then(|| Fact { name: say("fact-own-updaters"), value: own });
    let rows = [
        ("fact-system", os),
        ("fact-who", pcs::who(view).unwrap_or_else(|| say("fact-nobody"))),
        ("fact-seen", seen),
        ("fact-disk-free", bytes(facts.disk_free)),
        ("fact-address", view.pc.address.to_string()),
        ("fact-helper", plain(&facts.helper, VERSION_CHARS)),
    ]
    .map(|(id, value)| Fact { name: say(id), value });
    rows.into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_names_each_pc_once_however_many_updates_it_is_there() {
        use crate::samples;
        let part = |id: &str| Update { group: "linux".into(), ..samples::update(id) };
        let scan = samples::scan(&[part("apt:linux@2"), part("apt:linux-tools@2")]);
        let view = PcView { pc: samples::stored_pc("a", Some(scan)), heard: true, working: false };
        let on = view.pc.scan.iter().flat_map(|scan| &scan.updates).map(|update| (&view, update)).collect();
        let program = programs::Program { key: "k".into(), name: "n".into(), class: None, on };
        let pcs = program_pcs(&program);
        assert_eq!(pcs.iter().map(|pc| pc.versions.as_str()).collect::<Vec<_>>(), ["2 updates"]);
    }

    #[test]
    fn what_goes_in_only_as_a_whole_says_what_it_waits_for_and_nothing_where_all_of_it_goes() {
        use crate::samples;
        use patchround_protocol::Cause;
        let stays = |blocked, whole| {
            let other = Update { blocked, name: "Kernel".into(), ..samples::update("apt:b@2") };
            let mut scan = samples::scan(&[samples::update("apt:a@2"), other]);
            scan.sources.iter_mut().for_each(|source| source.whole = whole);
            let pc = samples::stored_pc("a", Some(scan));
            let view = PcView { pc, heard: true, working: false };
            stays_with(&view, &shared_on(&view))
        };
        let said = stays(Some(Cause::WouldRemove), true);
        assert!(said["apt"].contains("Kernel") && said["apt"].contains("as a whole"), "{said:?}");
        assert!(stays(None, true).is_empty() && stays(Some(Cause::WouldRemove), false).is_empty());
    }

    #[test]
    fn a_size_is_never_nothing() {
        assert_eq!([0, 99, 1_000_000, 12_345_678].map(megabytes), ["0.1", "0.1", "1.0", "12.3"]);
    }

    #[test]
    fn a_program_of_one_person_says_whose_it_is_and_one_of_the_pc_too_is_two_updates() {
        use crate::samples;
        let machine =
            Update { group: "org.lab.Notes".into(), ..samples::update("flatpak:app/org.lab.Notes@2") };
        let pcs = |updates: &[Update]| {
            let people = vec![samples::person_scan("1000", "ana")];
            let scan = patchround_protocol::wire::Scan { people, ..samples::scan(updates) };
            let view = PcView { pc: samples::stored_pc("a", Some(scan)), heard: true, working: false };
            let on =
                view.pc.scan.iter().flat_map(|scan| &scan.updates).map(|update| (&view, update)).collect();
            let program = programs::Program { key: "k".into(), name: "n".into(), class: None, on };
            let pc = program_pcs(&program).remove(0);
            (pc.versions, pc.note.map(|note| note.replace(['\u{2068}', '\u{2069}'], "")))
        };
        let (_, note) = pcs(&[samples::own("1000")]);
        assert_eq!(note.as_deref(), Some("for ana only"));
        assert_eq!(pcs(&[machine.clone(), samples::own("1000")]), ("2 updates".to_owned(), None));
        assert_eq!(programs::key(&machine), programs::key(&samples::own("1000")));
        let held = Update { blocked: Some(patchround_protocol::Cause::Held), ..samples::own("1000") };
        assert!(pcs(&[held]).1.is_some_and(|note| note.ends_with("(for ana only)")));
    }
}
