//! What managers may ask a practice PC (docs/protocol.md). Whoever gets here is admitted.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Extension, Json, Router,
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use futures_util::stream;
use patchround_link::{revision, server::Caller};
use patchround_protocol::{
    Envelope, Event, EventKind, Job, PublicKey, SpkiHash, limits, order,
    wake::{Wake, WakeSent},
    wire::{Also, Charters, Facts, Hello, JobTaken, Obeyed, Refusal, Refused},
};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::time::Instant;

use crate::pc::{Order, Pc};

/// The same PC is woken again after so long at the earliest, as at a real one.
const AGAIN: Duration = Duration::from_secs(30);

type This = State<Arc<Pc>>;

/// All routes.
pub(crate) fn routes(pc: Arc<Pc>) -> Router {
    Router::new()
        .route("/v1/hello", get(hello))
        .route("/v1/facts", get(facts))
        .route("/v1/updates", get(updates))
        .route("/v1/events", get(events))
        .route("/v1/jobs", post(take_job))
        .route("/v1/wake", post(wake))
        .route("/v1/charter", put(take_charters))
        .route("/v1/policy", put(take_policy))
        .with_state(pc)
}

async fn hello(State(pc): This) -> Json<Hello> {
    let state = pc.state();
    let office = state.office.as_ref();
    Json(Hello {
        proto: limits::PROTO,
        helper: env!("CARGO_PKG_VERSION").to_owned(),
        pc: pc.id,
        office: office.map(|office| office.charter.office),
        charter_version: office.map_or(0, |office| office.charter.version),
        policy_version: office.map_or(0, |office| office.policy.version),
        clock: pc.clock(),
        log_head: pc.log.head(),
        working_on: state.working_on,
        feeds: None,
    })
}

async fn facts(State(pc): This) -> Json<Facts> {
    Json(pc.facts())
}

async fn updates(State(pc): This, headers: HeaderMap) -> Response {
    let scanned = pc.state().scanned.clone();
    let tag: HeaderMap =
        revision::etag(&scanned.revision).map(|tag| (header::ETAG, tag)).into_iter().collect();
    if revision::is_known(&headers, &scanned.revision) {
        return (StatusCode::NOT_MODIFIED, tag).into_response();
    }
    (tag, [(header::CONTENT_TYPE, "application/json")], scanned.body).into_response()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ask {
    after: u64,
    follow: u8,
}

async fn events(State(pc): This, Query(ask): Query<Ask>) -> Response {
    let heads = pc.log.watch();
    let lines = stream::unfold((pc, heads, ask.after), move |(pc, mut heads, after)| async move {
        loop {
            heads.mark_unchanged();
            let events = pc.log.after(after);
            if let Some(last) = events.last() {
                let head = last.seq;
                return Some((Ok::<_, Infallible>(lines(&events)), (pc, heads, head)));
            }
            if ask.follow == 0 {
                return None;
            }
            heads.changed().await.ok()?;
        }
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}

fn lines(events: &[Event]) -> Bytes {
    let line = |event| serde_json::to_string(event).expect("an event has only string keys") + "\n";
    events.iter().map(line).collect::<String>().into()
}

fn others(job: &Job, updates: u32) -> Vec<Also> {
    let ordered = job.not_before;
    let also = Also { by: PublicKey([7; 32]), ordered, begins: None, updates };
    if updates > 0 { vec![also] } else { Vec::new() }
}

async fn take_job(State(pc): This, body: Bytes) -> Response {
    let taken = read::<Envelope>(&body).and_then(|envelope| pc.take(envelope));
    match taken {
        Ok(job) => {
            let also = others(&job, pc.manners.others);
            (StatusCode::ACCEPTED, Json(JobTaken { job: job.job, also })).into_response()
        }
        Err(refusal) => {
            pc.tell(EventKind::JobRefused { job: None, refusal });
            refused(refusal)
        }
    }
}

async fn wake(State(pc): This, Extension(caller): Extension<Caller>, body: Bytes) -> Response {
    let woken = read::<Wake>(&body).and_then(|wake| pc.wake(wake, caller.0));
    woken.map_or_else(refused, |sent| Json(sent).into_response())
}

async fn take_charters(State(pc): This, body: Bytes) -> Response {
    answer(read::<Charters>(&body).and_then(|charters| pc.follow_charters(&charters)))
}

async fn take_policy(State(pc): This, body: Bytes) -> Response {
    answer(read::<Envelope>(&body).and_then(|envelope| pc.follow_policy(&envelope)))
}

fn answer(obeyed: Result<Obeyed, Refusal>) -> Response {
    obeyed.map_or_else(refused, |obeyed| Json(obeyed).into_response())
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::Malformed)
}

fn refused(refusal: Refusal) -> Response {
    let status = match refusal {
        Refusal::UnknownVerb => StatusCode::UPGRADE_REQUIRED,
        Refusal::Malformed => StatusCode::BAD_REQUEST,
        Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::CONFLICT,
    };
    (status, Json(Refused { refusal })).into_response()
}

impl Pc {
    fn wake(&self, asked: Wake, by: SpkiHash) -> Result<WakeSent, Refusal> {
        if !asked.fits() {
            return Err(Refusal::Malformed);
        }
        let now = Instant::now();
        if self.state().woken.get(&asked.pc).is_some_and(|last| now.duration_since(*last) < AGAIN) {
            return Err(Refusal::TooOften);
        }
        self.state().woken.insert(asked.pc, now);
        self.tell(EventKind::WakeSent { pc: asked.pc, by });
        self.wire.wake(&asked.cards);
        Ok(WakeSent { networks: 1 })
    }

    /// Takes a job that the charter lets its signer give, once.
    fn take(&self, envelope: Envelope) -> Result<Job, Refusal> {
        let mut state = self.state();
        if let Some(known) = state.jobs.iter().find(|order| order.envelope == envelope) {
            return Ok(known.job.clone());
        }
        let charter = &state.office.as_ref().ok_or(Refusal::NotJoined)?.charter;
        let newest = state.jobs.iter().map(|order| order.job.not_before).max().unwrap_or(charter.issued);
        let now = order::believed_now(self.clock(), newest.max(charter.issued));
        let job = order::accept(&envelope, charter, self.id, now)?;
        if state.jobs.iter().any(|order| order.job.job == job.job) {
            return Err(Refusal::NotAllowed);
        }
        state.jobs.push(Order { job: job.clone(), envelope, has_begun: false, has_ended: false });
        drop(state);
        self.tell(EventKind::JobAccepted { job: job.job, round: job.round });
        self.orders.send_replace(());
        Ok(job)
    }
}
