//! The lab office that is measured: ten PCs, two that rest, and the manager's.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use patchround_lab::{Initial, LabGuard, MANAGER, Options};

use super::{Built, folder, peers};
use crate::run::code_in;
use crate::{interrupt, say};

/// The PCs that are listed and updated.
pub(super) const PCS: usize = 10;
/// Where the lab's PCs are: `pc1` is 11.
pub(super) const ADDRESSES: &str = "10.77.0.";
/// The manager's PC is salt's master as well.
pub(super) const SALT_MASTER: &str = "10.77.0.3";
/// Rests with the helper.
pub(super) const RESTING: &str = "pc11";
/// Rests with the services of others.
pub(super) const RESTING_OTHERS: &str = "pc12";
/// The office that only the resting PC belongs to, so that nobody disturbs it.
const OFFICES: [&str; 2] = ["/root/office", "/root/resting-office"];
const PATIENCE: Duration = Duration::from_secs(120);

/// The office.
pub(super) struct Office {
    pub(super) lab: LabGuard,
}

impl Office {
    /// Starts it; ten PCs have joined one office, the resting one another.
    pub(super) fn up(built: &Built) -> Result<Self> {
        say::heading("A lab office (the first time its PCs are built, which takes minutes)");
        let lab = LabGuard::up(&Options {
            name: "bench".to_owned(),
            pcs: PCS + 2,
            initial: Initial::Easy,
            helper_deb: Some(built.packages.helper_deb.clone()),
            cli: Some(built.packages.cli.clone()),
            packages: peers::PACKAGES.map(str::to_owned).to_vec(),
            layers: vec![built.layer.clone()],
            ..Options::default()
        })?;
        let office = Self { lab };
        let ten: Vec<String> = office.ten().collect();
        office.join(OFFICES[0], &ten)?;
        office.join(OFFICES[1], &[RESTING.to_owned()])?;
        Ok(office)
    }

    /// The ten PCs' names.
    pub(super) fn ten(&self) -> impl Iterator<Item = String> + use<> {
        (1..=PCS).map(|number| format!("pc{number}"))
    }

    fn join(&self, state: &str, pcs: &[String]) -> Result<()> {
        let in_state = |words: &[&str]| {
            self.lab.succeed(
                MANAGER,
                [["patchround", "--no-discovery", "--state-dir", state].as_slice(), words].concat(),
            )
        };
        in_state(&["init", "--office", "Bench", "--person", "Mo"])?;
        let code = code_in(&in_state(&["code"])?)?;
        for pc in pcs {
            let mut window = self.window(pc, &code)?;
            in_state(&["add", &self.lab.address(pc)?.to_string(), "--name", pc])?;
            if !window.wait().context("Failed to wait for a pairing")?.success() {
                bail!("{pc} did not join");
            }
        }
        Ok(())
    }

    /// A PC's administrator, once he waits for the manager.
    fn window(&self, pc: &str, code: &str) -> Result<Child> {
        let mut command = self.lab.command(pc, ["patchround-helper", "pair", code])?;
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("Failed to pair")?;
        let mut printed = BufReader::new(child.stdout.take().context("A pipe was asked for")?);
        printed.read_line(&mut String::new()).context("Failed to read what pairing says")?;
        // It must not block on a full pipe, and ends with its program.
        thread::spawn(move || printed.lines().map_while(Result::ok).for_each(drop));
        Ok(child)
    }

    /// `patchround` for the ten PCs, on the manager's.
    pub(super) fn patchround(&self, words: &[&str]) -> Result<Command> {
        let start = ["patchround", "--no-discovery", "--state-dir", OFFICES[0]];
        self.lab.command(MANAGER, [start.as_slice(), words].concat())
    }

    /// The same for the PC that rests.
    pub(super) fn resting_patchround(&self, words: &str) -> String {
        format!("patchround --no-discovery --state-dir {} {words}", OFFICES[1])
    }

    /// Seconds until `patchround` has done this.
    pub(super) fn time_patchround(&self, words: &[&str]) -> Result<f64> {
        timed([self.patchround(words)?])
    }

    /// Seconds until a shell on the manager's PC has done this.
    pub(super) fn time_on_manager(&self, script: &str) -> Result<f64> {
        timed([self.lab.command(MANAGER, ["sh", "-c", script])?])
    }

    /// Seconds until all ten PCs have done this, all at once.
    pub(super) fn time_on_ten(&self, script: &str) -> Result<f64> {
        let commands: Result<Vec<Command>> =
            self.ten().map(|pc| self.lab.command(&pc, ["sh", "-c", script])).collect();
        timed(commands?)
    }

    /// What the manager would read now.
    pub(super) fn waiting_updates(&self) -> Result<usize> {
        let output = self.patchround(&["updates", "--json"])?.stderr(Stdio::null()).output();
        let printed = String::from_utf8_lossy(&output.context("Failed to list")?.stdout).into_owned();
        Ok(printed.matches("\"id\":\"apt:").count())
    }

    /// Waits until the manager would read so many updates, on all PCs together.
    pub(super) fn wait_for_updates(&self, wanted: usize) -> Result<()> {
        let begun = Instant::now();
        loop {
            let found = self.waiting_updates()?;
            if found == wanted {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                bail!("Failed to see {wanted} updates, there are {found}");
            }
            pause(Duration::from_millis(500))?;
        }
    }
}

/// Seconds until all of them have ended well, started at once.
fn timed(commands: impl IntoIterator<Item = Command>) -> Result<f64> {
    let log = folder()?.join("last.log");
    let file = File::create(&log).context("Failed to make a log")?;
    let begun = Instant::now();
    let mut running = Vec::new();
    for mut command in commands {
        let (out, err) = (file.try_clone()?, file.try_clone()?);
        running
            .push(command.stdin(Stdio::null()).stdout(out).stderr(err).spawn().context("Failed to start")?);
    }
    let mut worked = true;
    for child in &mut running {
        worked &= child.wait().context("Failed to wait")?.success();
    }
    let seconds = begun.elapsed().as_secs_f64();
    if !worked {
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        let from = said.len().saturating_sub(2000);
        bail!("A measured command failed: {}", said.get(from..).unwrap_or(&said));
    }
    Ok(seconds)
}

/// Waits, but not against Ctrl-C.
pub(super) fn pause(long: Duration) -> Result<()> {
    let end = Instant::now() + long;
    while Instant::now() < end {
        interrupt::check()?;
        thread::sleep(Duration::from_millis(100).min(end.saturating_duration_since(Instant::now())));
    }
    Ok(())
}
