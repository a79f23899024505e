//! `cargo xtask lab`: a test office of real PCs on this machine, by hand.

use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus};

use anyhow::{Result, bail};
use patchround_lab::{Initial, Lab, MANAGER, Options, System};

use crate::process::Cmd;
use crate::{apt, package, repository, say};

/// What a mixed office runs.
pub(crate) const MIXED: [System; 5] =
    [System::Flatpak, System::Trixie, System::Dnf, System::Zypper, System::Pacman];

/// What to do with the office.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Start an office: `manager` with the command line, and pc1, pc2 ... with the helper
    Up {
        /// How many PCs, besides the manager's
        #[arg(long, value_name = "N", default_value_t = 3)]
        pcs: usize,
        /// Let pc1 have flatpak beside apt, pc2 run Debian 13, and pc3, pc4 and pc5 dnf, zypper and pacman instead of
        /// apt: with --pcs 5
        #[arg(long)]
        mixed: bool,
        /// Serve somebody else's complete signed archive: DIR/key.gpg; DIR/initial/*.deb is installed first
        #[arg(long, value_name = "DIR")]
        repo: Option<PathBuf>,
        #[command(flatten)]
        name: Name,
    },
    /// Make the roots that PCs are started from, so that the first office need not wait for them; starts none
    Roots,
    /// Run a command as root on one of its PCs, or on `manager`
    Exec {
        #[command(flatten)]
        name: Name,
        /// `manager`, `pc1`, `pc2` ...
        #[arg(value_name = "PC")]
        pc: String,
        /// The command and its arguments
        #[arg(last = true, required = true, value_name = "CMD")]
        command: Vec<String>,
    },
    /// Play every fault at every moment of a job, each on a PC of its own; writes docs/faults.md
    Faults {
        /// Only those with these words in their name, such as "cable" or "installing"; writes no page
        #[arg(long, value_name = "WORDS")]
        only: Option<String>,
    },
    /// Take the office down and leave nothing behind
    Down {
        #[command(flatten)]
        name: Name,
    },
}

/// Which office, when there are several.
#[derive(clap::Args)]
pub(crate) struct Name {
    /// The name of the office, when there are several
    #[arg(long, default_value = "lab")]
    name: String,
}

/// Does it. `exec` ends as the command on the PC ended.
pub(crate) fn run(command: Command) -> Result<ExitCode> {
    if !apt::is_root() {
        bail!("The lab needs root: run the same command again with sudo");
    }
    match command {
        Command::Roots => patchround_lab::make_roots()?,
        Command::Up { pcs, mixed, repo, name } => up(pcs, mixed, repo, name.name)?,
        Command::Exec { name, pc, command } => {
            return Ok(code_of(Lab::open(&name.name)?.exec(&pc, &command)?));
        }
        Command::Faults { only } => faults(only)?,
        Command::Down { name } => {
            patchround_lab::down(&name.name)?;
            say::line(format_args!("Lab {} is down", name.name));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn up(pcs: usize, mixed: bool, repo: Option<PathBuf>, name: String) -> Result<()> {
    let built = package::build(package::Profile::Lab)?;
    let helper_rpm = if mixed { Some(package::rpm::build(package::Profile::Lab)?) } else { None };
    let systems = if mixed { MIXED.to_vec() } else { Vec::new() };
    let lab = patchround_lab::up(&Options {
        pcs,
        repo,
        name,
        initial: Initial::Awkward,
        systems,
        helper_deb: Some(built.helper_deb),
        helper_rpm,
        cli: Some(built.cli),
        ..Options::default()
    })?;
    explain(&lab)
}

fn faults(only: Option<String>) -> Result<()> {
    const TEST: &str = "at_every_fault_a_pc_tells_the_truth_and_loses_and_repeats_nothing";
    let mut run = tests()?
        .env("PATCHROUND_FAULTS_RUN", repository::this_run()?)
        .env("PATCHROUND_FAULTS_PAGE", repository::root().join("docs/faults.md"));
    if let Some(only) = only {
        run = run.env("PATCHROUND_FAULTS_ONLY", only);
    }
    let test = ["test", "--package", "patchround-lab", "--test", "lab_faults", "--"];
    run.args(test).args(["--ignored", "--exact", TEST, "--nocapture"]).run()
}

/// Plays how people of real PCs are asked: their screens in words, what they answer, and what comes of it. It is
/// what `cargo xtask test` plays.
pub(crate) fn people() -> Result<()> {
    const TEST: &str = "people_are_asked_pick_a_time_or_ask_to_wait_and_are_answered";
    let test = ["test", "--package", "patchround-lab", "--test", "lab_people", "--"];
    tests()?.args(test).args(["--exact", TEST, "--nocapture"]).run()
}

/// What is played by hand is a test, so that it is known to be whole: the lab's programs and its packages are built as
/// for all of them.
fn tests() -> Result<Cmd> {
    let built = package::build(package::Profile::Lab)?;
    Ok(Cmd::new("cargo")
        .dir(repository::root())
        .env("PATCHROUND_HELPER_DEB", built.helper_deb)
        .env("PATCHROUND_CLI", built.cli))
}

fn explain(lab: &Lab) -> Result<()> {
    let exec = format!("cargo xtask lab exec{}", option(lab));
    say::line("\nThe office is up:");
    for who in [MANAGER].into_iter().chain(lab.pcs()) {
        say::line(format_args!("  {who:<8} {}", lab.address(who)?));
    }
    say::line("\nMake an office on the manager's PC, then let a PC join:");
    say::line(format_args!("  {exec} manager -- patchround init --office \"The Lab\" --person Mo"));
    say::line(format_args!("  {exec} manager -- patchround code"));
    say::line(format_args!("  {exec} pc1 -- patchround-helper pair CODE"));
    say::line(format_args!("  {exec} manager -- patchround find --join      (in a second terminal)"));
    say::line("\nTake it down:");
    say::line(format_args!("  cargo xtask lab down{}", option(lab)));
    Ok(())
}

/// Nothing for the office with the usual name.
fn option(lab: &Lab) -> String {
    if lab.name() == Options::default().name { String::new() } else { format!(" --name {}", lab.name()) }
}

fn code_of(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}
