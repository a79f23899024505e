//! A helper on loopback, and people who call it.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::Router;
use patchround_link::{
    DeviceKey,
    client::{self, ConnectError, Peer},
    pairing::PairingDesk,
    server::{self, Gate},
};
use patchround_protocol::SpkiHash;
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{oneshot, watch},
    task::JoinHandle,
};

/// A running helper, and one manager it admits.
pub(crate) struct Helper {
    pub(crate) addr: SocketAddr,
    pub(crate) pin: SpkiHash,
    pub(crate) manager: DeviceKey,
    admitted: Arc<Guests>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Helper {
    pub(crate) async fn start(app: Router) -> Self {
        let (listener, addr) = listen().await;
        let (key, manager) = (DeviceKey::generate(), DeviceKey::generate());
        let (pin, admitted) = (key.id(), Arc::new(Guests::new(manager.id())));
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async {
            let _ = stopped.await;
        };
        let served = tokio::spawn(server::serve(listener, key, admitted.clone(), app, shutdown));
        Self { addr, pin, manager, admitted, stop, served }
    }

    pub(crate) async fn connect(&self) -> Result<Peer, ConnectError> {
        client::connect(self.addr, &self.manager, self.pin).await
    }

    /// Lets somebody in who only looks.
    pub(crate) fn admit(&self, device: SpkiHash) {
        self.admitted.list().push(device);
    }

    pub(crate) fn admit_nobody(&self) {
        self.admitted.list().clear();
    }

    /// As [`Self::admit_nobody`], and lets the server know.
    pub(crate) fn shut_everybody_out(&self) {
        self.admit_nobody();
        self.admitted.changes.send_modify(|times| *times += 1);
    }

    pub(crate) async fn stop(self) -> std::io::Result<()> {
        let _ = self.stop.send(());
        self.served.await.expect("the server does not panic")
    }
}

struct Guests {
    list: Mutex<Vec<SpkiHash>>,
    changes: watch::Sender<u64>,
}

impl Guests {
    fn new(first: SpkiHash) -> Self {
        Self { list: Mutex::new(vec![first]), changes: watch::Sender::new(0) }
    }

    fn list(&self) -> MutexGuard<'_, Vec<SpkiHash>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gate for Guests {
    fn admits(&self, device: &SpkiHash) -> bool {
        self.list().contains(device)
    }

    fn changes(&self) -> Option<watch::Receiver<u64>> {
        Some(self.changes.subscribe())
    }

    fn is_managed_from(&self, device: &SpkiHash) -> bool {
        self.list().first() == Some(device)
    }

    fn pairing(&self) -> Option<Arc<dyn PairingDesk>> {
        None
    }
}

pub(crate) async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("loopback can be listened on");
    let addr = listener.local_addr().expect("a listener has an address");
    (listener, addr)
}

/// Connects from 127.0.0.66: a stranger with an address of its own.
pub(crate) async fn stranger(addr: SocketAddr) -> TcpStream {
    caller(addr, 66).await
}

/// Connects from the 127.0.0.0/24 address with this number.
pub(crate) async fn caller(addr: SocketAddr, number: u8) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("there is another socket");
    let own = SocketAddr::from(([127, 0, 0, number], 0));
    socket.bind(own).expect("all of 127/8 is loopback");
    socket.connect(addr).await.expect("the helper listens")
}
