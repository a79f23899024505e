//! Without root: practice PCs over loopback. The manager's program is the real one, the PCs' programs are made up.

use std::fs::File;

use anyhow::{Context, Result, bail};

use super::{Folder, OFFICE, PCS, PERSON, code_in, introduced, program, wait_for};
use crate::process::{Cmd, Running};
use crate::{repository, say, setup};

/// Builds, starts practice PCs, lets them join and updates them.
pub(crate) fn play() -> Result<()> {
    say::line(
        "Without root there is no lab of real PCs. It needs root to start PCs with a network of their own on this",
    );
    say::line("computer and to install updates there: `sudo -E env PATH=\"$PATH\" cargo xtask run`.");
    say::line(
        "So here are practice PCs: this computer plays them, and they speak with the manager's program as real ones",
    );
    say::line("do. Nothing is installed.");
    say::heading("Set-up");
    setup::for_building()?;
    let packages = ["patchround-practice", "patchround-cli"];
    let build = Cmd::new("cargo").dir(repository::root()).arg("build");
    packages.iter().fold(build, |build, package| build.args(["--package", package])).run()?;
    main_job(&Folder::make()?)
}

fn main_job(folder: &Folder) -> Result<()> {
    let manager = |words: &[&str]| program("patchround").env("PATCHROUND_STATE", &folder.0).args(words);
    say::heading("The manager makes an office");
    manager(&["init", "--office", OFFICE, "--person", PERSON]).run()?;
    say::heading("A code lets PCs join");
    let (_, printed) = manager(&["code"]).run_and_read()?;
    say::heading("On each PC its administrator enters the code");
    let practice = Practice::start(folder, &code_in(&printed)?)?;
    say::heading("The manager lets each PC join");
    for (name, address) in &practice.pcs {
        manager(&["add", address, "--name", name]).run()?;
    }
    say::heading("The PCs of the office");
    manager(&["pcs"]).run()?;
    say::heading("What each one is missing");
    manager(&["updates"]).run()?;
    say::heading("Update all");
    manager(&["update", "--all", "--yes"]).run()?;
    say::heading("The PCs of the office, afterwards");
    let (_, printed) = manager(&["pcs"]).run_and_read()?;
    if !printed.contains(&format!("{PCS} of {PCS} PCs are up to date.")) {
        bail!("The round has ended and not all PCs are up to date");
    }
    Ok(())
}

/// Practice PCs that wait for the manager, each with its name and address.
struct Practice {
    pcs: Vec<(String, String)>,
    _program: Running,
}

impl Practice {
    fn start(folder: &Folder, code: &str) -> Result<Self> {
        let log = folder.0.join("practice.log");
        let file = File::create(&log).context("Failed to make a log")?;
        let mut program =
            program("patchround-practice").args(["--pcs", &PCS.to_string(), "--code", code]).start(file)?;
        wait_for("the practice PCs", &mut program, || introduced(&log).is_some())?;
        Ok(Self { pcs: introduced(&log).unwrap_or_default(), _program: program })
    }
}
