//! A running office, as the tests and the lab's commands use it.

use std::ffi::OsStr;
use std::fs;
use std::net::Ipv4Addr;
use std::ops::Deref;
use std::path::Path;
use std::process::{Command, ExitStatus, Output};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use super::interrupt::Watch;
use super::places::{self, Places, SERVER};
use super::process::boot_id;
use super::{enter, machine, network, others, run, setup, teardown};
use crate::{MANAGER, Options, System};

/// A running office. Dropping it leaves the office as it is.
#[derive(Debug)]
pub struct Lab {
    places: Places,
    members: Vec<String>,
}

/// What is known about an office once it is whole.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct State {
    boot: String,
    members: Vec<String>,
}

impl State {
    pub(super) fn new(members: Vec<String>) -> State {
        State { boot: boot_id(), members }
    }

    pub(super) fn write(&self, places: &Places) -> Result<()> {
        fs::write(places.state_file(), serde_json::to_vec(self)?).context("Failed to write the lab's state")
    }

    /// `None` for an office that is not whole, or from before a restart of this machine.
    fn read(places: &Places) -> Option<State> {
        let state: State = serde_json::from_slice(&fs::read(places.state_file()).ok()?).ok()?;
        (state.boot == boot_id()).then_some(state)
    }
}

/// An office is up while its archive is served; PCs may be off.
pub(super) fn is_up(places: &Places) -> bool {
    State::read(places).is_some() && machine::supervisor(places, SERVER).is_some()
}

impl Lab {
    /// The office of that name, started earlier by this or another program.
    pub fn open(name: &str) -> Result<Lab> {
        let places = Places::of(name)?;
        let state = State::read(&places).filter(|_| is_up(&places));
        let state = state
            .with_context(|| format!("Lab {name} is not running: start it with `cargo xtask lab up`"))?;
        Ok(Lab { places, members: state.members })
    }

    /// Removes the office of that name, as [`crate::down`] does.
    pub fn down(name: &str) -> Result<()> {
        teardown::down(name)
    }

    pub(super) fn unfinished(places: Places) -> Lab {
        Lab { places, members: Vec::new() }
    }

    /// The office's name.
    pub fn name(&self) -> &str {
        self.places.name()
    }

    /// `pc1` and on, without the manager's.
    pub fn pcs(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(String::as_str).filter(|who| *who != MANAGER)
    }

    /// Where `who` is on the office's LAN, on or off.
    pub fn address(&self, who: &str) -> Result<Ipv4Addr> {
        self.check(who)?;
        places::address(who).with_context(|| format!("{who} has no address"))
    }

    /// A command as root in `who`, to be started by the caller, who may set its environment and streams. It is
    /// killed when the process it is started as is.
    pub fn command<S: AsRef<OsStr>>(&self, who: &str, argv: impl IntoIterator<Item = S>) -> Result<Command> {
        enter::command(&self.places, who, argv)
    }

    /// A command of this machine at the place of `who` on the office's LAN: it sees this machine's files and
    /// screen, and no other network. It is killed when the process it is started as is.
    pub fn beside<S: AsRef<OsStr>>(&self, who: &str, argv: impl IntoIterator<Item = S>) -> Result<Command> {
        self.check(who)?;
        Ok(enter::beside(&self.places, who, argv))
    }

    /// Runs a command as root in `who` with the caller's own standard streams.
    pub fn exec<S: AsRef<OsStr>>(&self, who: &str, argv: impl IntoIterator<Item = S>) -> Result<ExitStatus> {
        let mut child = self.command(who, argv)?.spawn().context("Failed to enter the PC")?;
        run::wait_for(&mut child)
    }

    /// Runs a command as root in `who` and keeps the end of what it prints. Nothing to read for it.
    pub fn output<S: AsRef<OsStr>>(&self, who: &str, argv: impl IntoIterator<Item = S>) -> Result<Output> {
        run::output(&mut self.command(who, argv)?, b"")
    }

    /// Like [`Lab::output`]; gives what it printed, and fails when the command does.
    pub fn succeed<S: AsRef<OsStr>>(&self, who: &str, argv: impl IntoIterator<Item = S>) -> Result<String> {
        run::run(&mut self.command(who, argv)?)
    }

