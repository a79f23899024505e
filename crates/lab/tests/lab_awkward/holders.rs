//! Other updaters that are at work on a PC.

use std::{path::Path, time::Duration};

use patchround_lab::System;

use crate::office::{Office, wait_until};

const UNIT: &str = "other-updater";
const FAST: &str = "/etc/systemd/system/patchround-txn-.service.d/fast.conf";
const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
/// What a transaction of rpm holds, and dnf-automatic with it.
const RPM_LOCK: &str = "/var/lib/rpm/.rpm.lock";
const AUTOMATIC: &str = "#!/usr/bin/perl
use Fcntl; open my $f, '+<', '/var/lib/rpm/.rpm.lock' or die;
my $whole = pack 's s x4 q q i x4', F_WRLCK, 0, 0, 0, 0; fcntl($f, F_SETLKW, $whole) or die;
open my $held, '>', '/run/lab-locked' or die; select(undef, undef, undef, 0.1) until -e '/run/lab-over';
";

/// What it is called.
pub(crate) fn name(system: System) -> &'static str {
    match system {
        System::Dnf => "dnf-automatic",
        System::Zypper => "zypper",
        _ => "pacman",
    }
}

/// zypper itself, in its shell, and pacman itself, which waits for an answer; in the place of dnf's timer a program of its
/// name that holds rpm's lock.
pub(crate) fn begins(office: &Office, pc: &str, system: System) {
    let (does, is_there) = match system {
        System::Dnf => {
            let program = Path::new("/usr/local/bin/dnf-automatic");
            office.lab.put(pc, program, AUTOMATIC.as_bytes(), 0o755).unwrap();
            office.lab.succeed(pc, ["touch", RPM_LOCK]).unwrap();
            ("exec /usr/local/bin/dnf-automatic", "test -e /run/lab-locked")
        }
        System::Zypper => (
            "(echo locks; until [ -e /run/lab-over ]; do sleep 0.1; done; echo quit) | zypper --no-refresh shell",
            "test \"$(cat /proc/$(cat /run/zypp.pid)/comm)\" = zypper",
        ),
        _ => (
            "(until [ -e /run/lab-over ]; do sleep 0.1; done; echo n) | pacman -R pr-tool-a",
            "test -e /var/lib/pacman/db.lck",
        ),
    };
    let unit = ["systemd-run", "--quiet", "--collect", &format!("--unit={UNIT}"), "sh", "-c", does];
    office.lab.succeed(pc, unit).unwrap();
    wait_until(Duration::from_secs(60), "the other updater works", || {
        office.lab.succeed(pc, ["sh", "-c", is_there]).is_ok()
    });
}

/// By itself.
pub(crate) fn ends(office: &Office, pc: &str) {
    office.lab.succeed(pc, ["touch", "/run/lab-over"]).unwrap();
    wait_until(Duration::from_secs(60), "the other updater ends", || {
        !office.lab.output(pc, ["systemctl", "--quiet", "is-active", UNIT]).unwrap().status.success()
    });
    office.lab.succeed(pc, ["rm", "-f", "/run/lab-locked", "/run/lab-over"]).unwrap();
}

/// What waits on a PC has a clock of its own from now on, which runs fifty times as fast.
pub(crate) fn waits_in_a_hurry(office: &Office, pc: &str) {
    let fast = format!("[Service]\nEnvironment=LD_PRELOAD={LIBRARY} NO_FAKE_STAT=1 \"FAKETIME=+0 x50\"\n");
    office.lab.put(pc, Path::new(FAST), fast.as_bytes(), 0o644).unwrap();
    office.lab.succeed(pc, ["systemctl", "daemon-reload"]).unwrap();
}

pub(crate) fn waits_as_usual(office: &Office, pc: &str) {
    office.lab.succeed(pc, ["rm", FAST]).unwrap();
    office.lab.succeed(pc, ["systemctl", "daemon-reload"]).unwrap();
}
