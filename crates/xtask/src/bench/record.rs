//! The record of a year: how large it is, and how long it takes to read and check.

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::report::Section;
use super::series::{Contender, in_turn};
use super::{Extent, folder};
use crate::process::Cmd;
use crate::{repository, say};

const PCS: usize = 50;

/// Makes the record and measures.
pub(super) fn measure(extent: &Extent) -> Result<Section> {
    say::heading(format_args!("The record of a year of {PCS} PCs"));
    let build = || Cmd::new("cargo").dir(repository::root()).args(["build", "--release", "--package"]);
    build().arg("patchround-cli").run()?;
    build().args(["patchround-office", "--example", "year"]).run()?;
    let state = folder()?.join("record");
    if state.exists() {
        fs::remove_dir_all(&state).context("Failed to remove what an earlier run left")?;
    }
    fs::create_dir_all(&state).context("Failed to make a folder")?;
    let release = repository::target_dir().join("release");
    let lines =
        Cmd::new(release.join("examples/year")).arg(state.join("office")).arg(PCS.to_string()).read()?;
    let bytes = bytes_of(&state.join("office"))?;
    let read = |words: &'static [&'static str]| {
        let (program, state) = (release.join("patchround"), state.clone());
        move || time(&program, &state, words)
    };
    let all = in_turn(
        extent.looks,
        &[
            Contender::new("`patchround record`", read(&["record"])),
            Contender::new("`patchround record --json`", read(&["record", "--json"])),
        ],
    )?;
    let mut section = Section::new(&format!("The record of a year of {PCS} PCs"));
    section.say(&format!(
        "{} lines: each PC puts 30 updates in place a week, half of them in a weekly round and half by itself, one of \
         fifty fails at first, and it restarts by itself every other week. Ids, names and times are as long as Debian's. \
         Each command is measured from its start to its end: it reads every line, checks it against the one before, and \
         writes it out. The size is that of all files of an office that has nothing but this record.",
        lines.trim()
    ));
    section.compare(&all);
    section.promise("the record of a year of 50 PCs: size", bytes as f64 / 1e6, 50.0, " MB");
    section.promise("the record of a year of 50 PCs: read and checked", all[0].spread().median, 2.0, " s");
    Ok(section)
}

/// Seconds that a command takes which finds the record whole.
fn time(program: &Path, state: &Path, words: &[&str]) -> Result<f64> {
    let out = File::create(state.join("record.txt")).context("Failed to make a file")?;
    let begun = Instant::now();
    let command = Cmd::new(program).env("PATCHROUND_STATE", state).arg("--no-discovery").args(words);
    let mut command = command.into_command();
    let status = command.stdin(Stdio::null()).stdout(out).status().context("Failed to read the record")?;
    if !status.success() {
        bail!("Reading the record ended with {status}");
    }
    Ok(begun.elapsed().as_secs_f64())
}

fn bytes_of(folder: &Path) -> Result<u64> {
    let files = fs::read_dir(folder).with_context(|| format!("Failed to read {}", folder.display()))?;
    files.map(|file| Ok(file?.metadata()?.len())).sum()
}
