//! A Windows of wine's, made anew for each run.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::Cmd;
use crate::repository;

/// Wine itself; there is no 32-bit one among them.
pub(super) const PACKAGES: [&str; 2] = ["wine", "wine64"];

const WINE: &str = "/usr/bin/wine";
const SERVER: &str = "/usr/bin/wineserver";
const COMPILER: &str = "/usr/bin/x86_64-w64-mingw32-gcc";
/// Wine 8 lacks a library that every program of Rust's needs.
const MISSING: &str = include_str!("bcryptprimitives.c");

/// Whether it is installed.
pub(super) fn is_here() -> bool {
    [WINE, SERVER].iter().all(|program| Path::new(program).exists())
}

/// A Windows that runs until this is dropped.
#[derive(Debug)]
pub(crate) struct Wine {
    prefix: PathBuf,
}

/// Makes a Windows 10, and starts it.
pub(super) fn start() -> Result<Wine> {
    let wine = Wine { prefix: super::kept::folder().join("wine") };
    wine.server("-k").succeeds(); // one of a run that was ended
    if wine.prefix.exists() {
        fs::remove_dir_all(&wine.prefix).context("Failed to remove the Windows of the last run")?;
    }
    fs::create_dir_all(&wine.prefix).context("Failed to make a folder for Windows")?;
    wine.run(&["wineboot", "--init"])?;
    wine.run(&["winecfg", "-v", "win10"])?;
    wine.put_in_what_is_missing()?;
    // While it is made it is started twice, each time with services of its own.
    wine.server("-k").succeeds();
    wine.server("-w").run_silently()?;
    // Whoever starts the server hands it its output, and waits until it ends: it is started by itself, first.
    wine.server("-p").run_silently()?;
    wine.run(&["wineboot"])?;
    Ok(wine)
}

impl Wine {
    /// Has cargo run what it built for Windows here.
    pub(super) fn runs(&self, cargo: Cmd) -> Cmd {
        self.of_this(cargo)
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", WINE)
            .env("INSTA_WORKSPACE_ROOT", repository::root()) // which it asks a cargo for that is not in Windows
    }

    /// Its drive C.
    pub(super) fn drive(&self) -> PathBuf {
        self.prefix.join("drive_c")
    }

    /// Runs a program of it.
    pub(super) fn run(&self, line: &[&str]) -> Result<()> {
        self.of_this(Cmd::new(WINE)).args(line).run_silently()
    }

    /// What a program of it says.
    pub(super) fn read(&self, line: &[&str]) -> Result<String> {
        self.of_this(Cmd::new(WINE)).args(line).read()
    }

    fn server(&self, act: &str) -> Cmd {
        self.of_this(Cmd::new(SERVER)).arg(act)
    }

    /// Without a screen, and without what would ask for one.
    fn of_this(&self, command: Cmd) -> Cmd {
        command
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "mscoree=d;mshtml=d;winemenubuilder.exe=d")
            .without_env("DISPLAY")
            .without_env("WAYLAND_DISPLAY")
    }

    fn put_in_what_is_missing(&self) -> Result<()> {
        let source = self.prefix.join("bcryptprimitives.c");
        fs::write(&source, MISSING).context("Failed to write the source of a library")?;
        let library = self.prefix.join("drive_c/windows/system32/bcryptprimitives.dll");
        Cmd::new(COMPILER).args(["-shared", "-O2", "-o"]).arg(library).arg(source).arg("-ladvapi32").run()
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        self.server("-k").succeeds();
    }
}
