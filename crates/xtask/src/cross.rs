//! The lanes for systems that are not this one: everything is checked and linked for Windows, what has no window is tested
//! there under wine, and everything is checked for macOS, where nothing can be linked or run from here.

mod installers;
mod kept;
mod macos;
mod toolchain;
mod wine;

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitStatus;

use anyhow::{Result, bail};

use self::toolchain::Toolchain;
pub(crate) use self::wine::Wine;
use crate::package::Profile;
use crate::package::windows::{APP, HELPER, pack};
use crate::process::Cmd;
use crate::{apt, package, page, setup};

/// What is not tested under wine: the window, and what no PC or manager gets.
const NOT_TESTED: [&str; 8] = [
    "patchround-app",
    "patchround-demo",
    "patchround-golden",
    "patchround-lab",
    "patchround-practice",
    "patchround-simulation",
    "patchround-trial",
    "xtask",
];

/// Both lanes, ready.
pub(crate) struct Lanes {
    toolchain: Toolchain,
    _alone: File,
}

/// Sets both lanes up if they are not, and checks, links and tests.
pub(crate) fn set_up_and_run() -> Result<()> {
    let lanes = set_up()?;
    lanes.check_for_windows()?;
    lanes.link_for_windows()?;
    let wine = lanes.windows()?;
    let (status, _) = lanes.test_on(&wine)?;
    if !status.success() {
        bail!("Failed to run the tests under wine");
    }
    lanes.try_installers_on(&wine)?;
    drop(wine);
    lanes.check_for_macos()
}

/// Builds the installers for Windows.
pub(crate) fn package_for_windows(profile: Profile) -> Result<Vec<PathBuf>> {
    let Lanes { toolchain, _alone } = set_up()?;
    setup::for_the_app()?;
    page::build()?;
    for package in ["patchround-helper-root", "patchround-helper", "patchround-cli", "patchround-app"] {
        let build = toolchain.cargo("build").args(["--profile", profile.name(), "--package", package]);
        build.args(["--target", toolchain::WINDOWS]).run()?;
    }
    let built = kept::folder().join(toolchain::WINDOWS).join(profile.folder());
    [HELPER, APP].into_iter().map(|one| pack(one, &built, env!("CARGO_PKG_VERSION"))).collect()
}

/// Sets up what is missing; needs root where a package is.
pub(crate) fn set_up() -> Result<Lanes> {
    apt::ensure(&toolchain::MINGW)?;
    apt::ensure(&wine::PACKAGES)?;
    apt::ensure(&package::windows::TOOLS)?;
    let toolchain = match toolchain::found() {
        Some(toolchain) => toolchain,
        None => toolchain::set_up()?,
    };
    macos::set_up()?;
    Lanes::of(toolchain)
}

/// The lanes, where all of it has been set up.
pub(crate) fn found() -> Result<Option<Lanes>> {
    let is_here = wine::is_here() && macos::is_here();
    toolchain::found().filter(|_| is_here).map(Lanes::of).transpose()
}

impl Lanes {
    fn of(toolchain: Toolchain) -> Result<Self> {
        Ok(Self { toolchain, _alone: kept::take_over()? })
    }

    /// Clippy over everything for Windows; a warning is a failure.
    pub(crate) fn check_for_windows(&self) -> Result<()> {
        quick(self.toolchain.cargo("clippy"))
            .args(["--workspace", "--all-targets", "--target", toolchain::WINDOWS, "--", "-D", "warnings"])
            .run()
    }

    /// Every program for Windows, the window among them.
    pub(crate) fn link_for_windows(&self) -> Result<()> {
        quick(self.toolchain.cargo("build"))
            .args(["--workspace", "--bins", "--target", toolchain::WINDOWS])
            .run()
    }

    /// A Windows that runs until it is dropped.
    pub(crate) fn windows(&self) -> Result<Wine> {
        wine::start()
    }

    /// The tests of all that has no window. Gives what nextest printed.
    pub(crate) fn test_on(&self, windows: &Wine) -> Result<(ExitStatus, String)> {
        let others = NOT_TESTED.iter().flat_map(|package| ["--exclude", package]);
        windows
            .runs(quick(self.toolchain.cargo("nextest")))
            .args([
                "run",
                "--no-fail-fast",
                "--profile",
                "wine",
                "--target",
                toolchain::WINDOWS,
                "--workspace",
            ])
            .args(others)
            .run_and_read()
    }

    /// The installers of what [was linked](Self::link_for_windows), through their lives.
    pub(crate) fn try_installers_on(&self, windows: &Wine) -> Result<()> {
        installers::try_out(windows, &installers::built())
    }

    /// Clippy over everything for macOS; a warning is a failure.
    pub(crate) fn check_for_macos(&self) -> Result<()> {
        macos::check()
    }
}

/// Nobody looks at these programs with a debugger, or waits for them for long: what takes the lane its time is to build them.
/// The same for all that is done here, so that what runs on this system is built once.
fn quick(cargo: Cmd) -> Cmd {
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
}
