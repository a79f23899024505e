//! Who does not get a connection, and how each case is told apart.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    routing::get,
};
use http_body_util::channel::Channel;
use patchround_link::{
    DeviceKey,
    client::{self, CallError, ConnectError},
};
use patchround_protocol::wire::Refusal;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};

use crate::support::{Helper, listen};

#[tokio::test]
async fn a_manager_whose_key_is_unknown_is_told_so() {
    let helper = Helper::start(Router::new()).await;
    let refused = client::connect(helper.addr, &DeviceKey::generate(), helper.pin).await;
    assert_eq!(refused.unwrap_err(), ConnectError::NotAdmitted);
}

#[tokio::test]
async fn a_helper_with_another_key_is_another_pc() {
    let helper = Helper::start(Router::new()).await;
    let other = client::connect(helper.addr, &helper.manager, DeviceKey::generate().id()).await;
    assert_eq!(other.unwrap_err(), ConnectError::WrongPeer);
}

#[tokio::test]
async fn a_key_that_is_revoked_meanwhile_is_of_no_use_on_an_open_connection() {
    let helper = Helper::start(Router::new().route("/v1/number", get(|| async { "7" }))).await;
    let peer = helper.connect().await.unwrap();
    assert_eq!(peer.get("/v1/number").await, Ok(7));
    helper.admit_nobody();
    assert_eq!(peer.get::<u32>("/v1/number").await, Err(CallError::Refused(Refusal::NotAllowed)));
    assert_eq!(helper.connect().await.unwrap_err(), ConnectError::NotAdmitted);
}

#[tokio::test]
async fn whoever_is_revoked_loses_what_he_has_open_at_once() {
    let (_open, body) = Channel::<Bytes, Infallible>::new(1);
    let once = Arc::new(Mutex::new(Some(body)));
    let endless = async move || once.lock().unwrap().take().map(Body::new).unwrap_or_default();
    let helper = Helper::start(Router::new().route("/v1/events", get(endless))).await;
    let peer = helper.connect().await.unwrap();
    let mut lines = peer.follow("/v1/events").await.unwrap();
    helper.shut_everybody_out();
    let end = timeout(Duration::from_secs(60), lines.next()).await.expect("it ends");
    assert!(end.is_err(), "{end:?}");
    assert_eq!(peer.get::<u32>("/v1/number").await, Err(CallError::Broken));
}

#[tokio::test]
async fn nobody_at_the_address_is_told_at_once() {
    let (listener, addr) = listen().await;
    drop(listener);
    assert_eq!(connect_to(addr).await, ConnectError::Unreachable);
}

#[tokio::test]
async fn another_kind_of_server_is_not_taken_for_a_helper() {
    let answers: [&'static [u8]; 4] = [
        b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
        b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
        b"220 printer FTP server ready\r\n",
        &[0; 64],
    ];
    for answer in answers {
        let (listener, addr) = listen().await;
        tokio::spawn(async move {
            let (mut tcp, _) = listener.accept().await.unwrap();
            tcp.write_all(answer).await.unwrap();
            let _ = tcp.read_to_end(&mut Vec::new()).await;
        });
        assert_eq!(connect_to(addr).await, ConnectError::NotPatchround, "{answer:?}");
    }
}

#[tokio::test]
async fn somebody_who_hangs_up_without_a_word_is_told_from_somebody_who_is_not_there() {
    let (listener, addr) = listen().await;
    tokio::spawn(async move { drop(listener.accept().await) });
    assert_eq!(connect_to(addr).await, ConnectError::Busy);
}

#[tokio::test]
async fn somebody_who_never_says_a_word_is_given_up_after_five_seconds() {
    let (_listener, addr) = listen().await;
    let start = Instant::now();
    assert_eq!(connect_to(addr).await, ConnectError::TimedOut);
    assert!(start.elapsed() < Duration::from_secs(6));
}

#[tokio::test]
async fn plain_words_on_a_helpers_port_get_no_answer_in_words() {
    let helper = Helper::start(Router::new().route("/", get(|| async { "secret" }))).await;
    let mut tcp = tokio::net::TcpStream::connect(helper.addr).await.unwrap();
    tcp.write_all(b"GET / HTTP/1.1\r\nHost: pc\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(2), tcp.read_to_end(&mut answer)).await.unwrap();
    assert!(answer.len() <= 7, "at most a TLS alert: {answer:?}");
    assert!(helper.connect().await.is_ok());
}

async fn connect_to(addr: std::net::SocketAddr) -> ConnectError {
    let (key, pin) = (DeviceKey::generate(), DeviceKey::generate().id());
    client::connect(addr, &key, pin).await.expect_err("there is no helper")
}
