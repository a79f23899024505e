//! A conversation over a socket of this PC, the Linux way.

use std::{
    fs,
    io::{self, ErrorKind, Read, Write},
    os::{
        fd::AsRawFd,
        unix::{fs::FileTypeExt, net::UnixStream},
    },
    path::Path,
    time::{Duration, Instant},
};

use nix::sys::{
    socket::{
        AddressFamily, SockFlag, SockType, UnixAddr, connect, setsockopt, socket, sockopt::SendTimeout,
    },
    time::TimeVal,
};

/// Read at once.
const PIECE: usize = 64 * 1024;

/// Whether something listens, or did, at a path.
pub(super) fn is_one(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket())
}

/// Says something, and gives what comes until it is whole or the other end closes.
///
/// # Errors
/// [`ErrorKind::TimedOut`] where that takes longer than `limit`, [`ErrorKind::FileTooLarge`] where more than `most` bytes
/// come, and whatever keeps the two from talking.
pub(super) fn exchange(
    path: &Path,
    said: &[u8],
    (limit, most): (Duration, usize),
    is_whole: &dyn Fn(&[u8]) -> bool,
) -> io::Result<Vec<u8>> {
    let until = Instant::now() + limit;
    let mut stream = opened(path, limit).map_err(timed_out)?;
    stream.set_write_timeout(Some(limit))?;
    stream.write_all(said).map_err(timed_out)?;
    let (mut bytes, mut piece) = (Vec::new(), vec![0; PIECE]);
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut piece) {
            Ok(0) => return Ok(bytes),
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(timed_out(error)),
        }
        if bytes.len() > most {
            return Err(ErrorKind::FileTooLarge.into());
        }
        if is_whole(&bytes) {
            return Ok(bytes);
        }
    }
}

/// Where whoever listens takes nobody in, the kernel waits as long as the socket may take to send (unix(7)).
fn opened(path: &Path, limit: Duration) -> io::Result<UnixStream> {
    let socket = socket(AddressFamily::Unix, SockType::Stream, SockFlag::SOCK_CLOEXEC, None)?;
    let seconds = i64::try_from(limit.as_secs()).unwrap_or(i64::MAX);
    setsockopt(&socket, SendTimeout, &TimeVal::new(seconds, i64::from(limit.subsec_micros())))?;
    connect(socket.as_raw_fd(), &UnixAddr::new(path)?)?;
    Ok(socket.into())
}

fn timed_out(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::WouldBlock { ErrorKind::TimedOut.into() } else { error }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    const SHORT: (Duration, usize) = (Duration::from_millis(200), 1000);

    #[test]
    fn whoever_takes_nobody_in_is_given_up_also_when_its_queue_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        let listener = UnixListener::bind(&path).unwrap();
        let ask = || exchange(&path, b"x", SHORT, &|_| false).unwrap_err().kind();
        assert_eq!(ask(), ErrorKind::TimedOut);
        listener.set_nonblocking(true).unwrap();
        let mut waiting = Vec::new();
        // Until the queue is full, which is where connect(2) itself waits.
        while let Ok(stream) = opened(&path, Duration::from_millis(50)) {
            waiting.push(stream);
            assert!(waiting.len() < 100_000, "its queue has no end");
        }
        assert_eq!(ask(), ErrorKind::TimedOut);
        drop(listener);
        assert_eq!(ask(), ErrorKind::ConnectionRefused);
        assert!(is_one(&path) && !is_one(folder.path()));
    }
}
