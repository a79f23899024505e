//! A followed stream, line by line.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use patchround_protocol::limits::EVENT_BYTES;

use super::CallError;

/// The lines of one followed stream (NDJSON), each bounded.
#[derive(Debug)]
pub struct Lines {
    body: Incoming,
    unread: Bytes,
    line: BytesMut,
}

impl Lines {
    pub(super) fn new(body: Incoming) -> Self {
        Self { body, unread: Bytes::new(), line: BytesMut::new() }
    }

    /// The next line without its end; `None` when the peer ended the stream between two lines.
    ///
    /// Waits as long as the peer lives; nothing is lost if this is cancelled.
    ///
    /// # Errors
    /// [`CallError::TooLarge`] for a line over its limit, [`CallError::Broken`] if the connection broke,
    /// also in the middle of a line.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, CallError> {
        loop {
            if let Some(line) = self.take_line()? {
                return Ok(Some(line));
            }
            match self.body.frame().await {
                Some(Ok(frame)) => self.unread = frame.into_data().unwrap_or_default(),
                Some(Err(_)) => return Err(CallError::Broken),
                None if self.line.is_empty() => return Ok(None),
                None => return Err(CallError::Broken),
            }
        }
    }

    /// One non-empty line out of what has arrived; without one, all of it is in `line`.
    fn take_line(&mut self) -> Result<Option<Vec<u8>>, CallError> {
        while let Some(end) = self.unread.iter().position(|b| *b == b'\n') {
            let rest = self.unread.split_to(end + 1);
            self.append(&rest[..end])?;
            if !self.line.is_empty() {
                return Ok(Some(self.line.split().to_vec()));
            }
        }
        let rest = std::mem::take(&mut self.unread);
        self.append(&rest)?;
        Ok(None)
    }

    fn append(&mut self, part: &[u8]) -> Result<(), CallError> {
        if self.line.len() + part.len() > EVENT_BYTES {
            return Err(CallError::TooLarge);
        }
        self.line.extend_from_slice(part);
        Ok(())
    }
}
