//! One download over HTTPS, within a size and a time, from whom the certificate says.

use std::{
    io::{self, Read},
    sync::Arc,
};

use rustls::crypto::aws_lc_rs;
use serde::{Deserialize, Serialize};
use ureq::{
    Agent, Body, Timeout,
    config::Config,
    http::{HeaderMap, HeaderName, Response, StatusCode, header},
    tls::{Certificate, RootCerts, TlsConfig},
};

use crate::{
    feed::Feed,
    refused::Refused,
    settings::{Address, Roots, Settings},
};

const HEADER_BYTES: usize = 32 * 1024;
const VALIDATOR_BYTES: usize = 256;
const REDIRECTS: u32 = 5;

/// What a server said of a version, to ask it whether that is still the one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Validators {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) modified: Option<String>,
}

/// What the server said.
#[derive(Debug)]
pub(crate) enum Answer {
    /// That it is as it was.
    Unchanged,
    /// That there is no such thing.
    Absent,
    /// What is there.
    Body { bytes: Vec<u8>, validators: Validators },
}

/// Downloads of one feed. Keeps the connection for the next.
pub(crate) struct Fetcher {
    agent: Agent,
    bytes: u64,
}

impl Fetcher {
    pub(crate) fn new(feed: Feed, address: &Address, settings: &Settings) -> Self {
        let limits = &settings.limits;
        // Whoever asks this very computer in the clear is led nowhere else.
        let redirects = if address.is_encrypted() { REDIRECTS } else { 0 };
        let config = Config::builder()
            .https_only(address.is_encrypted())
            .max_redirects(redirects)
            .http_status_as_error(false)
            .max_response_header_size(HEADER_BYTES)
            .timeout_connect(Some(limits.connect))
            .timeout_global(Some(limits.whole.unwrap_or(feed.patience())))
            .user_agent("Patchround")
            .tls_config(tls(&settings.roots));
        let config = if address.is_local() { config.proxy(None) } else { config };
        Self { agent: config.build().into(), bytes: feed.bytes() }
    }

    /// Asks for what is at an address, or, with `known`, whether it is still that.
    pub(crate) fn get(&self, address: &str, known: &Validators) -> Result<Answer, Refused> {
        let mut request = self.agent.get(address);
        for (name, value) in
            [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.modified)]
        {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.call().map_err(|error| before_the_body(address, &error))?;
        let asked_for_news = *known != Validators::default();
        match response.status() {
            StatusCode::OK => self.body(response),
            StatusCode::NOT_MODIFIED if asked_for_news => Ok(Answer::Unchanged),
            StatusCode::NOT_FOUND | StatusCode::GONE => Ok(Answer::Absent),
            status => {
                tracing::debug!(address, %status, "Failed to fetch");
                Err(Refused::NotReached)
            }
        }
    }

    fn body(&self, response: Response<Body>) -> Result<Answer, Refused> {
        let (head, body) = response.into_parts();
        if body.content_length().is_some_and(|length| length > self.bytes) {
            return Err(Refused::TooLarge);
        }
        let mut bytes = Vec::new();
        let mut reader = body.into_reader().take(self.bytes + 1);
        reader.read_to_end(&mut bytes).map_err(|error| within_the_body(&error))?;
        if bytes.len() as u64 > self.bytes {
            return Err(Refused::TooLarge);
        }
        Ok(Answer::Body { bytes, validators: validators(&head.headers) })
    }
}

fn tls(roots: &Roots) -> TlsConfig {
    let roots = match roots {
        Roots::System => RootCerts::PlatformVerifier,
        Roots::Only(ders) => {
            let own = ders.iter().map(|der| Certificate::from_der(der).to_owned());
            RootCerts::Specific(Arc::new(own.collect()))
        }
    };
    TlsConfig::builder()
        .root_certs(roots)
        .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
        .build()
}

fn validators(headers: &HeaderMap) -> Validators {
    let text = |name: HeaderName| {
        let text = headers.get(name)?.to_str().ok()?;
        (text.len() <= VALIDATOR_BYTES).then(|| text.to_owned())
    };
    Validators { etag: text(header::ETAG), modified: text(header::LAST_MODIFIED) }
}

fn before_the_body(address: &str, error: &ureq::Error) -> Refused {
    tracing::debug!(address, %error, "Failed to fetch");
    match of(error) {
        Refused::Cut => Refused::NotReached,
        refused => refused,
    }
}

fn within_the_body(error: &io::Error) -> Refused {
    tracing::debug!(%error, "Failed to read a feed");
    match of_io(error) {
        Refused::NotReached => Refused::Cut,
        refused => refused,
    }
}

fn of(error: &ureq::Error) -> Refused {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => Refused::NotReached,
        ureq::Error::Timeout(_) => Refused::Slow,
        ureq::Error::RequireHttpsOnly(_) => Refused::Insecure,
        ureq::Error::LargeResponseHeader(..) => Refused::TooLarge,
        ureq::Error::Rustls(error) => of_tls(error),
        ureq::Error::Io(error) => of_io(error),
        _ => Refused::NotReached,
    }
}

fn of_io(error: &io::Error) -> Refused {
    let cause = error.get_ref();
    if let Some(error) = cause.and_then(|cause| cause.downcast_ref::<ureq::Error>()) {
        return of(error);
    }
    if let Some(error) = cause.and_then(|cause| cause.downcast_ref::<rustls::Error>()) {
        return of_tls(error);
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Refused::Cut,
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Refused::Slow,
        _ => Refused::NotReached,
    }
}

fn of_tls(error: &rustls::Error) -> Refused {
    match error {
        // Where the system has no list of authorities, nobody can show anything.
        rustls::Error::InvalidCertificate(_)
        | rustls::Error::NoCertificatesPresented
        | rustls::Error::General(_) => Refused::Certificate,
        _ => Refused::NotReached,
    }
}
