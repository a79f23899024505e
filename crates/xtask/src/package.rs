//! Builds what is installed on PCs: the helper's packages, the window's, and the manager's command line.

pub(crate) mod app;
pub(crate) mod macos;
pub(crate) mod rpm;
mod sign;
pub(crate) mod windows;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail};

use crate::process::Cmd;
use crate::{repository, setup};

/// Which kind of build.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Profile {
    /// Quick to build, for the lab and the tests
    Lab,
    /// Small, for real PCs
    Release,
}

/// What was built.
pub(crate) struct Packages {
    /// The package with both halves of the helper.
    pub(crate) helper_deb: PathBuf,
    /// The program `patchround`.
    pub(crate) cli: PathBuf,
}

/// Builds both halves of the helper, its .deb and the command line.
pub(crate) fn build(profile: Profile) -> Result<Packages> {
    setup::for_packaging()?;
    let name = profile.name();
    // Each half alone, so that it does not get features another program asked for.
    for package in ["patchround-helper-root", "patchround-helper"] {
        cargo().args(["build", "--profile", name, "--package", package]).run()?;
    }
    profile.build_as_tested("patchround-cli", "killed")?;
    let printed =
        cargo().args(["deb", "--no-build", "--profile", name, "--package", "patchround-helper"]).read()?;
    Ok(Packages {
        helper_deb: deb_in(&printed)?,
        cli: repository::target_dir().join(profile.folder()).join("patchround"),
    })
}

/// Helpers that are not of this version, for the lab.
pub(crate) struct Others {
    /// As of the end of issue 2, built from the sources that are kept beside the lab's tests.
    pub(crate) earlier_deb: PathBuf,
    /// Today's, talking as a later one might.
    pub(crate) later_deb: PathBuf,
}

/// The commit the earlier helper is built from.
const EARLIER: &str = "patchround-976d09c";

/// Builds the helpers of other versions. The programs they leave in the target folder are not today's: build
/// [those](build) afterwards.
pub(crate) fn build_others() -> Result<Others> {
    setup::for_packaging()?;
    let sources = repository::root().join("crates/lab/testdata").join(format!("{EARLIER}.tar.gz"));
    let folder = repository::target_dir().join("skew");
    std::fs::create_dir_all(&folder).context("Failed to make a folder for the helpers of other versions")?;
    Cmd::new("tar").arg("-xzf").arg(sources).arg("-C").arg(&folder).run()?;
    Ok(Others {
        earlier_deb: build_other(&folder.join(EARLIER), &[], &folder.join("earlier.deb"))?,
        later_deb: build_other(repository::root(), &["--features", "later"], &folder.join("later.deb"))?,
    })
}

/// The earlier helper's own profile would build every library once more.
const AS_TODAYS: [&str; 4] =
    ["--config", "profile.dev.opt-level=1", "--config", "profile.dev.package.'*'.debug=false"];

fn build_other(workspace: &Path, features: &[&str], deb: &Path) -> Result<PathBuf> {
    let cargo =
        || Cmd::new("cargo").dir(workspace).env("CARGO_TARGET_DIR", repository::target_dir()).args(AS_TODAYS);
    let lab = ["--profile", Profile::Lab.name(), "--package"];
    cargo().arg("build").args(lab).arg("patchround-helper-root").run()?;
    cargo().arg("build").args(lab).arg("patchround-helper").args(features).run()?;
    cargo().args(["deb", "--no-build"]).args(lab).args(["patchround-helper", "--output"]).arg(deb).run()?;
    Ok(deb.to_owned())
}

impl Profile {
    /// Builds a program that a test starts. For the lab it is the one that its tests start, so that it is built once.
    fn build_as_tested(self, package: &str, test: &str) -> Result<()> {
        match self {
            Self::Lab => cargo().args(["test", "--workspace", "--no-run", "--test", test]).run(),
            Self::Release => cargo().args(["build", "--release", "--package", package]).run(),
        }
    }

    /// What cargo calls it. cargo-deb warns of "dev" and may refuse it some day: then the lab's packages need a profile again.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lab => "dev",
            Self::Release => "release",
        }
    }

    /// Where in its target folder cargo puts what it has built.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Lab => "debug",
            Self::Release => "release",
        }
    }
}

/// cargo-deb prints the path of the package on the last line of its standard output.
fn deb_in(printed: &str) -> Result<PathBuf> {
    let Some(line) = printed.lines().rev().find(|line| line.trim().ends_with(".deb")) else {
        bail!("cargo deb did not say where the package is");
    };
    PathBuf::from_str(line.trim()).context("Failed to read the path of the package")
}

fn cargo() -> Cmd {
    Cmd::new("cargo").dir(repository::root())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_found_in_what_cargo_deb_prints() {
        let printed = "warning: x\n/work/target/debian/patchround-helper_0.1.0-1_amd64.deb\n";
        assert_eq!(
            deb_in(printed).unwrap(),
            PathBuf::from("/work/target/debian/patchround-helper_0.1.0-1_amd64.deb")
        );
        assert!(deb_in("nothing\n").is_err());
    }

    #[test]
    fn the_network_half_has_no_privileges_in_its_unit() {
        let unit = include_str!("../../../installers/linux/helper/patchround-helper.service");
        for line in
            ["User=patchround", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "AmbientCapabilities="]
        {
            assert!(unit.lines().any(|found| found == line), "{line} is missing");
        }
    }

    #[test]
    fn who_looks_for_root_has_no_rights_in_its_unit_and_is_asked_by_root_alone() {
        let unit = include_str!("../../../installers/linux/helper/patchround-look@.service");
        let socket = include_str!("../../../installers/linux/helper/patchround-look.socket");
        for line in
            ["DynamicUser=yes", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict"]
        {
            assert!(unit.lines().any(|found| found == line), "{line} is missing");
        }
        assert!(!unit.contains("ReadWritePaths") && socket.contains("\nSocketMode=0600\n"));
    }
}
