//! HTTP/2 with one admitted manager.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Json, Router,
    body::Body,
    extract::DefaultBodyLimit,
    response::{IntoResponse, Response},
};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper::{
    body::Incoming,
    server::conn::http2::Builder,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use patchround_protocol::{
    SpkiHash,
    limits::BODY_BYTES,
    wire::{Refusal, Refused},
};
use tokio::{net::TcpStream, sync::watch, time::timeout};
use tokio_rustls::server::TlsStream;

use super::{
    Caller, House,
    activity::{Activity, Running},
};
use crate::limits;

/// The routes with the limit that every request's body has.
pub(super) fn limited(app: Router) -> Router {
    app.layer(DefaultBodyLimit::max(BODY_BYTES))
}

/// Answers requests until the caller goes, has nothing to ask for long, or the server stops.
pub(super) async fn talk(
    house: &Arc<House>,
    tls: TlsStream<TcpStream>,
    caller: SpkiHash,
    mut stopping: watch::Receiver<bool>,
) {
    let activity = Arc::new(Activity::default());
    let guest = Guest { house: house.clone(), activity: activity.clone(), caller };
    let service = service_fn(move |request| {
        let (guest, running) = (guest.clone(), guest.activity.begin());
        async move { Ok::<_, Infallible>(guest.answer(request, running).await) }
    });
    let connection = http2().serve_connection(TokioIo::new(tls), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = activity.idle() => None,
        () = shut_out(house, &caller) => return,
        _ = stopping.wait_for(|stop| *stop) => None,
    };
    if ended.is_none() {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(limits::STOPPING, connection).await;
    }
}

/// Comes true once this caller is no longer admitted.
async fn shut_out(house: &House, caller: &SpkiHash) {
    let Some(mut changes) = house.gate.changes() else { return std::future::pending().await };
    while house.gate.admits(caller) {
        if changes.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}

/// Whoever is at the other end of one connection.
#[derive(Clone)]
struct Guest {
    house: Arc<House>,
    activity: Arc<Activity>,
    caller: SpkiHash,
}

impl Guest {
    async fn answer(&self, mut request: Request<Incoming>, running: Running) -> Response {
        if !self.house.gate.admits(&self.caller) {
            return refusal(StatusCode::FORBIDDEN, Refusal::NotAllowed);
        }
        request.extensions_mut().insert(Caller(self.caller));
        let routes = TowerToHyperService::new(self.house.app.clone());
        let answer = match timeout(limits::UNARY, routes.call(request)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(never)) => match never {},
            Err(_) => return refusal(StatusCode::SERVICE_UNAVAILABLE, Refusal::NotPossible),
        };
        answer.map(|body| held(body, running))
    }
}

/// A body that counts as a running request until it is sent or given up.
fn held(body: Body, running: Running) -> Body {
    Body::new(body.map_frame(move |frame| {
        let _until_the_end = &running;
        frame
    }))
}

fn refusal(status: StatusCode, refusal: Refusal) -> Response {
    (status, Json(Refused { refusal })).into_response()
}

fn http2() -> Builder<TokioExecutor> {
    let mut http = Builder::new(TokioExecutor::new());
    http.timer(TokioTimer::new())
        .max_concurrent_streams(limits::STREAMS)
        .max_header_list_size(limits::HEADER_LIST)
        .max_frame_size(limits::FRAME)
        .initial_stream_window_size(limits::STREAM_WINDOW)
        .initial_connection_window_size(limits::CONNECTION_WINDOW)
        .max_send_buf_size(limits::SEND_BUFFER)
        .max_pending_accept_reset_streams(limits::PENDING_RESETS)
        .keep_alive_interval(limits::KEEPALIVE)
        .keep_alive_timeout(limits::KEEPALIVE_ANSWER);
    http
}
