//! The manager's side: one HTTP/2 connection to one pinned helper.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode, Uri,
    header::{CONTENT_TYPE, IF_NONE_MATCH},
};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::{
    body::Incoming,
    client::conn::http2::{Builder, SendRequest},
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use patchround_protocol::{
    SpkiHash,
    limits::ANSWER_BYTES,
    wire::{Refusal, Refused},
};
use serde::{Serialize, de::DeserializeOwned};
use tokio::{io::AsyncBufReadExt, net::TcpStream, time::timeout};
use tokio_rustls::client::TlsStream;

use crate::{
    dial::{DialError, dial},
    key::DeviceKey,
    limits, revision, tls,
};

mod error;
mod lines;
mod who;

pub use error::{CallError, ConnectError};
pub use lines::Lines;
pub use who::who;

/// One HTTP/2 connection to one pinned helper. Closed when it and its [`Lines`] are dropped.
#[derive(Debug)]
pub struct Peer {
    requests: SendRequest<Full<Bytes>>,
}

/// Connects to the helper with this pin, and waits until it has let us in.
///
/// # Errors
/// [`ConnectError`], one variant for each thing a manager can do about it.
pub async fn connect(addr: SocketAddr, key: &DeviceKey, pin: SpkiHash) -> Result<Peer, ConnectError> {
    let config = tls::client(key, Box::new(move |peer| *peer == pin), &[tls::ALPN_HTTP]);
    let mut tls = dial(addr, config).await?;
    let greeted = timeout(limits::HANDSHAKE, first_word(&mut tls)).await;
    greeted.map_err(|_| ConnectError::TimedOut)??;
    let (requests, connection) =
        http2().handshake(TokioIo::new(tls)).await.map_err(|_| ConnectError::NotPatchround)?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "Connection to a helper broke");
        }
    });
    Ok(Peer { requests })
}

impl Peer {
    /// Reads one thing.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, CallError> {
        let request = request(Method::GET, path, Bytes::new())?;
        read(&self.call(request).await?.1)
    }

    /// Reads one thing unless it still has the revision we know; `None` if so.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn get_if_changed<T: DeserializeOwned>(
        &self,
        path: &str,
        revision: Option<&str>,
    ) -> Result<Option<T>, CallError> {
        let mut request = request(Method::GET, path, Bytes::new())?;
        if let Some(tag) = revision.and_then(revision::etag) {
            request.headers_mut().insert(IF_NONE_MATCH, tag);
        }
        match self.call(request).await? {
            (StatusCode::NOT_MODIFIED, _) => Ok(None),
            (_, body) => read(&body).map(Some),
        }
    }

    /// Hands over one thing and reads the answer.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<T, CallError> {
        self.hand_over(Method::POST, path, body).await
    }

    /// As [`Self::post`], for one thing that takes the place of another.
    ///
    /// # Errors
    /// [`CallError`].
    pub async fn put<B: Serialize, T: DeserializeOwned>(&self, path: &str, body: &B) -> Result<T, CallError> {
        self.hand_over(Method::PUT, path, body).await
    }

    async fn hand_over<B: Serialize, T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &B,
    ) -> Result<T, CallError> {
        let body = serde_json::to_vec(body).map_err(|_| CallError::Broken)?;
        let mut request = request(method, path, body.into())?;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        read(&self.call(request).await?.1)
    }

    /// Follows a stream of lines until the peer ends it or the answer is dropped.
    ///
    /// # Errors
    /// [`CallError`] if the stream does not begin.
    pub async fn follow(&self, path: &str) -> Result<Lines, CallError> {
        let request = request(Method::GET, path, Bytes::new())?;
        let begin = async {
            let answer = self.send(request).await?;
            if answer.status().is_success() {
                return Ok(Lines::new(answer.into_body()));
            }
            Err(refusal(answer.status(), &whole(answer).await?))
        };
        timeout(limits::UNARY, begin).await.map_err(|_| CallError::TimedOut)?
    }

    async fn call(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), CallError> {
        let exchange = async {
            let answer = self.send(request).await?;
            let status = answer.status();
            Ok((status, whole(answer).await?))
        };
        let (status, body) = timeout(limits::UNARY, exchange).await.map_err(|_| CallError::TimedOut)??;
        let good = status.is_success() || status == StatusCode::NOT_MODIFIED;
        if good { Ok((status, body)) } else { Err(refusal(status, &body)) }
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, CallError> {
        let mut requests = self.requests.clone();
        requests.ready().await.map_err(|_| CallError::Broken)?;
        requests.send_request(request).await.map_err(|_| CallError::Broken)
    }
}

/// Waits for the peer's first byte: in TLS 1.3 a refused client key shows only here.
async fn first_word(tls: &mut TlsStream<TcpStream>) -> Result<(), DialError> {
    let word = tls.fill_buf().await.map_err(|error| DialError::of(&error))?;
    if word.is_empty() { Err(DialError::HungUp) } else { Ok(()) }
}

fn http2() -> Builder<TokioExecutor> {
    let mut http = Builder::new(TokioExecutor::new());
    http.timer(TokioTimer::new())
        .initial_stream_window_size(limits::STREAM_WINDOW)
        .initial_connection_window_size(limits::CONNECTION_WINDOW)
        .max_frame_size(limits::FRAME)
        .max_header_list_size(limits::HEADER_LIST)
        .max_send_buf_size(limits::SEND_BUFFER)
        .keep_alive_interval(limits::KEEPALIVE)
        .keep_alive_timeout(limits::KEEPALIVE_ANSWER);
    http
}

fn request(method: Method, path: &str, body: Bytes) -> Result<Request<Full<Bytes>>, CallError> {
    let uri = Uri::builder().scheme("https").authority("patchround").path_and_query(path).build();
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = method;
    *request.uri_mut() = uri.map_err(|_| CallError::Broken)?;
    Ok(request)
}

async fn whole(answer: Response<Incoming>) -> Result<Bytes, CallError> {
    match Limited::new(answer.into_body(), ANSWER_BYTES).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(CallError::TooLarge),
        Err(_) => Err(CallError::Broken),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, CallError> {
    serde_json::from_slice(body).map_err(|_| CallError::Broken)
}

/// A refusal is told by its body; a helper that does not know a route has no such body.
fn refusal(status: StatusCode, body: &[u8]) -> CallError {
    match (serde_json::from_slice::<Refused>(body), status) {
        (Ok(refused), _) => CallError::Refused(refused.refusal),
        (_, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::UPGRADE_REQUIRED) => {
            CallError::Refused(Refusal::UnknownVerb)
        }
        (_, StatusCode::PAYLOAD_TOO_LARGE) => CallError::TooLarge,
        _ => CallError::Broken,
    }
}
