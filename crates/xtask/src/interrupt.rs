//! Ctrl-C and a polite end from outside: noted, so that what was set up is also taken down.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// How a program ends, to a shell, that was interrupted.
pub(crate) const EXIT: u8 = 130;

static ARRIVED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From here on signals are noted instead of ending the program.
pub(crate) fn watch() -> Result<()> {
    for signal in [SIGINT, SIGTERM] {
        flag::register(signal, Arc::clone(&ARRIVED)).context("Failed to watch for signals")?;
    }
    Ok(())
}

/// Whether a signal has arrived.
pub(crate) fn arrived() -> bool {
    ARRIVED.load(Ordering::SeqCst)
}

/// An error once a signal has arrived: the way out of whatever was being done.
pub(crate) fn check() -> Result<()> {
    if arrived() {
        return Err(Interrupted.into());
    }
    Ok(())
}

/// Whether that is all that an error says.
pub(crate) fn is_behind(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.is::<Interrupted>())
}

#[derive(Debug)]
struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupted")
    }
}

impl Error for Interrupted {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interruption_is_known_behind_what_was_being_done() {
        let interrupted = Err::<(), _>(anyhow::Error::from(Interrupted)).context("Failed to build");
        assert!(is_behind(&interrupted.unwrap_err()));
        assert!(!is_behind(&anyhow::anyhow!("Failed to run `true` (signal: 2 (SIGINT))")));
    }
}
