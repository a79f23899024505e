//! Computers that the charter does not admit.

use std::{io, time::Duration};

use patchround_link::{
    DeviceKey,
    client::{self, ConnectError},
};
use patchround_protocol::wire::Hello;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::client::TlsStream;

use crate::{
    hostile,
    manager::Manager,
    office::Devices,
    pc::Pc,
    requests::{ROUTES, headers, preface},
    traces::Traces,
};

#[tokio::test]
async fn a_computer_that_is_not_admitted_hears_nothing_on_any_route() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let before = Traces::of(&pc);
    for protocols in [&[hostile::HTTP][..], &[hostile::PAIR], &[b"http/1.1"], &[]] {
        // Ten failures in a minute would be met with silence (link's own test).
        let stranger = hostile::dial(pc.address, &DeviceKey::generate(), protocols).await;
        let mut bytes = preface();
        for (n, (method, path)) in (0u32..).zip(ROUTES) {
            bytes.extend(headers(2 * n + 1, method, path));
        }
        assert!(hears_nothing(stranger, &bytes).await, "{protocols:?}");
    }
    assert_eq!(Traces::of(&pc), before);
    let hello: Hello = manager.connect(&pc, pin).await.get("/v1/hello").await.unwrap();
    assert_eq!(hello.pc, pin);
}

#[tokio::test]
async fn the_computers_of_ended_and_revoked_members_are_not_admitted() {
    let (pc, manager, devices) = (Pc::start(), Manager::new(), Devices::new());
    let welcome = manager.welcome_to(&devices.charter(&manager));
    let pin = manager.join_with(&pc, &welcome).await;
    for device in [&devices.ended, &devices.revoked] {
        let refused = client::connect(pc.address, device, pin).await;
        assert!(matches!(refused, Err(ConnectError::NotAdmitted)), "{:?}", refused.err());
    }
    assert!(client::connect(pc.address, &devices.viewer, pin).await.is_ok(), "a viewer may look");
}

#[tokio::test]
async fn http_1_is_not_spoken_even_with_an_admitted_computer() {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let request = b"GET /v1/hello HTTP/1.1\r\nHost: pc\r\n\r\n";
    let named = hostile::dial(pc.address, &manager.device, &[b"http/1.1"]).await;
    assert!(hears_nothing(named, request).await);
    let mut hidden = hostile::dial(pc.address, &manager.device, &[hostile::HTTP]).await.unwrap();
    let answer = told(&mut hidden, request).await;
    assert!(!contains(&answer, b"HTTP/1") && !contains(&answer, b"log_head"), "{answer:?}");
    manager.connect(&pc, pin).await;
}

/// Whether the connection ends without one byte for the one who dialled.
pub(crate) async fn hears_nothing(tls: io::Result<TlsStream<TcpStream>>, says: &[u8]) -> bool {
    match tls {
        Ok(mut tls) => told(&mut tls, says).await.is_empty(),
        Err(_) => true,
    }
}

/// Everything the other side says until it hangs up.
async fn told(tls: &mut TlsStream<TcpStream>, says: &[u8]) -> Vec<u8> {
    let mut answer = Vec::new();
    let _ = tls.write_all(says).await;
    let _ = timeout(Duration::from_secs(60), tls.read_to_end(&mut answer)).await.expect("it hangs up");
    answer
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
