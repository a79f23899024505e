//! What managers may ask over the network (security.md B.3). Whoever gets here is admitted; only whoever looks
//! after this PC may send something.

use std::{
    convert::Infallible,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Extension, Json, Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Query, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use futures_util::stream;
use jiff::Timestamp;
use patchround_link::{revision, server::Caller};
use patchround_protocol::{
    Envelope, EventKind, JobId, SpkiHash, limits,
    wake::{Wake, WakeSent},
    wire::{Charters, Facts, FeedsTaken, Hello, JobTaken, Obeyed, Refusal, Refused},
};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::sync::watch;

use crate::{files, helper::Helper, log::Cursor, queue::Taken, succession, wake};

mod writer;

use writer::{LargeTurn, Manager};

/// A manager waits half a minute for an answer; a scan that takes longer is asked for again.
const FIRST_SCAN: Duration = Duration::from_secs(25);
/// A job in an envelope: base64 makes four bytes of three.
const JOB_REQUEST_BYTES: usize = limits::JOB_BYTES / 3 * 4 + 2 * 1024;

/// A PC and a few numbers of cards.
const WAKE_REQUEST_BYTES: usize = 1024;
/// A charter or policy in an envelope.
const DOCUMENT_REQUEST_BYTES: usize = limits::BODY_BYTES / 3 * 4 + 2 * 1024;
/// Feeds in an envelope.
const FEEDS_REQUEST_BYTES: usize = limits::FEEDS_BYTES / 3 * 4 + 2 * 1024;
const CHARTERS_REQUEST_BYTES: usize = limits::CHARTERS * DOCUMENT_REQUEST_BYTES;

/// All routes.
pub fn routes(helper: Arc<Helper>) -> Router {
    let jobs = post(take_job).layer(DefaultBodyLimit::max(JOB_REQUEST_BYTES));
    let routes = Router::new()
        .route("/v1/hello", get(hello))
        .route("/v1/facts", get(facts))
        .route("/v1/updates", get(updates))
        .route("/v1/events", get(events))
        .route("/v1/jobs", jobs)
        .route("/v1/wake", post(take_wake).layer(DefaultBodyLimit::max(WAKE_REQUEST_BYTES)))
        .route("/v1/charter", put(take_charters).layer(DefaultBodyLimit::max(CHARTERS_REQUEST_BYTES)))
        .route("/v1/policy", put(take_policy).layer(DefaultBodyLimit::max(DOCUMENT_REQUEST_BYTES)))
        .route("/v1/feeds", put(take_feeds).layer(DefaultBodyLimit::max(FEEDS_REQUEST_BYTES)))
        .with_state(helper);
    #[cfg(feature = "later")]
    let routes = crate::later::dressed(routes);
    routes
}

async fn hello(State(helper): State<Arc<Helper>>) -> Json<Hello> {
    let office = helper.membership.office();
    Json(Hello {
        proto: limits::PROTO,
        helper: env!("CARGO_PKG_VERSION").into(),
        pc: helper.pc,
        office: office.as_ref().map(|office| office.charter.office),
        charter_version: office.as_ref().map_or(0, |office| office.charter.version),
        policy_version: office.as_ref().map_or(0, |office| office.policy.version),
        clock: Timestamp::now(),
        log_head: helper.log.head(),
        working_on: helper.working_on(),
        feeds: office.as_ref().and_then(|office| Some(office.feeds.as_ref()?.feeds.issued)),
    })
}

async fn facts(State(helper): State<Arc<Helper>>) -> Json<Facts> {
    let can_ask = helper.consultations.can_ask(Timestamp::now());
    Json(Facts { can_ask, ..helper.facts.get(&helper.places).await })
}

async fn updates(State(helper): State<Arc<Helper>>, headers: HeaderMap) -> Response {
    let Some(scan) = helper.scans.first(FIRST_SCAN).await else {
        return refused(StatusCode::SERVICE_UNAVAILABLE, Refusal::NotPossible);
    };
    let tag: HeaderMap = revision::etag(&scan.revision).map(|tag| (header::ETAG, tag)).into_iter().collect();
    if revision::is_known(&headers, &scan.revision) {
        return (StatusCode::NOT_MODIFIED, tag).into_response();
    }
    (tag, Json(scan.as_ref())).into_response()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ask {
    after: u64,
    follow: u8,
}

async fn events(
    State(helper): State<Arc<Helper>>,
    Extension(caller): Extension<Caller>,
    Query(ask): Query<Ask>,
) -> Response {
    if helper.membership.is_managed_from(&caller.0) {
        helper.log.acknowledge(ask.after);
    }
    let reader = Reader {
        caller: caller.0,
        cursor: Cursor::after(ask.after),
        heads: helper.log.watch(),
        follow: ask.follow != 0,
        helper,
    };
    let lines = stream::unfold(reader, async |mut reader| {
        let lines = reader.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(lines)), reader))
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}

struct Reader {
    helper: Arc<Helper>,
    caller: SpkiHash,
    cursor: Cursor,
    heads: watch::Receiver<u64>,
    follow: bool,
}

impl Reader {
    /// The next lines; `None` at the end, which a follower reaches only when he is no longer admitted.
    async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            self.heads.mark_unchanged();
            let lines = self
                .helper
                .log
                .read(&mut self.cursor)
                .inspect_err(|error| tracing::error!(%error, "cannot read the event log"))
                .ok()?;
            if !self.helper.membership.admits(&self.caller) {
                return None;
            }
            if !lines.is_empty() {
                return Some(lines);
            }
            if !self.follow {
                return None;
            }
            self.heads.changed().await.ok()?;
        }
    }
}

