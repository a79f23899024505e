//! The manager's side of pairing: he dials.

use std::net::SocketAddr;

use patchround_protocol::wire::{Facts, Refusal, Welcome, Welcomed};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::client::TlsStream;

use super::{
    Code, Invited, PairError, Tries,
    exchange::{Context, EXPORTER_BYTES, EXPORTER_LABEL, Exchange},
    frames::{FrameError, read_frame, read_json, write_frame, write_json},
};
use crate::{
    dial::dial,
    key::{DeviceKey, spki_hash},
    limits, tls,
};

/// Pairs with the PC at this address and hands it its office.
///
/// Any key is accepted there: only the code says that it is the right PC.
///
/// # Errors
/// [`PairError`], one variant for each thing a manager can do about it.
pub async fn invite(
    addr: SocketAddr,
    key: &DeviceKey,
    code: &Code,
    tries: &dyn Tries,
    welcome: &Welcome,
) -> Result<Invited, PairError> {
    let pairing = async {
        let mut tls = dial(addr, tls::client(key, Box::new(|_| true), tls::ALPN_PAIR)).await?;
        let pc_spki = tls::peer_spki(tls.get_ref().1).ok_or(PairError::Broken)?.to_vec();
        let context = context(&tls, key, &pc_spki)?;
        let confirmed = timeout(limits::CONFIRMATION, confirm(&mut tls, code, context, tries)).await;
        confirmed.map_err(|_| PairError::TimedOut)??;
        hand_over(&mut tls, welcome).await.map(|facts| Invited { pc: spki_hash(&pc_spki), facts })
    };
    timeout(limits::PAIRING, pairing).await.map_err(|_| PairError::TimedOut)?
}

fn context(tls: &TlsStream<TcpStream>, key: &DeviceKey, pc_spki: &[u8]) -> Result<Context, PairError> {
    let exporter = tls
        .get_ref()
        .1
        .export_keying_material([0; EXPORTER_BYTES], EXPORTER_LABEL, None)
        .map_err(|_| PairError::Broken)?;
    Ok(Context::new(&key.certified().cert[0], pc_spki, &exporter))
}

/// Proves the code to the PC and has it proven. Our proof is what a wrong PC could guess from,
/// so the try is counted before it is sent.
async fn confirm(
    tls: &mut TlsStream<TcpStream>,
    code: &Code,
    context: Context,
    tries: &dyn Tries,
) -> Result<(), PairError> {
    let (exchange, message) = Exchange::admin(code, context);
    write_frame(tls, &message).await.map_err(|error| lost(&error, PairError::WindowClosed))?;
    let theirs = read_frame(tls).await.map_err(|error| lost(&error, PairError::WindowClosed))?;
    let confirmation = exchange.finish(&theirs).ok_or(PairError::Broken)?;
    if !tries.take().map_err(|error| PairError::NotCounted(error.kind()))? {
        return Err(PairError::NoTriesLeft);
    }
    write_frame(tls, &confirmation.admin_proof())
        .await
        .map_err(|error| lost(&error, PairError::WrongCode))?;
    let theirs = read_frame(tls).await.map_err(|error| lost(&error, PairError::WrongCode))?;
    if !confirmation.is_pc_proof(&theirs) {
        return Err(PairError::WrongCode);
    }
    tries.give_back();
    Ok(())
}

async fn hand_over(tls: &mut TlsStream<TcpStream>, welcome: &Welcome) -> Result<Facts, PairError> {
    write_json(tls, welcome).await.map_err(|error| match error {
        FrameError::TooLarge => PairError::Refused(Refusal::TooLarge),
        _ => PairError::Broken,
    })?;
    match read_json(tls).await.map_err(|_| PairError::Broken)? {
        Welcomed::Joined { facts } => Ok(facts),
        Welcomed::Refused { refusal } => Err(PairError::Refused(refusal)),
    }
}

/// An end in good order is the PC's answer; anything else is an accident.
fn lost(error: &FrameError, ended: PairError) -> PairError {
    if matches!(error, FrameError::Ended) { ended } else { PairError::Broken }
}
