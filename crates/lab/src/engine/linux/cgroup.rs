//! One control group per machine: without it the systemds of several PCs fight over one
//! (and everything a PC ever started can be found again).
//!
//! Works on a machine with one hierarchy (cgroups(7), version 2) and on one with several.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::Signal;

use super::overlay::mounts;
use super::places::Places;
use super::process::Process;

const OURS: &str = "patchround-lab";

/// Moves a process, and with it all it will start from now on, into the group of `who`.
pub(super) fn admit(places: &Places, who: &str, pid: u32) -> Result<()> {
    for hierarchy in hierarchies()? {
        let office = hierarchy.join(OURS).join(places.name());
        let group = office.join(who);
        fs::create_dir_all(&group).with_context(|| format!("Failed to make {}", group.display()))?;
        share_controllers(&[&hierarchy, &hierarchy.join(OURS), &office]);
        fs::write(group.join("cgroup.procs"), pid.to_string())
            .with_context(|| format!("Failed to admit a process to {}", group.display()))?;
    }
    Ok(())
}

/// The living processes in the groups of `who`, or of the whole office.
pub(super) fn processes(places: &Places, who: Option<&str>) -> Vec<Process> {
    let mut pids = HashSet::new();
    for group in groups(places, who) {
        let listed = fs::read_to_string(group.join("cgroup.procs")).unwrap_or_default();
        pids.extend(listed.lines().filter_map(|line| line.parse::<i32>().ok()));
    }
    pids.into_iter().filter_map(Process::look).collect()
}

/// Ends every process of `who`, or of the whole office. True when none is left.
pub(super) fn end_all(places: &Places, who: Option<&str>) -> bool {
    let begun = Instant::now();
    loop {
        let left = processes(places, who);
        if left.is_empty() {
            return true;
        }
        if begun.elapsed() > Duration::from_secs(10) {
            return false;
        }
        left.iter().for_each(|process| process.signal(Signal::SIGKILL));
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Removes the office's groups; they must be empty of processes.
pub(super) fn remove(places: &Places) {
    for _ in 0..50 {
        for group in groups(places, None) {
            let _ = fs::remove_dir(group);
        }
        if groups(places, None).is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    for hierarchy in hierarchies().unwrap_or_default() {
        // Refused while another office has groups in it.
        let _ = fs::remove_dir(hierarchy.join(OURS));
    }
}

/// All groups of `who` or of the office, the deepest first.
fn groups(places: &Places, who: Option<&str>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for hierarchy in hierarchies().unwrap_or_default() {
        let office = hierarchy.join(OURS).join(places.name());
        collect(&who.map_or_else(|| office.clone(), |who| office.join(who)), &mut found);
    }
    found
}

fn collect(group: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(group) else { return };
    for entry in entries.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&entry.path(), found);
        }
    }
    found.push(group.to_owned());
}

/// `cpuset` is left out: a new group of it takes no process before its CPUs are chosen.
fn hierarchies() -> Result<Vec<PathBuf>> {
    let mounted = mounts()?.into_iter().filter(|mount| mount.target.starts_with("/sys/fs/cgroup"));
    Ok(mounted
        .filter(|mount| matches!(mount.kind.as_str(), "cgroup" | "cgroup2"))
        .map(|mount| mount.target)
        .filter(|target| !target.ends_with("cpuset"))
        .collect())
}

/// In version 2 a controller works in a group only when the groups above hand it down. A hierarchy of version 1
/// has no such file, and a controller that is not there is not missed.
fn share_controllers(groups: &[&Path]) {
    for group in groups {
        for controller in ["+cpu", "+memory", "+pids", "+io"] {
            let file = group.join("cgroup.subtree_control");
            if file.exists() {
                let _ = fs::write(file, controller);
            }
        }
    }
}
