//! Where no system room exists yet: looks once a minute.

use std::{
    io,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::Duration,
};

const INTERVAL: Duration = Duration::from_secs(60);

/// Ends the waiting when it is dropped.
pub(super) struct Stop {
    _wire: Sender<()>,
}

/// Waits for the next look.
pub(super) struct Alarm {
    stop: Receiver<()>,
}

#[expect(clippy::unnecessary_wraps, reason = "the signature is the same in every room")]
pub(super) fn alarm() -> io::Result<(Alarm, Stop)> {
    let (wire, stop) = channel();
    Ok((Alarm { stop }, Stop { _wire: wire }))
}

impl Alarm {
    /// Sleeps until something may have changed; `false` when it is time to stop.
    pub(super) fn wait(&mut self) -> bool {
        matches!(self.stop.recv_timeout(INTERVAL), Err(RecvTimeoutError::Timeout))
    }
}
