//! `dnf needs-restarting -r`: whether the PC waits for a restart. Where that plugin is not there, by its own rule.

use jiff::Timestamp;
use patchround_protocol::ids::PackageName;

use crate::{
    command::Output,
    restart,
    rpm::{self, Package},
    source::{Pc, RestartNeed},
};

/// What the plugin takes for a reason to restart, so that it is known before (dnf-plugins-core, needs_restarting.py).
pub const FOUNDATION: [&str; 11] = [
    "kernel",
    "kernel-core",
    "kernel-rt",
    "glibc",
    "linux-firmware",
    "systemd",
    "dbus",
    "dbus-broker",
    "dbus-daemon",
    "microcode_ctl",
    "kernel-rt-core",
];

/// Whether a package is in use only after a restart.
pub fn is_foundation(name: &str) -> bool {
    FOUNDATION.contains(&name)
}

/// Reads the answer. The status alone says nothing: it is 1 also where there is no such plugin.
pub fn parse(output: &Output) -> RestartNeed {
    let says = |words: &str| output.stdout.contains(words);
    let pending = match output.status {
        Some(0) if says("Reboot should not be necessary") => Some(false),
        Some(1) if says("Reboot is required") || says("Reboot is probably required") => Some(true),
        _ => None,
    };
    let names = output.stdout.lines().filter_map(|line| line.trim_start().strip_prefix("* "));
    let names = names.filter(|name| name.parse::<PackageName>().is_ok()).map(str::to_owned);
    RestartNeed { pending, packages: if pending == Some(true) { names.collect() } else { Vec::new() } }
}

/// The plugin's rule, asked of rpm: what came in since the PC started is in use only after a restart.
pub(super) fn by_rpm(pc: &Pc<'_>) -> RestartNeed {
    let (Some(started), Ok(installed)) = (restart::started(pc), rpm::installed(pc, FOUNDATION)) else {
        return RestartNeed::default();
    };
    came_since(started, installed)
}

fn came_since(started: Timestamp, installed: Vec<Package>) -> RestartNeed {
    let is_new = |package: &Package| package.installed.is_some_and(|at| at > started);
    let packages: Vec<String> = installed.into_iter().filter(is_new).map(|package| package.name).collect();
    RestartNeed { pending: Some(!packages.is_empty()), packages }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: i32, text: &str) -> RestartNeed {
        parse(&Output { status: Some(status), stdout: text.into(), stderr: String::new() })
    }

    #[test]
    fn a_restart_is_known_only_where_the_plugin_says_so() {
        let needed = said(1, include_str!("../../testdata/debian-12.dnf-needs-restarting.needed"));
        assert_eq!((needed.pending, needed.packages.len()), (Some(true), 1));
        let calm = said(0, include_str!("../../testdata/debian-12.dnf-needs-restarting.calm"));
        assert_eq!(calm, RestartNeed { pending: Some(false), packages: Vec::new() });
        let none = said(1, "No such command: needs-restarting. Please use /usr/bin/dnf --help\n");
        assert_eq!(none.pending, None);
    }
}
