//! The base root all PCs share: this machine's Debian, small, with systemd; built once.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::overlay::{remove_tree, unmount_below};
use super::places::CACHE;
use super::run::{fetching_tool, run, tool};
use super::{sources, tools};
use crate::Lacking;

/// Raised when what follows changes, so that nobody goes on with an old base.
const RECIPE: u32 = 2;
/// What a small PC has, what a maintainer script or a person at the lab looks for, and libfaketime, the only way
/// for a test to give a PC a wrong clock.
const PACKAGES: &str = "adduser,apt-utils,ca-certificates,dbus,debconf,init-system-helpers,iproute2,\
                        iputils-ping,less,libcap2-bin,libfaketime,libnss-systemd,libpam-systemd,procps,\
                        systemd,systemd-sysv";

/// Where the packages lie that are not installed.
pub(super) const BESIDE: &str = "/usr/share/patchround-lab/beside";

/// The folder of the base root with `more` packages. Builds it when there is none yet: about a minute.
pub(super) fn provide(more: &[String], lacking: Lacking) -> Result<PathBuf> {
    provide_beside(more, &[], lacking)
}

/// The same with the files of packages `beside` in [`BESIDE`], which are not installed: what is breaks them.
pub(super) fn provide_beside(more: &[String], beside: &[&str], lacking: Lacking) -> Result<PathBuf> {
    let suite = tools::suite()?;
    let base = Path::new(CACHE).join(format!("base-{suite}-{RECIPE}{}", ending(more, beside, lacking)));
    once(&base, |half| {
        tracing::info!(suite, ?lacking, "Building the root that all PCs share, once");
        build(&suite, (more, beside), lacking, half)
    })?;
    Ok(base)
}

/// The folder of the same root with another of Debian's releases, from this machine's own servers.
pub(super) fn provide_release(release: &str) -> Result<PathBuf> {
    let own = tools::suite()?;
    let base = Path::new(CACHE).join(format!("base-{release}-{RECIPE}"));
    once(&base, |half| {
        tracing::info!(release, "Building the root of PCs with another release of Debian, once");
        let picked = half.with_extension("picked");
        let files = sources::of_release(&picked, &own, release)?;
        let built = bootstrap(release, (&[], &[]), &files, half);
        clear(&picked)?;
        built
    })?;
    Ok(base)
}

/// Tells bases with other packages, or without some, apart; nothing for the usual one.
fn ending(more: &[String], beside: &[&str], lacking: Lacking) -> String {
    let mut ending = String::new();
    let all: Vec<&str> = more.iter().map(String::as_str).chain(beside.iter().copied()).collect();
    if !all.is_empty() {
        ending += &format!("-{}", HEXLOWER.encode(&Sha256::digest(all.join(" "))[..4]));
    }
    if lacking == Lacking::Security {
        ending += "-point";
    }
    ending
}

/// Calls `make` for a folder beside `place` and puts it in place when it is whole, once and for all, also when
/// several labs want it at the same time.
pub(super) fn once(place: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    fs::create_dir_all(CACHE).context("Failed to make the cache folder")?;
    let lock = File::open(CACHE).context("Failed to open the cache folder")?;
    lock.lock().context("Failed to lock the cache folder")?;
    if place.exists() {
        return Ok(());
    }
    let half = place.with_extension("half");
    clear(&half)?;
    let made = make(&half);
    if made.is_err() {
        clear(&half)?;
    }
    made?;
    fs::rename(&half, place).with_context(|| format!("Failed to put {} in place", place.display()))
}

fn clear(half: &Path) -> Result<()> {
    unmount_below(half)?;
    remove_tree(half)
}

fn build(suite: &str, packages: (&[String], &[&str]), lacking: Lacking, root: &Path) -> Result<()> {
    let picked = root.with_extension("picked");
    let files = match lacking {
        Lacking::None => sources::files()?,
        Lacking::Security => sources::pick(&picked, |found| found == suite)?,
    };
    let built = bootstrap(suite, packages, &files, root);
    clear(&picked)?;
    built
}

fn bootstrap(
    suite: &str,
    (more, beside): (&[String], &[&str]),
    files: &[PathBuf],
    root: &Path,
) -> Result<()> {
    let packages =
        std::iter::once(PACKAGES).chain(more.iter().map(String::as_str)).collect::<Vec<_>>().join(",");
    let mut args = vec![
        "--mode=root".to_owned(),
        "--variant=minbase".to_owned(),
        format!("--include={packages}"),
        "--aptopt=APT::Install-Recommends \"false\"".to_owned(),
        "--aptopt=Acquire::Retries \"3\"".to_owned(),
        // Waiting for the disk after each file takes half of the time. A root that is not whole is thrown away.
        "--dpkgopt=force-unsafe-io".to_owned(),
    ];
    if !beside.is_empty() {
        let fetch =
            format!("APT_CONFIG=\"$MMDEBSTRAP_APT_CONFIG\" apt-get -qq download {}", beside.join(" "));
        let folder = format!("\"$1{BESIDE}\"");
        args.push(format!("--customize-hook=mkdir -p {folder} && cd {folder} && {fetch}"));
    }
    args.extend(proxies()?);
    args.extend([suite.to_owned(), root.display().to_string()]);
    args.extend(files.iter().map(|file| file.display().to_string()));
    run(&mut fetching_tool("/usr/bin/mmdebstrap", &args)).context("Failed to build the base root")?;
    forget_the_host(root)
}

/// mmdebstrap does not read this machine's apt settings, so a proxy set there is handed on.
fn proxies() -> Result<Vec<String>> {
    let dump = run(&mut tool("/usr/bin/apt-config", ["dump", "--no-empty", "--format", "%f \"%v\"%n"]))?;
    let proxies = dump.lines().filter(|line| line.starts_with("Acquire::http") && line.contains("::Proxy"));
    Ok(proxies.map(|line| format!("--aptopt={line}")).collect())
}

/// The PCs have no sources but those of their office, and each its own name and machine id.
fn forget_the_host(root: &Path) -> Result<()> {
    for file in [
        "etc/apt/sources.list",
        "etc/apt/apt.conf.d/99mmdebstrap",
        "etc/dpkg/dpkg.cfg.d/99mmdebstrap",
        "etc/hostname",
        "etc/resolv.conf",
    ] {
        let path = root.join(file);
        if path.symlink_metadata().is_ok() {
            fs::remove_file(&path).with_context(|| format!("Failed to remove {}", path.display()))?;
        }
    }
    for dir in ["etc/apt/sources.list.d", "var/lib/apt/lists", "var/cache/apt/archives"] {
        empty(&root.join(dir))?;
    }
    fs::write(root.join("etc/machine-id"), "").context("Failed to clear the machine id")?;
    fs::write(root.join("etc/resolv.conf"), "").context("Failed to clear the name servers")
}

fn empty(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("Failed to read {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }
            .with_context(|| format!("Failed to remove {}", path.display()))?;
    }
    Ok(())
}
