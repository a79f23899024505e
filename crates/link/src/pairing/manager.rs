//! The manager's side of pairing: he dials.

use std::net::SocketAddr;

use jiff::Timestamp;
use patchround_protocol::{
    PcId,
    wire::{Facts, Refusal, Welcome, Welcomed},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::client::TlsStream;

use super::{
    Code, Invited, Offers, PairError, Tries,
    exchange::{self, Confirmation, Context, EXPORTER_BYTES, Exchange},
    frames::{FrameError, read_frame, read_json, write_frame, write_json},
};
use crate::{
    dial::dial,
    key::{DeviceKey, spki_hash},
    limits, tls,
};

/// Pairs by the code with the PC at this address and hands it its office.
///
/// # Errors
/// As [`invite_with`].
pub async fn invite(
    addr: SocketAddr,
    key: &DeviceKey,
    code: &Code,
    tries: &dyn Tries,
    welcome: &Welcome,
) -> Result<Invited, PairError> {
    let offers = Offers { code: Some((code, tries)), invitations: &[] };
    invite_with(addr, key, &offers, welcome).await
}

/// Pairs with the PC at this address, by whichever of the offers it takes, and hands it its office.
///
/// Any key is accepted there: only the secret says that it is the right PC.
///
/// # Errors
/// [`PairError`], one variant for each thing a manager can do about it.
pub async fn invite_with(
    addr: SocketAddr,
    key: &DeviceKey,
    offers: &Offers<'_>,
    welcome: &Welcome,
) -> Result<Invited, PairError> {
    let protocols = protocols(offers);
    if protocols.is_empty() {
        return Err(PairError::NotInvited);
    }
    let mut tls = dial(addr, tls::client(key, Box::new(|_| true), &protocols)).await?;
    let pc_spki = tls::peer_spki(tls.get_ref().1).ok_or(PairError::Broken)?.to_vec();
    let confirmed = timeout(limits::CONFIRMATION, confirm(&mut tls, key, &pc_spki, offers)).await;
    let (tries, invitation) = confirmed.map_err(|_| PairError::TimedOut)??;
    let pc = spki_hash(&pc_spki);
    if !tries.admit(pc).map_err(|error| PairError::NotCounted(error.kind()))? {
        return Err(PairError::NoPlaceLeft);
    }
    let handed = timeout(limits::PAIRING, hand_over(&mut tls, welcome, pc)).await;
    let facts = handed.unwrap_or(Err(PairError::Unheard(pc))).inspect_err(|error| {
        if matches!(error, PairError::Refused(_)) {
            tries.turned_away(pc);
        }
    })?;
    Ok(Invited { pc, facts, invitation })
}

/// What is spoken for these offers.
fn protocols(offers: &Offers<'_>) -> Vec<&'static [u8]> {
    let code = offers.code.map(|_| tls::ALPN_PAIR);
    let token = (!offers.invitations.is_empty()).then_some(tls::ALPN_INVITE);
    code.into_iter().chain(token).collect()
}

async fn confirm<'a>(
    tls: &mut TlsStream<TcpStream>,
    key: &DeviceKey,
    pc_spki: &[u8],
    offers: &Offers<'a>,
) -> Result<(&'a dyn Tries, Option<usize>), PairError> {
    let is_code = tls.get_ref().1.alpn_protocol() == Some(tls::ALPN_PAIR);
    let offers = Offers { code: offers.code.filter(|_| is_code), ..*offers };
    let kind = if offers.code.is_some() { exchange::CODE } else { exchange::TOKEN };
    let context = context(tls, kind, key, pc_spki)?;
    agree(tls, context, &offers).await
}

/// Proves the secret to the PC and has it proven, over the channel that `context` is of: by the code, if it is
/// offered here, and otherwise by an invitation. Our proof is what a wrong PC could guess from, so the try is
/// counted before it is sent.
pub(super) async fn agree<'a>(
    wire: &mut (impl AsyncRead + AsyncWrite + Unpin),
    context: Context,
    offers: &Offers<'a>,
) -> Result<(&'a dyn Tries, Option<usize>), PairError> {
    let closed = |error| lost(&error, PairError::WindowClosed);
    let (confirmation, tries, invitation) = match offers.code {
        Some((code, tries)) => {
            let (exchange, message) = Exchange::admin(code, context);
            write_frame(wire, &message).await.map_err(closed)?;
            let theirs = read_frame(wire).await.map_err(closed)?;
            (exchange.finish(&theirs).ok_or(PairError::Broken)?, tries, None)
        }
        None => {
            write_frame(wire, &[]).await.map_err(closed)?;
            let name = read_frame(wire).await.map_err(closed)?;
            let (at, confirmation) = named(offers, context, &name).ok_or(PairError::NotInvited)?;
            (confirmation, offers.invitations[at].tries, Some(at))
        }
    };
    if !tries.take().map_err(|error| PairError::NotCounted(error.kind()))? {
        return Err(PairError::NoTriesLeft);
    }
    prove(wire, &confirmation).await?;
    tries.give_back();
    Ok((tries, invitation))
}

fn context(
    tls: &TlsStream<TcpStream>,
    kind: exchange::Kind,
    key: &DeviceKey,
    pc_spki: &[u8],
) -> Result<Context, PairError> {
    let session = tls.get_ref().1;
    let exporter = session
        .export_keying_material([0; EXPORTER_BYTES], kind.exporter_label, None)
        .map_err(|_| PairError::Broken)?;
    Ok(Context::new(kind, &key.certified().cert[0], pc_spki, &exporter))
}

/// The invitation that the PC means, if it holds.
fn named(offers: &Offers<'_>, context: Context, name: &[u8]) -> Option<(usize, Confirmation)> {
    let now = Timestamp::now();
    let holding = offers.invitations.iter().enumerate().filter(|(_, one)| now <= one.not_after);
    holding.map(|(at, one)| (at, Confirmation::of(one.token, context))).find(|(_, one)| one.is_name(name))
}

async fn prove(
    wire: &mut (impl AsyncRead + AsyncWrite + Unpin),
    confirmation: &Confirmation,
) -> Result<(), PairError> {
    let wrong = |error| lost(&error, PairError::WrongCode);
    write_frame(wire, &confirmation.admin_proof()).await.map_err(wrong)?;
    let theirs = read_frame(wire).await.map_err(wrong)?;
    if confirmation.is_pc_proof(&theirs) { Ok(()) } else { Err(PairError::WrongCode) }
}

/// From the first byte on, the PC may join whether we hear its answer or not.
pub(super) async fn hand_over(
    wire: &mut (impl AsyncRead + AsyncWrite + Unpin),
    welcome: &Welcome,
    pc: PcId,
) -> Result<Facts, PairError> {
    write_json(wire, welcome).await.map_err(|error| match error {
        FrameError::TooLarge => PairError::Refused(Refusal::TooLarge),
        _ => PairError::Unheard(pc),
    })?;
    match read_json(wire).await.map_err(|_| PairError::Unheard(pc))? {
        Welcomed::Joined { facts } => Ok(facts),
        Welcomed::Refused { refusal } => Err(PairError::Refused(refusal)),
    }
}

/// An end in good order is the PC's answer; anything else is an accident.
fn lost(error: &FrameError, ended: PairError) -> PairError {
    if matches!(error, FrameError::Ended) { ended } else { PairError::Broken }
}
