//! What a peer cannot make us pay.

use std::time::{Duration, Instant};

use axum::{
    Json, Router,
    body::Bytes,
    routing::{get, post},
};
use patchround_link::{
    DeviceKey,
    client::{self, CallError, ConnectError},
};
use patchround_protocol::limits::{ANSWER_BYTES, BODY_BYTES, EVENT_BYTES};
use tokio::{
    io::AsyncReadExt,
    time::{sleep, timeout},
};

use crate::support::{Helper, caller, stranger};

#[tokio::test]
async fn a_body_over_its_limit_does_not_reach_the_helper() {
    let length = |body: Bytes| async move { Json(body.len()) };
    let helper = Helper::start(Router::new().route("/v1/length", post(length))).await;
    let peer = helper.connect().await.unwrap();
    let fits = "x".repeat(BODY_BYTES - 2);
    assert_eq!(peer.post("/v1/length", &fits).await, Ok(BODY_BYTES));
    let large = "x".repeat(BODY_BYTES - 1);
    assert_eq!(peer.post::<_, usize>("/v1/length", &large).await, Err(CallError::TooLarge));
    let huge = "x".repeat(10 * BODY_BYTES);
    assert_eq!(peer.post::<_, usize>("/v1/length", &huge).await, Err(CallError::TooLarge));
    assert_eq!(peer.post("/v1/length", &fits).await, Ok(BODY_BYTES), "the connection is still good");
}

#[tokio::test]
async fn an_answer_over_its_limit_is_not_read_to_its_end() {
    let fits = || async { format!("\"{}\"", "x".repeat(ANSWER_BYTES - 2)) };
    let large = || async { format!("\"{}\"", "x".repeat(ANSWER_BYTES - 1)) };
    let app = Router::new().route("/v1/fits", get(fits)).route("/v1/large", get(large));
    let helper = Helper::start(app).await;
    let peer = helper.connect().await.unwrap();
    assert_eq!(peer.get::<String>("/v1/fits").await.map(|text| text.len()), Ok(ANSWER_BYTES - 2));
    assert_eq!(peer.get::<String>("/v1/large").await, Err(CallError::TooLarge));
}

#[tokio::test]
async fn a_followed_line_over_its_limit_ends_the_following() {
    let events = || async { format!("{}\n{}\n", "a".repeat(EVENT_BYTES), "b".repeat(EVENT_BYTES + 1)) };
    let helper = Helper::start(Router::new().route("/v1/events", get(events))).await;
    let mut lines = helper.connect().await.unwrap().follow("/v1/events").await.unwrap();
    assert_eq!(lines.next().await.map(|line| line.map(|l| l.len())), Ok(Some(EVENT_BYTES)));
    assert_eq!(lines.next().await, Err(CallError::TooLarge));
}

#[tokio::test]
async fn headers_over_their_limit_are_refused() {
    let helper = Helper::start(Router::new().fallback(|| async { "7" })).await;
    let peer = helper.connect().await.unwrap();
    assert_eq!(peer.get(&format!("/{}", "x".repeat(4 * 1024))).await, Ok(7));
    assert!(peer.get::<u32>(&format!("/{}", "x".repeat(12 * 1024))).await.is_err());
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_dropped_after_five_seconds() {
    let helper = Helper::start(Router::new()).await;
    let (mut silent, start) = (stranger(helper.addr).await, Instant::now());
    let end = timeout(Duration::from_secs(6), silent.read(&mut [0])).await.unwrap();
    assert!(matches!(end, Ok(0) | Err(_)));
    assert!(start.elapsed() >= Duration::from_millis(4900));
}

#[tokio::test]
async fn two_hundred_silent_connections_do_not_keep_a_manager_out() {
    let helper = Helper::start(Router::new().route("/v1/number", get(|| async { "7" }))).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(stranger(helper.addr).await);
    }
    let start = Instant::now();
    let peer = helper.connect().await.unwrap();
    assert_eq!(peer.get("/v1/number").await, Ok(7));
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_manager_whom_strangers_push_out_again_and_again_is_not_silenced() {
    let helper = Helper::start(Router::new()).await;
    let mut waiting = Vec::new();
    for _ in 0..12 {
        waiting.push(caller(helper.addr, 1).await);
    }
    for number in 100..180 {
        waiting.push(caller(helper.addr, number).await);
    }
    for pushed_out in &mut waiting[..12] {
        let end = timeout(Duration::from_secs(1), pushed_out.read(&mut [0])).await.unwrap();
        assert!(matches!(end, Ok(0) | Err(_)), "hung up on");
    }
    assert!(helper.connect().await.is_ok());
}

#[tokio::test]
async fn a_ninth_connection_has_to_wait_until_one_of_eight_has_gone() {
    let helper = Helper::start(Router::new().route("/v1/number", get(|| async { "7" }))).await;
    let mut peers = Vec::new();
    for _ in 0..8 {
        peers.push(helper.connect().await.unwrap());
    }
    assert_eq!(helper.connect().await.unwrap_err(), ConnectError::Busy);
    for peer in &peers {
        assert_eq!(peer.get("/v1/number").await, Ok(7));
    }
    peers.pop();
    sleep(Duration::from_millis(200)).await;
    assert_eq!(helper.connect().await.unwrap().get("/v1/number").await, Ok(7));
}

#[tokio::test]
async fn callers_who_only_look_cannot_take_the_last_connection_from_the_manager() {
    let helper = Helper::start(Router::new().route("/v1/number", get(|| async { "7" }))).await;
    let viewer = DeviceKey::generate();
    helper.admit(viewer.id());
    let mut looking = Vec::new();
    for _ in 0..7 {
        looking.push(client::connect(helper.addr, &viewer, helper.pin).await.unwrap());
    }
    let eighth = client::connect(helper.addr, &viewer, helper.pin).await;
    assert_eq!(eighth.unwrap_err(), ConnectError::Busy);
    assert_eq!(helper.connect().await.unwrap().get("/v1/number").await, Ok(7));
    assert_eq!(looking.len(), 7);
}

#[tokio::test]
async fn ten_failed_handshakes_are_met_with_silence_for_that_address_only() {
    let helper = Helper::start(Router::new()).await;
    for _ in 0..10 {
        drop(stranger(helper.addr).await);
    }
    sleep(Duration::from_millis(200)).await;
    let mut eleventh = stranger(helper.addr).await;
    let end = timeout(Duration::from_secs(1), eleventh.read(&mut [0])).await.unwrap();
    assert!(matches!(end, Ok(0) | Err(_)), "hung up on at once");
    assert!(helper.connect().await.is_ok());
    for _ in 0..10 {
        let wrong = client::connect(helper.addr, &helper.manager, helper.manager.id()).await;
        assert_eq!(wrong.unwrap_err(), ConnectError::WrongPeer);
    }
    sleep(Duration::from_millis(200)).await;
    assert_eq!(helper.connect().await.unwrap_err(), ConnectError::Busy);
}
