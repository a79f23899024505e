//! What is outstanding, one row a program.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    ids::PackageName,
    update::{Class, Held, SYSTEM_PARTS},
};
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
/// Characters of a reason.
const WHY_CHARS: usize = 200;

/// An update and all PCs that lack it.
pub(crate) struct Program<'a> {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) class: Option<Class>,
    pub(crate) on: Vec<(&'a PcView, &'a Update)>,
}

/// All programs with something outstanding or kept back, the most important first.
pub(super) fn programs<'a>(known: &Known<'a>) -> Vec<Program<'a>> {
    let mut all: BTreeMap<String, Program<'a>> = BTreeMap::new();
    for view in known.views {
        for update in view.pc.scan.iter().flat_map(|scan| &scan.updates).filter(|update| !update.phased) {
            let key = key(update);
            let program = all.entry(key.clone()).or_insert_with(|| Program {
                key,
                name: sentences::called(&update.name),
                class: None,
                on: Vec::new(),
            });
            // A group's own package names it: `libreoffice`, not `libreoffice-l10n-de`.
            if update.package.as_str() == update.group {
                program.name = sentences::called(&update.name);
            }
            let owed = known.clocks.class(view, update);
            program.class = if program.on.is_empty() { owed } else { more(program.class, owed) };
            program.on.push((view, update));
        }
    }
    let mut all = with_parts_together(all.into_values());
    all.sort_by_cached_key(|program| {
        (weight(program.class), usize::MAX - program.pcs(), program.name.to_lowercase())
    });
    all
}

/// Nobody tells one system part from another: one row for those that weigh the same.
fn with_parts_together<'a>(all: impl Iterator<Item = Program<'a>>) -> Vec<Program<'a>> {
    let parts = say("system-parts");
    let (mut together, mut programs) = (BTreeMap::new(), Vec::new());
    for program in all {
        let weight = weight(program.class);
        if program.name != parts {
            programs.push(program);
        } else if let Some(Program { on, .. }) = together.get_mut(&weight) {
            on.extend(program.on);
        } else {
            together.insert(weight, Program { key: format!("{SYSTEM_PARTS} {weight}"), ..program });
        }
    }
    programs.extend(together.into_values());
    programs
}

impl Program<'_> {
    /// On how many PCs.
    pub(crate) fn pcs(&self) -> usize {
        self.on.iter().map(|(view, _)| view.pc.id).collect::<BTreeSet<PcId>>().len()
    }

    /// On how many PCs, and how many updates where a PC lacks more than one.
    fn whereabouts(&self) -> String {
        let (updates, pcs) = (self.on.len(), self.pcs());
        if updates == pcs {
            return say_with("count-pcs", &[("count", number(pcs))]);
        }
        say_with("count-updates-pcs", &[("updates", number(updates)), ("pcs", number(pcs))])
    }
}

/// Updates of one source package belong together.
pub(crate) fn key(update: &Update) -> String {
    format!("{}:{}", update.source, update.group)
}

/// The ids of a program's updates, each once.
pub(crate) fn ids_of(key: &str, known: &Known<'_>) -> Vec<UpdateId> {
    let program = known.programs().iter().find(|program| program.key == key);
    let ids: BTreeSet<UpdateId> =
        program.into_iter().flat_map(|program| &program.on).map(|(_, update)| update.id.clone()).collect();
    ids.into_iter().collect()
}

/// The packages of a program, each once.
pub(crate) fn packages_of(key: &str, known: &Known<'_>) -> Vec<PackageName> {
    let program = known.programs().iter().find(|program| program.key == key);
    let packages: BTreeSet<PackageName> = program
        .into_iter()
        .flat_map(|program| &program.on)
        .map(|(_, update)| update.package.clone())
        .collect();
    packages.into_iter().collect()
}

/// One row a program, and how many updates they stand for.
pub(super) fn rows(known: &Known<'_>) -> (Vec<ProgramRow>, u32) {
    let programs = known.programs();
    let updates = programs.iter().map(|program| program.on.len()).sum::<usize>();
    (programs.iter().map(|program| row(program, known)).collect(), u32::try_from(updates).unwrap_or(u32::MAX))
}

pub(super) fn row(program: &Program<'_>, known: &Known<'_>) -> ProgramRow {
    let due = program.on.iter().filter_map(|(view, update)| known.clocks.of_update(view, update, known.now));
    // What nobody agreed to comes before what is late on purpose.
    let due = due.min_by_key(|due| (due.agreed.is_some(), due.day));
    ProgramRow {
        key: program.key.clone(),
        name: program.name.clone(),
        class: class(program.class),
        weight: weight(program.class),
        pcs: program.whereabouts(),
        due: due.as_ref().filter(|due| is_told(due)).map(due_words),
        agreed: due.as_ref().is_some_and(|due| due.agreed.is_some()),
        late: due.is_some_and(|due| due.late),
        note: kept(program),
        alone: program.on.iter().all(|(_, update)| update.id.is_firmware()),
    }
}

