//! `cargo xtask tidy`: the house rules that a program can check.

mod attacks;
mod dependencies;
mod functions;
mod hosts;
mod invariants;
mod manifests;
mod sources;
mod top_level;

use std::fs;

use anyhow::{Context, Result, bail};
use cargo_metadata::MetadataCommand;

use crate::process::Cmd;
use crate::{repository, say};

/// What the rules found.
#[derive(Default)]
pub(crate) struct Findings {
    /// Each is a reason to fail.
    pub(crate) problems: Vec<String>,
    /// Worth another look.
    pub(crate) notes: Vec<String>,
}

/// A file of the repository. `text` is empty for what is not text.
pub(crate) struct Source {
    /// From the top, with `/` on every system.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Checks everything and names every problem.
pub(crate) fn run() -> Result<()> {
    let sources = read_sources()?;
    let mut findings = Findings::default();
    let metadata = MetadataCommand::new()
        .manifest_path(repository::root().join("Cargo.toml"))
        .exec()
        .context("Failed to read cargo's metadata")?;
    findings.problems.extend(dependencies::problems(&dependencies::Graph::of(&metadata)));
    findings.problems.extend(manifests::problems(&sources));
    findings.problems.extend(top_level::problems(&sources));
    findings.problems.extend(invariants::problems(&sources));
    findings.problems.extend(attacks::problems(&sources));
    findings.problems.extend(hosts::problems(&sources));
    sources::check(&sources, &mut findings);
    report(&findings)
}

fn report(findings: &Findings) -> Result<()> {
    for note in &findings.notes {
        say::line(format_args!("note: {note}"));
    }
    for problem in &findings.problems {
        say::line(format_args!("problem: {problem}"));
    }
    if !findings.problems.is_empty() {
        bail!("The house is not tidy: {} problems", findings.problems.len());
    }
    say::line("The house is tidy");
    Ok(())
}

/// What git tracks, and what it would track.
fn read_sources() -> Result<Vec<Source>> {
    let listed = Cmd::new("git")
        .dir(repository::root())
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .read()?;
    let paths = listed.split('\0').filter(|path| !path.is_empty());
    // A file that is listed and gone has just been deleted.
    Ok(paths
        .filter_map(|path| Some((path, fs::read(repository::root().join(path)).ok()?)))
        .map(|(path, bytes)| Source {
            path: path.to_owned(),
            text: String::from_utf8(bytes).unwrap_or_default(),
        })
        .collect())
}
