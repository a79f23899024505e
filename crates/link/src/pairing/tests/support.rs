//! A PC and a manager on loopback, and their tries on a real disk.

use std::{
    fs, io,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::Router;
use patchround_protocol::{
    Envelope, PublicKey, SpkiHash,
    wire::{Facts, Welcome, Welcomed},
};
use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, client, server};

use crate::{
    BoxFuture, DeviceKey,
    dial::dial,
    pairing::{
        Code, Invited, PairError, PairingDesk, Secret, Tries,
        exchange::{self, Context, EXPORTER_BYTES, Kind},
        invite,
    },
    server::{Gate, serve},
    tls,
};

/// Waits, and not for ever.
pub(super) async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(4), what).await.unwrap()
}

/// A PC on loopback, and the manager's tries for it.
pub(super) struct Pc {
    pub(super) addr: SocketAddr,
    pub(super) key: DeviceKey,
    pub(super) desk: Arc<Desk>,
    pub(super) manager_tries: DiskTries,
    pub(super) stop: Arc<Notify>,
    pub(super) served: JoinHandle<io::Result<()>>,
}

impl Pc {
    pub(super) async fn open(code: &Code) -> Self {
        Self::start(Some(Desk::new(code))).await
    }

    pub(super) async fn start(desk: Option<Desk>) -> Self {
        let (listener, addr) = listen().await;
        let (key, is_open) = (DeviceKey::generate(), desk.is_some());
        let desk = Arc::new(desk.unwrap_or_else(|| Desk::new(&Code::generate())));
        let gate = Arc::new(OpenGate(is_open.then(|| desk.clone())));
        let stop = Arc::new(Notify::new());
        let shutdown = stop.clone().notified_owned();
        let served = tokio::spawn(serve(listener, key.clone(), gate, Router::new(), shutdown));
        Self { addr, key, desk, manager_tries: DiskTries::new(5), stop, served }
    }

    pub(super) async fn invite(&self, code: &Code) -> Result<Invited, PairError> {
        invite(self.addr, &DeviceKey::generate(), code, &self.manager_tries, &welcome()).await
    }
}

struct OpenGate(Option<Arc<Desk>>);

impl Gate for OpenGate {
    fn admits(&self, _device: &SpkiHash) -> bool {
        false
    }

    fn pairing(&self) -> Option<Arc<dyn PairingDesk>> {
        self.0.clone().map(|desk| desk as Arc<dyn PairingDesk>)
    }
}

pub(super) struct Desk {
    pub(super) secret: Secret,
    pub(super) tries: DiskTries,
    pub(super) answer: Welcomed,
    pub(super) arrived: Notify,
    pub(super) held_up: Option<Arc<Notify>>,
    pub(super) welcomed: Mutex<Option<Welcome>>,
}

impl Desk {
    pub(super) fn new(code: &Code) -> Self {
        Self {
            secret: Secret::Code(code.clone()),
            tries: DiskTries::new(3),
            answer: Welcomed::Joined { facts: facts() },
            arrived: Notify::new(),
            held_up: None,
            welcomed: Mutex::new(None),
        }
    }

    pub(super) fn welcomed(&self) -> Option<Welcome> {
        self.welcomed.lock().unwrap().clone()
    }
}

impl PairingDesk for Desk {
    fn secret(&self) -> Secret {
        self.secret.clone()
    }

    fn tries(&self) -> &dyn Tries {
        &self.tries
    }

    fn welcome(&self, welcome: Welcome) -> BoxFuture<'_, Welcomed> {
        Box::pin(async move {
            self.arrived.notify_one();
            if let Some(gate) = &self.held_up {
                gate.notified().await;
            }
            *self.welcomed.lock().unwrap() = Some(welcome);
            self.answer.clone()
        })
    }
}

/// Tries that are really on disk: one byte of a file for each that is used.
pub(super) struct DiskTries {
    _dir: TempDir,
    file: PathBuf,
    most: usize,
}

impl DiskTries {
    pub(super) fn new(most: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("tries");
        fs::write(&file, "").unwrap();
        Self { _dir: dir, file, most }
    }

    pub(super) fn broken() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { file: dir.path().join("gone/tries"), _dir: dir, most: 9 }
    }

    pub(super) fn used(&self) -> usize {
        fs::read(&self.file).unwrap().len()
    }
}

impl Tries for DiskTries {
    fn take(&self) -> io::Result<bool> {
        let mut used = fs::read(&self.file)?;
        if used.len() >= self.most {
            return Ok(false);
        }
        used.push(b'x');
        fs::write(&self.file, used)?;
        Ok(true)
    }

    fn give_back(&self) {
        fs::write(&self.file, vec![b'x'; self.used() - 1]).unwrap();
    }
}

pub(super) async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    (listener, addr)
}

/// A manager's end up to the first frame, for people who break the rules after that.
pub(super) async fn dial_pc(addr: SocketAddr, key: &DeviceKey) -> (client::TlsStream<TcpStream>, Context) {
    dial_for(addr, key, exchange::CODE).await
}

pub(super) async fn dial_for(
    addr: SocketAddr,
    key: &DeviceKey,
    kind: Kind,
) -> (client::TlsStream<TcpStream>, Context) {
    let tls = dial(addr, tls::client(key, Box::new(|_| true), &[alpn(kind)])).await.unwrap();
    let session = tls.get_ref().1;
    let exporter = session.export_keying_material([0; EXPORTER_BYTES], kind.exporter_label, None).unwrap();
    let context = Context::new(kind, &key.certified().cert[0], tls::peer_spki(session).unwrap(), &exporter);
    (tls, context)
}

fn alpn(kind: Kind) -> &'static [u8] {
    if kind == exchange::CODE { tls::ALPN_PAIR } else { tls::ALPN_INVITE }
}

/// A PC's end up to the first frame, for PCs that break the rules after that.
pub(super) async fn answer_manager(
    listener: &TcpListener,
    key: &DeviceKey,
) -> (server::TlsStream<TcpStream>, Context) {
    answer_for(listener, key, exchange::CODE).await
}

pub(super) async fn answer_for(
    listener: &TcpListener,
    key: &DeviceKey,
    kind: Kind,
) -> (server::TlsStream<TcpStream>, Context) {
    let (tcp, _) = listener.accept().await.unwrap();
    let config = tls::server(key, Box::new(|_| true), alpn(kind));
    let tls = TlsAcceptor::from(config).accept(tcp).await.unwrap();
    let session = tls.get_ref().1;
    let exporter = session.export_keying_material([0; EXPORTER_BYTES], kind.exporter_label, None).unwrap();
    let context = Context::new(kind, tls::peer_spki(session).unwrap(), &key.certified().cert[0], &exporter);
    (tls, context)
}

pub(super) fn facts() -> Facts {
    Facts { host_name: "front-desk".into(), helper: "0.1.0".into(), ..Facts::default() }
}

pub(super) fn welcome() -> Welcome {
    let envelope = |text: &str| Envelope {
        key: PublicKey([1; 32]),
        signature: vec![2; 64],
        payload: text.as_bytes().to_vec(),
    };
    Welcome { charter: envelope("charter"), policy: envelope("policy") }
}
