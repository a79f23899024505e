//! A web server that misbehaves as it is told, with a certificate authority of its own.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::aws_lc_rs, pki_types::PrivateKeyDer};

/// What a server says.
#[derive(Clone)]
pub(crate) enum Reply {
    /// An honest answer.
    Body { body: Vec<u8>, headers: Vec<(&'static str, String)> },
    /// A status without a body.
    Status(u16),
    /// Half of the body that was promised.
    Truncated(Vec<u8>),
    /// A promise of so many bytes, and a few of them.
    Declared(u64),
    /// Bytes without an end.
    Endless,
    /// One byte at a time.
    Drip(Vec<u8>),
    /// That it is elsewhere.
    Moved(String),
}

impl Reply {
    pub(crate) fn body(body: impl Into<Vec<u8>>) -> Self {
        Self::Body { body: body.into(), headers: Vec::new() }
    }

    pub(crate) fn with(self, name: &'static str, value: &str) -> Self {
        match self {
            Self::Body { body, mut headers } => {
                headers.push((name, value.to_owned()));
                Self::Body { body, headers }
            }
            other => other,
        }
    }
}

/// What a server was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(its, _)| its == name).map(|(_, value)| value.as_str())
    }
}

type Answers = Box<dyn FnMut(&Asked) -> Reply + Send>;

/// A server that runs until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    scheme: &'static str,
    shared: Arc<Shared>,
}

struct Shared {
    answers: Mutex<Answers>,
    asked: Mutex<Vec<Asked>>,
    ends: AtomicBool,
    tls: Option<Arc<ServerConfig>>,
}

impl Server {
    /// With HTTPS, by a certificate of `authority` for `name`.
    pub(crate) fn https(authority: &Authority, name: &str) -> Self {
        Self::new("https", Some(authority.server(name)))
    }

    pub(crate) fn plain() -> Self {
        Self::new("http", None)
    }

    fn new(scheme: &'static str, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            answers: Mutex::new(Box::new(|_| Reply::Status(404))),
            asked: Mutex::default(),
            ends: AtomicBool::new(false),
            tls,
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || serving.accept(&listener));
        Self { address, scheme, shared }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    pub(crate) fn says(&self, reply: Reply) {
        self.answers(move |_| reply.clone());
    }

    pub(crate) fn answers(&self, answers: impl FnMut(&Asked) -> Reply + Send + 'static) {
        *self.shared.answers.lock().unwrap() = Box::new(answers);
    }

    /// What it was asked since the last call.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.shared.asked.lock().unwrap())
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn accept(self: &Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            if self.ends.load(Ordering::Relaxed) {
                return;
            }
            let (shared, stream) = (Arc::clone(self), stream.unwrap());
            // Whoever hangs up on a misbehaving server is right.
            thread::spawn(move || {
                let _ = shared.serve(stream);
            });
        }
    }

    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        match &self.tls {
            Some(tls) => {
                let session = ServerConnection::new(Arc::clone(tls)).map_err(io::Error::other)?;
                self.talk(StreamOwned::new(session, stream))
            }
            None => self.talk(stream),
        }
    }

    fn talk(&self, stream: impl Read + Write) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        while let Some(asked) = read(&mut stream)? {
            self.asked.lock().unwrap().push(asked.clone());
            let reply = (self.answers.lock().unwrap())(&asked);
            let ends = answer(stream.get_mut(), reply)?;
            if ends {
                return Ok(());
            }
        }
        Ok(())
    }
}

fn read(stream: &mut impl BufRead) -> io::Result<Option<Asked>> {
    let mut lines = stream.lines();
    let Some(first) = lines.next().transpose()? else { return Ok(None) };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap();
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    Ok(Some(Asked { path, headers }))
}

/// Says whether the connection ends with it.
fn answer(to: &mut impl Write, reply: Reply) -> io::Result<bool> {
    match reply {
        Reply::Body { body, headers } => {
            write!(to, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n", body.len())?;
            for (name, value) in headers {
                write!(to, "{name}: {value}\r\n")?;
            }
            to.write_all(b"\r\n")?;
            to.write_all(&body)?;
            to.flush()?;
            return Ok(false);
        }
        Reply::Status(status) => {
            let length = if status == 304 { "" } else { "Content-Length: 0\r\n" };
            write!(to, "HTTP/1.1 {status} Whatever\r\n{length}\r\n")?;
            to.flush()?;
            return Ok(false);
        }
        Reply::Moved(elsewhere) => {
            write!(to, "HTTP/1.1 302 Found\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n")?;
            to.flush()?;
            return Ok(false);
        }
        Reply::Truncated(body) => {
            write!(to, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len())?;
            to.write_all(&body[..body.len() / 2])?;
        }
        Reply::Declared(length) => {
            write!(to, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{{\"title\"")?;
        }
        Reply::Endless => {
            to.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            let spaces = [b' '; 64 * 1024];
            loop {
                to.write_all(&spaces)?;
            }
        }
        Reply::Drip(body) => {
            write!(to, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len())?;
            for byte in body {
                to.write_all(&[byte])?;
                to.flush()?;
                thread::sleep(Duration::from_millis(50));
            }
        }
    }
    to.flush()?;
    Ok(true)
}

/// Who says whose server is whose.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self { issuer: CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap() }
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        self.issuer.as_ref().der().to_vec()
    }

    fn server(&self, name: &str) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        Arc::new(config)
    }
}
