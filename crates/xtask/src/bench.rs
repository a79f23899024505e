//! `cargo xtask bench`: measures every promised number and writes docs/benchmarks.md.
//!
//! Everything is compared within one run and in turn, so that a slow moment of the machine slows all of them.

mod late;
mod office;
mod peers;
mod record;
mod report;
mod rest;
mod scenes;
mod series;
mod sources;
mod thousand;
mod window;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::Cmd;
use crate::{apt, interrupt, package, repository, say};
use office::Office;
use report::{Report, Section};

/// How much to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Few and short runs, to see that everything works; docs/benchmarks.md stays as it is
    #[arg(long)]
    quick: bool,
    /// Only this part; docs/benchmarks.md stays as it is
    #[arg(long, value_enum, value_name = "NAME")]
    only: Option<Part>,
}

/// A part that can be measured alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// Memory and wake-ups of the helper beside other services
    Rest,
    /// A thousand practice PCs
    Thousand,
    /// The record of a year
    Record,
    /// What is late in large offices, and the report of a month
    Late,
    /// The window: its start, its memory, and large offices in it
    Window,
    /// Listing the updates of ten real PCs
    List,
    /// Listing on one PC of each system, source by source
    Sources,
    /// Installing five updates on ten real PCs
    Install,
}

/// How often and how long.
#[derive(Debug, Clone, Copy)]
struct Extent {
    /// After the start, before the rest that is measured.
    settling: Duration,
    /// The rest that is measured.
    rest: Duration,
    practice_pcs: usize,
    looks: usize,
    lists: usize,
    checks: usize,
    installs: usize,
    salts: usize,
}

const WHOLE: Extent = Extent {
    settling: Duration::from_secs(60),
    rest: Duration::from_secs(600),
    practice_pcs: 1000,
    looks: 7,
    lists: 7,
    checks: 3,
    installs: 7,
    salts: 3,
};
const QUICK: Extent = Extent {
    settling: Duration::from_secs(15),
    rest: Duration::from_secs(30),
    practice_pcs: 50,
    looks: 2,
    lists: 2,
    checks: 1,
    installs: 1,
    salts: 1,
};

/// Measures, and writes what it found.
pub(crate) fn run(options: &Options) -> Result<()> {
    interrupt::watch()?;
    if !apt::is_root() {
        bail!("The PCs that are measured need root: run the same command again with sudo");
    }
    let extent = if options.quick { QUICK } else { WHOLE };
    let wants = |part| options.only.is_none_or(|only| only == part);
    let mut report = Report::begin()?;
    if wants(Part::Window) {
        report.add(window::measure()?);
    }
    if wants(Part::Record) {
        report.add(record::measure(&extent)?);
    }
    if wants(Part::Late) {
        late::measure(&extent)?.into_iter().for_each(|section| report.add(section));
    }
    if wants(Part::Sources) {
        report.add(sources::measure(&extent)?);
    }
    match options.only {
        Some(Part::Window | Part::Record | Part::Late | Part::Sources) => {}
        Some(Part::Thousand) => report.add(thousand::measure(&Built::make()?, &extent)?),
        _ => measure_in_the_lab(&Built::make()?, &extent, &wants, &mut report)?,
    }
    let is_whole = !options.quick && options.only.is_none();
    let place = if is_whole {
        repository::root().join("docs/benchmarks.md")
    } else {
        folder()?.join("benchmarks.md")
    };
    let text = report.end()?;
    std::fs::write(&place, &text).with_context(|| format!("Failed to write {}", place.display()))?;
    say::heading(place.display());
    say::line(text);
    Ok(())
}

/// The services rest while everything else is measured: whether this machine is busy changes nothing about how
/// often they wake up, and the PC they rest on is asked by nobody.
fn measure_in_the_lab(
    built: &Built,
    extent: &Extent,
    wants: &dyn Fn(Part) -> bool,
    report: &mut Report,
) -> Result<()> {
    let office = Office::up(built)?;
    let resting = if wants(Part::Rest) { Some(rest::Resting::begin(&office, extent)?) } else { None };
    if wants(Part::List) {
        report.add(scenes::list(&office, extent)?);
        report.add(scenes::check(&office, extent)?);
    }
    if wants(Part::Thousand) {
        report.add(thousand::measure(built, extent)?);
    }
    if let Some(resting) = resting {
        resting.end(&office, report)?;
    }
    if wants(Part::List) {
        report.add(scenes::salt(&office, extent).unwrap_or_else(|error| Section::missing("salt", &error)));
    }
    if wants(Part::Install) {
        report.add(scenes::install(&office, extent)?);
    }
    say::heading("Taking the lab down");
    Ok(())
}

/// What is measured: the programs as they are given to people.
struct Built {
    packages: package::Packages,
    practice: PathBuf,
    /// A folder that lies over every PC's root, with the programs of others and what they need.
    layer: PathBuf,
}

impl Built {
    fn make() -> Result<Self> {
        say::heading("Set-up: release builds, and the programs of others");
        let packages = package::build(package::Profile::Release)?;
        let build = || Cmd::new("cargo").dir(repository::root()).args(["build", "--release", "--package"]);
        build().arg("patchround-practice").run()?;
        build().args(["patchround-updates", "--example", "scan"]).run()?;
        let release = repository::target_dir().join("release");
        let layer = peers::layer(&release.join("examples/scan"))?;
        Ok(Self { packages, practice: release.join("patchround-practice"), layer })
    }
}

/// Where the bench keeps what it needs again.
fn folder() -> Result<PathBuf> {
    let folder = repository::target_dir().join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("Failed to make {}", folder.display()))?;
    Ok(folder)
}
