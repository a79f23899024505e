//! The window's .deb and .rpm, packed by Tauri's own bundler.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::Profile;
use crate::process::Cmd;
use crate::{page, repository, setup};

/// What people install to get the window.
pub(crate) struct App {
    pub(crate) deb: PathBuf,
    pub(crate) rpm: PathBuf,
}

/// Where the window looks for the first copy of the feeds.
const FEEDS: &str = "/usr/share/patchround/feeds";

/// Builds the page and the window, and packs them, with a first copy of the `feeds` where there is one. [`Profile::Lab`] packs
/// the window that the tests have built.
pub(crate) fn build(profile: Profile, feeds: Option<&Path>) -> Result<App> {
    setup::for_the_app()?;
    page::build()?;
    profile.build_as_tested("patchround-app", "desktop")?;
    let bundles = bundle(profile, "deb,rpm", feeds.map(with_feeds).transpose()?)?;
    Ok(App {
        deb: only_file_in(&bundles.join("deb"), "deb")?,
        rpm: only_file_in(&bundles.join("rpm"), "rpm")?,
    })
}

/// Has Tauri's bundler pack the window that was built, in these ways, and gives the folder of all it has packed. `config` is
/// added to `tauri.conf.json`.
pub(super) fn bundle(profile: Profile, ways: &str, config: Option<String>) -> Result<PathBuf> {
    let debug: &[&str] = match profile {
        Profile::Lab => &["--debug"],
        Profile::Release => &[],
    };
    let bundles = repository::target_dir().join(profile.folder()).join("bundle");
    if bundles.exists() {
        fs::remove_dir_all(&bundles).context("Failed to remove the packages of the last time")?;
    }
    let bundler = Cmd::new(repository::root().join("ui/node_modules/.bin/tauri")).dir(repository::root());
    let config = config.map(|config| ["--config".to_owned(), config]);
    bundler.args(["bundle", "--bundles", ways]).args(debug).args(config.into_iter().flatten()).run()?;
    Ok(bundles)
}

/// What is added to `tauri.conf.json`: its own files stay.
fn with_feeds(folder: &Path) -> Result<String> {
    let folder = fs::canonicalize(folder).with_context(|| format!("Failed to find {}", folder.display()))?;
    if !folder.join("kev.json").exists() {
        bail!("There is no first copy of the feeds in {}: `cargo xtask feeds` writes one", folder.display());
    }
    let files = json!({"files": {FEEDS: folder}});
    Ok(json!({"bundle": {"linux": {"deb": files, "rpm": files}}}).to_string())
}

fn only_file_in(folder: &Path, extension: &str) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).with_context(|| format!("Failed to read {}", folder.display()))?;
    let is_one = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
    let found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_one).collect();
    let [one] = &found[..] else { bail!("Failed to find one .{extension} in {}", folder.display()) };
    Ok(one.clone())
}
