//! With a screen: the window, with this PC's own helper beside it, and a practice office inside.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::once::{self, Lock, Turn};
use super::terminal::{Waiting, until_it_is_quit};
use super::{Folder, program, wait_for};
use crate::process::{Cmd, Running};
use crate::{page, repository, say, setup};

/// Where a manager's program looks for the helper of its own computer.
const HERE: &str = "127.0.0.1:7443";

/// Whether there is a screen to open a window on.
pub(crate) fn can() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|at| !at.is_empty()))
}

/// Builds everything, opens the window, and ends with it. Where another run has done so, that one's window opens.
pub(crate) fn play() -> Result<()> {
    match once::take(&repository::target_dir().join("run.lock"))? {
        Turn::Mine(lock) => play_alone(lock),
        Turn::Other(Some(office)) => {
            program("patchround-app")
                .arg("--state-dir")
                .arg(office)
                .args(["--no-discovery", "--no-feeds"])
                .run()?;
            say::line("Patchround is already running from another terminal: its window is open there now.");
            Ok(())
        }
        Turn::Other(None) => {
            say::line(
                "Patchround is already starting or ending in another terminal: look there, or try again in a moment.",
            );
            Ok(())
        }
    }
}

fn play_alone(mut lock: Lock) -> Result<()> {
    check_that_nobody_listens()?;
    say::heading("Set-up: the window and this PC's helper (the first time this takes about ten minutes)");
    build(&["patchround-app", "patchround-helper", "patchround-helper-root"])?;
    let folder = Folder::make()?;
    let helper = Helper::start(folder.0.join("pc"))?;
    let log = File::create(folder.0.join("app.log")).context("Failed to make a log")?;
    let office = folder.0.join("manager");
    let mut app = program("patchround-app")
        .arg("--state-dir")
        .arg(&office)
        .args(["--no-discovery", "--no-feeds"])
        .start(log)?;
    say::heading("The window opens");
    wait_for("the window", &mut app, || office.join("office/app.socket").exists())?;
    lock.tell(&office)?;
    say::line(
        "Press \"Try it with a practice office first\": this computer plays its PCs, and nothing is changed.",
    );
    say::line(
        "Or set up your office. When your own office (not the practice office) shows a code for new PCs, type it here",
    );
    say::line(
        "and press Enter: then this PC joins, and the window shows its real updates. Nothing of this is kept after the",
    );
    say::line("window is quit.");
    say::line(
        "Closed the window? Run the same command again in another terminal: it opens the window again. Ctrl+C here ends",
    );
    say::line("everything.");
    let mut waiting = Waiting::default();
    let played = until_it_is_quit(&mut app, |code| waiting.begin(helper.pair(code), code));
    lock.withdraw()?;
    played
}

/// An installed helper would answer the office's program in place of this one.
fn check_that_nobody_listens() -> Result<()> {
    match TcpListener::bind(HERE) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "Another program on this computer listens on {HERE} already. If that is an installed helper, stop it with \
             `sudo systemctl stop patchround-helper`; if it is a `cargo xtask run` of another folder, end that one. \
             Then try again"
        ),
        listening => listening.map(drop).with_context(|| format!("Failed to listen on {HERE}")),
    }
}

/// What these packages are made of, the page included.
pub(super) fn build(packages: &[&str]) -> Result<()> {
    setup::for_the_app()?;
    page::build()?;
    let build = Cmd::new("cargo").dir(repository::root()).arg("build");
    packages.iter().fold(build, |build, package| build.args(["--package", package])).run()
}

/// This PC's helper, both halves, in a folder of its own: it listens on this computer only and announces nothing.
struct Helper {
    dir: PathBuf,
    _halves: [Running; 2],
}

impl Helper {
    fn start(dir: PathBuf) -> Result<Self> {
        fs::create_dir_all(&dir).with_context(|| format!("Failed to make {}", dir.display()))?;
        let log = |name: &str| File::create(dir.join(name)).context("Failed to make a log");
        let at = |name| program(name).arg("--state-dir").arg(&dir);
        let mut root = at("patchround-helper-root").arg("serve").start(log("root.log")?)?;
        wait_for("the helper's root half", &mut root, || dir.join("run/root.sock").exists())?;
        let serve = ["serve", "--no-announce", "--listen", HERE];
        let mut net = at("patchround-helper").args(serve).start(log("helper.log")?)?;
        wait_for("the helper", &mut net, || dir.join("run/control.sock").exists())?;
        Ok(Self { dir, _halves: [root, net] })
    }

    /// What types a code at this PC, and waits for the manager.
    fn pair(&self, code: &str) -> Cmd {
        program("patchround-helper").arg("--state-dir").arg(&self.dir).args(["pair", code])
    }
}
