//! The times that the programs of a PC are shown, half by half.

use std::path::Path;

use crate::hour::it_is;
use crate::office::Office;

pub(crate) const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/// The file is read anew each time somebody asks for the time.
const JUMPING: &str = "FAKETIME_NO_CACHE=1";
/// The file is read once by each program.
pub(crate) const STEADY: &str = "FAKETIME_CACHE_DURATION=86400";

/// The programs that share a time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Half {
    Network,
    Root,
}

impl Half {
    pub(crate) const BOTH: [Half; 2] = [Half::Network, Half::Root];

    fn clock(self) -> &'static str {
        match self {
            Half::Network => "/etc/lab-clock/network",
            Half::Root => "/etc/lab-clock/root",
        }
    }

    /// Also the units of transactions (systemd.unit(5), drop-ins of a name's first part).
    fn units(self) -> &'static [&'static str] {
        match self {
            Half::Network => &["patchround-helper.service"],
            Half::Root => &["patchround-root.service", "patchround-txn-.service"],
        }
    }
}

/// At noon, when a PC does nothing by itself that would change a package.
pub(crate) fn has_clocks_of_its_own(office: &Office, pc: &str) {
    is_shown_clocks(office, pc, JUMPING);
    it_is(office, pc, 12);
    start_anew(office, pc);
}

/// Both halves get their time from a file, once they are started anew.
pub(crate) fn is_shown_clocks(office: &Office, pc: &str, read: &str) {
    for half in Half::BOTH {
        set(office, pc, half, "+0");
        let (file, settings) = (half.clock(), format!("NO_FAKE_STAT=1 {read}"));
        let shown = format!("LD_PRELOAD={LIBRARY} FAKETIME_TIMESTAMP_FILE={file} {settings}");
        // A jump of the clock moves no timer.
        let timers = "DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_FAKE_MONOTONIC=1";
        for unit in half.units() {
            let path = format!("/etc/systemd/system/{unit}.d/clock.conf");
            let text = format!("[Service]\nEnvironment={shown} {timers}\n");
            office.lab.put(pc, Path::new(&path), text.as_bytes(), 0o644).unwrap();
        }
    }
}

/// As if the PC had just been switched on.
pub(crate) fn start_anew(office: &Office, pc: &str) {
    let again = "systemctl daemon-reload; systemctl stop patchround-root.service; systemctl restart patchround-helper";
    office.lab.succeed(pc, ["sh", "-c", again]).unwrap();
}

/// Shows a half another time, from now on.
pub(crate) fn set(office: &Office, pc: &str, half: Half, to: &str) {
    let new = format!("{}.new", half.clock());
    office.lab.put(pc, Path::new(&new), format!("{to}\n").as_bytes(), 0o644).unwrap();
    office.lab.succeed(pc, ["mv", &new, half.clock()]).unwrap();
}

/// Shows both halves another time.
pub(crate) fn both(office: &Office, pc: &str, to: &str) {
    Half::BOTH.iter().for_each(|half| set(office, pc, *half, to));
}
