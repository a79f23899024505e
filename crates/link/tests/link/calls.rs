//! What an admitted manager can do.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Extension, Json, Router,
    body::Body,
    response::IntoResponse,
    routing::{get, post},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::ETAG};
use http_body_util::channel::{Channel, Sender};
use patchround_link::{
    client::{CallError, ConnectError},
    revision,
    server::Caller,
};
use patchround_protocol::wire::{Refusal, Refused};
use tokio::time::timeout;

use crate::support::Helper;

#[tokio::test]
async fn a_call_is_answered_and_the_helper_knows_whose_it_is() {
    let whoami = |Extension(caller): Extension<Caller>| async move { Json(caller.0) };
    let helper = Helper::start(Router::new().route("/v1/whoami", get(whoami))).await;
    let peer = helper.connect().await.unwrap();
    assert_eq!(peer.get("/v1/whoami").await, Ok(helper.manager.id()));
}

#[tokio::test]
async fn what_is_posted_arrives() {
    let reverse = |Json(mut list): Json<Vec<u32>>| async move {
        list.reverse();
        (StatusCode::ACCEPTED, Json(list))
    };
    let helper = Helper::start(Router::new().route("/v1/reverse", post(reverse))).await;
    let peer = helper.connect().await.unwrap();
    assert_eq!(peer.post("/v1/reverse", &[1, 2, 3]).await, Ok(vec![3, 2, 1]));
}

#[tokio::test]
async fn a_refusal_says_why() {
    let refuse = || async { (StatusCode::CONFLICT, Json(Refused { refusal: Refusal::Expired })) };
    let helper = Helper::start(Router::new().route("/v1/jobs", post(refuse))).await;
    let peer = helper.connect().await.unwrap();
    let answer = peer.post::<_, String>("/v1/jobs", &1).await;
    assert_eq!(answer, Err(CallError::Refused(Refusal::Expired)));
}

#[tokio::test]
async fn a_route_that_a_helper_does_not_know_means_it_is_too_old() {
    let helper = Helper::start(Router::new().route("/v1/old", get(|| async { "1" }))).await;
    let peer = helper.connect().await.unwrap();
    for path in ["/v1/new", "/v2/old"] {
        assert_eq!(peer.get::<u32>(path).await, Err(CallError::Refused(Refusal::UnknownVerb)));
    }
    let posted = peer.post::<_, u32>("/v1/old", &1).await;
    assert_eq!(posted, Err(CallError::Refused(Refusal::UnknownVerb)));
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let updates = |headers: HeaderMap| async move {
        if revision::is_known(&headers, "r7") {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        ([(ETAG, revision::etag("r7").unwrap())], Json("many updates")).into_response()
    };
    let helper = Helper::start(Router::new().route("/v1/updates", get(updates))).await;
    let peer = helper.connect().await.unwrap();
    let sent = Ok(Some("many updates".to_owned()));
    assert_eq!(peer.get_if_changed("/v1/updates", None).await, sent);
    assert_eq!(peer.get_if_changed("/v1/updates", Some("r6")).await, sent);
    assert_eq!(peer.get_if_changed::<String>("/v1/updates", Some("r7")).await, Ok(None));
}

#[tokio::test]
async fn followed_lines_arrive_as_they_are_written_however_they_are_cut() {
    let (mut lines, helper) = stream().await;
    let peer = helper.connect().await.unwrap();
    let mut events = peer.follow("/v1/events?after=0&follow=1").await.unwrap();
    lines.send_data(Bytes::from("{\"seq\":1}\n{\"se")).await.unwrap();
    assert_eq!(events.next().await, Ok(Some(b"{\"seq\":1}".to_vec())));
    assert!(timeout(Duration::from_millis(100), events.next()).await.is_err(), "half a line is no line");
    lines.send_data(Bytes::from("q\":2}\n\n{\"seq\":3}\n")).await.unwrap();
    assert_eq!(events.next().await, Ok(Some(b"{\"seq\":2}".to_vec())));
    assert_eq!(events.next().await, Ok(Some(b"{\"seq\":3}".to_vec())));
    drop(lines);
    assert_eq!(events.next().await, Ok(None));
}

#[tokio::test]
async fn a_followed_stream_stays_while_other_calls_come_and_go() {
    let (mut lines, helper) = stream().await;
    let peer = helper.connect().await.unwrap();
    let mut events = peer.follow("/v1/events").await.unwrap();
    for n in 0..40 {
        assert_eq!(peer.get("/v1/number").await, Ok(7), "{n}");
    }
    drop(peer);
    lines.send_data(Bytes::from("still here\n")).await.unwrap();
    assert_eq!(events.next().await, Ok(Some(b"still here".to_vec())));
}

#[tokio::test]
async fn a_helper_that_goes_in_the_middle_of_a_line_breaks_the_stream() {
    let (mut lines, helper) = stream().await;
    let peer = helper.connect().await.unwrap();
    let mut events = peer.follow("/v1/events").await.unwrap();
    lines.send_data(Bytes::from("half a li")).await.unwrap();
    drop(lines);
    assert_eq!(events.next().await, Err(CallError::Broken));
}

#[tokio::test]
async fn a_helper_that_stops_lets_a_running_request_end() {
    let slow = || async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        Json("done")
    };
    let helper = Helper::start(Router::new().route("/v1/slow", get(slow))).await;
    let (peer, addr) = (helper.connect().await.unwrap(), helper.addr);
    let (manager, pin) = (helper.manager.clone(), helper.pin);
    let running = tokio::spawn(async move { peer.get::<String>("/v1/slow").await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    timeout(Duration::from_secs(4), helper.stop()).await.unwrap().unwrap();
    assert_eq!(running.await.unwrap(), Ok("done".to_owned()));
    let gone = patchround_link::client::connect(addr, &manager, pin).await;
    assert_eq!(gone.unwrap_err(), ConnectError::Unreachable);
}

/// A helper whose `/v1/events` sends what it is given, in the given pieces.
async fn stream() -> (Sender<Bytes>, Helper) {
    let (lines, body) = Channel::<Bytes>::new(4);
    let body = Arc::new(Mutex::new(Some(body)));
    let take = move || body.lock().unwrap_or_else(PoisonError::into_inner).take();
    let events = move || async move { take().map_or_else(Body::empty, Body::new) };
    let app = Router::new().route("/v1/events", get(events)).route("/v1/number", get(|| async { "7" }));
    (lines, Helper::start(app).await)
}
