use std::{
    pin::pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::Poll,
};

use axum::extract::Request;
use futures_util::StreamExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use jiff::ToSpan;
use patchround_protocol::{Job, RoundId, Step, job::When, sign::public, wake::CARDS};
use uuid::Uuid;

use super::*;
use crate::scripted::{Pc, key, sealed};

fn job(pc: &Pc, n: u128) -> Job {
    Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        job: JobId(Uuid::from_u128(n)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: Timestamp::now(),
        expires: Timestamp::now() + 1.hours(),
        steps: vec![Step::Refresh {}],
        when: When::Now,
        try_first: false,
        reply: None,
    }
}

async fn post(pc: &Pc, envelope: &Envelope) -> bool {
    let body = Ok(Bytes::from(serde_json::to_vec(envelope).unwrap()));
    take_job(State(pc.helper.clone()), Manager, body).await.is_ok()
}

fn refusals(pc: &Pc) -> Vec<(Option<JobId>, Refusal)> {
    let refused = pc.told().into_iter().filter_map(|kind| match kind {
        EventKind::JobRefused { job, refusal } => Some((job, refusal)),
        _ => None,
    });
    refused.collect()
}

#[tokio::test]
async fn a_refused_job_is_named_in_the_log_but_one_that_was_taken_is_never_said_to_be_refused() {
    let (pc, other) = (Pc::joined(), Pc::joined());
    let (taken, foreign) = (job(&pc, 1), job(&other, 2));
    assert!(post(&pc, &sealed(&taken, 2)).await);
    assert!(!post(&pc, &sealed(&taken, 7)).await);
    assert!(!post(&other, &sealed(&foreign, 7)).await);
    assert_eq!(refusals(&pc), [(None, Refusal::NotAllowed)]);
    assert_eq!(refusals(&other), [(Some(foreign.job), Refusal::NotAllowed)]);
}

#[tokio::test]
async fn many_jobs_refused_alike_are_one_event() {
    let pc = Pc::joined();
    for n in 1..=50 {
        assert!(!post(&pc, &sealed(&job(&pc, n), 7)).await);
    }
    assert_eq!(refusals(&pc), [(Some(job(&pc, 1).job), Refusal::NotAllowed)]);
}

#[tokio::test]
async fn a_follower_who_is_revoked_hears_nothing_more() {
    let pc = Pc::joined();
    let mut reader = Reader {
        caller: SpkiHash([2; 32]),
        cursor: Cursor::after(0),
        heads: pc.helper.log.watch(),
        follow: true,
        helper: pc.helper.clone(),
    };
    assert!(reader.next().await.is_some());
    pc.helper.membership.leave().unwrap();
    pc.helper.note(EventKind::JobRefused { job: None, refusal: Refusal::Malformed });
    assert_eq!(reader.next().await, None);
}

/// A request by the computer of this member, and how often its body was asked for more.
fn request(method: &str, path: &str, by: u8) -> (Request, Arc<AtomicUsize>) {
    let read = Arc::new(AtomicUsize::new(0));
    let counted = read.clone();
    let body = stream::iter(0..1).map(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        Ok::<_, Infallible>(Bytes::from_static(b"{}"))
    });
    let request = Request::builder().method(method).uri(path).extension(Caller(SpkiHash([by; 32])));
    (request.body(Body::from_stream(body)).unwrap(), read)
}

#[tokio::test]
async fn what_somebody_who_may_only_look_sends_is_refused_before_it_is_read() {
    let pc = Pc::joined();
    assert!(pc.helper.membership.admits(&SpkiHash([3; 32])));
    let routes = TowerToHyperService::new(routes(pc.helper.clone()));
    let all = [
        ("PUT", "/v1/charter"),
        ("PUT", "/v1/policy"),
        ("PUT", "/v1/feeds"),
        ("POST", "/v1/jobs"),
        ("POST", "/v1/wake"),
    ];
    for (method, path) in all {
        for (by, status, times) in [(3, StatusCode::FORBIDDEN, 0), (2, StatusCode::BAD_REQUEST, 1)] {
            let (request, read) = request(method, path, by);
            let answer = routes.call(request).await.unwrap();
            assert_eq!((answer.status(), read.load(Ordering::SeqCst)), (status, times), "{path} by {by}");
        }
    }
}

