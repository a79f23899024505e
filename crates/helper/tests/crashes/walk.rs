//! The walk over every write of each half.

use std::{path::Path, time::Duration};

use crate::{
    manager::Manager,
    pc::Pc,
    practice::{Point, Victim},
    trial::{self, Ended},
};

/// Every system call with which a half changes what lies on the disk or what somebody else has heard.
const CALLS: [&str; 6] = ["write", "fsync", "fdatasync", "rename", "unlink", "ftruncate"];
/// PCs at once.
const AT_ONCE: usize = 4;
/// So soon after a half was ended the truth is told, besides the repair's own time.
const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_network_half_killed_at_any_write_of_a_job_ends_it_once_and_truly() {
    walk(Victim::Net).await;
}

#[tokio::test]
async fn a_root_half_killed_at_any_write_of_a_job_does_nothing_twice() {
    walk(Victim::Root).await;
}

#[tokio::test]
async fn a_refresh_killed_at_any_write_is_done_anew() {
    walk(Victim::Transaction(0)).await;
}

#[tokio::test]
async fn an_installation_killed_at_any_write_ends_with_what_is_there() {
    walk(Victim::Transaction(1)).await;
}

async fn walk(victim: Victim) {
    if !patchround_trial::has_root("a mount namespace takes root") {
        return;
    }
    let (pc, manager) = (Pc::start(), Manager::new());
    let pin = manager.join(&pc).await;
    let state = leave_behind(pc);
    let mut found = Vec::new();
    for call in CALLS {
        found.extend(walk_over(&manager, pin, state.path(), victim, call).await);
    }
    assert!(found.len() >= 4, "a job has more steps than {}", found.len());
    the_truth_was_told_soon(victim, &found);
}

/// The state of a joined PC whose programs have ended.
fn leave_behind(pc: Pc) -> tempfile::TempDir {
    let Pc { folder, .. } = pc;
    let _ = std::fs::remove_dir_all(folder.path().join("run"));
    folder
}

/// Hits the 1st, 2nd, 3rd ... time until a job goes through without.
async fn walk_over(
    manager: &Manager,
    pin: patchround_protocol::PcId,
    state: &Path,
    victim: Victim,
    call: &'static str,
) -> Vec<Ended> {
    let mut found = Vec::new();
    for first in (1..).step_by(AT_ONCE) {
        let trials =
            (first..first + AT_ONCE).map(|n| trial::run(manager, pin, state, Point { victim, call, n }));
        let ended = futures_util::future::join_all(trials).await;
        let is_over = ended.iter().any(|ended| !ended.was_killed);
        found.extend(ended.into_iter().filter(|ended| ended.was_killed));
        if is_over {
            break;
        }
    }
    found
}

#[expect(clippy::print_stdout, reason = "what was measured is to be read")]
fn the_truth_was_told_soon(victim: Victim, found: &[Ended]) {
    let slowest = found.iter().max_by_key(|ended| ended.beyond_repair()).unwrap();
    println!(
        "{victim:?}: {} points; besides {:?} of repair the truth took {:?} at most: {:?}",
        found.len(),
        slowest.repair,
        slowest.beyond_repair(),
        slowest.point,
    );
    let late: Vec<&Ended> = found.iter().filter(|ended| ended.beyond_repair() > SOON).collect();
    assert!(late.is_empty(), "told too late: {late:#?}");
}
