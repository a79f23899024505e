//! HTTP as far as it is spoken with snapd: one question to a connection, and its answer whole before anything is read
//! of it.

use httparse::{EMPTY_HEADER, Header, Response, Status};

/// Headers of one answer; snapd sends a handful.
const HEADERS: usize = 64;

/// An answer as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP's number.
    pub status: u16,
    /// What it says.
    pub body: Vec<u8>,
}

/// What came is no answer, or not the whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Not a whole answer")]
pub struct NotWhole;

/// A question without contents.
pub fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

/// An order, with JSON.
pub fn post(path: &str, json: &str) -> String {
    let length = json.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{json}"
    )
}

/// The answer in what has come so far; none while more has to come. `is_all` says that nothing more will.
///
/// # Errors
/// [`NotWhole`] where it is none, or ended too early.
pub fn answer(bytes: &[u8], is_all: bool) -> Result<Option<Answer>, NotWhole> {
    let mut headers = [EMPTY_HEADER; HEADERS];
    let mut head = Response::new(&mut headers);
    let body = match head.parse(bytes).map_err(|_| NotWhole)? {
        Status::Complete(length) => body(head.headers, &bytes[length..], is_all)?,
        Status::Partial => None,
    };
    match body {
        Some(body) => Ok(Some(Answer { status: head.code.ok_or(NotWhole)?, body })),
        None if is_all => Err(NotWhole),
        None => Ok(None),
    }
}

fn body(headers: &[Header<'_>], rest: &[u8], is_all: bool) -> Result<Option<Vec<u8>>, NotWhole> {
    let value = |name: &str| {
        let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| header.value.trim_ascii())
    };
    match (value("transfer-encoding"), value("content-length")) {
        (Some(coding), _) if !coding.eq_ignore_ascii_case(b"chunked") => Err(NotWhole),
        // Only what may be the end is worth to be put together.
        (Some(_), _) if is_all || rest.ends_with(b"\r\n\r\n") => chunked(rest),
        (Some(_), _) => Ok(None),
        (None, Some(length)) => {
            let length = std::str::from_utf8(length).ok().and_then(|text| text.parse::<usize>().ok());
            Ok(rest.get(..length.ok_or(NotWhole)?).map(<[u8]>::to_vec))
        }
        (None, None) => Ok(is_all.then(|| rest.to_vec())),
    }
}

fn chunked(mut rest: &[u8]) -> Result<Option<Vec<u8>>, NotWhole> {
    let mut body = Vec::new();
    loop {
        let Status::Complete((at, size)) = httparse::parse_chunk_size(rest).map_err(|_| NotWhole)? else {
            return Ok(None);
        };
        if size == 0 {
            let trailers = &rest[at..];
            let is_over = trailers.starts_with(b"\r\n") || trailers.ends_with(b"\r\n\r\n");
            return Ok(is_over.then_some(body));
        }
        let size = usize::try_from(size).map_err(|_| NotWhole)?;
        rest = &rest[at..];
        let Some((chunk, after)) = rest.split_at_checked(size) else { return Ok(None) };
        body.extend_from_slice(chunk);
        rest = match after.strip_prefix(b"\r\n") {
            Some(next) => next,
            None if after.len() < 2 => return Ok(None),
            None => return Err(NotWhole),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COUNTED: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{\"a\"";
    const CHUNKED: &[u8] =
        b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";

    fn read(bytes: &[u8], is_all: bool) -> Option<(u16, String)> {
        let read = answer(bytes, is_all).ok()??;
        Some((read.status, String::from_utf8(read.body).unwrap()))
    }

    #[test]
    fn an_answer_is_read_however_its_end_is_told() {
        assert_eq!(read(COUNTED, false), Some((200, "{\"a\"".to_owned())));
        assert_eq!(read(CHUNKED, false), Some((404, "abcde".to_owned())));
        let closed = b"HTTP/1.0 200 OK\r\n\r\nto the end";
        assert_eq!((read(closed, false), read(closed, true)), (None, Some((200, "to the end".to_owned()))));
    }

    #[test]
    fn what_ends_before_its_end_is_no_answer() {
        for whole in [COUNTED, CHUNKED] {
            for end in 0..whole.len() {
                assert_eq!(answer(&whole[..end], true).ok().flatten(), None, "{end}");
                assert!(answer(&whole[..end], false) == Ok(None), "{end}: more may come");
            }
        }
        for bad in [&b"SSH-2.0-x\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"] {
            assert_eq!(answer(bad, false), Err(NotWhole));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_an_answer_longer_than_themselves(
            rest in proptest::collection::vec(any::<u8>(), 0..200), head in 0..3_usize, is_all: bool
        ) {
            let head = ["", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"][head];
            let bytes = [head.as_bytes(), &rest].concat();
            if let Ok(Some(answer)) = answer(&bytes, is_all) {
                prop_assert!(answer.body.len() <= bytes.len());
            }
        }
    }
}
