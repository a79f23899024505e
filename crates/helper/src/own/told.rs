//! What a person's program tells, made into what is shown: bounded, and without what nobody but a maker can say.

use jiff::Timestamp;
use patchround_protocol::{
    Cause, PcId, Update,
    ids::PackageName,
    limits,
    session::Own,
    update::{Held, Needs, Released, ReleasedFrom, Reversible, Scope, Substantial},
    wire::PersonScan,
};
use patchround_updates::own::SOURCES;

use super::List;
use crate::os::Person;

/// Bytes of what a maker says of the end of a program.
const NOTES_CHARS: usize = 1000;
/// Reasons why it changes how somebody works.
const REASONS: usize = 8;
/// Packages that come along, or would be removed.
const PACKAGES: usize = 20;

/// The list of one source; `None` of one that nobody has for themselves.
pub(super) fn list(pc: PcId, person: &Person, own: Own, now: Timestamp) -> Option<List> {
    let Own { source, cause, refreshed_at, updates } = own;
    if !SOURCES.contains(&&*source) {
        tracing::debug!(source, "a person's program told of a source that nobody has for themselves");
        return None;
    }
    let is_its = |update: &Update| update.id.source() == source;
    let all = updates.into_iter().filter(is_its).take(limits::OWN_UPDATES);
    let mut updates: Vec<Update> = all.filter_map(|update| plain(pc, person, update)).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    let of = PersonScan {
        account: person.account.clone(),
        person: person.name.clone(),
        source,
        told_at: now,
        cause,
        refreshed_at: refreshed_at.filter(|at| *at <= now),
    };
    Some(List { of, updates })
}

/// How much an update matters its maker says, or those who publish flaws; never whoever has it.
fn plain(pc: PcId, person: &Person, update: Update) -> Option<Update> {
    let id = update.id.of_person(&person.account).ok()?;
    Some(Update {
        id,
        pc,
        source: update.id.source().to_owned(),
        package: update.package,
        group: line(&update.group),
        name: line(&update.name),
        installed: update.installed.as_deref().map(line),
        candidate: line(&update.candidate),
        class: None,
        severity: None,
        substantial: update.substantial.map(substantial),
        cves: None,
        known_exploited: None,
        released: update.released.map(|released| Released { from: ReleasedFrom::Maker, ..released }),
        size: update.size,
        notes: update.notes.as_deref().map(|notes| words(notes, NOTES_CHARS)),
        changes: None,
        needs: needs(update.needs),
        reversible: Some(Reversible::Not(Cause::NothingKept)),
        scope: Scope::Person,
        held: update.held.map(|_| Held { by: None, why: None, until: None }),
        phased: false,
        blocked: update.blocked,
    })
}

fn substantial(big: Substantial) -> Substantial {
    Substantial {
        why: big.why.iter().take(REASONS).map(|why| line(why)).collect(),
        reasons: big.reasons.into_iter().take(REASONS).collect(),
    }
}

/// What is one person's own asks for nothing of the whole PC.
fn needs(needs: Needs) -> Needs {
    let few = |all: Vec<PackageName>| all.into_iter().take(PACKAGES).collect();
    Needs {
        restart: Some(false),
        close: needs.close.map(|programs| programs.iter().take(PACKAGES).map(|one| line(one)).collect()),
        sign_out: needs.sign_out,
        removes: few(needs.removes),
        adds: few(needs.adds),
        recovery_key: None,
        switch_off: None,
    }
}

fn line(text: &str) -> String {
    words(text, limits::LINE_CHARS).replace('\n', " ")
}

/// Text without what steers a terminal, of so many characters at most.
pub(super) fn words(text: &str, most: usize) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).take(most).collect::<String>().trim().to_owned()
}
