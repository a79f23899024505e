//! Takes an office down, whole or half-made, running or left over from before a restart of this machine.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;

use super::places::Places;
use super::process::Process;
use super::{cgroup, network, overlay, tools};

/// Removes the office: processes, mounts, namespaces, control groups, folders. Nothing to do is no error.
pub fn down(name: &str) -> Result<()> {
    tools::be_root()?;
    let places = Places::of(name)?;
    let _lock = lock(&places)?;
    clear(&places)?;
    overlay::remove_tree(&places.dir())
}

/// The right to build or remove an office. Ends when dropped, and with the process.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    /// Closing would not do: a child that another thread is just starting has the file open too.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// Only one process may build or remove an office.
pub(super) fn lock(places: &Places) -> Result<Lock> {
    loop {
        fs::create_dir_all(places.dir())
            .with_context(|| format!("Failed to make {}", places.dir().display()))?;
        let dir = File::open(places.dir())?;
        if dir.try_lock().is_err() {
            bail!("Lab {} is being set up or taken down by another program", places.name());
        }
        // Another program may have removed the folder between the two lines above.
        if fs::metadata(places.dir())
            .is_ok_and(|now| dir.metadata().is_ok_and(|held| held.ino() == now.ino()))
        {
            return Ok(Lock(dir));
        }
    }
}

/// Removes everything of the office but its locked folder.
pub(super) fn clear(places: &Places) -> Result<()> {
    stop_machines(places);
    if !cgroup::end_all(places, None) {
        bail!("Processes of lab {} do not end", places.name());
    }
    overlay::unmount_below(&places.dir())?;
    network::remove(places)?;
    cgroup::remove(places);
    for entry in fs::read_dir(places.dir())? {
        let path = entry?.path();
        if path.is_dir() { overlay::remove_tree(&path)? } else { fs::remove_file(&path)? }
    }
    Ok(())
}

/// The first process of each PC is ended first, for then systemd-nspawn tidies up after itself. Whatever does not
/// follow is ended with its control group.
fn stop_machines(places: &Places) {
    let machines: Vec<_> = fs::read_dir(places.dir().join("machines"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    let mut going = Vec::new();
    for machine in &machines {
        let _ = fs::write(machine.join("off"), "");
        let agent = Process::recorded(&machine.join("supervisor"));
        if let Some(leader) = Process::recorded(&machine.join("leader")) {
            leader.signal(Signal::SIGKILL);
            going.extend(agent);
        } else if let Some(agent) = agent {
            agent.signal(Signal::SIGKILL);
        }
    }
    for agent in going {
        agent.ends_within(Duration::from_secs(3));
    }
    for machine in &machines {
        forget_nspawn(places, machine);
    }
}

/// What systemd-nspawn leaves in /run when it was itself killed.
fn forget_nspawn(places: &Places, machine: &Path) {
    let who = machine.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let _ = fs::remove_dir(format!("/run/systemd/nspawn/propagate/{}", places.machine_name(who)));
    if let Ok(root) = fs::metadata(machine.join("root")) {
        let _ = fs::remove_file(format!("/run/systemd/nspawn/locks/inode-{}:{}", root.dev(), root.ino()));
    }
}
