//! `dnf needs-restarting -r`: whether the PC waits for a restart.

use patchround_protocol::ids::PackageName;

use crate::{command::Output, source::RestartNeed};

/// What the plugin takes for a reason to restart, so that it is known before (dnf-plugins-core, needs_restarting.py).
const FOUNDATION: [&str; 11] = [
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
