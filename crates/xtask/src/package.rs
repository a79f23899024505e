//! Builds what is installed on PCs: the helper's .deb, and the manager's command line.

use std::path::PathBuf;
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
    // The root half alone, so that it does not get features another program asked for.
    for package in ["patchround-helper-root", "patchround-helper", "patchround-cli"] {
        cargo().args(["build", "--profile", name, "--package", package]).run()?;
    }
    let printed =
        cargo().args(["deb", "--no-build", "--profile", name, "--package", "patchround-helper"]).read()?;
    Ok(Packages {
        helper_deb: deb_in(&printed)?,
        cli: repository::target_dir().join(name).join("patchround"),
    })
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Lab => "lab",
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
}
