//! Turns SIGINT and SIGTERM into a question, so that what was made can be removed before the program ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGINT, SIGTERM};

struct Signals {
    arrived: Arc<AtomicBool>,
    /// While true a signal ends the program at once, as it would without us.
    unwatched: Arc<AtomicBool>,
    watchers: Mutex<usize>,
}

static SIGNALS: OnceLock<Signals> = OnceLock::new();

/// While one of these lives, SIGINT and SIGTERM only make [`arrived`] true.
#[derive(Debug)]
pub(super) struct Watch(());

impl Watch {
    pub(super) fn start() -> Result<Watch> {
        let signals = match SIGNALS.get() {
            Some(signals) => signals,
            None => {
                let made = install()?;
                SIGNALS.get_or_init(|| made)
            }
        };
        let mut watchers = signals.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        *watchers += 1;
        signals.unwatched.store(false, Ordering::SeqCst);
        Ok(Watch(()))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let Some(signals) = SIGNALS.get() else { return };
        let mut watchers = signals.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        *watchers -= 1;
        if *watchers == 0 {
            signals.unwatched.store(true, Ordering::SeqCst);
        }
    }
}

fn install() -> Result<Signals> {
    let arrived = Arc::new(AtomicBool::new(false));
    let unwatched = Arc::new(AtomicBool::new(true));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&unwatched))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&arrived)))
            .context("Failed to watch for interruption")?;
    }
    Ok(Signals { arrived, unwatched, watchers: Mutex::new(0) })
}

/// True once a watched signal has come; it stays true.
pub(super) fn arrived() -> bool {
    SIGNALS.get().is_some_and(|signals| signals.arrived.load(Ordering::SeqCst))
}

/// Fails when a watched signal has come.
pub(super) fn check() -> Result<()> {
    if arrived() {
        bail!("Interrupted");
    }
    Ok(())
}