async fn take_job(
    State(helper): State<Arc<Helper>>,
    _: Manager,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<JobTaken>), Response> {
    let envelope = parsed::<Envelope>(body);
    let taken = envelope.as_ref().map_err(|refusal| *refusal).and_then(|job| take_envelope(&helper, job));
    let taken = taken.map_err(|refusal| {
        let job = envelope.ok().and_then(|job| unknown_job(&helper, &job));
        tracing::warn!(%refusal, "refused a job");
        helper.note_refused(job, refusal);
        refused(status_of(refusal), refusal)
    })?;
    Ok((StatusCode::ACCEPTED, Json(taken)))
}

/// The id that a refused job claims. A job that was taken is never said to be refused: whoever may only
/// look could tell that of somebody else's.
fn unknown_job(helper: &Helper, refused: &Envelope) -> Option<JobId> {
    #[derive(Deserialize)]
    struct Claim {
        job: JobId,
    }
    let claim: Claim = serde_json::from_slice(&refused.payload).ok()?;
    (!helper.queue.knows(claim.job)).then_some(claim.job)
}

async fn take_charters(
    State(helper): State<Arc<Helper>>,
    _: Manager,
    _turn: LargeTurn,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Obeyed>, Response> {
    let take = async { succession::take_charters(&helper, &parsed::<Charters>(body)?.charters).await };
    take.await.map(Json).map_err(refused_document)
}

async fn take_policy(
    State(helper): State<Arc<Helper>>,
    _: Manager,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Obeyed>, Response> {
    let take = async { succession::take_policy(&helper, &parsed(body)?).await };
    take.await.map(Json).map_err(refused_document)
}

async fn take_feeds(
    State(helper): State<Arc<Helper>>,
    _: Manager,
    _turn: LargeTurn,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<FeedsTaken>, Response> {
    let take = async { succession::take_feeds(&helper, &parsed(body)?).await };
    take.await.map(Json).map_err(refused_document)
}

async fn take_wake(
    State(helper): State<Arc<Helper>>,
    Extension(caller): Extension<Caller>,
    _: Manager,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<WakeSent>, Response> {
    let sent = async { wake_pc(&helper, caller.0, parsed(body)?).await };
    sent.await.map(Json).map_err(|refusal: Refusal| {
        tracing::warn!(%refusal, "did not wake another PC");
        refused(status_of(refusal), refusal)
    })
}

async fn wake_pc(helper: &Arc<Helper>, by: SpkiHash, asked: Wake) -> Result<WakeSent, Refusal> {
    note_wake(helper, by, &asked)?;
    let sent = tokio::task::spawn_blocking(move || wake::send(&asked.cards)).await;
    let networks = sent.ok().filter(|networks| *networks > 0).ok_or(Refusal::NotPossible)?;
    tracing::info!(networks, "sent what wakes another PC");
    Ok(WakeSent { networks })
}

/// Counts and writes down that another PC is to be woken: what cannot be written down is not sent.
fn note_wake(helper: &Helper, by: SpkiHash, asked: &Wake) -> Result<(), Refusal> {
    if !asked.fits() {
        return Err(Refusal::Malformed);
    }
    if asked.pc == helper.pc {
        return Err(Refusal::NothingToDo);
    }
    if helper.log.is_full() {
        return Err(Refusal::NotPossible);
    }
    helper.wakes.count(asked.pc, Instant::now())?;
    let sent = EventKind::WakeSent { pc: asked.pc, by };
    helper.log.append(sent).map_err(|error| files::refusal_of(&error))
}

fn refused_document(refusal: Refusal) -> Response {
    tracing::warn!(%refusal, "refused a charter, a policy or feeds");
    refused(status_of(refusal), refusal)
}

fn parsed<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, Refusal> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::Malformed,
    })?;
    serde_json::from_slice(&body).map_err(|_| Refusal::Malformed)
}

/// Takes a job: verified, on the disk and in the event log before it returns.
pub(crate) fn take_envelope(helper: &Helper, envelope: &Envelope) -> Result<JobTaken, Refusal> {
    let office = helper.membership.office().ok_or(Refusal::NotJoined)?;
    if helper.log.is_full() {
        return Err(Refusal::NotPossible);
    }
    match helper.queue.take(envelope, &office.charter, helper.pc, Timestamp::now())? {
        Taken::Known(job) => Ok(JobTaken { job, also: helper.queue.also(job) }),
        Taken::New(job) => {
            let (job, round) = (job.job, job.round);
            helper.story.try_tell(EventKind::JobAccepted { job, round }).map_err(|error| {
                tracing::error!(%error, "cannot write the event log");
                helper.queue.give_up(job);
                files::refusal_of(&error)
            })?;
            helper.queue.announce();
            Ok(JobTaken { job, also: helper.queue.also(job) })
        }
    }
}

fn refused(status: StatusCode, refusal: Refusal) -> Response {
    (status, Json(Refused { refusal })).into_response()
}

fn status_of(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::NotJoined
        | Refusal::OtherOffice
        | Refusal::OtherPc
        | Refusal::NotAllowed
        | Refusal::BelowFloor
        | Refusal::OutsidePolicy
        | Refusal::BadSignature => StatusCode::FORBIDDEN,
        Refusal::UnknownVerb => StatusCode::UPGRADE_REQUIRED,
        Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::Malformed => StatusCode::BAD_REQUEST,
        Refusal::AlreadyJoined
        | Refusal::Expired
        | Refusal::Outdated
        | Refusal::TooOften
        | Refusal::InUse
        | Refusal::OnBattery
        | Refusal::ClockWrong
        | Refusal::NothingToDo
        | Refusal::NotPossible
        | Refusal::DiskFull
        | Refusal::DiskUnusable
        | Refusal::Unknown => StatusCode::CONFLICT,
    }
}

#[cfg(test)]
#[cfg(unix)]
#[path = "http/tests.rs"]
mod tests;
