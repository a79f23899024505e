//! What a PC's greeting says of it: that it is there, where, and whether it changed its name.

use std::{collections::BTreeSet, net::SocketAddr};

use jiff::Timestamp;
use patchround_protocol::{limits, wire::Facts};

use crate::{
    concern::Notice,
    dial::lasting,
    error::Error,
    office::Office,
    plain::plain,
    store::{pcs::StoredPc, record::What},
    tell::{Tell, Told},
};

/// Accounts that one line of the record names.
const NAMED: usize = 8;

/// Notes that a PC answered. What people call it stays, whatever it calls itself.
pub(super) fn note(
    office: &Office,
    pc: StoredPc,
    at: SocketAddr,
    facts: &Facts,
    tell: Tell<'_>,
) -> Result<StoredPc, Error> {
    let address = lasting(pc.address, at);
    for notice in changes(&pc, address, facts) {
        tell(&Told::Noticed { pc: &pc.name, notice: &notice });
        if let Notice::NotesLost(lines) = notice {
            office.note(&What::PcNotesLost { pc: pc.name.clone(), lines })?;
        }
    }
    for what in who_can(&pc, facts) {
        office.note(&what)?;
    }
    // What the root half did not tell this time is as it was.
    let accounts = facts.accounts.clone().or_else(|| pc.facts.accounts.clone());
    let facts = Facts { accounts, ..facts.clone() };
    office.store.saw(pc.id, address, &facts, Timestamp::now())?;
    office.store.pc_with(pc.id, pc.scan)?.ok_or(Error::UnknownPc(pc.name))
}

/// Whose account can change everything on a PC now and could not before, and the other way round. What is seen for the
/// first time, or not known, is no change.
fn who_can(pc: &StoredPc, facts: &Facts) -> Vec<What> {
    let (Some(was), Some(is)) = (&pc.facts.accounts, &facts.accounts) else { return Vec::new() };
    let (was, is): (BTreeSet<&str>, BTreeSet<&str>) = (was.all().collect(), is.all().collect());
    let called = || pc.name.clone();
    let named = |names: &[&str]| {
        let more = u32::try_from(names.len().saturating_sub(NAMED)).unwrap_or(u32::MAX);
        (names.iter().take(NAMED).map(|name| plain(name, limits::NAME_CHARS)).collect(), more)
    };
    let (new, gone): (Vec<&str>, Vec<&str>) =
        (is.difference(&was).copied().collect(), was.difference(&is).copied().collect());
    let mut what = Vec::new();
    if !new.is_empty() {
        let (names, more) = named(&new);
        what.push(What::CanChangeEverything { pc: called(), names, more });
    }
    if !gone.is_empty() {
        let (names, more) = named(&gone);
        what.push(What::CanNoLonger { pc: called(), names, more });
    }
    what
}

fn changes(pc: &StoredPc, address: SocketAddr, facts: &Facts) -> Vec<Notice> {
    let (was, is) = (&pc.facts.host_name, &facts.host_name);
    let is_renamed = !was.is_empty() && !is.is_empty() && was != is;
    let renamed = is_renamed.then(|| Notice::CallsItself(is.clone()));
    let moved = (address != pc.address).then(|| Notice::Moved(address.to_string()));
    let lost =
        facts.journal_unread.filter(|lines| pc.facts.journal_unread.is_none_or(|known| *lines > known));
    renamed.into_iter().chain(moved).chain(lost.map(Notice::NotesLost)).collect()
}

#[cfg(test)]
mod tests {
    use patchround_protocol::accounts::Accounts;

    use super::*;
    use crate::samples;

    #[test]
    fn another_name_and_another_address_are_each_noticed_and_the_same_ones_are_not() {
        let mut pc = samples::stored_pc("Reception", None);
        pc.facts.host_name = "front-desk".into();
        let facts = Facts { host_name: "front-desk-2".into(), ..Facts::default() };
        let elsewhere = "192.0.2.9:7443".parse().unwrap();
        assert_eq!(
            changes(&pc, elsewhere, &facts),
            [Notice::CallsItself("front-desk-2".into()), Notice::Moved("192.0.2.9:7443".into())]
        );
        assert_eq!(changes(&pc, pc.address, &pc.facts), []);
        assert_eq!(changes(&pc, pc.address, &Facts::default()), [], "a PC that does not say its name");
    }

    #[test]
    fn who_can_change_everything_is_noted_when_it_changes_and_not_when_it_is_first_or_not_seen() {
        let with = |names: &[&str], masters: &[&str]| {
            let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let accounts =
                Accounts { people: 5, administrators: own(names), masters: own(masters), by_group: vec![] };
            Facts { accounts: Some(accounts), ..Facts::default() }
        };
        let mut pc = samples::stored_pc("Reception", None);
        assert_eq!(who_can(&pc, &with(&["ana"], &[])), [], "it is seen for the first time");
        pc.facts = with(&["ana", "bo"], &["root"]);
        assert_eq!(who_can(&pc, &pc.facts.clone()), []);
        assert_eq!(who_can(&pc, &Facts::default()), [], "it is not known");
        let (new, gone) = (vec!["cy".to_owned()], vec!["bo".to_owned(), "root".to_owned()]);
        let called = || "Reception".to_owned();
        let noted = [
            What::CanChangeEverything { pc: called(), names: new, more: 0 },
            What::CanNoLonger { pc: called(), names: gone, more: 0 },
        ];
        assert_eq!(who_can(&pc, &with(&["ana", "cy"], &[])), noted);
    }

    #[test]
    fn a_pc_whose_list_is_endless_fills_one_line_of_bounded_length() {
        let mut pc = samples::stored_pc("Reception", None);
        pc.facts.accounts = Some(Accounts::default());
        let administrators = (0..500).map(|n| format!("{n}{}", "x".repeat(150))).collect();
        let facts =
            Facts { accounts: Some(Accounts { administrators, ..Accounts::default() }), ..Facts::default() };
        let noted = who_can(&pc, &facts);
        assert!(
            matches!(&noted[..], [What::CanChangeEverything { names, more: 492, .. }] if names.len() == 8)
        );
        assert!(serde_json::to_string(&noted).unwrap().len() < 1024);
    }

    #[test]
    fn notes_that_cannot_be_read_are_told_once_and_again_when_there_are_more() {
        let mut pc = samples::stored_pc("Reception", None);
        let damaged = |lines| Facts { journal_unread: lines, ..Facts::default() };
        assert_eq!(changes(&pc, pc.address, &damaged(Some(2))), [Notice::NotesLost(2)]);
        pc.facts = damaged(Some(2));
        assert_eq!(changes(&pc, pc.address, &damaged(Some(2))), []);
        assert_eq!(changes(&pc, pc.address, &damaged(Some(3))), [Notice::NotesLost(3)]);
        assert_eq!(
            changes(&pc, pc.address, &damaged(None)),
            [],
            "they were dropped with what is no longer needed"
        );
    }
}
