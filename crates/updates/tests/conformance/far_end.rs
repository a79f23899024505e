//! A stand-in for a daemon: it listens on a socket in a test's folder, takes one question to a connection, and can be made
//! to hang, to be silent, to talk without an end or to stop in the middle.

use std::{
    fs,
    io::{ErrorKind, Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    /// With its length said before.
    Counted(u16, String),
    /// In pieces.
    Chunked(u16, String),
    /// With its length said before, and only so many bytes of it.
    Stops(String, usize),
    /// Nothing, and the connection is closed.
    Closes,
    /// Nothing, and the connection stays open.
    Hangs,
    /// More and more.
    Endless,
}

/// Answers on a socket for as long as something is done.
pub(crate) fn serve<T>(
    socket: &Path,
    answer: impl Fn(&Asked) -> Reply + Sync,
    then: impl FnOnce() -> T,
) -> T {
    fs::create_dir_all(socket.parent().unwrap()).unwrap();
    drop(fs::remove_file(socket));
    let listener = UnixListener::bind(socket).unwrap();
    let (is_over, answer) = (AtomicBool::new(false), &answer);
    thread::scope(|scope| {
        scope.spawn(|| {
            for stream in listener.incoming() {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                scope.spawn(move || talk(stream.unwrap(), answer));
            }
        });
        // Also where what is done fails: the listener would be waited for.
        let stop = Stop(&is_over, socket);
        let done = then();
        drop(stop);
        done
    })
}

/// Makes a socket on which nobody listens any more.
pub(crate) fn left_over(socket: &Path) {
    fs::create_dir_all(socket.parent().unwrap()).unwrap();
    drop(UnixListener::bind(socket).unwrap());
}

struct Stop<'a>(&'a AtomicBool, &'a Path);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
        drop(UnixStream::connect(self.1));
    }
}

fn talk(mut stream: UnixStream, answer: &impl Fn(&Asked) -> Reply) {
    let Some(asked) = read(&mut stream) else { return };
    let said = match answer(&asked) {
        Reply::Closes => return,
        Reply::Hangs => return hang(&mut stream),
        Reply::Endless => return endless(&mut stream),
        Reply::Counted(status, body) => counted(status, &body, body.len()),
        Reply::Stops(body, after) => counted(200, &body, after),
        Reply::Chunked(status, body) => chunked(status, &body),
    };
    // Whoever asked may have gone.
    drop(stream.write_all(&said));
}

fn read(stream: &mut UnixStream) -> Option<Asked> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                let mut words = head.split(' ').map(str::to_owned);
                let (method, path) = (words.next()?, words.next()?);
                return Some(Asked { method, path, body: body.to_owned() });
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    }
}

fn counted(status: u16, body: &str, most: usize) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), &body.as_bytes()[..most.min(body.len())]].concat()
}

fn chunked(status: u16, body: &str) -> Vec<u8> {
    let mut said = format!("HTTP/1.1 {status} X\r\nTransfer-Encoding: chunked\r\n\r\n").into_bytes();
    for chunk in body.as_bytes().chunks(1000) {
        said.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        said.extend_from_slice(chunk);
        said.extend(b"\r\n");
    }
    said.extend(b"0\r\n\r\n");
    said
}

/// Until whoever asked has gone.
fn hang(stream: &mut UnixStream) {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut piece = [0; 16];
    while stream.read(&mut piece).is_ok_and(|read| read > 0) {}
}

fn endless(stream: &mut UnixStream) {
    let mut written = stream.write_all(b"HTTP/1.1 200 X\r\n\r\n");
    let piece = vec![b' '; 256 * 1024];
    while written.is_ok() {
        written = stream.write_all(&piece);
    }
    assert!(
        written
            .is_err_and(|error| [ErrorKind::BrokenPipe, ErrorKind::ConnectionReset].contains(&error.kind()))
    );
}
