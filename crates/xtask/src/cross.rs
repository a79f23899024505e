//! The Windows lane: clippy over the whole workspace for `x86_64-pc-windows-gnu`, so that no assumption about
//! the system grows in. Nothing is run there.
//!
//! rustup's own target is used where rustup has it. Otherwise Debian's compiler checks, with a standard library
//! built once from Debian's source; it lies in `PATCHROUND_CROSS` (`/opt/cross`) and nothing else is touched.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::Cmd;
use crate::{apt, repository, say};

const TARGET: &str = "x86_64-pc-windows-gnu";
const DEBIAN_BIN: &str = "/usr/bin";
const MINGW: [&str; 2] = ["gcc-mingw-w64-x86-64-posix", "g++-mingw-w64-x86-64-posix"];
const DEBIAN_RUST: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];

/// Which compiler checks for Windows.
pub(crate) enum Lane {
    /// rustup's, with its own target.
    Rustup,
    /// Debian's, with a standard library of ours.
    Debian,
}

/// Sets the lane up if it is not, then checks.
pub(crate) fn set_up_and_check() -> Result<()> {
    let lane = match found() {
        Some(lane) => lane,
        None => set_up()?,
    };
    check(&lane)
}

/// The lane, when it has been set up.
pub(crate) fn found() -> Option<Lane> {
    if !Path::new("/usr/bin/x86_64-w64-mingw32-gcc").exists() {
        return None;
    }
    if rustup_has_target() {
        return Some(Lane::Rustup);
    }
    standard_library_fits().then_some(Lane::Debian)
}

/// Clippy over everything; a warning is a failure.
pub(crate) fn check(lane: &Lane) -> Result<()> {
    let clippy = match lane {
        Lane::Rustup => Cmd::new("cargo"),
        // By its path: cargo itself looks for clippy in rustup's folder first when PATH does not name that.
        Lane::Debian => debian_environment(Cmd::new("/usr/bin/cargo-clippy")).env(
            "CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS",
            format!("--sysroot={}", sysroot().display()),
        ),
    };
    clippy
        .dir(repository::root())
        .env("CARGO_TARGET_DIR", repository::target_dir().join("cross"))
        .args([
            "clippy",
            "--workspace",
            "--exclude",
            "patchround-app",
            "--all-targets",
            "--target",
            TARGET,
            "--",
            "-D",
            "warnings",
        ])
        .run()
}

fn set_up() -> Result<Lane> {
    apt::ensure(&MINGW)?;
    if Cmd::new("rustup").dir(repository::root()).args(["target", "add", TARGET]).succeeds() {
        return Ok(Lane::Rustup);
    }
    say::line("rustup cannot fetch the Windows target here; using Debian's compiler");
    apt::ensure(&DEBIAN_RUST)?;
    if !standard_library_fits() {
        build_standard_library()?;
    }
    Ok(Lane::Debian)
}

fn rustup_has_target() -> bool {
    Cmd::new("rustup")
        .dir(repository::root())
        .args(["target", "list", "--installed"])
        .read()
        .is_ok_and(|installed| installed.lines().any(|line| line == TARGET))
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
        .args(["build", "--quiet", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro")
        .run()?;
    keep_libraries(&work.join("target").join(TARGET).join("release/deps"))?;
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
    sysroot().join("lib/rustlib").join(TARGET).join("lib")
}
