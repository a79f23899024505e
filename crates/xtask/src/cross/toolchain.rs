//! The compiler for Windows.
//!
//! rustup's own target is used where rustup has it. Otherwise Debian's compiler checks, with a standard library
//! built once from Debian's source; it lies in `PATCHROUND_CROSS` (`/opt/cross`) and nothing else is touched.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::Cmd;
use crate::{apt, repository, say};

/// What is built for.
pub(super) const WINDOWS: &str = "x86_64-pc-windows-gnu";
const DEBIAN_BIN: &str = "/usr/bin";
/// What links, and what makes the resources of a program.
pub(super) const MINGW: [&str; 2] = ["gcc-mingw-w64-x86-64-posix", "g++-mingw-w64-x86-64-posix"];
const DEBIAN_RUST: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];

/// Whose compiler it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Toolchain {
    /// rustup's, with its own target.
    Rustup,
    /// Debian's, with a standard library of ours.
    Debian,
}

impl Toolchain {
    /// This command of cargo's.
    pub(super) fn cargo(self, command: &str) -> Cmd {
        let cargo = match self {
            Self::Rustup => Cmd::new("cargo").arg(command),
            // By its path: cargo itself looks for clippy in rustup's folder first when PATH does not name that.
            Self::Debian if command == "clippy" => debian_cargo("/usr/bin/cargo-clippy").arg(command),
            Self::Debian => debian_cargo("/usr/bin/cargo").arg(command),
        };
        cargo.dir(repository::root()).env("CARGO_TARGET_DIR", super::kept::folder())
    }
}

fn debian_cargo(program: &str) -> Cmd {
    debian_environment(Cmd::new(program))
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS", format!("--sysroot={}", sysroot().display()))
}

/// The compiler, when it has been set up.
pub(super) fn found() -> Option<Toolchain> {
    if !Path::new("/usr/bin/x86_64-w64-mingw32-gcc").exists() {
        return None;
    }
    if rustup_has(WINDOWS) {
        return Some(Toolchain::Rustup);
    }
    standard_library_fits().then_some(Toolchain::Debian)
}

/// Sets it up.
pub(super) fn set_up() -> Result<Toolchain> {
    if rustup_adds(WINDOWS) {
        return Ok(Toolchain::Rustup);
    }
    say::line("rustup cannot fetch the Windows target here; using Debian's compiler");
    apt::ensure(&DEBIAN_RUST)?;
    if !standard_library_fits() {
        build_standard_library()?;
    }
    Ok(Toolchain::Debian)
}

/// Whether rustup has the standard library of a target.
pub(super) fn rustup_has(target: &str) -> bool {
    Cmd::new("rustup")
        .dir(repository::root())
        .args(["target", "list", "--installed"])
        .read()
        .is_ok_and(|installed| installed.lines().any(|line| line == target))
}

/// Has rustup fetch it.
pub(super) fn rustup_adds(target: &str) -> bool {
    Cmd::new("rustup").dir(repository::root()).args(["target", "add", target]).succeeds()
}

fn standard_library_fits() -> bool {
    let stamp = fs::read_to_string(library_dir().join(".ver"));
    let version = debian_rustc_version();
    matches!((stamp, version), (Ok(stamp), Ok(version)) if stamp.trim() == version)
}

/// Only the building of the standard library itself may use unstable options; afterwards plain cargo does.
fn build_standard_library() -> Result<()> {
    say::line("Building the standard library for Windows. This happens once and takes about a minute.");
    let work = repository::target_dir().join("cross-std");
    let crate_dir = work.join("crate");
    write_empty_crate(&crate_dir)?;
    debian_environment(Cmd::new("/usr/bin/cargo"))
        .dir(&crate_dir)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .args(["build", "--quiet", "--release", "--target", WINDOWS])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro")
        .run()?;
    keep_libraries(&work.join("target").join(WINDOWS).join("release/deps"))?;
    fs::remove_dir_all(&work).context("Failed to remove the build of the standard library")
}

/// A workspace of its own, so that cargo does not look for ours above it.
fn write_empty_crate(folder: &Path) -> Result<()> {
    let manifest =
        "[package]\nname = \"empty\"\nedition = \"2021\"\n\n[profile.release]\ndebug = 0\n\n[workspace]\n";
    fs::create_dir_all(folder.join("src")).context("Failed to make the folder for the standard library")?;
    fs::write(folder.join("Cargo.toml"), manifest).context("Failed to write an empty crate")?;
    fs::write(folder.join("src/lib.rs"), "").context("Failed to write an empty crate")
}

fn keep_libraries(built_dir: &Path) -> Result<()> {
    let library_dir = library_dir();
    if library_dir.exists() {
        fs::remove_dir_all(&library_dir).context("Failed to remove the old standard library")?;
    }
    fs::create_dir_all(&library_dir).with_context(|| format!("Failed to make {}", library_dir.display()))?;
    for entry in fs::read_dir(built_dir).context("Failed to read the built standard library")? {
        let path = entry.context("Failed to read the built standard library")?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&path, library_dir.join(&name)).with_context(|| format!("Failed to keep {name}"))?;
        }
    }
    fs::write(library_dir.join(".ver"), debian_rustc_version()?)
        .context("Failed to note the compiler's version")
}

fn debian_rustc_version() -> Result<String> {
    let version = debian_environment(Cmd::new("/usr/bin/rustc")).arg("--version").read()?;
    if version.is_empty() {
        bail!("Debian's rustc did not tell its version");
    }
    Ok(version.trim().to_owned())
}

/// Debian's programs, and nothing left of the cargo that started us.
fn debian_environment(command: Cmd) -> Cmd {
    let path = std::env::var("PATH").unwrap_or_default();
    command
        .env("PATH", format!("{DEBIAN_BIN}:{path}"))
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO", "/usr/bin/cargo")
        .without_env("RUSTUP_TOOLCHAIN")
        .without_env("LD_LIBRARY_PATH")
}

fn sysroot() -> PathBuf {
    let base =
        std::env::var_os("PATCHROUND_CROSS").map_or_else(|| PathBuf::from("/opt/cross"), PathBuf::from);
    base.join("sysroot")
}

fn library_dir() -> PathBuf {
    sysroot().join("lib/rustlib").join(WINDOWS).join("lib")
}
