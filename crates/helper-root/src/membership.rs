//! Whose PC this is: the charter and the policy that root itself keeps and obeys.

use std::{io, path::Path};

use jiff::Timestamp;
use patchround_protocol::{
    Charter, Envelope, Feeds, Office, OfficeId, PcId, Policy, SpkiHash,
    sign::{Document, SignError},
    wire::Refusal,
};
use sha2::{Digest, Sha256};

use crate::{
    files,
    journal::{Act, Journal},
    state::State,
    succession,
};

/// What a DER `SubjectPublicKeyInfo` of an Ed25519 key begins with (RFC 8410, section 4).
const ED25519_SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The charter we obey, if an office has been joined.
///
/// # Errors
/// When it is there and cannot be read: then nobody is obeyed.
pub fn charter(state: &State) -> io::Result<Option<Charter>> {
    stored(&state.charter())
}

/// The policy we obey, if an office has been joined.
///
/// # Errors
/// When it is there and cannot be read: then nothing happens by itself.
pub fn policy(state: &State) -> io::Result<Option<Policy>> {
    stored(&state.policy())
}

/// What this office told us of flaws, if anything. What cannot be read is as if it had not been told: that stops nothing.
pub fn feeds(state: &State, office: OfficeId) -> Option<Feeds> {
    let stored = stored::<Feeds>(&state.feeds()).unwrap_or_else(|error| {
        tracing::warn!(%error, "Failed to read the stored feeds");
        None
    });
    stored.filter(|feeds| feeds.office == office)
}

/// Makes an office this PC's office. The same charter again is no second joining, but its policy is obeyed if it
/// is newer than ours: the other half takes it too.
///
/// # Errors
/// Why not, as it is told to whoever asked.
pub fn join(state: &State, charter: &Envelope, policy: &Envelope, now: Timestamp) -> Result<(), Refusal> {
    let office = Office::join(charter, policy, now)?;
    match files::read_json::<Envelope>(&state.charter()) {
        Ok(None) => {}
        Ok(Some(ours)) if ours == *charter => return obey_again(state, policy, now),
        Ok(Some(_)) | Err(_) => return Err(Refusal::AlreadyJoined),
    }
    let write = || -> io::Result<()> {
        let time_signed = Some(office.charter.issued.max(office.policy.issued));
        let act = Act::Joined { office: office.charter.office, time_signed };
        Journal::open(&state.journal())?.append(now, act)?;
        files::write_json(&state.policy(), policy)?;
        files::write_json(&state.charter(), charter)
    };
    write().map_err(|error| not_possible(&error))
}

fn obey_again(state: &State, policy: &Envelope, now: Timestamp) -> Result<(), Refusal> {
    match succession::policy(state, policy, now) {
        Err(Refusal::Outdated) => Ok(()),
        obeyed => obeyed,
    }
}

/// Obeys nobody any more. Leaving an office that was never joined is no error.
///
/// # Errors
/// [`Refusal::NotPossible`], [`Refusal::DiskFull`] or [`Refusal::DiskUnusable`] when the disk says no.
pub fn leave(state: &State, now: Timestamp) -> Result<(), Refusal> {
    let forget = || -> io::Result<()> {
        Journal::open(&state.journal())?.append(now, Act::Left {})?;
        files::remove(&state.feeds())?;
        files::remove(&state.charter())?;
        files::remove(&state.policy())
    };
    forget().map_err(|error| not_possible(&error))
}

/// Which PC this is, by its own key.
///
/// # Errors
/// When the key is not there or is no key.
pub fn pc(state: &State) -> io::Result<PcId> {
    let text = zeroize::Zeroizing::new(std::fs::read_to_string(state.device_key())?);
    let seed = seed(text.trim()).ok_or(io::ErrorKind::InvalidData)?;
    Ok(pc_of(&seed))
}

/// The PC that a key makes.
pub fn pc_of(seed: &[u8; 32]) -> PcId {
    let public = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key();
    SpkiHash(Sha256::new().chain_update(ED25519_SPKI).chain_update(public.as_bytes()).finalize().into())
}

/// Root alone writes these files, after it has verified what is in them.
fn stored<D: Document>(path: &Path) -> io::Result<Option<D>> {
    let Some(envelope) = files::read_json::<Envelope>(path)? else { return Ok(None) };
    envelope.open(|_| true).map(Some).map_err(|error: SignError| io::Error::other(error))
}

pub(crate) fn not_possible(error: &io::Error) -> Refusal {
    tracing::error!(%error, "cannot do this now");
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Refusal::DiskFull,
        io::ErrorKind::ReadOnlyFilesystem => Refusal::DiskUnusable,
        _ => Refusal::NotPossible,
    }
}

fn seed(hex: &str) -> Option<zeroize::Zeroizing<[u8; 32]>> {
    let bytes = zeroize::Zeroizing::new(data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?);
    Some(zeroize::Zeroizing::new(bytes.as_slice().try_into().ok()?))
}
