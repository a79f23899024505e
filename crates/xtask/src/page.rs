//! The window's page (`ui/`): what builds and checks it is Node.js, found and not installed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::Cmd;
use crate::{repository, say};

/// The oldest Node.js that the page's tools run on.
const NODE: u32 = 20;

/// What the page needs, from the package registry, as the lock file has it. Nothing where it is there already.
pub(crate) fn ensure() -> Result<()> {
    let found = Cmd::new("node").arg("--version").read().ok();
    if found.as_deref().and_then(major).is_none_or(|version| version < NODE) {
        let found =
            found.map_or("none was found".to_owned(), |version| format!("this is {}", version.trim()));
        bail!(
            "The window's page needs Node.js {NODE} or newer, and {found}. On Debian: `sudo apt-get install nodejs \
             npm` (from Debian 13 on), else see https://nodejs.org. Then try again"
        );
    }
    let stamp = dir().join("node_modules/.of-lock");
    let lock =
        fs::read(dir().join("package-lock.json")).context("Failed to read what the page is made with")?;
    if fs::read(&stamp).is_ok_and(|of| of == lock) {
        return Ok(());
    }
    say::line("Getting what the page is built with");
    npm(&["ci", "--no-audit", "--no-fund"]).run()?;
    fs::write(&stamp, lock).context("Failed to note what the page was built with")
}

/// Builds the page into `ui/dist`.
pub(crate) fn build() -> Result<()> {
    ensure()?;
    npm(&["run", "--silent", "build"]).run()
}

/// A command of npm in the page's folder.
pub(crate) fn npm(words: &[&str]) -> Cmd {
    Cmd::new("npm").dir(&dir()).args(words)
}

/// The pictures of the window that are kept in docs/screenshots: every screen of an office in order, the wizard, a
/// round, its progress and its end, what people of a PC see when they are asked, light and dark.
pub(crate) fn draw() -> Result<()> {
    build()?;
    Cmd::new("cargo").dir(repository::root()).args(["build", "--package", "patchround-demo"]).run()?;
    let pictures = "(-normal-|setup-setup-|running-running-|progress-running-|result-result-|home-trouble-|home-empty-|\
                    needs-trouble-|answer-trouble-|this-pc-home-question-|this-pc-asked-question-|this-pc-worry-question-|\
                    this-pc-home-answered-|this-pc-home-objected-|this-pc-home-replied-|this-pc-home-none-|\
                    this-pc-home-after-|this-pc-wrong-waits-|this-pc-ask-question-|this-pc-home-restart-)(light|dark)$";
    npm(&["run", "--silent", "e2e", "--", "pictures.spec.ts", "--grep", pictures])
        .env("PATCHROUND_DEMO", repository::target_dir().join("debug/patchround-demo"))
        .env("PICTURES", repository::root().join("docs/screenshots"))
        .run()
}

/// Writes the pages' types anew from the Rust ones.
pub(crate) fn write_types() -> Result<()> {
    for (package, test) in [
        ("patchround-office", "the_windows_types_are_fresh"),
        ("patchround-companion", "the_types_of_this_pc_are_fresh"),
    ] {
        Cmd::new("cargo")
            .dir(repository::root())
            .env("PATCHROUND_TYPES", "write")
            .args(["test", "--quiet", "--package", package, "--features", "types", "--lib", "--"])
            .arg(test)
            .run()?;
    }
    Ok(())
}

fn dir() -> PathBuf {
    repository::root().join("ui")
}

/// Of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v9.1.0"), Some(9));
        assert_eq!(major("nonsense"), None);
    }
}
