//! What Windows says of this session: its last key press, its lock, what its shell shows, who listens or looks, its power.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use patchround_windows::{calls, quiet};
use tokio::{task::spawn_blocking, time::timeout};
use windows::Win32::{
    Networking::NetworkListManager::{INetworkCostManager, NetworkListManager},
    System::Com::{CLSCTX_ALL, COINIT_MULTITHREADED, CoCreateInstance, CoInitializeEx},
};

use super::{
    Quiet,
    windows_says::{idle_since, is_limited, is_locked, is_presenting, on_battery},
};

/// What does not answer for so long does not know.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn look() -> Quiet {
    bounded(ask).await.unwrap_or_default()
}

pub(super) async fn is_metered() -> Option<bool> {
    bounded(|| cost().ok()).await.flatten().and_then(is_limited)
}

async fn bounded<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    timeout(PATIENCE, spawn_blocking(ask)).await.ok()?.ok()
}

fn ask() -> Quiet {
    let idle = quiet::untouched().ok().and_then(|idle| SignedDuration::try_from(idle).ok());
    Quiet {
        idle_since: idle.map(|idle| idle_since(idle, Timestamp::now())),
        is_locked: quiet::lock_flags().ok().and_then(is_locked),
        is_presenting: is_presenting(quiet::attention().ok(), calls::of_us()),
        on_battery: quiet::power().ok().and_then(on_battery),
    }
}

/// `NLM_CONNECTION_COST` of the way to the internet.
fn cost() -> windows::core::Result<u32> {
    let mut cost = 0;
    // SAFETY: COM is asked on a thread of ours that nobody else's code runs on; the pointers are to variables of ours, and
    // no address means that of the internet.
    unsafe {
        CoInitializeEx(None, COINIT_MULTITHREADED).ok()?;
        let manager: INetworkCostManager = CoCreateInstance(&NetworkListManager, None, CLSCTX_ALL)?;
        manager.GetCost(&raw mut cost, std::ptr::null())?;
    }
    Ok(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn windows_answers_in_time_and_knows_since_when_nobody_touched_it() {
        let quiet = Quiet::look().await;
        assert!(quiet.idle_since.is_some(), "{quiet:?}");
    }
}
