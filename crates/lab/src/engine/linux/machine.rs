//! One PC: its root, its power, its first minute.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use nix::sys::signal::Signal;

use super::places::{self, Places};
use super::process::Process;
use super::run::output;
use super::{agent, cgroup, enter, interrupt, overlay};

const START_LIMIT: Duration = Duration::from_secs(120);
const STOP_LIMIT: Duration = Duration::from_secs(100);

/// Mounts the PC's root and makes it somebody: its name, its id, its neighbours.
pub(super) fn prepare(places: &Places, who: &str, members: &[String], lower: &[&Path]) -> Result<()> {
    let machine = places.machine(who);
    overlay::stack(lower, &machine)?;
    let id = fs::read_to_string("/proc/sys/kernel/random/uuid")
        .context("Failed to make a machine id")?
        .replace('-', "");
    fs::write(machine.join("machine-id"), &id)?;
    let etc = places.root(who).join("etc");
    fs::write(etc.join("machine-id"), id)
        .and_then(|()| fs::write(etc.join("hostname"), format!("{who}\n")))
        .and_then(|()| fs::write(etc.join("hosts"), hosts(who, members)))
        .with_context(|| format!("Failed to name {who}"))
}

/// Switches the PC on and returns at once.
pub(super) fn power_on(places: &Places, who: &str) -> Result<()> {
    ensure!(supervisor(places, who).is_none(), "{who} is on already");
    let off = places.machine(who).join("off");
    if off.exists() {
        fs::remove_file(off)?;
    }
    agent::start_supervisor(places, who)
}

/// Shuts the PC down as its menu would, and waits until it is off.
pub(super) fn power_off(places: &Places, who: &str) -> Result<()> {
    stop(places, who, "nspawn", Signal::SIGTERM)
}

/// Takes the PC's power away from one moment to the next.
pub(super) fn pull_plug(places: &Places, who: &str) -> Result<()> {
    stop(places, who, "leader", Signal::SIGKILL)
}

fn stop(places: &Places, who: &str, record: &str, signal: Signal) -> Result<()> {
    let supervisor = supervisor(places, who).with_context(|| format!("{who} is off"))?;
    let machine = places.machine(who);
    fs::write(machine.join("off"), "")?;
    Process::recorded(&machine.join(record))
        .with_context(|| format!("{who} is just starting"))?
        .signal(signal);
    ensure!(supervisor.ends_within(STOP_LIMIT), "{who} did not go off in {} seconds", STOP_LIMIT.as_secs());
    ensure!(cgroup::end_all(places, Some(who)), "Processes of {who} do not end");
    Ok(())
}

/// The process that looks after the PC, while the PC is on.
pub(super) fn supervisor(places: &Places, who: &str) -> Option<Process> {
    Process::recorded(&places.machine(who).join("supervisor"))
}

/// Waits until the PC's systemd says that everything is started, other than `before` if given.
pub(super) fn wait_running(places: &Places, who: &str, before: Option<&Process>) -> Result<()> {
    let begun = Instant::now();
    loop {
        interrupt::check()?;
        let leader = enter::leader(places, who).filter(|leader| Some(leader) != before);
        let state = if leader.is_some() { system_state(places, who) } else { String::new() };
        match state.as_str() {
            "running" => return Ok(()),
            "degraded" => bail!("A service of {who} failed:\n{}", failed_units(places, who)),
            _ => {}
        }
        if begun.elapsed() > START_LIMIT || supervisor(places, who).is_none() {
            bail!("{who} did not start:\n{}", agent::console(places, who));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Empty while the PC cannot be asked.
fn system_state(places: &Places, who: &str) -> String {
    ask(places, who, &["systemctl", "is-system-running"])
}

fn failed_units(places: &Places, who: &str) -> String {
    ask(places, who, &["systemctl", "--failed", "--no-legend", "--no-pager"])
}

fn ask(places: &Places, who: &str, argv: &[&str]) -> String {
    let answer = enter::command(places, who, argv).and_then(|mut command| output(&mut command, b""));
    answer.map(|answer| String::from_utf8_lossy(&answer.stdout).trim().to_owned()).unwrap_or_default()
}

fn hosts(who: &str, members: &[String]) -> String {
    let mut text =
        format!("127.0.0.1 localhost\n127.0.1.1 {who}\n::1 localhost ip6-localhost ip6-loopback\n");
    for member in members.iter().filter(|member| *member != who) {
        if let Some(address) = places::address(member) {
            text += &format!("{address} {member}\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pc_knows_its_neighbours_and_itself_only_by_loopback() {
        let text = hosts("pc1", &["manager".to_owned(), "pc1".to_owned(), "pc2".to_owned()]);
        assert!(
            text.contains("127.0.1.1 pc1\n")
                && text.contains("10.77.0.12 pc2\n")
                && text.contains("10.77.0.3 manager\n")
        );
        assert!(!text.contains("10.77.0.11"));
    }
}
