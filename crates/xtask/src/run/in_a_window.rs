//! With a screen: the window, with this PC's own helper beside it, and a practice office inside.

use std::fs::{self, File};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::once::{self, Claim};
use super::{Folder, program, wait_for};
use crate::process::{Cmd, Running};
use crate::{interrupt, page, repository, say, setup};

/// Where a manager's program looks for the helper of its own computer.
const HERE: &str = "127.0.0.1:7443";

/// Whether there is a screen to open a window on.
pub(crate) fn can() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|at| !at.is_empty()))
}

/// Builds everything, opens the window, and ends with it. Where a window is open already, that one is opened.
pub(crate) fn play() -> Result<()> {
    let mut turn = match once::claim()? {
        Claim::Mine(turn) => turn,
        Claim::Other(office) => return open_the_other(office.as_deref()),
    };
    say::heading("Set-up: the window and this PC's helper (the first time this takes about ten minutes)");
    build(&["patchround-app", "patchround-helper", "patchround-helper-root"])?;
    let folder = Folder::make()?;
    let helper = Helper::start(folder.0.join("pc"))?;
    let log = File::create(folder.0.join("app.log")).context("Failed to make a log")?;
    let office = folder.0.join("manager");
    let mut app =
        program("patchround-app").arg("--state-dir").arg(&office).arg("--no-discovery").start(log)?;
    turn.tell(&office)?;
    say::heading("The window opens");
    WHAT_TO_DO.iter().for_each(say::line);
    let mut waiting: Option<Running> = None;
    until_it_is_quit(&mut app, |code| {
        if waiting.take().is_some_and(|mut before| before.still_there().is_ok()) {
            say::line("The code that was typed before is not waited for any more.");
        }
        waiting = Some(helper.pair(code)?);
        Ok(())
    })
}

const WHAT_TO_DO: [&str; 7] = [
    "Press \"Try it with a practice office first\": this computer plays its PCs, and nothing is changed.",
    "Or set up your own office. When it (and not the practice office) shows a code for new PCs, type the code here and",
    "press Enter: then this PC joins, and the window shows its real updates. A code that was mistyped is typed again.",
    "Nothing of this is kept after Patchround is quit.",
    "",
    "The window was closed, and there is no icon near the clock? `cargo xtask run` in another terminal opens it again.",
    "Ctrl+C here ends everything.",
];

fn open_the_other(office: Option<&Path>) -> Result<()> {
    let Some(office) = office else {
        bail!("Another terminal is about to open the window. Wait for it");
    };
    program("patchround-app").arg("--state-dir").arg(office).run()?;
    say::line("Patchround runs already, started from another terminal. Its window was opened.");
    Ok(())
}

/// What these packages are made of, the page included.
pub(super) fn build(packages: &[&str]) -> Result<()> {
    setup::for_the_app()?;
    page::build()?;
    let build = Cmd::new("cargo").dir(repository::root()).arg("build");
    packages.iter().fold(build, |build, package| build.args(["--package", package])).run()
}

/// Hands on each line that is typed, until the window has ended. Ctrl-C, which the window hears as well, is a good end.
pub(super) fn until_it_is_quit(app: &mut Running, mut typed: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let lines = lines();
    while !interrupt::arrived() && !has_ended(app)? {
        if let Ok(line) = lines.recv_timeout(Duration::from_millis(200)) {
            match line.trim() {
                "" => {}
                code => typed(code)?,
            }
        }
    }
    Ok(())
}

fn has_ended(app: &mut Running) -> Result<bool> {
    let has_worked = app.has_worked();
    if interrupt::arrived() { Ok(true) } else { has_worked }
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

    /// Types a code at this PC, and does not wait for what comes of it. What is no code is said by the helper itself.
    fn pair(&self, code: &str) -> Result<Running> {
        let pair = program("patchround-helper").arg("--state-dir").arg(&self.dir).args(["pair", code]);
        pair.start_in_the_open()
    }
}

fn lines() -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}
