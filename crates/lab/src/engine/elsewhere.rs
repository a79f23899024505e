//! The same names on systems that have no network namespaces: one plain sentence.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::net::Ipv4Addr;
use std::ops::Deref;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Output};

use anyhow::{Result, bail};

use crate::Options;

/// Fails: the lab runs on Linux only.
pub fn up(_options: &Options) -> Result<Lab> {
    bail!("The lab does not run on this system yet: it needs Debian Linux")
}

/// Fails, as [`up`].
pub fn make_roots() -> Result<()> {
    up(&Options::default()).map(drop)
}

/// Nothing to remove.
pub fn down(_name: &str) -> Result<()> {
    Ok(())
}

/// No program is ever started as an agent here.
pub fn reexec(_args: impl IntoIterator<Item = OsString>) -> Option<ExitCode> {
    None
}

/// There is none on this system.
#[derive(Debug)]
pub struct Lab(Infallible);

/// Each does what its namesake on Linux does, if there ever were a lab.
#[expect(missing_docs, reason = "documented where they do something")]
impl Lab {
    pub fn open(_name: &str) -> Result<Lab> {
        up(&Options::default())
    }

    pub fn down(name: &str) -> Result<()> {
        down(name)
    }

    pub fn name(&self) -> &str {
        match self.0 {}
    }

    pub fn pcs(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name())
    }

    pub fn address(&self, _who: &str) -> Result<Ipv4Addr> {
        match self.0 {}
    }

    pub fn command<S: AsRef<OsStr>>(
        &self,
        _who: &str,
        _argv: impl IntoIterator<Item = S>,
    ) -> Result<Command> {
        match self.0 {}
    }

    pub fn beside<S: AsRef<OsStr>>(&self, _who: &str, _argv: impl IntoIterator<Item = S>) -> Result<Command> {
        match self.0 {}
    }

    pub fn exec<S: AsRef<OsStr>>(
        &self,
        _who: &str,
        _argv: impl IntoIterator<Item = S>,
    ) -> Result<ExitStatus> {
        match self.0 {}
    }

    pub fn output<S: AsRef<OsStr>>(&self, _who: &str, _argv: impl IntoIterator<Item = S>) -> Result<Output> {
        match self.0 {}
    }

    pub fn succeed<S: AsRef<OsStr>>(&self, _who: &str, _argv: impl IntoIterator<Item = S>) -> Result<String> {
        match self.0 {}
    }

    pub fn put(&self, _who: &str, _path: &Path, _content: &[u8], _mode: u32) -> Result<()> {
        match self.0 {}
    }

    pub fn install(&self, _who: &str, _deb: &Path) -> Result<()> {
        match self.0 {}
    }

    pub fn journal(&self, _who: &str, _unit: &str) -> Result<String> {
        match self.0 {}
    }

    pub fn wait_running(&self, _who: &str) -> Result<()> {
        match self.0 {}
    }

    pub fn power_off(&self, _who: &str) -> Result<()> {
        match self.0 {}
    }

    pub fn pull_plug(&self, _who: &str) -> Result<()> {
        match self.0 {}
    }

    pub fn power_on(&self, _who: &str) -> Result<()> {
        match self.0 {}
    }

    pub fn reboot(&self, _who: &str) -> Result<()> {
        match self.0 {}
    }

    pub fn plug_cable(&self, _who: &str, _plugged: bool) -> Result<()> {
        match self.0 {}
    }
}

/// There is none on this system.
#[derive(Debug)]
pub struct LabGuard(Lab);

impl LabGuard {
    /// Fails, as [`up`] does.
    pub fn up(options: &Options) -> Result<LabGuard> {
        up(options).map(LabGuard)
    }
}

impl Deref for LabGuard {
    type Target = Lab;

    fn deref(&self) -> &Lab {
        &self.0
    }
}
