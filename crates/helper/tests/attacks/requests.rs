//! What somebody on an admitted computer can send that is no honest request.

use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    client::conn::http2::{SendRequest, handshake},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use patchround_link::client::Peer;
use patchround_protocol::{Step, wire::Hello};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};

use crate::{
    hostile,
    manager::{Manager, signed},
    pc::Pc,
    traces::Traces,
};

/// Everything a manager may ask.
pub(crate) const ROUTES: [(&str, &str); 8] = [
    ("GET", "/v1/hello"),
    ("GET", "/v1/facts"),
    ("GET", "/v1/updates"),
    ("GET", "/v1/events?after=0"),
    ("POST", "/v1/jobs"),
    ("PUT", "/v1/charter"),
    ("PUT", "/v1/policy"),
    ("PUT", "/v1/feeds"),
];

#[tokio::test]
async fn garbled_and_deeply_nested_bodies_are_malformed_and_the_next_request_is_answered() {
    let (pc, manager, mut caller) = joined().await;
    let before = Traces::of(&pc);
    let bodies: [Vec<u8>; 6] = [
        Vec::new(),
        vec![0xff; 1000],
        "[".repeat(50_000).into_bytes(),
        "{\"key\":".repeat(9_000).into_bytes(),
        b"{\"key\":\"../../etc/passwd\",\"signature\":\"\",\"payload\":\"\"}".to_vec(),
        b"{\"key\":7,\"signature\":null,\"payload\":[]}".to_vec(),
    ];
    for body in bodies {
        let (status, answer) = caller.call(Method::POST, "/v1/jobs", body).await;
        assert_eq!((status, answer.as_str()), (StatusCode::BAD_REQUEST, "{\"refusal\":\"malformed\"}"));
    }
    assert_eq!(Traces::of(&pc), before);
    hello(&manager.0.connect(&pc, manager.1).await).await;
}

#[tokio::test]
async fn an_unknown_verb_is_answered_with_426_and_an_unknown_parameter_is_malformed() {
    let (pc, (manager, pin), mut caller) = joined().await;
    let before = Traces::of(&pc);
    let job = manager.job(pin, vec![Step::Refresh {}]);
    let table = [
        ("{\"verb\":\"run\",\"command\":\"id\"}", StatusCode::UPGRADE_REQUIRED, "unknown_verb"),
        ("{\"verb\":\"downgrade\",\"ids\":[\"apt:a:all@1\"]}", StatusCode::UPGRADE_REQUIRED, "unknown_verb"),
        (
            "{\"verb\":\"undo\",\"ids\":[\"apt:a:all@1\"],\"file\":\"/tmp/evil.deb\"}",
            StatusCode::BAD_REQUEST,
            "malformed",
        ),
        ("{\"verb\":\"undo\",\"ids\":[\"/tmp/evil.deb\"]}", StatusCode::BAD_REQUEST, "malformed"),
        ("{\"verb\":\"refresh\",\"url\":\"http://x\"}", StatusCode::BAD_REQUEST, "malformed"),
        (
            "{\"verb\":\"install\",\"ids\":[\"apt:a:all@1\"],\"flags\":[\"-y\"]}",
            StatusCode::BAD_REQUEST,
            "malformed",
        ),
        ("{\"verb\":\"install\",\"ids\":[\"apt:-oDpkg::x:all@1\"]}", StatusCode::BAD_REQUEST, "malformed"),
        ("{\"verb\":\"install\",\"ids\":[\"/tmp/evil.deb\"]}", StatusCode::BAD_REQUEST, "malformed"),
        ("{\"verb\":\"install\",\"ids\":[]}", StatusCode::BAD_REQUEST, "malformed"),
    ];
    for (step, wanted, refusal) in table {
        let envelope = signed(&job, |text| text.replace("{\"verb\":\"refresh\"}", step));
        let body = serde_json::to_vec(&envelope).unwrap();
        let (status, answer) = caller.call(Method::POST, "/v1/jobs", body).await;
        assert_eq!((status, answer), (wanted, format!("{{\"refusal\":\"{refusal}\"}}")), "{step}");
    }
    assert_eq!(Traces::of(&pc), before);
}

