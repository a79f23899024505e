//! The installers of Windows, installed, upgraded and removed in a Windows of wine's.
//!
//! What wine only pretends to do is not looked at: the rule of the firewall and what an access list forbids
//! (docs/known-issues.md).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::wine::Wine;
use crate::package::windows::{APP, HELPER, pack};
use crate::say;

/// Stands for the version before.
const BEFORE: &str = "0.0.9";
const SERVICES: [&str; 2] = ["PatchroundHelper", "PatchroundRoot"];
const NOW: &str = env!("CARGO_PKG_VERSION");

/// Walks both through their lives, out of programs that were built in this folder.
pub(super) fn try_out(wine: &Wine, built: &Path) -> Result<()> {
    try_helper(wine, built).context("Failed to try out the helper's installer")?;
    try_app(wine, built).context("Failed to try out the window's installer")
}

fn try_helper(wine: &Wine, built: &Path) -> Result<()> {
    let programs = wine.drive().join("Program Files/Patchround Helper");
    let key = wine.drive().join("ProgramData/Patchround/root/device.key");
    let before = pack(HELPER, built, BEFORE)?;
    install(wine, &before)?;
    ensure!(is_running(wine)?, "the helper does not run after it was installed");
    let first = fs::read(&key).context("Failed to read the key of the PC")?;

    let now = pack(HELPER, built, NOW)?;
    make_way(wine, &before)?;
    install(wine, &now)?;
    ensure!(is_running(wine)?, "the helper does not run after an upgrade");
    ensure!(fs::read(&key).is_ok_and(|key| key == first), "an upgrade has changed the PC's key");
    ensure!(products(wine, "Patchround Helper")? == [NOW], "an upgrade leaves the version before");

    remove(wine, &now)?;
    for left in SERVICES {
        let key = format!(r"HKLM\System\CurrentControlSet\Services\{left}");
        ensure!(wine.read(&["reg", "query", &key]).is_err(), "the service {left} is left");
    }
    ensure!(
        wine.read(&["reg", "query", r"HKLM\Software\Patchround Helper"]).is_err(),
        "a key of the registry is left"
    );
    for left in [programs, key.parent().and_then(Path::parent).map(Path::to_owned).unwrap_or_default()] {
        ensure!(!left.exists(), "{} is left", left.display());
    }
    say::line("The helper's installer: installed, upgraded with its state, removed.");
    Ok(())
}

fn try_app(wine: &Wine, built: &Path) -> Result<()> {
    let programs = wine.drive().join("Program Files/Patchround");
    install(wine, &pack(APP, built, BEFORE)?)?;
    let now = pack(APP, built, NOW)?;
    install(wine, &now)?;
    for there in ["patchround-app.exe", "patchround.exe", "WebView2Loader.dll", "LICENSE.txt"] {
        ensure!(programs.join(there).exists(), "{there} was not installed");
    }
    ensure!(is_in_the_menu(wine), "the menu has no entry");
    ensure!(products(wine, "Patchround")? == [NOW], "an upgrade leaves the version before");
    let version = wine.read(&[&programs.join("patchround.exe").to_string_lossy(), "--version"])?;
    ensure!(version.contains(NOW), "the installed command line does not run: {version}");

    remove(wine, &now)?;
    ensure!(!programs.exists() && !is_in_the_menu(wine), "something is left of the window");
    say::line("The window's installer: installed, upgraded, removed.");
    Ok(())
}

/// Windows has one for all people, where wine takes that of whoever installs.
fn is_in_the_menu(wine: &Wine) -> bool {
    let menu = "Microsoft/Windows/Start Menu/Programs/Patchround.lnk";
    let of_people = fs::read_dir(wine.drive().join("users")).into_iter().flatten().flatten();
    let all = of_people.map(|person| person.path().join("AppData/Roaming"));
    all.chain([wine.drive().join("ProgramData")]).any(|of| of.join(menu).exists())
}

fn install(wine: &Wine, msi: &Path) -> Result<()> {
    wine.run(&["msiexec", "/i", &in_windows(msi), "/qn"])
}

fn remove(wine: &Wine, msi: &Path) -> Result<()> {
    wine.run(&["msiexec", "/x", &in_windows(msi), "/qn"])
}

/// Removes the version before as Windows does it for an upgrade, which wine 8 does not know how to say
/// (`UPGRADINGPRODUCTCODE`).
fn make_way(wine: &Wine, before: &Path) -> Result<()> {
    wine.run(&[
        "msiexec",
        "/x",
        &in_windows(before),
        "/qn",
        "UPGRADINGPRODUCTCODE={00000000-0000-0000-0000-000000000001}",
    ])
}

/// Wine has the whole of this computer's disk as a drive.
fn in_windows(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', "\\")
}

fn is_running(wine: &Wine) -> Result<bool> {
    let running = wine.read(&["net", "start"])?;
    Ok(running.lines().any(|line| line.trim() == "Patchround"))
}

/// The versions of a program that Windows lists as installed.
fn products(wine: &Wine, name: &str) -> Result<Vec<String>> {
    let all =
        wine.read(&["reg", "query", r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall", "/s"])?;
    Ok(versions(&all, name))
}

fn versions(all: &str, name: &str) -> Vec<String> {
    let keys = all.split("HKEY_LOCAL_MACHINE").filter(|key| value(key, "DisplayName") == Some(name));
    keys.filter_map(|key| value(key, "DisplayVersion")).map(str::to_owned).collect()
}

fn value<'a>(key: &'a str, name: &str) -> Option<&'a str> {
    let line = key.lines().map(str::trim).find(|line| line.split_whitespace().next() == Some(name))?;
    line.split_once("REG_SZ").map(|(_, value)| value.trim())
}

/// Where the programs for Windows lie that were built quickly.
pub(super) fn built() -> PathBuf {
    super::kept::folder().join(super::toolchain::WINDOWS).join("debug")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_of_a_product_are_those_of_its_own_keys() {
        let all = "HKEY_LOCAL_MACHINE\\Software\\Uninstall\\{1}\r\n    DisplayName    REG_SZ    Patchround\r\n    \
                   DisplayVersion    REG_SZ    0.1.0\r\n\r\nHKEY_LOCAL_MACHINE\\Software\\Uninstall\\{2}\r\n    \
                   DisplayName    REG_SZ    Patchround Helper\r\n    DisplayVersion    REG_SZ    0.0.9\r\n";
        assert_eq!(versions(all, "Patchround"), ["0.1.0"]);
        assert_eq!(versions(all, "Patchround Helper"), ["0.0.9"]);
        assert!(versions(all, "Other").is_empty());
    }
}
