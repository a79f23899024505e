//! The helper's side: one listener for managers with a known key, and for pairing while it is open.

use std::{io, net::SocketAddr, sync::Arc};

use axum::Router;
use patchround_protocol::SpkiHash;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, SemaphorePermit, watch},
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{key::DeviceKey, limits, pairing, pairing::PairingDesk};

mod activity;
mod door;
mod failures;
mod greet;
mod http;
mod range;

use door::{Door, Knock};
use greet::{Arrived, Greeter};

/// Who may come in.
pub trait Gate: Send + Sync + 'static {
    /// Whether this computer may call. Asked at the handshake and again for each request, so
    /// that a revoked key loses what it has open, too.
    fn admits(&self, device: &SpkiHash) -> bool;

    /// Changes when somebody may have lost the right to call: who has ends at once, whatever he has open.
    /// `None` where that never happens.
    fn changes(&self) -> Option<watch::Receiver<u64>> {
        None
    }

    /// Whether whoever calls looks after this PC, not merely into it: the last room is kept for him.
    fn is_managed_from(&self, _device: &SpkiHash) -> bool {
        true
    }

    /// The open pairing window; `None` while there is none.
    fn pairing(&self) -> Option<Arc<dyn PairingDesk>>;
}

/// The proven key of whoever made a request; an extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller(pub SpkiHash);

/// Serves until `shutdown`, then lets running requests end for [`limits::STOPPING`].
///
/// # Errors
/// Only if the listener itself is of no use any more.
pub async fn serve(
    listener: TcpListener,
    key: DeviceKey,
    gate: Arc<dyn Gate>,
    app: Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let house = Arc::new(House::new(key, gate, app));
    let (stop, stopping) = watch::channel(false);
    let mut visits = JoinSet::new();
    let end = accept(&listener, &house, &stopping, &mut visits, shutdown).await;
    drop(listener);
    let _ = stop.send(true);
    let drained = timeout(limits::STOPPING, async { while visits.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        visits.shutdown().await;
    }
    end
}

/// What all visits share.
struct House {
    key: DeviceKey,
    gate: Arc<dyn Gate>,
    app: Router,
    greeter: Greeter,
    door: Door,
    rooms: Semaphore,
    last_rooms: Semaphore,
    pairing_turn: Semaphore,
}

impl House {
    fn new(key: DeviceKey, gate: Arc<dyn Gate>, app: Router) -> Self {
        Self {
            greeter: Greeter::new(&key, &gate),
            key,
            gate,
            app: http::limited(app),
            door: Door::default(),
            rooms: Semaphore::new(limits::CONNECTIONS - limits::RESERVED),
            last_rooms: Semaphore::new(limits::RESERVED),
            pairing_turn: Semaphore::new(1),
        }
    }

    fn room_for(&self, caller: &SpkiHash) -> Option<SemaphorePermit<'_>> {
        let free = self.rooms.try_acquire();
        let last = || self.last_rooms.try_acquire().ok().filter(|_| self.gate.is_managed_from(caller));
        free.ok().or_else(last)
    }
}

async fn accept(
    listener: &TcpListener,
    house: &Arc<House>,
    stopping: &watch::Receiver<bool>,
    visits: &mut JoinSet<()>,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => return Ok(()),
            Some(_) = visits.join_next(), if !visits.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((tcp, from)) => if let Some(knock) = house.door.knock(from.ip()) {
                    visits.spawn(visit(house.clone(), tcp, from, knock, stopping.clone()));
                },
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, "Failed to accept a connection");
                    sleep(limits::ACCEPT_REST).await;
                }
            },
        }
    }
}

async fn visit(
    house: Arc<House>,
    tcp: TcpStream,
    from: SocketAddr,
    knock: Knock,
    stopping: watch::Receiver<bool>,
) {
    let greeting = timeout(limits::HANDSHAKE, house.greeter.greet(tcp, house.gate.as_ref()));
    let arrived = tokio::select! {
        arrived = greeting => arrived.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())),
        () = knock.must_go() => return tracing::debug!(%from, "Hung up on the oldest handshake"),
    };
    drop(knock);
    match arrived {
        Ok(Arrived::Manager(tls, caller)) => match house.room_for(&caller) {
            Some(_room) => http::talk(&house, *tls, caller, stopping).await,
            None => tracing::warn!("Hung up on a caller, there are enough connections"),
        },
        Ok(Arrived::Pairing(tls, desk)) => {
            pairing::host(*tls, &house.key, desk, &house.pairing_turn).await;
        }
        Err(error) => {
            tracing::debug!(%error, %from, "Handshake failed");
            house.door.failed(from.ip());
        }
    }
}