#[tokio::test]
async fn tricks_with_paths_and_methods_reach_no_file_and_no_route() {
    let (pc, _, mut caller) = joined().await;
    let before = Traces::of(&pc);
    let paths = [
        "/",
        "/v1",
        "/v1/",
        "//v1/hello",
        "/v1/hello/",
        "/v1/./hello",
        "/v1/jobs/../hello",
        "/v1/hello/../../etc/passwd",
        "/../../../../etc/passwd",
        "/v1/%2e%2e/%2e%2e/etc/passwd",
        "/v1/hello%00",
        "/v1/hello;x=1",
        "/V1/HELLO",
        "/v1/events/../../root/device.key",
        "/root/device.key",
        "/v1/transact",
        "/v2/hello",
    ];
    for path in paths {
        let (status, answer) = caller.call(Method::GET, path, Vec::new()).await;
        assert_eq!((status, answer.as_str()), (StatusCode::NOT_FOUND, ""), "{path}");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS, Method::TRACE] {
        for path in ["/v1/hello", "/v1/facts", "/v1/updates", "/v1/events", "/v1/jobs"] {
            let (status, answer) = caller.call(method.clone(), path, b"x".to_vec()).await;
            assert_eq!((status, answer.as_str()), (StatusCode::METHOD_NOT_ALLOWED, ""), "{method} {path}");
        }
    }
    for query in ["after=-1", "after=99999999999999999999999", "after=x", "after=1&after=2", "follow=many"] {
        let (status, _) = caller.call(Method::GET, &format!("/v1/events?{query}"), Vec::new()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
    }
    assert_eq!(Traces::of(&pc), before);
}

#[tokio::test]
async fn two_hundred_streams_on_one_connection_keep_nobody_else_waiting() {
    let (pc, (manager, pin), _) = joined().await;
    let mut tls = hostile::dial(pc.address, &manager.device, &[hostile::HTTP]).await.unwrap();
    let mut bytes = preface();
    for n in 0..200 {
        bytes.extend(headers(2 * n + 1, "GET", "/v1/events?after=0&follow=1"));
    }
    tls.write_all(&bytes).await.unwrap();
    hello(&manager.connect(&pc, pin).await).await;
    let mut refused = 0;
    while refused < 200 - 16 {
        match frame(&mut tls).await {
            // RST_STREAM with REFUSED_STREAM, RFC 9113 5.1.2.
            Some((RST_STREAM, payload)) if payload == 7u32.to_be_bytes() => refused += 1,
            Some((GO_AWAY, _)) | None => break,
            Some(_) => {}
        }
    }
    assert!(refused > 0, "what is over the sixteenth is refused");
    hello(&manager.connect(&pc, pin).await).await;
}

#[tokio::test]
async fn streams_that_are_opened_and_taken_back_at_once_end_the_connection() {
    let (pc, (manager, pin), _) = joined().await;
    let mut tls = hostile::dial(pc.address, &manager.device, &[hostile::HTTP]).await.unwrap();
    let mut bytes = preface();
    for n in 0..2000u32 {
        bytes.extend(headers(2 * n + 1, "GET", "/v1/updates"));
        bytes.extend(frame_of(RST_STREAM, 0, 2 * n + 1, &8u32.to_be_bytes()));
    }
    let _ = tls.write_all(&bytes).await;
    let mut was_told = false;
    while let Some((kind, payload)) = frame(&mut tls).await {
        // ENHANCE_YOUR_CALM, RFC 9113 7.
        was_told |= kind == GO_AWAY && payload[4..8] == 11u32.to_be_bytes();
    }
    assert!(was_told);
    hello(&manager.connect(&pc, pin).await).await;
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up_and_holds_nobody_up() {
    let (pc, (manager, pin), _) = joined().await;
    let before = Traces::of(&pc);
    let mut tls = hostile::dial(pc.address, &manager.device, &[hostile::HTTP]).await.unwrap();
    let mut bytes = preface();
    bytes.extend(open(1, "POST", "/v1/jobs"));
    bytes.extend(frame_of(DATA, 0, 1, b"{\"key\":\""));
    tls.write_all(&bytes).await.unwrap();
    hello(&manager.connect(&pc, pin).await).await;
    // Either an answer or the end of the stream, long before this test would be ended.
    let answered = async {
        while let Some((kind, _)) = frame(&mut tls).await {
            if [HEADERS, RST_STREAM, GO_AWAY].contains(&kind) {
                break;
            }
        }
    };
    timeout(Duration::from_secs(180), answered).await.expect("the slow one is given up");
    assert_eq!(Traces::of(&pc), before);
}

/// A connection on which anything can be asked.
struct Caller(SendRequest<Full<Bytes>>);

impl Caller {
    async fn call(&mut self, method: Method, path: &str, body: Vec<u8>) -> (StatusCode, String) {
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = method;
        *request.uri_mut() = format!("https://pc{path}").parse().unwrap();
        self.0.ready().await.unwrap();
        let answer = self.0.send_request(request).await.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned())
    }
}

async fn joined() -> (Pc, (Manager, patchround_protocol::PcId), Caller) {
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let tls = hostile::dial(pc.address, &manager.device, &[hostile::HTTP]).await.unwrap();
    let (requests, connection) = handshake(TokioExecutor::new(), TokioIo::new(tls)).await.unwrap();
    tokio::spawn(connection);
    (pc, (manager, pin), Caller(requests))
}

async fn hello(peer: &Peer) {
    let _: Hello = peer.get("/v1/hello").await.unwrap();
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GO_AWAY: u8 = 7;

/// What an HTTP/2 client says first (RFC 9113, 3.4).
pub(crate) fn preface() -> Vec<u8> {
    [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(), &frame_of(SETTINGS, 0, 0, &[])].concat()
}

/// A request without a body.
pub(crate) fn headers(stream: u32, method: &str, path: &str) -> Vec<u8> {
    const END_OF_BOTH: u8 = 0x5;
    frame_of(HEADERS, END_OF_BOTH, stream, &fields(method, path))
}

/// A request whose body follows.
fn open(stream: u32, method: &str, path: &str) -> Vec<u8> {
    const END_OF_HEADERS: u8 = 0x4;
    frame_of(HEADERS, END_OF_HEADERS, stream, &fields(method, path))
}

/// Literals with names from the static table (RFC 7541, 6.2.2 and appendix A).
fn fields(method: &str, path: &str) -> Vec<u8> {
    let literal = |name: u8, value: &str| [&[name, value.len() as u8], value.as_bytes()].concat();
    const SCHEME_HTTPS: u8 = 0x87;
    [literal(2, method), vec![SCHEME_HTTPS], literal(4, path), literal(1, "pc")].concat()
}

fn frame_of(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// The next frame's type and payload; `None` when the other side has hung up.
async fn frame(from: &mut (impl AsyncReadExt + Unpin)) -> Option<(u8, Vec<u8>)> {
    let mut head = [0; 9];
    timeout(Duration::from_secs(180), from.read_exact(&mut head)).await.expect("it says something").ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let mut payload = vec![0; length as usize];
    from.read_exact(&mut payload).await.ok()?;
    Some((head[3], payload))
}
