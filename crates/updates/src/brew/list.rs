//! Makes updates of what is outdated.

use std::collections::BTreeMap;

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    update::{Held, Needs, Reversible, SYSTEM_PARTS, Scope, Substantial},
};

use super::{
    SOURCE,
    casks::Cask,
    outdated::{Kind, Outdated, is_name},
};
use crate::{
    escaped::escaped,
    names,
    substantial::{self, Facts},
};

/// The updates, sorted by id. What makes no id, and what has no name that `brew` may be told, is left out.
pub fn join(pc: PcId, all: &[Outdated], casks: &BTreeMap<String, Cask>) -> Vec<Update> {
    let mut updates: Vec<Update> =
        all.iter().filter_map(|one| update(pc, one, casks.get(&one.name))).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    updates
}

/// The id of what is offered: `brew:cask/letters@4.2.0`.
pub fn id(one: &Outdated) -> Option<UpdateId> {
    let native = format!("{}/{}", one.kind.as_str(), escaped(&one.name));
    UpdateId::new(SOURCE, &native, &escaped(&one.offered)).ok().filter(|_| is_name(&one.name))
}

/// Whether a line of what is there, `NAME VERSION VERSION` without a tap, has what an id names.
pub(super) fn is_line_of(id: &UpdateId, line: &str) -> bool {
    let mut words = line.split_whitespace().map(escaped);
    let short = id.native().rsplit('/').next();
    words.next().as_deref() == short && words.any(|version| version == id.version())
}

fn update(pc: PcId, one: &Outdated, cask: Option<&Cask>) -> Option<Update> {
    let found = id(one).zip(escaped(&one.name).parse().ok());
    if found.is_none() {
        tracing::debug!(name = one.name, "Left out an update that makes no plain id");
    }
    let (id, package) = found?;
    let candidate = names::one_line(&one.offered);
    let installed = one.installed.last().map(|version| names::one_line(version));
    Some(Update {
        id,
        pc,
        source: SOURCE.to_owned(),
        package,
        group: names::one_line(&one.name),
        name: name(one, cask),
        installed: installed.filter(|there| *there != candidate),
        candidate,
        class: None,
        severity: None,
        substantial: judge(one),
        cves: None,
        known_exploited: None,
        released: None,
        size: None,
        notes: None,
        changes: None,
        needs: needs(one.kind, cask),
        reversible: Some(Reversible::Not(Cause::UndoBlocked)),
        scope: Scope::Person,
        held: one.is_pinned.then_some(Held { by: None, why: None, until: None }),
        phased: false,
        blocked: None,
    })
}

/// A formula is for the terminal, or a part of something: nobody starts it by an icon.
fn name(one: &Outdated, cask: Option<&Cask>) -> String {
    match one.kind {
        Kind::Formula => SYSTEM_PARTS.to_owned(),
        Kind::Cask => cask.and_then(|cask| cask.title.clone()).unwrap_or_else(|| names::one_line(&one.name)),
    }
}

/// By the same rule as of any other program's first number.
fn judge(one: &Outdated) -> Option<Substantial> {
    let facts = Facts {
        package: one.name.clone(),
        group: one.name.clone(),
        installed: one.installed.last().cloned(),
        candidate: one.offered.clone(),
        window: Some(one.kind == Kind::Cask),
        ..Facts::default()
    };
    substantial::judge(&[facts]).pop().flatten()
}

/// Homebrew ends the apps of a cask before it replaces them: they have to be closed before.
fn needs(kind: Kind, cask: Option<&Cask>) -> Needs {
    let close = match kind {
        Kind::Formula => Some(Vec::new()),
        Kind::Cask => cask.map(|cask| cask.apps.clone()),
    };
    Needs { restart: Some(false), close, sign_out: Some(false), ..Needs::default() }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::SpkiHash;

    use super::*;
    use crate::brew::{casks, outdated};

    fn updates() -> Vec<Update> {
        let all = outdated::parse(include_str!("../../testdata/written.brew-outdated.mixed")).unwrap();
        let casks = casks::parse(include_str!("../../testdata/written.brew-info.mixed")).unwrap();
        join(SpkiHash([0; 32]), &all, &casks)
    }

    fn of<'a>(updates: &'a [Update], id: &str) -> &'a Update {
        updates.iter().find(|update| update.id.as_str() == id).unwrap_or_else(|| panic!("{updates:#?}"))
    }

    #[test]
    fn formulae_and_casks_are_a_persons_and_what_is_pinned_is_held() {
        let updates = updates();
        assert!(updates.iter().all(|update| update.scope == Scope::Person));
        let openssl = of(&updates, "brew:formula/openssl^403@3.5.2");
        assert_eq!((&*openssl.name, openssl.installed.as_deref()), (SYSTEM_PARTS, Some("3.5.1")));
        assert!(of(&updates, "brew:formula/node^4020@20.19.4").held.is_some());
        let letters = of(&updates, "brew:cask/letters@4.2.0");
        assert_eq!(
            (&*letters.name, letters.needs.close.as_deref()),
            ("Letters", Some(&["Letters".to_owned()][..]))
        );
        let tap = of(&updates, "brew:formula/lab/tools/pr-tool@1.1");
        assert_eq!((tap.group.as_str(), &tap.held), ("lab/tools/pr-tool", &None));
    }

    #[test]
    fn a_new_first_number_of_what_people_see_is_substantial_and_of_a_part_is_not() {
        let updates = updates();
        let is = |id: &str| of(&updates, id).substantial.as_ref().map(|judged| !judged.reasons.is_empty());
        assert_eq!(is("brew:cask/draw@2.0^2C1000"), Some(true));
        assert_eq!(is("brew:cask/letters@4.2.0"), Some(false));
        assert_eq!(is("brew:formula/jq@2.0"), Some(false));
    }

    #[test]
    fn of_a_cask_that_nothing_is_said_of_it_is_not_known_what_has_to_be_closed() {
        let all = outdated::parse(include_str!("../../testdata/written.brew-outdated.mixed")).unwrap();
        let updates = join(SpkiHash([0; 32]), &all, &BTreeMap::new());
        let letters = of(&updates, "brew:cask/letters@4.2.0");
        assert_eq!((&*letters.name, &letters.needs.close), ("letters", &None));
    }
}
