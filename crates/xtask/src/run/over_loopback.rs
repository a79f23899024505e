//! Without root: three helpers of this one computer, over loopback. It can be read, and not updated.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{OFFICE, PCS, PERSON, code_in, has_words, wait_for};
use crate::process::{Cmd, Running};
use crate::{repository, say, setup};

/// Builds, starts three helpers, pairs them and reads them.
pub(crate) fn play() -> Result<()> {
    say::line(
        "Without root there is no lab of real PCs. It needs root to make network namespaces, to boot PCs in",
    );
    say::line("them and to install updates there: `sudo -E env PATH=\"$PATH\" cargo xtask run`.");
    say::line(
        "So here are three helpers on this computer, over loopback. They read its updates and install nothing.",
    );
    say::heading("Set-up");
    setup::for_building()?;
    let packages = ["patchround-helper-root", "patchround-helper", "patchround-cli"];
    let build = Cmd::new("cargo").dir(repository::root()).arg("build");
    packages.iter().fold(build, |build, package| build.args(["--package", package])).run()?;
    let folder = Folder::make()?;
    let mut helpers = Vec::new();
    for number in 1..=PCS {
        helpers.push(Helper::start(&folder, format!("pc{number}"))?);
    }
    show(&folder, &helpers)
}

fn show(folder: &Folder, helpers: &[Helper]) -> Result<()> {
    let manager = |words: &[&str]| program("patchround", &folder.0.join("manager")).args(words);
    say::heading("The manager makes an office");
    manager(&["init", "--office", OFFICE, "--person", PERSON]).run()?;
    say::heading("A code lets PCs join");
    let (_, printed) = manager(&["code"]).run_and_read()?;
    let code = code_in(&printed)?;
    say::heading("Each PC is asked in with the code");
    for helper in helpers {
        let _pairing = helper.pair(&code)?;
        manager(&["add", &helper.address.to_string(), "--name", &helper.name]).run()?;
    }
    say::heading("The PCs of the office");
    manager(&["pcs"]).run()?;
    say::heading("What is outstanding (on the first; all three are this computer)");
    manager(&["updates", "--pc", "pc1"]).run()?;
    say::line("\nInstalling needs the lab, and that needs root.");
    Ok(())
}

/// A folder for all state, removed at the end. Its path is short, because sockets lie in it.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("patchround-{}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("Failed to make {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            say::line(format_args!("Failed to remove {}: {error}", self.0.display()));
        }
    }
}

/// Both halves of one helper.
struct Helper {
    name: String,
    state_dir: PathBuf,
    address: SocketAddr,
    _net_half: Running,
    _root_half: Running,
}

impl Helper {
    fn start(folder: &Folder, name: String) -> Result<Self> {
        let state_dir = folder.0.join(&name);
        fs::create_dir(&state_dir).context("Failed to make a folder for a helper")?;
        let address = free_address()?;
        let log = |name: &str| File::create(state_dir.join(name)).context("Failed to make a log");
        let mut root_half =
            program("patchround-helper-root", &state_dir).arg("serve").start(log("root.log")?)?;
        wait_for("the root half", &mut root_half, || state_dir.join("run/root.sock").exists())?;
        let mut net_half = program("patchround-helper", &state_dir)
            .args(["serve", "--no-announce", "--listen", &address.to_string()])
            .start(log("net.log")?)?;
        wait_for("the network half", &mut net_half, || state_dir.join("run/control.sock").exists())?;
        Ok(Self { name, state_dir, address, _net_half: net_half, _root_half: root_half })
    }

    /// Opens the window; it is closed when the result is dropped.
    fn pair(&self, code: &str) -> Result<Running> {
        let log_path = self.state_dir.join("pair.log");
        let log = File::create(&log_path).context("Failed to make a log")?;
        let mut pairing = program("patchround-helper", &self.state_dir).args(["pair", code]).start(log)?;
        wait_for("pairing", &mut pairing, || has_words(&log_path))?;
        Ok(pairing)
    }
}

/// One that was free a moment ago.
fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("Failed to find a free port")?;
    listener.local_addr().context("Failed to find a free port")
}

fn program(name: &str, state_dir: &Path) -> Cmd {
    Cmd::new(repository::target_dir().join("debug").join(name)).env("PATCHROUND_STATE", state_dir)
}
