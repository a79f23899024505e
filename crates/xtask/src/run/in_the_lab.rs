//! With root: three PCs with systemd and apt, and the manager's, in network namespaces.

use std::fs::File;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use patchround_lab::{Initial, LabGuard, MANAGER, Options};

use super::{OFFICE, PATIENCE, PCS, PERSON, code_in, has_words, wait_for};
use crate::process::{Cmd, Running, quoted};
use crate::{interrupt, package, repository, say};

/// Builds everything, plays, and takes the lab down again.
pub(crate) fn play() -> Result<()> {
    say::heading("Set-up: the helper's package and the manager's command line");
    let built = package::build(package::Profile::Lab)?;
    say::heading(format_args!(
        "A lab office of {PCS} PCs (the first time its PCs are built, which takes minutes)"
    ));
    let lab = LabGuard::up(&Options {
        name: "run".to_owned(),
        pcs: PCS,
        repo: None,
        initial: Initial::Easy,
        helper_deb: Some(built.helper_deb),
        cli: Some(built.cli),
        ..Options::default()
    })?;
    let played = main_job(&lab);
    say::heading("Taking the lab down");
    played
}

fn main_job(lab: &LabGuard) -> Result<()> {
    say::heading("The manager makes an office");
    manager(lab, &["init", "--office", OFFICE, "--person", PERSON])?;
    say::heading("A code lets PCs join");
    let code = code_in(&manager(lab, &["code"])?)?;
    say::heading("On each PC its administrator enters the code");
    let pairings = lab.pcs().map(|pc| Pairing::begin(lab, pc, &code)).collect::<Result<Vec<_>>>()?;
    say::heading("The manager finds the PCs and lets them join");
    manager(lab, &["find", "--join"])?;
    pairings.into_iter().try_for_each(Pairing::finish)?;
    say::heading("The PCs of the office");
    manager(lab, &["pcs"])?;
    say::heading("What each one is missing");
    manager(lab, &["updates"])?;
    say::heading("Update all");
    manager(lab, &["update", "--all", "--yes"])?;
    say::heading("The PCs of the office, afterwards");
    let wanted = format!("{PCS} of {PCS} PCs are up to date.");
    if !manager(lab, &["pcs"])?.contains(&wanted) {
        bail!("The round has ended and not all PCs are up to date");
    }
    Ok(())
}

/// Runs `patchround` on the manager's PC and gives back what it printed.
fn manager(lab: &LabGuard, words: &[&str]) -> Result<String> {
    let (status, printed) = on(lab, MANAGER, "patchround", words)?.run_and_read()?;
    if !status.success() {
        bail!("Failed to run `patchround {}` ({status})", words.join(" "));
    }
    Ok(printed)
}

fn on(lab: &LabGuard, who: &str, program: &str, words: &[&str]) -> Result<Cmd> {
    let command = lab.command(who, [program].iter().chain(words))?;
    let shown = words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    Ok(Cmd::of(command, format!("[{who}] {program} {shown}")))
}

/// A PC whose administrator waits for the manager.
struct Pairing {
    pc: String,
    program: Running,
    log: PathBuf,
}

impl Pairing {
    fn begin(lab: &LabGuard, pc: &str, code: &str) -> Result<Self> {
        let log = repository::target_dir().join(format!("run-{pc}.log"));
        let file = File::create(&log).context("Failed to make a log")?;
        let mut program = on(lab, pc, "patchround-helper", &["pair", code])?.start(file)?;
        wait_for("pairing", &mut program, || has_words(&log))?;
        Ok(Self { pc: pc.to_owned(), program, log })
    }

    /// Waits for the PC to say that it belongs to the office, and shows what it said.
    fn finish(mut self) -> Result<()> {
        let started = Instant::now();
        let mut ended = self.program.has_worked();
        while matches!(ended, Ok(false)) && started.elapsed() < PATIENCE {
            interrupt::check()?;
            thread::sleep(Duration::from_millis(100));
            ended = self.program.has_worked();
        }
        let said = std::fs::read_to_string(&self.log).unwrap_or_default();
        // The log has been read; one that stays behind harms nobody.
        let _ = std::fs::remove_file(&self.log);
        say::line(format_args!("[{}] {}", self.pc, said.trim()));
        if !ended? {
            bail!("{} was not let in within {} seconds", self.pc, PATIENCE.as_secs());
        }
        Ok(())
    }
}
