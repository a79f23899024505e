//! A job that is held in the middle of installing for as long as a test wants.

use std::path::Path;
use std::process::{Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use patchround_lab::MANAGER;

use crate::office::{Office, wait_until};

const HOOK: &str = "/usr/local/sbin/lab-hold";
const SCRIPT: &str = "#!/bin/sh
[ -e /run/lab-hold ] || exit 0
touch /run/lab-held
while [ -e /run/lab-hold ]; do sleep 0.1; done
";

/// From now on dpkg waits at its beginning on this PC (dpkg(1), `--pre-invoke`).
pub(crate) fn hold(office: &Office, pc: &str) {
    office.lab.put(pc, Path::new(HOOK), SCRIPT.as_bytes(), 0o755).unwrap();
    let setting = format!("pre-invoke={HOOK}\n");
    office.lab.put(pc, Path::new("/etc/dpkg/dpkg.cfg.d/lab-hold"), setting.as_bytes(), 0o644).unwrap();
    office.lab.succeed(pc, ["sh", "-c", "rm -f /run/lab-held; touch /run/lab-hold"]).unwrap();
}

pub(crate) fn wait_until_held(office: &Office, pc: &str) {
    wait_until(Duration::from_secs(60), "dpkg is held", || {
        office.lab.output(pc, ["test", "-e", "/run/lab-held"]).is_ok_and(|output| output.status.success())
    });
}

pub(crate) fn let_go(office: &Office, pc: &str) {
    office.lab.succeed(pc, ["rm", "/run/lab-hold"]).unwrap();
}

/// A command of `patchround` that goes on while the test does something else.
pub(crate) struct Running(JoinHandle<Output>);

impl Running {
    pub(crate) fn start(office: &Office, words: &[&str]) -> Self {
        let mut command = office.lab.command(MANAGER, [&["patchround"], words].concat()).unwrap();
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        Self(thread::spawn(move || child.wait_with_output().unwrap()))
    }

    /// Its exit code and all it printed.
    pub(crate) fn end(self) -> (i32, String) {
        let Output { status, stdout, stderr } = self.0.join().unwrap();
        (status.code().unwrap_or(-1), String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
    }
}
