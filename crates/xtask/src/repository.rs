//! Where things are in this repository.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::Cmd;

/// The top of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("this crate lies two folders below the top")
}

/// Where `cargo deny fetch db` puts the advisory databases.
pub(crate) fn advisory_databases() -> PathBuf {
    let given = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = given.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    home.unwrap_or_default().join("advisory-dbs")
}

/// When it is, and of which commit what runs is: for the head of a page that a run writes.
pub(crate) fn this_run() -> Result<String> {
    let date = Cmd::new("/bin/date").args(["-u", "+%Y-%m-%d %H:%M UTC"]).read()?;
    Ok(format!("{}, commit {}", date.trim(), commit()?))
}

/// The commit that is checked out, and whether something was changed since.
fn commit() -> Result<String> {
    let git = |words: &[&str]| Cmd::new("git").dir(root()).args(words).read();
    let is_changed = !git(&["status", "--porcelain", "--untracked-files=no"])?.trim().is_empty();
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?.trim().to_owned();
    Ok(if is_changed { commit + ", with changes that are not committed" } else { commit })
}

/// Where cargo puts what it builds: `CARGO_TARGET_DIR`, else `target`.
pub(crate) fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}
