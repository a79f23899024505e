//! The PC's side of pairing, while its window is open.

use std::sync::Arc;

use jiff::Timestamp;
use patchround_protocol::{
    invitation::JoinFileError,
    wire::{Refusal, Welcome, Welcomed},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};
use tokio_rustls::server::TlsStream;

use super::{
    PairingDesk, Secret,
    exchange::{self, Confirmation, Context, EXPORTER_BYTES, Exchange},
    frames::{FrameError, read_frame, read_json, write_frame, write_json},
};
use crate::{key::DeviceKey, limits, tls};

/// Pairs with whoever dialled, if he knows the secret, and ends the conversation in good order.
///
/// `turn` lets one through at a time, and only once he has said something.
pub(crate) async fn host(
    mut tls: TlsStream<TcpStream>,
    key: &DeviceKey,
    desk: Arc<dyn PairingDesk>,
    turn: &Semaphore,
) {
    let pairing = timeout(limits::PAIRING, pair(&mut tls, key, desk, turn)).await;
    match pairing {
        Ok(Ok(())) => tracing::info!("Pairing confirmed"),
        Ok(Err(refused)) => tracing::info!(reason = %refused, "Pairing did not succeed"),
        Err(_) => tracing::info!("Pairing took too long"),
    }
    // The other side reads the end of the conversation as the answer; it may be gone already.
    let _ = timeout(limits::HANDSHAKE, tls.shutdown()).await;
}

/// Why this side ended the conversation.
#[derive(Debug, thiserror::Error)]
pub(super) enum Ended {
    #[error("the other side hung up or broke the rules")]
    Lost(FrameError),
    #[error("somebody else is pairing")]
    NotYourTurn,
    #[error("no tries are left")]
    NoTriesLeft,
    #[error("the try could not be stored: {0}")]
    NotCounted(#[from] std::io::Error),
    #[error("the other side has another code or join file")]
    WrongCode,
    #[error("the join file cannot be used: {0}")]
    JoinFile(#[from] JoinFileError),
}

impl From<FrameError> for Ended {
    fn from(error: FrameError) -> Self {
        Self::Lost(error)
    }
}

async fn pair(
    tls: &mut TlsStream<TcpStream>,
    key: &DeviceKey,
    desk: Arc<dyn PairingDesk>,
    turn: &Semaphore,
) -> Result<(), Ended> {
    let secret = desk.secret();
    if let Secret::File(file) = &secret {
        file.holds(Timestamp::now())?;
    }
    let context = context(tls, key, &secret)?;
    talk(tls, context, &secret, desk, turn).await
}

/// The whole conversation, over the channel that `context` is of.
pub(super) async fn talk(
    wire: &mut (impl AsyncRead + AsyncWrite + Unpin),
    context: Context,
    secret: &Secret,
    desk: Arc<dyn PairingDesk>,
    turn: &Semaphore,
) -> Result<(), Ended> {
    let too_slow = |_| Ended::Lost(FrameError::Broken);
    let message = timeout(limits::CONFIRMATION, read_frame(wire)).await.map_err(too_slow)??;
    let _turn = turn.try_acquire().map_err(|_| Ended::NotYourTurn)?;
    let confirmed = confirm(wire, desk.as_ref(), secret, context, &message);
    timeout(limits::CONFIRMATION, confirmed).await.map_err(too_slow)??;
    welcome(wire, desk, secret).await
}

fn context(tls: &TlsStream<TcpStream>, key: &DeviceKey, secret: &Secret) -> Result<Context, Ended> {
    let kind = match secret {
        Secret::Code(_) => exchange::CODE,
        Secret::File(_) => exchange::TOKEN,
    };
    let session = tls.get_ref().1;
    let admin_spki = tls::peer_spki(session).ok_or(FrameError::Broken)?;
    let exporter = session
        .export_keying_material([0; EXPORTER_BYTES], kind.exporter_label, None)
        .map_err(|_| FrameError::Broken)?;
    Ok(Context::new(kind, admin_spki, &key.certified().cert[0], &exporter))
}

/// Has the secret proven and proves it. The try is counted before the first answer.
async fn confirm(
    wire: &mut (impl AsyncRead + AsyncWrite + Unpin),
    desk: &dyn PairingDesk,
    secret: &Secret,
    context: Context,
    message: &[u8],
) -> Result<(), Ended> {
    if !desk.tries().take()? {
        return Err(Ended::NoTriesLeft);
    }
    let (confirmation, ours) = answer(secret, context, message).ok_or(Ended::WrongCode)?;
    write_frame(wire, &ours).await?;
    let proof = read_frame(wire).await?;
    if !confirmation.is_admin_proof(&proof) {
        return Err(Ended::WrongCode);
    }
    desk.tries().give_back();
    write_frame(wire, &confirmation.pc_proof()).await?;
    Ok(())
}

/// What to answer the manager's first message, and the key that comes of it; `None` if it is not one.
fn answer(secret: &Secret, context: Context, message: &[u8]) -> Option<(Confirmation, Vec<u8>)> {
    match secret {
        Secret::Code(code) => {
            let (exchange, ours) = Exchange::pc(code, context);
            Some((exchange.finish(message)?, ours))
        }
        Secret::File(file) => {
            let confirmation = Confirmation::of(&file.token, context);
            let name = confirmation.name();
            message.is_empty().then_some((confirmation, name))
        }
    }
}

/// Joining runs in its own task: it is never cut off halfway, whatever the connection does.
async fn welcome(
    wire: &mut (impl AsyncRead + AsyncWrite + Unpin),
    desk: Arc<dyn PairingDesk>,
    secret: &Secret,
) -> Result<(), Ended> {
    let answer = match read_json::<Welcome>(wire).await {
        Ok(welcome) => match pinned(secret, &welcome) {
            Ok(()) => {
                let joining = tokio::spawn(async move { desk.welcome(welcome).await });
                joining.await.unwrap_or(Welcomed::Refused { refusal: Refusal::NotPossible })
            }
            Err(refusal) => Welcomed::Refused { refusal },
        },
        Err(FrameError::Malformed) => Welcomed::Refused { refusal: Refusal::Malformed },
        Err(FrameError::TooLarge) => Welcomed::Refused { refusal: Refusal::TooLarge },
        Err(error) => return Err(error.into()),
    };
    write_json(wire, &answer).await?;
    Ok(())
}

/// A join file pins its office; a code leaves it to whoever knows the code.
fn pinned(secret: &Secret, welcome: &Welcome) -> Result<(), Refusal> {
    match secret {
        Secret::Code(_) => Ok(()),
        Secret::File(file) => file.pins(&welcome.charter, Timestamp::now()),
    }
}
