//! Ctrl-C and a polite end from outside: noted, so that what was set up is also taken down.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

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
        bail!("Interrupted");
    }
    Ok(())
}
