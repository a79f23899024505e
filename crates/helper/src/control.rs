//! What this PC's administrator says to the network half, and hears: lines of JSON on the control socket.

use std::io;

use jiff::Timestamp;
use patchround_protocol::{
    JobId,
    charter::Role,
    wire::{Refusal, Welcome},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, ReadHalf, WriteHalf};

use crate::os::Stream;

mod desk;

pub use desk::serve;

/// Bytes of one line: a charter and a policy fit.
const LINE_BYTES: u64 = 1024 * 1024;

/// What the administrator's program says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// Open the pairing window.
    Pair {
        /// The code that was typed.
        code: String,
    },
    /// Open the pairing window for a join file.
    PairByFile {
        /// What is in the file.
        file: String,
    },
    /// The root half has joined, or why not: the answer to [`Say::Welcome`].
    Welcomed {
        /// Why not.
        refusal: Option<Refusal>,
    },
    /// How are you?
    Status {},
    /// Forget the office; the root half has.
    Leave {},
}

/// What the network half says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum Say {
    /// The window is open.
    Waiting {
        /// The port managers call.
        port: u16,
    },
    /// A manager knows the code: have the root half join.
    Welcome(Welcome),
    /// This PC has joined.
    Joined {
        /// The office's name.
        office: String,
    },
    /// The window is closed.
    Closed {
        /// Why.
        why: Closed,
    },
    /// See [`Status`].
    Status(Status),
    /// The office is forgotten.
    Left {},
    /// Not done.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

/// Why the window is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// Its time is over.
    TimeIsOver,
    /// Its tries are used up.
    NoTriesLeft,
    /// It is open in another window already.
    OpenElsewhere,
}

/// What the PC's administrator sees at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The office's name.
    pub office: Option<String>,
    /// Who may manage this PC.
    pub members: Vec<(String, Role)>,
    /// When the updates were read.
    pub scanned_at: Option<Timestamp>,
    /// How many are missing.
    pub outstanding: Option<u32>,
    /// Whether a restart is pending.
    pub restart_pending: Option<bool>,
    /// The job at hand.
    pub working_on: Option<JobId>,
    /// The port managers call.
    pub port: u16,
    /// The helper's version.
    pub helper: String,
}

/// A conversation in lines.
#[derive(Debug)]
pub struct Talk {
    from: BufReader<ReadHalf<Stream>>,
    to: WriteHalf<Stream>,
}

impl Talk {
    /// Over one connection.
    pub fn new(stream: Stream) -> Self {
        let (from, to) = tokio::io::split(stream);
        Self { from: BufReader::new(from), to }
    }

    /// Says one thing.
    ///
    /// # Errors
    /// When the other side has gone.
    pub async fn say<T: Serialize>(&mut self, what: &T) -> io::Result<()> {
        let mut line = serde_json::to_vec(what)?;
        line.push(b'\n');
        self.to.write_all(&line).await
    }

    /// Hears one thing; `None` when the other side has gone. Not to be cancelled in the middle.
    ///
    /// # Errors
    /// When what it said cannot be read.
    pub async fn hear<T: DeserializeOwned>(&mut self) -> io::Result<Option<T>> {
        let mut line = Vec::new();
        (&mut self.from).take(LINE_BYTES).read_until(b'\n', &mut line).await?;
        if line.is_empty() { Ok(None) } else { Ok(Some(serde_json::from_slice(&line)?)) }
    }

    /// Returns when the other side has gone, or says something it should not.
    pub async fn gone(&mut self) {
        let _ = self.from.fill_buf().await;
    }
}
