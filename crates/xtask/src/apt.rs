//! Debian packages this computer needs, installed when they are missing.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::Cmd;
use crate::{repository, say};

const APT_GET: &str = "/usr/bin/apt-get";
const SUDO: &str = "/usr/bin/sudo";
const DPKG_QUERY: &str = "/usr/bin/dpkg-query";

/// Installs those of `packages` that are not there. Needs root only when one is missing: then the person is asked
/// first.
pub(crate) fn ensure(packages: &[&str]) -> Result<()> {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !Path::new(APT_GET).exists() {
        bail!("This needs the programs of the Debian packages {list}. Install their like and try again");
    }
    if is_root() {
        say::line(format_args!("Installing {list}"));
        return install_as_root(&missing);
    }
    if !may_use_sudo(&list)? {
        bail!(
            "The packages {list} are missing. Install them with `sudo apt-get install {list}` and try again"
        );
    }
    sudo(&["update", "-qq"], &[])?;
    sudo(&["install", "-y", "-qq", "--no-install-recommends"], &missing)
}

fn install_as_root(missing: &[&str]) -> Result<()> {
    let archives = archives_dir()?;
    apt_get(&archives).arg("update").arg("-qq").run()?;
    apt_get(&archives).args(["install", "-y", "-qq", "--no-install-recommends"]).args(missing).run()?;
    std::fs::remove_dir_all(&archives).context("Failed to remove the folder for packages")
}

/// Asks, where there is somebody to answer.
fn may_use_sudo(list: &str) -> Result<bool> {
    let stdin = std::io::stdin();
    if !Path::new(SUDO).exists() || !stdin.is_terminal() {
        return Ok(false);
    }
    say::question(format_args!("These Debian packages are missing: {list}. Install them with sudo? [y/N] "));
    let mut answer = String::new();
    stdin.read_line(&mut answer).context("Failed to read the answer")?;
    Ok(is_yes(&answer))
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

fn sudo(act: &[&str], packages: &[&str]) -> Result<()> {
    let waits = ["-o", "DPkg::Lock::Timeout=590"];
    Cmd::new(SUDO)
        .args(["/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", APT_GET])
        .args(waits)
        .args(act)
        .args(packages)
        .run()
}

/// Whether this program may install packages.
pub(crate) fn is_root() -> bool {
    cfg!(unix) && Cmd::new("/usr/bin/id").arg("-u").read().is_ok_and(|uid| uid.trim() == "0")
}

fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    packages.iter().copied().filter(|package| !is_installed(package)).collect()
}

fn is_installed(package: &str) -> bool {
    Cmd::new(DPKG_QUERY)
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .read()
        .is_ok_and(|status| status.trim() == "installed")
}

/// A private folder: images with a clean-up hook empty the common one while an installation runs.
fn archives_dir() -> Result<PathBuf> {
    let archives = repository::target_dir().join("apt-archives");
    std::fs::create_dir_all(archives.join("partial")).context("Failed to make the folder for packages")?;
    Ok(archives)
}

fn apt_get(archives: &Path) -> Cmd {
    Cmd::new(APT_GET)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .arg("-o")
        .arg(format!("Dir::Cache::archives={}", archives.display()))
        .args(["-o", "DPkg::Lock::Timeout=590", "-o", "Dpkg::Use-Pty=0"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes() {
        assert!(is_yes("y\n") && is_yes(" Yes \n"));
        assert!(["", "\n", "n\n", "yesterday\n", "no\n"].iter().all(|answer| !is_yes(answer)));
    }
}
