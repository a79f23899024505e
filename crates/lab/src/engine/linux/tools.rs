//! Sees to it that this machine has the tools the lab is built with.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use nix::unistd::geteuid;

use super::run::{fetching_tool, run, run_through};

/// Each tool with the Debian package it comes from. `mount`, `setpriv`, `nsenter` and dpkg are on every Debian.
const TOOLS: [(&str, &str); 7] = [
    ("/usr/bin/systemd-nspawn", "systemd-container"),
    ("/usr/bin/mmdebstrap", "mmdebstrap"),
    ("/usr/bin/apt-ftparchive", "apt-utils"),
    ("/usr/sbin/ip", "iproute2"),
    ("/usr/sbin/nft", "nftables"),
    ("/usr/bin/gpg", "gpg"),
    ("/usr/bin/gpg-agent", "gpg-agent"),
];
const INSTANCES: &str = "/proc/sys/fs/inotify/max_user_instances";
/// systemd takes some ten instances per PC, all counted to this machine's root.
const ENOUGH_INSTANCES: u32 = 4096;

/// Fails with one plain sentence when not root.
pub(super) fn be_root() -> Result<()> {
    ensure!(geteuid().is_root(), "The lab needs root: run the same command again with sudo");
    Ok(())
}

/// Installs what is missing, on Debian; elsewhere names it.
pub(super) fn provide() -> Result<()> {
    let missing: Vec<&str> =
        TOOLS.iter().filter(|(path, _)| !Path::new(path).exists()).map(|(_, package)| *package).collect();
    if !missing.is_empty() {
        ensure!(
            Path::new("/usr/bin/apt-get").exists(),
            "The lab needs these Debian packages: {}",
            missing.join(" ")
        );
        tracing::info!(packages = missing.join(" "), "Installing what the lab needs");
        install(&missing)?;
    }
    raise_instances()
}

/// The version of Debian this machine runs, which the PCs run as well.
pub(super) fn suite() -> Result<String> {
    let text = fs::read_to_string("/etc/os-release").context("Failed to read /etc/os-release")?;
    let value = |key: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
            .map(|value| value.trim_matches('"'))
    };
    match (value("ID"), value("VERSION_CODENAME")) {
        (Some("debian"), Some(suite)) => Ok(suite.to_owned()),
        _ => bail!("The lab builds its PCs from this machine's own package sources and so needs Debian"),
    }
}

/// An archive folder of its own, because hooks of some Debian images empty the usual one at any time.
fn install(packages: &[&str]) -> Result<()> {
    let archives = Path::new(super::places::CACHE).join("tools");
    fs::create_dir_all(archives.join("partial")).context("Failed to make a folder for the packages")?;
    let place = format!("Dir::Cache::archives={}", archives.display());
    let mut args =
        vec!["-o", &place, "-o", "DPkg::Lock::Timeout=590", "-y", "--no-install-recommends", "install"];
    args.extend(packages);
    if run_through(&mut fetching_tool("/usr/bin/apt-get", &args)).is_err() {
        run(&mut fetching_tool("/usr/bin/apt-get", ["-o", "DPkg::Lock::Timeout=590", "update"]))?;
        run_through(&mut fetching_tool("/usr/bin/apt-get", &args))?;
    }
    fs::remove_dir_all(archives).context("Failed to remove the fetched packages")
}

fn raise_instances() -> Result<()> {
    let now: u32 = fs::read_to_string(INSTANCES)?.trim().parse()?;
    if now < ENOUGH_INSTANCES {
        fs::write(INSTANCES, ENOUGH_INSTANCES.to_string())
            .context("Failed to raise fs.inotify.max_user_instances")?;
    }
    Ok(())
}
