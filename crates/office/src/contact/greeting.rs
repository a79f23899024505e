//! What a PC's greeting says of it: that it is there, where, and whether it changed its name.

use std::net::SocketAddr;

use jiff::Timestamp;
use patchround_protocol::wire::Facts;

use crate::{
    concern::Notice,
    dial::lasting,
    error::Error,
    office::Office,
    store::{pcs::StoredPc, record::What},
    tell::{Tell, Told},
};

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
    office.store.saw(pc.id, address, facts, Timestamp::now())?;
    office.store.pc_with(pc.id, pc.scan)?.ok_or(Error::UnknownPc(pc.name))
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
