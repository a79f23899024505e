//! What is built for other systems: apart, so that it does not evict what is built for this one, and kept from one clone to
//! the next, for most of the time goes into crates that are the same in all of them.

use std::fs::{self, File};
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{macos, toolchain};
use crate::process::Cmd;
use crate::repository;

/// `PATCHROUND_LANES`, else in the person's folder of things that can be made anew (XDG Base Directory Specification).
pub(super) fn folder() -> PathBuf {
    let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || given("XDG_CACHE_HOME").or_else(|| given("HOME").map(|home| home.join(".cache")));
    given("PATCHROUND_LANES")
        .or_else(|| cache().map(|cache| cache.join("patchround/lanes")))
        .unwrap_or_else(|| repository::target_dir().join("lanes"))
}

/// Makes it that of this clone, and of this run until what is returned is dropped: cargo knows our own crates by where they lie, so that
/// those of another clone are of no use, and would pile up.
pub(super) fn take_over() -> Result<File> {
    let (folder, here) = (folder(), repository::root().to_string_lossy());
    fs::create_dir_all(&folder).with_context(|| format!("Failed to make {}", folder.display()))?;
    let alone = File::create(folder.join("lock")).context("Failed to make a lock")?;
    alone.lock().context("Failed to wait until nobody else uses the lanes")?;
    let note = folder.join("clone");
    let last = fs::read_to_string(&note).unwrap_or_default();
    if !last.is_empty() && last != here {
        clean(&[])?;
        clean(&["--target", toolchain::WINDOWS, "--target", macos::MACOS])?;
    }
    fs::write(&note, here.as_bytes()).with_context(|| format!("Failed to write {}", note.display()))?;
    Ok(alone)
}

fn clean(targets: &[&str]) -> Result<()> {
    let cargo = Cmd::new("cargo").dir(repository::root()).env("CARGO_TARGET_DIR", folder());
    cargo.args(["clean", "--quiet", "--workspace"]).args(targets).run_silently()
}
