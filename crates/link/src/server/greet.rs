//! The TLS handshake on the answering side: who is it, and what does he want?

use std::{io, sync::Arc};

use patchround_protocol::SpkiHash;
use rustls::{ServerConfig, server::Acceptor};
use tokio::net::TcpStream;
use tokio_rustls::{LazyConfigAcceptor, server::TlsStream};

use super::Gate;
use crate::{
    key::DeviceKey,
    pairing::{PairingDesk, Secret},
    tls,
};

/// Whoever has come through the handshake.
pub(super) enum Arrived {
    /// An admitted manager's computer.
    Manager(Box<TlsStream<TcpStream>>, SpkiHash),
    /// Somebody who says he knows the code, or has the join file.
    Pairing(Box<TlsStream<TcpStream>>, Arc<dyn PairingDesk>),
}

/// The TLS configurations of a server, one for each protocol.
pub(super) struct Greeter {
    managers: Arc<ServerConfig>,
    code: Arc<ServerConfig>,
    join_file: Arc<ServerConfig>,
}

impl Greeter {
    pub(super) fn new(key: &DeviceKey, gate: &Arc<dyn Gate>) -> Self {
        let gate = gate.clone();
        Self {
            managers: tls::server(key, Box::new(move |caller| gate.admits(caller)), tls::ALPN_HTTP),
            code: tls::server(key, Box::new(|_| true), tls::ALPN_PAIR),
            join_file: tls::server(key, Box::new(|_| true), tls::ALPN_INVITE),
        }
    }

    /// Shakes hands. Without an open window pairing is a protocol that is not spoken here, and with one
    /// only the protocol of its secret is; the handshake says so.
    pub(super) async fn greet(&self, tcp: TcpStream, gate: &dyn Gate) -> io::Result<Arrived> {
        tcp.set_nodelay(true)?;
        let start = LazyConfigAcceptor::new(Acceptor::default(), tcp).await?;
        let offers = |alpn| start.client_hello().alpn().is_some_and(|mut all| all.any(|one| one == alpn));
        if let Some(desk) = gate.pairing() {
            let (alpn, config) = match desk.secret() {
                Secret::Code(_) => (tls::ALPN_PAIR, &self.code),
                Secret::File(_) => (tls::ALPN_INVITE, &self.join_file),
            };
            if offers(alpn) {
                let tls = start.into_stream(config.clone()).await?;
                return Ok(Arrived::Pairing(Box::new(tls), desk));
            }
        }
        let tls = start.into_stream(self.managers.clone()).await?;
        let caller = tls::peer_id(tls.get_ref().1).ok_or(io::ErrorKind::InvalidData)?;
        let spoken = tls.get_ref().1.alpn_protocol() == Some(tls::ALPN_HTTP);
        if spoken {
            Ok(Arrived::Manager(Box::new(tls), caller))
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }
}
