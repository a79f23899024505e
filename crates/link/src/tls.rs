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
/// ALPN of the pairing protocol with a typed code.
pub(crate) const ALPN_PAIR: &[u8] = b"patchround-pair/1";
/// ALPN of the pairing protocol with a join file.
pub(crate) const ALPN_INVITE: &[u8] = b"patchround-invite/1";

/// Whose key is good enough to go on. Possession of the key is proven in any case.
pub(crate) type Accepts = Box<dyn Fn(&SpkiHash) -> bool + Send + Sync>;

/// Configures the side that dials, for any of these protocols.
pub(crate) fn client(key: &DeviceKey, accepts: Accepts, alpn: &[&[u8]]) -> Arc<ClientConfig> {
    let provider = provider();
    let mut config = ClientConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(&[&TLS13])
        .expect("the provider has TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(RawKeys::new(accepts, &provider)))
        .with_client_cert_resolver(Arc::new(AlwaysResolvesClientRawPublicKeys::new(key.certified())));
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
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

#[cfg(test)]
mod tests {
    use rustls::{pki_types::ServerName, sign::CertifiedKey};
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
    use tokio_rustls::{TlsAcceptor, TlsConnector, client, server};

    use super::*;
    use crate::dial::DialError;

    #[tokio::test]
    async fn both_sides_learn_the_others_proven_key_and_the_same_exporter() {
        let (pc, manager) = (DeviceKey::generate(), DeviceKey::generate());
        let (at_manager, at_pc) = shake(client(&manager, any(), &[b"x"]), server(&pc, any(), b"x")).await;
        let (at_manager, at_pc) = (at_manager.unwrap(), at_pc.unwrap());
        assert_eq!(peer_id(at_manager.get_ref().1), Some(pc.id()));
        assert_eq!(peer_id(at_pc.get_ref().1), Some(manager.id()));
        let ours = at_manager.get_ref().1.export_keying_material([0; 32], b"label", None).unwrap();
        let theirs = at_pc.get_ref().1.export_keying_material([0; 32], b"label", None).unwrap();
        assert_eq!(ours, theirs);
    }

    #[tokio::test]
    async fn a_server_that_shows_the_pinned_key_without_having_it_is_another_one() {
        let (pc, manager) = (DeviceKey::generate(), DeviceKey::generate());
        let mut rogue = Arc::unwrap_or_clone(server(&DeviceKey::generate(), any(), b"x"));
        rogue.cert_resolver = Arc::new(AlwaysResolvesServerRawPublicKeys::new(stolen(&pc)));
        let pin = pc.id();
        let accepts: Accepts = Box::new(move |peer| *peer == pin);
        let (at_manager, _) = shake(client(&manager, accepts, &[b"x"]), rogue.into()).await;
        assert_eq!(DialError::of(&at_manager.unwrap_err()), DialError::WrongPeer);
    }

    #[tokio::test]
    async fn a_caller_who_shows_an_admitted_key_without_having_it_does_not_come_in() {
        let (pc, manager) = (DeviceKey::generate(), DeviceKey::generate());
        let mut rogue = Arc::unwrap_or_clone(client(&DeviceKey::generate(), any(), &[b"x"]));
        rogue.client_auth_cert_resolver = Arc::new(AlwaysResolvesClientRawPublicKeys::new(stolen(&manager)));
        let admitted = manager.id();
        let accepts: Accepts = Box::new(move |peer| *peer == admitted);
        let (_, at_pc) = shake(rogue.into(), server(&pc, accepts, b"x")).await;
        let error = at_pc.unwrap_err().into_inner().unwrap().downcast::<rustls::Error>().unwrap();
        assert_eq!(*error, rustls::CertificateError::BadSignature.into());
    }

    #[tokio::test]
    async fn a_caller_without_a_key_does_not_come_in() {
        let mut nobody = Arc::unwrap_or_clone(client(&DeviceKey::generate(), any(), &[b"x"]));
        nobody.client_auth_cert_resolver = Arc::new(NoKey);
        let (_, at_pc) = shake(nobody.into(), server(&DeviceKey::generate(), any(), b"x")).await;
        assert!(at_pc.is_err());
    }

    #[tokio::test]
    async fn even_a_caller_who_would_resume_gets_no_ticket_for_it() {
        let (pc, manager) = (DeviceKey::generate(), DeviceKey::generate());
        let (client, server) = (client(&manager, any(), &[b"x"]), server(&pc, any(), b"x"));
        let mut client = Arc::unwrap_or_clone(client);
        client.resumption = Resumption::in_memory_sessions(8);
        let client = Arc::new(client);
        for _ in 0..2 {
            let (at_manager, at_pc) = shake(client.clone(), server.clone()).await;
            let (mut at_manager, mut at_pc) = (at_manager.unwrap(), at_pc.unwrap());
            at_pc.write_all(b"x").await.unwrap();
            at_manager.read_exact(&mut [0]).await.unwrap();
            let session = at_manager.get_ref().1;
            assert_eq!(session.tls13_tickets_received(), 0);
            assert_eq!(session.handshake_kind(), Some(rustls::HandshakeKind::Full));
        }
    }

    type Ends =
        (std::io::Result<client::TlsStream<DuplexStream>>, std::io::Result<server::TlsStream<DuplexStream>>);

    async fn shake(client: Arc<ClientConfig>, server: Arc<ServerConfig>) -> Ends {
        let (near, far) = tokio::io::duplex(64 * 1024);
        let name = ServerName::try_from("patchround").unwrap();
        tokio::join!(TlsConnector::from(client).connect(name, near), TlsAcceptor::from(server).accept(far))
    }

    fn any() -> Accepts {
        Box::new(|_| true)
    }

    /// Somebody's public key with somebody else's private one.
    fn stolen(key: &DeviceKey) -> Arc<CertifiedKey> {
        let signer = DeviceKey::generate().certified().key.clone();
        Arc::new(CertifiedKey::new(key.certified().cert.clone(), signer))
    }

    #[derive(Debug)]
    struct NoKey;

    impl rustls::client::ResolvesClientCert for NoKey {
        fn resolve(&self, _: &[&[u8]], _: &[rustls::SignatureScheme]) -> Option<Arc<CertifiedKey>> {
            None
        }

        fn has_certs(&self) -> bool {
            false
        }

        fn only_raw_public_keys(&self) -> bool {
            true
        }
    }
}
