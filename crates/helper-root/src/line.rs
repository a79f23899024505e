//! A request as it stands on the root socket: one line of a bounded length.

use std::io::{self, Read};

use patchround_protocol::{limits, root::Ask, wire::Refusal};

/// Most bytes of what the network half asks: one document in an envelope, of which feeds are the largest, and base64
/// makes four bytes of three.
pub const HELPER_BYTES: usize = limits::FEEDS_BYTES / 3 * 4 + 2 * 1024;
/// Most bytes of what the administrator asks: he hands over a charter and a policy.
pub const JOIN_BYTES: usize = 2 * (limits::BODY_BYTES / 3 * 4 + 1024);
/// Read at once, and so the most that is read over a limit.
pub const CHUNK_BYTES: usize = 8 * 1024;

/// What was read up to a line break, or to the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A line, without its break.
    Whole(Vec<u8>),
    /// More than the limit, and no line break before it.
    TooLong,
}

impl Line {
    /// What it asks.
    ///
    /// # Errors
    /// What to refuse it with.
    pub fn ask(&self) -> Result<Ask, Refusal> {
        match self {
            Self::Whole(line) => serde_json::from_slice(line).map_err(|_| Refusal::Malformed),
            Self::TooLong => Err(Refusal::TooLarge),
        }
    }
}

/// Reads one line; whatever follows it is dropped.
///
/// # Errors
/// When reading fails, or ends before the line does.
pub fn read(from: &mut impl Read, limit: usize) -> io::Result<Line> {
    let mut line = Vec::new();
    let mut chunk = [0; CHUNK_BYTES];
    loop {
        let got = from.read(&mut chunk)?;
        let (head, is_end) = match chunk[..got].iter().position(|b| *b == b'\n') {
            Some(at) => (&chunk[..at], true),
            None => (&chunk[..got], false),
        };
        line.extend_from_slice(head);
        if line.len() > limit {
            return Ok(Line::TooLong);
        }
        if is_end {
            return Ok(Line::Whole(line));
        }
        if got == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_over_the_limit_and_a_half_line_are_no_request() {
        assert_eq!(read(&mut [b'x'; 20].as_slice(), 10).unwrap(), Line::TooLong);
        assert_eq!(read(&mut b"half".as_slice(), 10).err().unwrap().kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(read(&mut b"whole\n".as_slice(), 5).unwrap(), Line::Whole(b"whole".to_vec()));
    }
}
