//! From an address to a TLS connection, and what stands in the way.

use std::{io, net::SocketAddr, sync::Arc};

use rustls::{AlertDescription, ClientConfig, Error as TlsError, pki_types::ServerName};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::limits;

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DialError {
    /// Nobody is at this address.
    Unreachable,
    /// Somebody is, and then says nothing.
    TimedOut,
    /// The other side hung up without a word.
    HungUp,
    /// Something that does not speak our protocol.
    NotPatchround,
    /// The protocol asked for (ALPN) is not spoken there, or not now.
    NotSpoken,
    /// Another key than the expected one.
    WrongPeer,
    /// Our key was refused.
    NotAdmitted,
}

/// Connects and shakes hands; whether our own key is accepted shows only when the peer speaks.
pub(crate) async fn dial(
    addr: SocketAddr,
    config: Arc<ClientConfig>,
) -> Result<TlsStream<TcpStream>, DialError> {
    let alpn = config.alpn_protocols.clone();
    let tcp = match timeout(limits::CONNECT, TcpStream::connect(addr)).await {
        Ok(Ok(tcp)) => tcp,
        Ok(Err(_)) | Err(_) => return Err(DialError::Unreachable),
    };
    tcp.set_nodelay(true).map_err(|_| DialError::Unreachable)?;
    let name = ServerName::from(addr.ip());
    let handshake = TlsConnector::from(config).connect(name, tcp);
    let tls = timeout(limits::HANDSHAKE, handshake).await.map_err(|_| DialError::TimedOut)?;
    let tls = tls.map_err(|error| DialError::of(&error))?;
    let agreed = tls.get_ref().1.alpn_protocol().is_some_and(|spoken| alpn.iter().any(|a| a == spoken));
    if agreed { Ok(tls) } else { Err(DialError::NotPatchround) }
}

impl DialError {
    /// What an error of a TLS stream means.
    pub(crate) fn of(error: &io::Error) -> Self {
        let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<TlsError>());
        match tls {
            Some(TlsError::AlertReceived(AlertDescription::AccessDenied)) => Self::NotAdmitted,
            Some(TlsError::AlertReceived(AlertDescription::NoApplicationProtocol)) => Self::NotSpoken,
            Some(TlsError::InvalidCertificate(_)) => Self::WrongPeer,
            Some(_) => Self::NotPatchround,
            None => Self::HungUp,
        }
    }
}