    /// Writes or replaces a file in `who`, making its folder.
    pub fn put(&self, who: &str, path: &Path, content: &[u8], mode: u32) -> Result<()> {
        let mode = format!("{mode:o}");
        let mut install = self.command(who, ["install", "-D", "-m", &mode, "/dev/stdin"])?;
        run::run_with_input(install.arg(path), content)
            .map(drop)
            .with_context(|| format!("Failed to write {} in {who}", path.display()))
    }

    /// Installs a Debian package of this machine in `who`, by dpkg, asking nothing.
    pub fn install(&self, who: &str, deb: &Path) -> Result<()> {
        self.install_on(System::Debian, who, deb)
    }

    /// Installs the helper's package for such a system.
    pub(super) fn install_on(&self, system: System, who: &str, package: &Path) -> Result<()> {
        let content = fs::read(package).with_context(|| format!("Failed to read {}", package.display()))?;
        let copy = "/var/tmp/lab-package";
        self.put(who, Path::new(copy), &content, 0o644)?;
        for argv in others::installs_helper(system, copy) {
            run::run(self.command(who, argv)?.env("DEBIAN_FRONTEND", "noninteractive"))?;
        }
        self.succeed(who, ["rm", copy]).map(drop)
    }

    /// What a unit of `who` has written to its journal since the PC's last start.
    pub fn journal(&self, who: &str, unit: &str) -> Result<String> {
        self.succeed(
            who,
            ["journalctl", "--no-pager", "--boot", "--output=short-iso-precise", "--unit", unit],
        )
    }

    /// Waits until the systemd of `who` has started everything. Fails when one of its services failed.
    pub fn wait_running(&self, who: &str) -> Result<()> {
        self.check(who)?;
        machine::wait_running(&self.places, who, None)
    }

    /// Shuts `who` down in an orderly way, and waits. Then nothing answers at its address.
    pub fn power_off(&self, who: &str) -> Result<()> {
        self.check(who)?;
        machine::power_off(&self.places, who)
    }

    /// Takes the power from `who`: no process hears of it.
    pub fn pull_plug(&self, who: &str) -> Result<()> {
        self.check(who)?;
        machine::pull_plug(&self.places, who)
    }

    /// Switches `who` on and waits until it has started.
    pub fn power_on(&self, who: &str) -> Result<()> {
        self.check(who)?;
        machine::power_on(&self.places, who)?;
        machine::wait_running(&self.places, who, None)
    }

    /// Restarts `who` as its own menu would and waits until it has started again.
    pub fn reboot(&self, who: &str) -> Result<()> {
        self.check(who)?;
        let before = enter::leader(&self.places, who);
        self.succeed(who, ["systemctl", "reboot"])?;
        machine::wait_running(&self.places, who, before.as_ref())
    }

    /// Pulls the network cable of `who`, a PC or `server`, or (true) puts it back. A restart puts a PC's back.
    pub fn plug_cable(&self, who: &str, plugged: bool) -> Result<()> {
        if who != SERVER {
            self.check(who)?;
        }
        network::plug(&self.places, who, plugged)
    }

    fn check(&self, who: &str) -> Result<()> {
        ensure!(self.members.iter().any(|member| member == who), "Lab {} has no PC named {who}", self.name());
        Ok(())
    }
}

/// An office that is taken down when this is dropped. Until then SIGINT and SIGTERM do not end the program:
/// the call that is under way fails, and so this is dropped.
#[derive(Debug)]
pub struct LabGuard {
    lab: Lab,
    _watch: Watch,
}

impl LabGuard {
    /// Builds the office.
    pub fn up(options: &Options) -> Result<LabGuard> {
        let watch = Watch::start()?;
        Ok(LabGuard { lab: setup::up(options)?, _watch: watch })
    }
}

impl Deref for LabGuard {
    type Target = Lab;

    fn deref(&self) -> &Lab {
        &self.lab
    }
}

impl Drop for LabGuard {
    fn drop(&mut self) {
        if let Err(error) = teardown::down(self.lab.name()) {
            tracing::error!(error = format!("{error:#}"), "Failed to take the lab down");
        }
    }
}
