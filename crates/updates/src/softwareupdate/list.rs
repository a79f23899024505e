//! Makes updates of what is listed.

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    update::{Needs, Reason, Reversible, Scope, Substantial},
};

use super::{SOURCE, listed::Entry};
use crate::{escaped::escaped, names, substantial::first_number};

/// How a title of the system itself begins.
const SYSTEM: &str = "macOS ";
/// How a label of the next system ends (Munki).
const MAJOR: &str = "_major";
/// The program that is closed for its update.
const SAFARI: &str = "Safari";

/// The updates, sorted by id, each once. What makes no id is left out.
pub fn join(pc: PcId, entries: &[Entry], running: Option<&str>) -> Vec<Update> {
    let mut updates: Vec<Update> = entries.iter().filter_map(|entry| update(pc, entry, running)).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    updates
}

/// The id of what is listed: label and version, each so that an id can hold them.
pub fn id(entry: &Entry) -> Option<UpdateId> {
    UpdateId::new(SOURCE, &escaped(&entry.label), &escaped(&entry.version)).ok()
}

/// Why it does not go in from here; none where it does.
///
/// The next macOS is a decision of its own. What asks for a restart, or for anything else that is to be done, asks for a
/// password on Apple silicon; on Intel it is left the same way.
pub fn blocked(entry: &Entry, running: Option<&str>) -> Option<Cause> {
    let is_system = entry.title.starts_with(SYSTEM) || entry.label.starts_with(SYSTEM);
    if is_major(entry, running) {
        Some(Cause::AtThePc)
    } else {
        (is_system || entry.action.is_some()).then_some(Cause::NeedsPasswordMac)
    }
}

/// The program that an update of this label is of, where somebody starts it.
pub fn program(label: &str) -> Option<&'static str> {
    label.starts_with(SAFARI).then_some(SAFARI)
}

/// Munki's two signs.
fn is_major(entry: &Entry, running: Option<&str>) -> bool {
    let numbers = || first_number(&entry.version).zip(first_number(running?));
    let is_another = || numbers().is_some_and(|(offered, running)| offered != running);
    entry.label.ends_with(MAJOR) || (entry.title.starts_with(SYSTEM) && is_another())
}

fn update(pc: PcId, entry: &Entry, running: Option<&str>) -> Option<Update> {
    let found = id(entry).zip(escaped(&entry.label).parse().ok());
    if found.is_none() {
        tracing::debug!(label = entry.label, "Left out an update that makes no plain id");
    }
    let (id, package) = found?;
    let (name, candidate) = (name(entry), names::one_line(&entry.version));
    let is_system = entry.title.starts_with(SYSTEM);
    let installed = running.filter(|there| is_system && *there != candidate).map(str::to_owned);
    Some(Update {
        id,
        pc,
        source: SOURCE.to_owned(),
        package,
        group: name.clone(),
        name,
        installed,
        candidate,
        class: None,
        severity: None,
        substantial: substantial(entry, running),
        cves: None,
        known_exploited: None,
        released: None,
        size: entry.bytes,
        notes: None,
        changes: None,
        needs: needs(entry),
        reversible: Some(Reversible::Not(Cause::UndoBlocked)),
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: blocked(entry, running),
    })
}

fn name(entry: &Entry) -> String {
    match names::one_line(&entry.title) {
        title if title.is_empty() => escaped(&entry.label),
        title => title,
    }
}

/// The next macOS changes how people work. Of anything else it is not told what is there.
fn substantial(entry: &Entry, running: Option<&str>) -> Option<Substantial> {
    let from = running.and_then(first_number).filter(|_| is_major(entry, running));
    let steps = from.zip(first_number(&entry.version)).filter(|(from, to)| from != to);
    steps.map(|(from, to)| Substantial::because(vec![Reason::FirstNumber { from, to }]))
}

fn needs(entry: &Entry) -> Needs {
    let close = program(&entry.label).map(str::to_owned).into_iter().collect();
    Needs {
        restart: Some(entry.action.is_some()),
        close: Some(close),
        sign_out: Some(false),
        ..Needs::default()
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::SpkiHash;

    use super::*;
    use crate::softwareupdate::listed;

    fn entries(text: &str) -> Vec<Entry> {
        listed::parse(text, "").unwrap()
    }

    fn updates(text: &str, running: Option<&str>) -> Vec<Update> {
        join(SpkiHash([0; 32]), &entries(text), running)
    }

    const MUNKI: &str = include_str!("../../testdata/macos-12.softwareupdate-l.munki");

    #[test]
    fn what_needs_no_restart_may_go_in_and_the_system_is_for_whoever_sits_there() {
        let updates = updates(MUNKI, Some("12.7.5"));
        let said: Vec<_> = updates.iter().map(|u| (u.id.as_str(), u.blocked, u.needs.restart)).collect();
        let expected = [
            ("softwareupdate:Safari17.6MontereyAuto-17.6@17.6", None, Some(false)),
            (
                "softwareupdate:macOS^20Monterey^2012.7.6-21H1320@12.7.6",
                Some(Cause::NeedsPasswordMac),
                Some(true),
            ),
            ("softwareupdate:macOS^20Sonoma^2014.6.1-23G93@14.6.1", Some(Cause::AtThePc), Some(true)),
        ];
        assert_eq!(said, expected);
        assert_eq!(updates[0].needs.close.as_deref(), Some(&["Safari".to_owned()][..]));
        assert_eq!((&updates[1].installed, &updates[0].installed), (&Some("12.7.5".into()), &None));
        assert!(updates[2].substantial.as_ref().is_some_and(|judged| !judged.reasons.is_empty()));
        assert!(updates.iter().all(|u| u.released.is_none() && u.severity.is_none() && u.class.is_none()));
    }

    #[test]
    fn where_it_is_not_known_which_system_runs_none_goes_in_from_here() {
        let updates = updates(MUNKI, None);
        let causes: Vec<_> = updates.iter().map(|update| update.blocked).collect();
        let password = Some(Cause::NeedsPasswordMac);
        assert_eq!(causes, [None, password, password]);
    }

    #[test]
    fn the_next_system_is_known_by_its_label_alone_as_well() {
        let text = "* Label: 012-34567_major\n\tTitle: Next, Version: 27.0, Size: 1K, Action: restart, \n";
        assert_eq!(updates(text, None)[0].blocked, Some(Cause::AtThePc));
    }

    #[test]
    fn a_system_that_does_not_say_it_restarts_needs_a_password_all_the_same() {
        let text =
            "* Label: macOS Security 13.4.1 (a)\n\tTitle: macOS Security, Version: 13.4.1 (a), Size: 1K, \n";
        let update = &updates(text, Some("13.4.1"))[0];
        assert_eq!(update.blocked, Some(Cause::NeedsPasswordMac));
        assert_eq!((update.id.version(), &*update.candidate), ("13.4.1^20^28a^29", "13.4.1 (a)"));
    }
}
