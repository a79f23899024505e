//! Runs a command inside a PC, without the right to touch this machine's clock.

use std::ffi::OsStr;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::places::Places;
use super::process::Process;
use super::run::tool;

/// Rights over this whole machine that nothing inside a PC may have (capabilities(7)). Time above all: it is the
/// same for all namespaces.
pub(super) const BOUNDS: &str = "--bounding-set=-sys_time,-sys_module,-sys_boot,-sys_rawio,-syslog,-wake_alarm,\
                                 -block_suspend,-mac_admin,-mac_override,-perfmon,-bpf";

/// The command, ready to be started, with the environment of root at a PC's own terminal.
pub(super) fn command<S: AsRef<OsStr>>(
    places: &Places,
    who: &str,
    argv: impl IntoIterator<Item = S>,
) -> Result<Command> {
    if !places.machine(who).is_dir() {
        bail!("Lab {} has no PC named {who}", places.name());
    }
    let leader = leader(places, who).with_context(|| format!("{who} is off"))?;
    let mut command = tool("/usr/bin/nsenter", ["-t", &leader.pid.to_string()]);
    command.args(["-m", "-p", "-n", "-u", "-i", "-C", "-r", "-w", "--"]);
    command.args(["/usr/bin/setpriv", BOUNDS, "--inh-caps=-all", "--pdeathsig=KILL", "--"]).args(argv);
    for (name, value) in [("HOME", "/root"), ("USER", "root"), ("LOGNAME", "root"), ("SHELL", "/bin/bash")] {
        command.env(name, value);
    }
    let terminal = std::env::var_os("TERM").unwrap_or_else(|| "dumb".into());
    command.env_remove("LC_ALL").env("LANG", "C.UTF-8").env("TERM", terminal);
    Ok(command)
}

/// The command in a PC's network namespace and in nothing else of it, with the caller's environment: it may need
/// the screen.
#[expect(clippy::disallowed_methods, reason = "what draws on this machine's screen needs its environment")]
pub(super) fn beside<S: AsRef<OsStr>>(
    places: &Places,
    who: &str,
    argv: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new("/usr/bin/nsenter");
    command.arg(format!("--net=/run/netns/{}", places.namespace(who)));
    command.args(["--", "/usr/bin/setpriv", BOUNDS, "--inh-caps=-all", "--pdeathsig=KILL", "--"]).args(argv);
    command
}

/// The PC's first process, while it is on.
pub(super) fn leader(places: &Places, who: &str) -> Option<Process> {
    Process::recorded(&places.machine(who).join("leader"))
}
