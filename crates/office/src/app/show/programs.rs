//! What is outstanding, one row a program.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{Cause, PcId, Update, UpdateId, update::Class};
use patchround_words::{say, say_with};

use super::{Known, number, text};
use crate::{
    PcView,
    app::{snapshot::ProgramRow, when},
    due::Due,
    pc_state::would_remove,
    plain::plain,
    say as sentences,
};

/// Characters of a name that somebody else gave.
const NAME_CHARS: usize = 80;

/// An update and all PCs that lack it.
pub(crate) struct Program<'a> {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) class: Option<Class>,
    pub(crate) on: Vec<(&'a PcView, &'a Update)>,
}

/// All programs with something outstanding or kept back, the most important first.
pub(crate) fn programs<'a>(known: &Known<'a>) -> Vec<Program<'a>> {
    let mut all: BTreeMap<String, Program<'a>> = BTreeMap::new();
    for view in known.views {
        for update in view.pc.scan.iter().flat_map(|scan| &scan.updates).filter(|update| !update.phased) {
            let key = key(update);
            let program = all.entry(key.clone()).or_insert_with(|| Program {
                key,
                name: plain(&update.name, NAME_CHARS),
                class: None,
                on: Vec::new(),
            });
            // A group's own package names it: `libreoffice`, not `libreoffice-l10n-de`.
            if update.package.as_str() == update.group {
                program.name = plain(&update.name, NAME_CHARS);
            }
            let owed = known.clocks.owed(view, update).class;
            program.class = if program.on.is_empty() { owed } else { more(program.class, owed) };
            program.on.push((view, update));
        }
    }
    let mut all: Vec<Program<'a>> = all.into_values().collect();
    all.sort_by_cached_key(|program| {
        (weight(program.class), usize::MAX - program.pcs(), program.name.to_lowercase())
    });
    all
}

impl Program<'_> {
    /// On how many PCs.
    pub(crate) fn pcs(&self) -> usize {
        self.on.iter().map(|(view, _)| view.pc.id).collect::<BTreeSet<PcId>>().len()
    }
}

/// Updates of one source package belong together.
pub(crate) fn key(update: &Update) -> String {
    format!("{}:{}", update.source, update.group)
}

/// The ids of a program's updates, each once.
pub(crate) fn ids_of(key: &str, known: &Known<'_>) -> Vec<UpdateId> {
    let program = programs(known).into_iter().find(|program| program.key == key);
    let ids: BTreeSet<UpdateId> =
        program.iter().flat_map(|program| &program.on).map(|(_, update)| update.id.clone()).collect();
    ids.into_iter().collect()
}

pub(super) fn rows(known: &Known<'_>) -> Vec<ProgramRow> {
    programs(known).iter().map(|program| row(program, known)).collect()
}

pub(super) fn row(program: &Program<'_>, known: &Known<'_>) -> ProgramRow {
    let due = program.on.iter().filter_map(|(view, update)| known.clocks.of_update(view, update, known.now));
    let due = due.min_by_key(|due| due.day);
    ProgramRow {
        key: program.key.clone(),
        name: program.name.clone(),
        class: class(program.class),
        weight: weight(program.class),
        pcs: say_with("count-pcs", &[("count", number(program.pcs()))]),
        due: due.as_ref().filter(|due| due.near).map(due_words),
        late: due.is_some_and(|due| due.late),
        note: kept(program),
    }
}

/// Where updates could not be read.
pub(super) fn unread(known: &Known<'_>) -> Vec<String> {
    let of = |view: &PcView| {
        let sentence = |cause: Cause| {
            let (why, next) = (sentences::cause(cause), sentences::next(cause));
            let values = [("pc", text(view.pc.name.clone())), ("cause", text(why)), ("next", text(next))];
            say_with("source-unread", &values)
        };
        view.unread().into_iter().map(sentence).collect::<Vec<_>>()
    };
    known.views.iter().flat_map(of).collect()
}

/// "due on Thursday 4 June".
pub(super) fn due_words(due: &Due) -> String {
    let id = if due.late { "pc-late" } else { "pc-due" };
    say_with(id, &[("day", text(when::day(due.day)))])
}

/// "security fix".
pub(super) fn class(class: Option<Class>) -> String {
    say(match class {
        Some(Class::Urgent) => "class-urgent",
        Some(Class::Security) => "class-security",
        Some(Class::Other) => "class-other",
        None => "class-unknown",
    })
}

/// Why an update does not go in now, in the words of a row.
pub(super) fn why_not(update: &Update) -> Option<String> {
    if let Some(held) = &update.held {
        let by = held.by.as_deref().map(|by| plain(by, NAME_CHARS));
        let known = by.map(|by| say_with("update-held-by", &[("by", text(by))]));
        return Some(known.unwrap_or_else(|| say("update-held")));
    }
    if would_remove(update) {
        let gone: Vec<String> =
            update.needs.removes.iter().map(|name| plain(name.as_str(), NAME_CHARS)).collect();
        return Some(say_with("update-removes", &[("names", text(gone.join(", ")))]));
    }
    update.blocked.map(sentences::cause)
}

/// What does not go in by itself on a PC: each cause, and for how many updates.
pub(super) fn not_going(view: &PcView) -> Vec<(Cause, usize)> {
    let mut all: BTreeMap<Cause, usize> = BTreeMap::new();
    for update in view.pc.scan.iter().flat_map(|scan| &scan.updates).filter(|update| !update.phased) {
        let cause = match update {
            update if update.held.is_some() => Some(Cause::Held),
            update if would_remove(update) => Some(Cause::WouldRemove),
            update => update.blocked.filter(|cause| *cause != Cause::Phased),
        };
        cause.into_iter().for_each(|cause| *all.entry(cause).or_default() += 1);
    }
    all.into_iter().collect()
}

/// Said where an update goes in nowhere.
fn kept(program: &Program<'_>) -> Option<String> {
    let mut why = program.on.iter().map(|(_, update)| why_not(update));
    let first = why.next()??;
    why.all(|other| other.is_some()).then_some(first)
}

fn weight(class: Option<Class>) -> u8 {
    match class {
        Some(Class::Urgent) => 0,
        Some(Class::Security) => 1,
        None => 2,
        Some(Class::Other) => 3,
    }
}

fn more(a: Option<Class>, b: Option<Class>) -> Option<Class> {
    if weight(a) <= weight(b) { a } else { b }
}
