//! What pairing puts on the wire: small frames up to the confirmed code, one JSON each way after it.

use std::io;

use patchround_protocol::limits::{BODY_BYTES, PAIR_FRAME_BYTES};
use serde::{Serialize, de::DeserializeOwned};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Why there is no frame.
#[derive(Debug)]
pub(super) enum FrameError {
    /// The other side ended the conversation in good order, before this frame.
    Ended,
    /// Over its limit.
    TooLarge,
    /// Not the JSON it should be.
    Malformed,
    /// The connection broke.
    Broken,
}

/// Reads one frame: two length bytes, then at most [`PAIR_FRAME_BYTES`].
pub(super) async fn read_frame(from: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>, FrameError> {
    let mut length = [0; 2];
    read_length(from, &mut length).await?;
    read_exactly(from, usize::from(u16::from_be_bytes(length)), PAIR_FRAME_BYTES).await
}

/// Writes one frame.
pub(super) async fn write_frame(to: &mut (impl AsyncWrite + Unpin), frame: &[u8]) -> Result<(), FrameError> {
    if frame.len() > PAIR_FRAME_BYTES {
        return Err(FrameError::TooLarge);
    }
    write(to, &(frame.len() as u16).to_be_bytes(), frame).await
}

/// Reads one JSON value: four length bytes, then at most [`BODY_BYTES`].
pub(super) async fn read_json<T: DeserializeOwned>(
    from: &mut (impl AsyncRead + Unpin),
) -> Result<T, FrameError> {
    let mut length = [0; 4];
    read_length(from, &mut length).await?;
    let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| FrameError::TooLarge)?;
    let body = read_exactly(from, length, BODY_BYTES).await?;
    serde_json::from_slice(&body).map_err(|_| FrameError::Malformed)
}

/// Writes one JSON value.
pub(super) async fn write_json<T: Serialize>(
    to: &mut (impl AsyncWrite + Unpin),
    value: &T,
) -> Result<(), FrameError> {
    let body = serde_json::to_vec(value).map_err(|_| FrameError::Malformed)?;
    if body.len() > BODY_BYTES {
        return Err(FrameError::TooLarge);
    }
    write(to, &(body.len() as u32).to_be_bytes(), &body).await
}

/// Fills `length`; the end of the stream before its first byte is an end in good order.
async fn read_length(from: &mut (impl AsyncRead + Unpin), length: &mut [u8]) -> Result<(), FrameError> {
    let first = from.read(&mut length[..1]).await.map_err(broken)?;
    if first == 0 {
        return Err(FrameError::Ended);
    }
    from.read_exact(&mut length[1..]).await.map_err(broken)?;
    Ok(())
}

async fn read_exactly(
    from: &mut (impl AsyncRead + Unpin),
    length: usize,
    limit: usize,
) -> Result<Vec<u8>, FrameError> {
    if length > limit {
        return Err(FrameError::TooLarge);
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).await.map_err(broken)?;
    Ok(bytes)
}

async fn write(to: &mut (impl AsyncWrite + Unpin), length: &[u8], bytes: &[u8]) -> Result<(), FrameError> {
    to.write_all(length).await.map_err(broken)?;
    to.write_all(bytes).await.map_err(broken)?;
    to.flush().await.map_err(broken)
}

fn broken(error: io::Error) -> FrameError {
    tracing::debug!(%error, "Pairing connection broke");
    FrameError::Broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_frame_is_read_back() {
        let mut wire = Vec::new();
        write_frame(&mut wire, b"hello").await.unwrap();
        assert_eq!(wire, b"\0\x05hello");
        assert_eq!(read_frame(&mut wire.as_slice()).await.unwrap(), b"hello");
    }

    #[tokio::test]
    async fn a_frame_over_its_limit_is_neither_read_nor_written() {
        let read = read_frame(&mut [0x02, 0x01, 0, 0].as_slice()).await;
        assert!(matches!(read, Err(FrameError::TooLarge)));
        let written = write_frame(&mut Vec::new(), &[0; 513]).await;
        assert!(matches!(written, Err(FrameError::TooLarge)));
    }

    #[tokio::test]
    async fn a_body_over_its_limit_is_refused_before_it_is_read() {
        let read = read_json::<String>(&mut [0xff; 8].as_slice()).await;
        assert!(matches!(read, Err(FrameError::TooLarge)));
    }

    #[tokio::test]
    async fn an_end_between_frames_is_not_an_end_within_one() {
        assert!(matches!(read_frame(&mut [].as_slice()).await, Err(FrameError::Ended)));
        assert!(matches!(read_frame(&mut [0, 5, 1].as_slice()).await, Err(FrameError::Broken)));
        assert!(matches!(read_frame(&mut [0].as_slice()).await, Err(FrameError::Broken)));
    }
}
