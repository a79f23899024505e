//! The lane for macOS: clippy over everything. Nothing is linked, and nothing runs.
//!
//! What is written in C is not compiled for it either: that would take Apple's headers. A stand-in for the compiler leaves
//! an empty file wherever one is asked for, which is all that checking Rust needs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::toolchain;
use crate::process::Cmd;
use crate::{mode, repository};

/// What is checked for.
pub(super) const MACOS: &str = "aarch64-apple-darwin";

/// Answers what it is asked about itself as the compiler of this system does, and compiles nothing.
const NO_COMPILER: &str = r#"#!/bin/sh
for word in "$@"; do
  case "$word" in -E|--version|-v) exec /usr/bin/cc "$@" ;; esac
done
while [ $# -gt 0 ]; do
  if [ "$1" = -o ]; then : > "$2"; fi
  shift
done
"#;

/// Makes the archives that it is asked for, with nothing in them.
const NO_ARCHIVER: &str = r#"#!/bin/sh
for word in "$@"; do
  case "$word" in *.a) : > "$word" ;; esac
done
"#;

/// Whether the standard library is there.
pub(super) fn is_here() -> bool {
    toolchain::rustup_has(MACOS)
}

/// Fetches the standard library.
pub(super) fn set_up() -> Result<()> {
    if is_here() || toolchain::rustup_adds(MACOS) {
        return Ok(());
    }
    bail!("rustup cannot fetch the standard library for {MACOS}, without which nothing is checked for macOS")
}

/// A warning is a failure.
pub(super) fn check() -> Result<()> {
    let folder = super::kept::folder().join("no-c");
    let compiler = stand_in(&folder, "cc", NO_COMPILER)?;
    let archiver = stand_in(&folder, "ar", NO_ARCHIVER)?;
    super::quick(Cmd::new("cargo"))
        .dir(repository::root())
        .env("CARGO_TARGET_DIR", super::kept::folder())
        .env("SDKROOT", &folder) // or it is looked for with a program of Apple's
        .env("CC_aarch64_apple_darwin", &compiler)
        .env("CXX_aarch64_apple_darwin", &compiler)
        .env("AR_aarch64_apple_darwin", archiver)
        .args(["clippy", "--workspace", "--all-targets", "--target", MACOS, "--", "-D", "warnings"])
        .run()
}

fn stand_in(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    fs::create_dir_all(folder).context("Failed to make a folder for what stands in for a compiler")?;
    fs::write(&path, text).context("Failed to write what stands in for a compiler")?;
    mode::set(&path, 0o755).context("Failed to let what stands in for a compiler run")?;
    Ok(path)
}