/// Where updates could not be read.
pub(super) fn unread(known: &Known<'_>) -> Vec<String> {
    let of = |view: &PcView| {
        let sentence = |cause: Cause| {
            let (why, next) = (sentences::cause(cause), sentences::next_on(cause, Some(view), &[]));
            let values = [("pc", text(view.pc.name.clone())), ("cause", text(why)), ("next", text(next))];
            say_with("source-unread", &values)
        };
        view.unread().into_iter().map(sentence).collect::<Vec<_>>()
    };
    known.views.iter().flat_map(of).collect()
}

/// Whether people are told of a day: it is near, or was put off on purpose.
pub(super) fn is_told(due: &Due) -> bool {
    due.near || due.agreed.is_some()
}

/// "due on Thursday 4 June".
pub(super) fn due_words(due: &Due) -> String {
    if let Some(until) = due.agreed {
        return say_with("pc-agreed", &[("day", text(when::day(until)))]);
    }
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
        return Some(by.map_or_else(|| sentences::held_there(held), |by| held_by(held, by)));
    }
    if would_remove(update) {
        let gone: Vec<String> =
            update.needs.removes.iter().map(|name| plain(name.as_str(), NAME_CHARS)).collect();
        return Some(say_with("update-removes", &[("names", text(gone.join(", ")))]));
    }
    let cause = update.blocked.filter(|cause| *cause != Cause::GoesAlone).map(sentences::cause);
    let firmware = update.id.is_firmware().then(|| say("update-firmware"));
    match (cause, firmware) {
        (Some(cause), Some(firmware)) => Some(format!("{firmware} {cause}")),
        (cause, firmware) => cause.or(firmware),
    }
}

/// The same, and where firmware is ordered.
pub(super) fn with_place(why: Option<String>, update: &Update) -> Option<String> {
    let is_ordered_there = update.id.is_firmware() && update.held.is_none();
    why.map(|why| if is_ordered_there { format!("{why} {}", say("update-firmware-where")) } else { why })
}

/// By whom, why and until when.
fn held_by(held: &Held, by: String) -> String {
    let Some(until) = held.until else { return say_with("update-held-by", &[("by", text(by))]) };
    let day = when::day(until.to_zoned(TimeZone::system()).date());
    let why = held.why.as_deref().map(|why| plain(why, WHY_CHARS)).unwrap_or_default();
    say_with("update-held-until", &[("by", text(by)), ("day", text(day)), ("why", text(why))])
}

/// What does not go in by itself on a PC: each cause, and for how many updates.
pub(super) fn not_going(view: &PcView) -> Vec<(Cause, usize)> {
    let mut all: BTreeMap<Cause, usize> = BTreeMap::new();
    for update in view.pc.scan.iter().flat_map(|scan| &scan.updates).filter(|update| update.counts()) {
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
    let mut why = program.on.iter().map(|(_, update)| with_place(why_not(update), update));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn system_parts_that_weigh_the_same_are_one_row_and_keep_all_their_updates() {
        let view = PcView { pc: samples::stored_pc("a", None), heard: true, working: false };
        let updates = [1, 2, 3, 4].map(|n| samples::update(&format!("apt:part{n}@2")));
        let of = |n: usize, name: &str, class| Program {
            key: format!("apt:{n}"),
            name: sentences::called(name),
            class: Some(class),
            on: vec![(&view, &updates[n])],
        };
        let programs = [
            of(0, SYSTEM_PARTS, Class::Security),
            of(1, "Mail", Class::Security),
            of(2, SYSTEM_PARTS, Class::Other),
            of(3, SYSTEM_PARTS, Class::Security),
        ];
        let rows = with_parts_together(programs.into_iter());
        let said: Vec<_> = rows.iter().map(|row| (&*row.name, row.class.unwrap(), row.on.len())).collect();
        let expected = [
            ("Mail", Class::Security, 1),
            ("System parts", Class::Security, 2),
            ("System parts", Class::Other, 1),
        ];
        assert_eq!(said, expected);
        assert_ne!(rows[1].key, rows[2].key);
        let whereabouts = rows.iter().map(Program::whereabouts).collect::<Vec<_>>();
        assert_eq!(whereabouts, ["1 PC", "2 updates on 1 PC", "1 PC"]);
    }

    #[test]
    fn a_system_part_by_itself_is_told_from_the_others() {
        let id = "apt:libc6:amd64@2".parse().unwrap();
        assert_eq!(
            sentences::called_alone(&id, SYSTEM_PARTS, None).replace(['\u{2068}', '\u{2069}'], ""),
            "System parts (libc6)"
        );
        assert_eq!(sentences::called_alone(&id, "Mail", None), "Mail");
    }
}
