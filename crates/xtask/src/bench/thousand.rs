//! A thousand practice PCs with fifty updates each: the manager's program looks at all of them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::report::{Section, figure, spread};
use super::series::{Series, Spread};
use super::{Built, Extent, folder};
use crate::process::{Cmd, Running};
use crate::run::{code_in, introduced, wait_for};
use crate::{interrupt, say};

const UPDATES: usize = 50;
const POLL: Duration = Duration::from_millis(5);

/// Measures the first look and an unchanged one.
pub(super) fn measure(built: &Built, extent: &Extent) -> Result<Section> {
    let count = extent.practice_pcs;
    let mut section = Section::new(&format!("{count} practice PCs with {UPDATES} updates each"));
    say::heading(format_args!("{count} practice PCs join"));
    let office = Practice::join(built, count)?;
    let mut looks =
        ["first look", "unchanged look"].map(|name| Series { name: name.to_owned(), runs: Vec::new() });
    let mut peaks = Vec::new();
    for run in 0..=extent.looks {
        office.forget_all_looks()?;
        for series in &mut looks {
            let look = office.look()?;
            say::line(format_args!(
                "{:<16} {:8.3} s, {} MB",
                series.name,
                look.seconds,
                figure(look.peak_mb)
            ));
            if run > 0 {
                series.runs.push(look.seconds);
                peaks.push(look.peak_mb);
            }
        }
    }
    let peak = Spread::of(&peaks);
    section.say(&format!(
        "Real protocol over loopback, all {count} PCs in one process on this same machine. `patchround pcs`, from its \
         start to its end; most memory of the manager's program: {}.",
        spread(peak, " MB")
    ));
    section.compare(&looks);
    let [first, unchanged] = &looks;
    let name = |what: &str| format!("{count} PCs, {UPDATES} updates each: {what}");
    section.promise(&name("first look"), first.spread().median, 5.0, " s");
    section.promise(&name("unchanged look"), unchanged.spread().median, 2.0, " s");
    section.promise(&name("memory of the manager's program"), peak.most, 150.0, " MB");
    Ok(section)
}

/// One look.
struct Look {
    seconds: f64,
    peak_mb: f64,
}

/// An office that all practice PCs have joined.
struct Practice {
    cli: PathBuf,
    folder: PathBuf,
    _program: Running,
}

impl Practice {
    fn join(built: &Built, count: usize) -> Result<Self> {
        let folder = folder()?.join("thousand");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("Failed to remove what an earlier run left")?;
        }
        fs::create_dir_all(folder.join("state")).context("Failed to make a folder")?;
        let cli = built.packages.cli.clone();
        patchround(&cli, &folder).args(["init", "--office", "Thousand", "--person", "Mo"]).read()?;
        let code = code_in(&patchround(&cli, &folder).arg("code").read()?)?;
        let (program, pcs) = start(&built.practice, &folder, &code, count)?;
        for (name, address) in &pcs {
            interrupt::check()?;
            patchround(&cli, &folder).args(["add", address, "--name", name]).read()?;
        }
        copy(&folder.join("state"), &folder.join("fresh"))?;
        Ok(Self { cli, folder, _program: program })
    }

    /// The office as it was when the PCs had just joined.
    fn forget_all_looks(&self) -> Result<()> {
        let state = self.folder.join("state");
        fs::remove_dir_all(&state).context("Failed to remove the office")?;
        copy(&self.folder.join("fresh"), &state)
    }

    fn look(&self) -> Result<Look> {
        let out = File::create(self.folder.join("pcs.txt")).context("Failed to make a file")?;
        let begun = Instant::now();
        let mut child = patchround(&self.cli, &self.folder).arg("pcs").into_command();
        let mut child = child.stdin(Stdio::null()).stdout(out).spawn().context("Failed to look")?;
        let mut peak_kib = 0;
        loop {
            peak_kib = peak_kib.max(peak_of(child.id()));
            if let Some(status) = child.try_wait().context("Failed to wait for a look")? {
                if !status.success() {
                    bail!("A look ended with {status}");
                }
                break;
            }
            thread::sleep(POLL);
        }
        Ok(Look { seconds: begun.elapsed().as_secs_f64(), peak_mb: peak_kib as f64 * 1024.0 / 1e6 })
    }
}

fn start(
    program: &Path,
    folder: &Path,
    code: &str,
    count: usize,
) -> Result<(Running, Vec<(String, String)>)> {
    let log = folder.join("practice.log");
    // A listening socket each, and the connections.
    let files = format!("--nofile={}", 4 * count + 1024);
    let mut running = Cmd::new("/usr/bin/prlimit")
        .arg(files)
        .arg(program)
        .args(["--pcs", &count.to_string(), "--updates", &UPDATES.to_string(), "--code", code])
        .start(File::create(&log).context("Failed to make a log")?)?;
    wait_for("the practice PCs", &mut running, || introduced(&log).is_some())?;
    Ok((running, introduced(&log).unwrap_or_default()))
}

fn patchround(cli: &Path, folder: &Path) -> Cmd {
    Cmd::new(cli).env("PATCHROUND_STATE", folder.join("state")).arg("--no-discovery")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    Cmd::new("/bin/cp").args(["-a".as_ref(), from.as_os_str(), to.as_os_str()]).read().map(drop)
}

/// The most memory a process has had, in KiB (proc_pid_status(5)); 0 when it has gone.
fn peak_of(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
