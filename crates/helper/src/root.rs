//! Asks the root half.

use std::{io, time::Duration};

use patchround_protocol::root::{Answer, Ask};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    time::timeout,
};

use crate::{os, places::Places};

/// The root half may have to be started, and waits itself until a step has begun.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the policy calls for it asks the package manager about before it answers.
const PATIENCE_FOR_POLICY: Duration = patchround_updates::LOOK.saturating_add(Duration::from_secs(30));
const ANSWER_BYTES: u64 = 64 * 1024;

/// One question, one answer.
///
/// # Errors
/// [`io::ErrorKind::PermissionDenied`] when we may not ask; others when it does not answer.
pub async fn ask(places: &Places, ask: &Ask) -> io::Result<Answer> {
    let patience = if let Ask::RunPolicy { .. } = ask { PATIENCE_FOR_POLICY } else { PATIENCE };
    timeout(patience, talk(places, ask)).await.map_err(|_| io::ErrorKind::TimedOut)?
}

async fn talk(places: &Places, ask: &Ask) -> io::Result<Answer> {
    let mut stream = os::connect(&places.root_socket()).await?;
    let mut line = serde_json::to_vec(ask)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    let mut answer = Vec::new();
    BufReader::new(stream.take(ANSWER_BYTES)).read_until(b'\n', &mut answer).await?;
    Ok(serde_json::from_slice(&answer)?)
}
