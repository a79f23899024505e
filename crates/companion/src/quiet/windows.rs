//! What Windows says of this session: its last key press, its lock, what its shell shows, who listens or looks, its power.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use patchround_windows::quiet;
use tokio::{task::spawn_blocking, time::timeout};
use windows::Win32::{
    Networking::NetworkListManager::{INetworkCostManager, NetworkListManager},
    System::Com::{CLSCTX_ALL, COINIT_MULTITHREADED, CoCreateInstance, CoInitializeEx},
};
use windows_registry::{CURRENT_USER, Key};

use super::{
    Quiet,
    windows_says::{idle_since, is_limited, is_locked, is_presenting, is_still_used, on_battery},
};

/// What does not answer for so long does not know.
const PATIENCE: Duration = Duration::from_secs(5);
/// Who uses what of this person's (`CapabilityAccessManager`): a program that still does has no time at which it stopped.
const CONSENT: &str = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore";
/// Programs that are looked at, at most.
const PROGRAMS: usize = 1000;

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
        is_presenting: is_presenting(quiet::attention().ok(), is_in_a_call()),
        on_battery: quiet::power().ok().and_then(on_battery),
    }
}

/// Whether a program uses the microphone or the camera; not known where Windows does not note it.
fn is_in_a_call() -> Option<bool> {
    let noted = CURRENT_USER.open(CONSENT).ok()?;
    let is_used = |what| noted.open(what).is_ok_and(|of| is_in_use(&of, true));
    Some(is_used("microphone") || is_used("webcam"))
}

/// Programs from the shop are noted directly, and the others one folder further down.
fn is_in_use(noted: &Key, has_others: bool) -> bool {
    let Ok(programs) = noted.keys() else { return false };
    programs.take(PROGRAMS).filter_map(|name| Some((noted.open(&name).ok()?, name))).any(|(program, name)| {
        if name == "NonPackaged" {
            return has_others && is_in_use(&program, false);
        }
        is_still_used(program.get_u64("LastUsedTimeStart").ok(), program.get_u64("LastUsedTimeStop").ok())
    })
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

    #[test]
    fn a_program_that_has_not_let_go_of_the_microphone_is_found_among_the_others() {
        let at = format!(r"Software\Patchround\Test{}", std::process::id());
        let noted = CURRENT_USER.create(&at).unwrap();
        for (program, stop) in [("Shop.App_1", 5_u64), (r"NonPackaged\C:#calls.exe", 0)] {
            let key = noted.create(program).unwrap();
            key.set_u64("LastUsedTimeStart", 4).unwrap();
            key.set_u64("LastUsedTimeStop", stop).unwrap();
        }
        assert!(is_in_use(&noted, true));
        noted.open(r"NonPackaged\C:#calls.exe").unwrap();
        noted.create(r"NonPackaged\C:#calls.exe").unwrap().set_u64("LastUsedTimeStop", 9).unwrap();
        assert!(!is_in_use(&noted, true));
        CURRENT_USER.remove_tree(at).unwrap();
    }
}
