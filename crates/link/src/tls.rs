//! The two TLS configurations: 1.3 only, raw public keys on both sides, nothing resumed.

use std::sync::Arc;

use patchround_protocol::SpkiHash;
use rustls::{
    ClientConfig, ServerConfig,
    client::{AlwaysResolvesClientRawPublicKeys, Resumption},
    crypto::{CryptoProvider, aws_lc_rs},
    server::{AlwaysResolvesServerRawPublicKeys, NoServerSessionStorage},
    version::TLS13,
};

use crate::key::{DeviceKey, spki_hash};

mod verify;

use verify::RawKeys;

/// ALPN of the ordinary protocol: HTTP/2 (RFC 9113).
pub(crate) const ALPN_HTTP: &[u8] = b"h2";
/// ALPN of the pairing protocol.
pub(crate) const ALPN_PAIR: &[u8] = b"patchround-pair/1";

/// Whose key is good enough to go on. Possession of the key is proven in any case.
pub(crate) type Accepts = Box<dyn Fn(&SpkiHash) -> bool + Send + Sync>;

/// Configures the side that dials.
pub(crate) fn client(key: &DeviceKey, accepts: Accepts, alpn: &[u8]) -> Arc<ClientConfig> {
    let provider = provider();
    let mut config = ClientConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(&[&TLS13])
        .expect("the provider has TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(RawKeys::new(accepts, &provider)))
        .with_client_cert_resolver(Arc::new(AlwaysResolvesClientRawPublicKeys::new(key.certified())));
    config.alpn_protocols = vec![alpn.to_vec()];
    config.resumption = Resumption::disabled();
    config.enable_sni = false;
    Arc::new(config)
}

/// Configures the side that answers.
pub(crate) fn server(key: &DeviceKey, accepts: Accepts, alpn: &[u8]) -> Arc<ServerConfig> {
    let provider = provider();
    let mut config = ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(&[&TLS13])
        .expect("the provider has TLS 1.3")
        .with_client_cert_verifier(Arc::new(RawKeys::new(accepts, &provider)))
        .with_cert_resolver(Arc::new(AlwaysResolvesServerRawPublicKeys::new(key.certified())));
    config.alpn_protocols = vec![alpn.to_vec()];
    config.send_tls13_tickets = 0;
    config.session_storage = Arc::new(NoServerSessionStorage {});
    Arc::new(config)
}

/// The proven key of the other side, once the handshake is done.
pub(crate) fn peer_spki<Data>(connection: &rustls::ConnectionCommon<Data>) -> Option<&[u8]> {
    connection.peer_certificates()?.first().map(|spki| spki.as_ref())
}

/// The pin of the other side's proven key.
pub(crate) fn peer_id<Data>(connection: &rustls::ConnectionCommon<Data>) -> Option<SpkiHash> {
    peer_spki(connection).map(spki_hash)
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}