#[tokio::test]
async fn charters_are_read_from_one_manager_at_a_time() {
    let pc = Pc::joined();
    let turn = pc.helper.large_turn.clone().acquire_owned().await.unwrap();
    let (request, read) = request("PUT", "/v1/charter", 1);
    let routes = TowerToHyperService::new(routes(pc.helper.clone()));
    let mut call = pin!(routes.call(request));
    let waits = std::future::poll_fn(|cx| Poll::Ready(call.as_mut().poll(cx).is_pending())).await;
    assert_eq!((waits, read.load(Ordering::SeqCst)), (true, 0));
    drop(turn);
    assert_eq!(call.await.unwrap().status(), StatusCode::BAD_REQUEST);
    assert_eq!(read.load(Ordering::SeqCst), 1);
}

#[test]
fn who_asks_to_wake_another_pc_chooses_its_cards_and_nothing_else_and_it_is_written_down_first() {
    let (pc, by) = (Pc::joined(), SpkiHash([2; 32]));
    let card: patchround_protocol::wake::Mac = "02:00:5e:10:00:01".parse().unwrap();
    let ask = |pc, cards: usize| Wake { pc, cards: vec![card; cards] };
    let off = SpkiHash([9; 32]);
    for (asked, refusal) in [
        (ask(off, 0), Refusal::Malformed),
        (ask(off, CARDS + 1), Refusal::Malformed),
        (ask(pc.helper.pc, 1), Refusal::NothingToDo),
    ] {
        assert_eq!(note_wake(&pc.helper, by, &asked), Err(refusal));
    }
    let told =
        |pc: &Pc| pc.told().into_iter().filter(|kind| matches!(kind, EventKind::WakeSent { .. })).count();
    assert_eq!(told(&pc), 0);
    assert_eq!(note_wake(&pc.helper, by, &ask(off, CARDS)), Ok(()));
    assert_eq!(pc.told().last(), Some(&EventKind::WakeSent { pc: off, by }));
    assert_eq!(note_wake(&pc.helper, by, &ask(off, 1)), Err(Refusal::TooOften));
    assert_eq!(told(&pc), 1);
}

#[tokio::test]
async fn a_wake_with_an_address_in_it_sends_nothing_there() {
    let pc = Pc::joined();
    let routes = TowerToHyperService::new(routes(pc.helper.clone()));
    for cards in [r#"["192.0.2.1"]"#, r#"["ff:ff:ff:ff:ff:ff"]"#, r#"[]"#] {
        let body = format!(r#"{{"pc":"{}","cards":{cards},"to":"192.0.2.1","port":80}}"#, SpkiHash([9; 32]));
        let request = Request::builder().method("POST").uri("/v1/wake").extension(Caller(SpkiHash([2; 32])));
        let answer = routes.call(request.body(Body::from(body)).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{cards}");
    }
}

#[tokio::test]
async fn feeds_are_taken_up_to_their_limit_and_hello_says_when_those_known_were_signed() {
    let pc = Pc::joined();
    let routes = TowerToHyperService::new(routes(pc.helper.clone()));
    let put = |body: Vec<u8>| {
        let request = Request::builder().method("PUT").uri("/v1/feeds").extension(Caller(SpkiHash([2; 32])));
        routes.call(request.body(Body::from(body)).unwrap())
    };
    assert_eq!(hello(State(pc.helper.clone())).await.feeds, None);
    let issued = Timestamp::now();
    let feeds = serde_json::to_vec(&sealed(&crate::scripted::feeds(issued, &["CVE-2026-0001"]), 2)).unwrap();
    assert_eq!(put(feeds).await.unwrap().status(), StatusCode::OK);
    assert_eq!(hello(State(pc.helper.clone())).await.feeds, Some(issued));
    let large = vec![b' '; FEEDS_REQUEST_BYTES + 1];
    assert_eq!(put(large).await.unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);
}
