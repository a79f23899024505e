//! How a newer charter or policy takes the place of the one that is obeyed, and newer feeds that of those known.

use std::io;

use jiff::Timestamp;
use patchround_protocol::{Charter, Envelope, Feeds, Policy, order, wire::Refusal};

use crate::{
    files,
    journal::{Act, Journal},
    membership::{self, not_possible},
    state::State,
};

/// Obeys a charter that follows ours. The one we obey, once more, is no news and no fault.
///
/// # Errors
/// Why it is not obeyed; then the old one is.
pub fn charter(state: &State, charter: &Envelope, clock: Timestamp) -> Result<(), Refusal> {
    let Some(ours) = read(state)? else { return Err(Refusal::NotJoined) };
    if ours.envelope == *charter {
        return Ok(());
    }
    let next = ours.charter.next(ours.envelope.hash(), charter, ours.now(clock))?;
    order::in_time(next.issued, clock)?;
    let act = Act::CharterObeyed { version: next.version, time_signed: next.issued };
    store(ours.journal, act, clock, || files::write_json(&state.charter(), charter))?;
    tracing::info!(version = next.version, "obeys a newer charter");
    Ok(())
}

/// Obeys a newer policy of our office. The one we obey, once more, is no news and no fault.
///
/// # Errors
/// Why it is not obeyed; then the old one is.
pub fn policy(state: &State, policy: &Envelope, clock: Timestamp) -> Result<(), Refusal> {
    let Some(ours) = read(state)? else { return Err(Refusal::NotJoined) };
    let stored = files::read_json::<Envelope>(&state.policy()).map_err(|error| not_possible(&error))?;
    if stored.as_ref() == Some(policy) {
        return Ok(());
    }
    let old: Option<Policy> = stored.map(|stored| stored.open(|_| true)).transpose()?;
    let new = Policy::accept(policy, &ours.charter, old.as_ref(), ours.now(clock))?;
    order::in_time(new.issued, clock)?;
    let act = Act::PolicyObeyed { version: new.version, time_signed: new.issued };
    store(ours.journal, act, clock, || files::write_json(&state.policy(), policy))?;
    tracing::info!(version = new.version, "obeys a newer policy");
    Ok(())
}

/// Knows newer feeds of our office. Those we know, once more, are no news and no fault.
///
/// # Errors
/// Why we do not; then the old ones count.
pub fn feeds(state: &State, feeds: &Envelope, clock: Timestamp) -> Result<(), Refusal> {
    let Some(ours) = read(state)? else { return Err(Refusal::NotJoined) };
    // Those that are damaged are none: they are told anew.
    if files::read_json::<Envelope>(&state.feeds()).is_ok_and(|stored| stored.as_ref() == Some(feeds)) {
        return Ok(());
    }
    let old = membership::feeds(state, ours.charter.office).map(|old| old.issued);
    let new = Feeds::accept(feeds, &ours.charter, old, ours.now(clock))?;
    order::in_time(new.issued, clock)?;
    let act = Act::FeedsTaken { time_signed: new.issued };
    store(ours.journal, act, clock, || files::write_json(&state.feeds(), feeds))?;
    tracing::info!(issued = %new.issued, "knows newer feeds");
    Ok(())
}

/// What is obeyed now.
struct Ours {
    envelope: Envelope,
    charter: Charter,
    journal: Journal,
}

impl Ours {
    fn now(&self, clock: Timestamp) -> Timestamp {
        order::believed_now(clock, self.journal.newest_signed().max(self.charter.issued))
    }
}

fn read(state: &State) -> Result<Option<Ours>, Refusal> {
    let read = || -> io::Result<Option<Ours>> {
        let Some(envelope) = files::read_json::<Envelope>(&state.charter())? else { return Ok(None) };
        let Some(charter) = membership::charter(state)? else { return Ok(None) };
        Ok(Some(Ours { envelope, charter, journal: Journal::open(&state.journal())? }))
    };
    read().map_err(|error| not_possible(&error))
}

/// First the journal, then the document: a power cut between them leaves the old document, which may be asked
/// to go once more.
fn store(
    mut journal: Journal,
    act: Act,
    clock: Timestamp,
    write: impl FnOnce() -> io::Result<()>,
) -> Result<(), Refusal> {
    journal.append(clock, act).and_then(|()| write()).map_err(|error| not_possible(&error))
}
