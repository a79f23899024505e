//! Either end of a pipe.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use patchround_windows::pipe;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::windows::named_pipe::{NamedPipeClient, NamedPipeServer},
};

/// One end of a conversation on this PC.
#[derive(Debug)]
pub enum Stream {
    /// That of whoever made the pipe.
    Server(NamedPipeServer),
    /// That of whoever called.
    Client(NamedPipeClient),
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let read = match self.get_mut() {
            Self::Server(end) => Pin::new(end).poll_read(cx, into),
            Self::Client(end) => Pin::new(end).poll_read(cx, into),
        };
        // The other side has gone: elsewhere that is the end of what it said.
        read.map(|read| match read {
            Err(error) if pipe::is_over(&error) => Ok(()),
            read => read,
        })
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Server(end) => Pin::new(end).poll_write(cx, from),
            Self::Client(end) => Pin::new(end).poll_write(cx, from),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Server(end) => Pin::new(end).poll_flush(cx),
            Self::Client(end) => Pin::new(end).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Server(end) => Pin::new(end).poll_shutdown(cx),
            Self::Client(end) => Pin::new(end).poll_shutdown(cx),
        }
    }
}
