//! Remembers a process so that it can be ended later without ever hitting a stranger with the same id.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

/// A process id with the moment it began; together they name one process of this boot (proc_pid_stat(5)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Process {
    pub(super) pid: i32,
    started: u64,
    boot: String,
}

impl Process {
    /// `None` when there is no such process, or only its remains.
    pub(super) fn look(pid: i32) -> Option<Process> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (alive, started) = parse_stat(&stat)?;
        alive.then_some(Process { pid, started, boot: boot_id() })
    }

    pub(super) fn this() -> Result<Process> {
        let pid = i32::try_from(std::process::id()).context("A process id beyond the system's range")?;
        Process::look(pid).context("Failed to read this process's own state")
    }

    pub(super) fn is_alive(&self) -> bool {
        Process::look(self.pid).as_ref() == Some(self)
    }

    /// Does nothing when the process is gone.
    pub(super) fn signal(&self, signal: Signal) {
        if self.is_alive() {
            let _ = kill(Pid::from_raw(self.pid), signal);
        }
    }

    /// True when the process is gone within `limit`.
    pub(super) fn ends_within(&self, limit: Duration) -> bool {
        let begun = Instant::now();
        while self.is_alive() {
            if begun.elapsed() > limit {
                return false;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        true
    }

    /// Written whole or not at all, for another process may read at any moment.
    pub(super) fn record(&self, path: &Path) -> Result<()> {
        let half = path.with_extension("new");
        fs::write(&half, serde_json::to_vec(self)?)
            .and_then(|()| fs::rename(&half, path))
            .with_context(|| format!("Failed to write {}", path.display()))
    }

    /// The recorded process, if it is still alive.
    pub(super) fn recorded(path: &Path) -> Option<Process> {
        let process: Process = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        process.is_alive().then_some(process)
    }
}

/// Changes at every start of this machine.
pub(super) fn boot_id() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
}

/// The processes `parent` has begun and not yet buried.
pub(super) fn children(parent: i32) -> Vec<i32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| parent_of(*pid) == Some(parent)).collect()
}

/// True for the first process of a process namespace (`NSpid` in proc_pid_status(5)).
pub(super) fn is_first_of_its_namespace(pid: i32) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let ids = status.lines().find_map(|line| line.strip_prefix("NSpid:")).unwrap_or_default();
    let ids: Vec<&str> = ids.split_whitespace().collect();
    ids.len() > 1 && ids.last() == Some(&"1")
}

fn parent_of(pid: i32) -> Option<i32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    after_name(&stat)?.nth(1)?.parse().ok()
}

fn parse_stat(stat: &str) -> Option<(bool, u64)> {
    let mut fields = after_name(stat)?;
    let state = fields.next()?;
    // starttime is field 22; the state is field 3.
    let started = fields.nth(18)?.parse().ok()?;
    Some((!matches!(state, "Z" | "X"), started))
}

/// A program may have spaces and brackets in its name, so the last bracket counts.
fn after_name(stat: &str) -> Option<impl Iterator<Item = &str>> {
    Some(stat.rsplit_once(')')?.1.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_may_call_itself_anything() {
        let stat = "7 (a) R b) S 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4242 0 0";
        assert_eq!(parse_stat(stat), Some((true, 4242)));
        let zombie = stat.replace(") S ", ") Z ");
        assert_eq!(parse_stat(&zombie), Some((false, 4242)));
    }

    #[test]
    fn another_process_with_the_same_id_is_not_taken_for_ours() {
        let this = Process::this().unwrap();
        assert!(this.is_alive());
        let earlier = Process { started: this.started + 1, ..this.clone() };
        assert!(!earlier.is_alive());
        let before_restart = Process { boot: "another".to_owned(), ..this };
        assert!(!before_restart.is_alive());
    }

    #[test]
    fn a_record_that_is_no_record_names_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("record");
        assert_eq!(Process::recorded(&path), None);
        std::fs::write(&path, "{").unwrap();
        assert_eq!(Process::recorded(&path), None);
        let this = Process::this().unwrap();
        this.record(&path).unwrap();
        assert_eq!(Process::recorded(&path), Some(this));
    }
}
