//! New inputs for every fuzz target; the inputs that are committed are replayed by the ordinary tests.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::counts::Counts;
use super::{Surroundings, Verdict};
use crate::process::Cmd;
use crate::{repository, say, tools};

/// The longest input, as in docs/fuzzing.md.
const MAX_LEN: &str = "-max_len=16384";

/// Each target counts as one test.
pub(super) fn run(surroundings: &Surroundings) -> Result<Verdict> {
    if !surroundings.options.long {
        return Ok(Verdict::NotRun("takes --long".to_owned()));
    }
    if !Cmd::new("cargo").args(["+nightly", "--version"]).succeeds() {
        return Ok(Verdict::NotRun("takes nightly; `rustup toolchain install nightly` brings it".to_owned()));
    }
    tools::FUZZ.ensure()?;
    let mut counts = Counts::default();
    for target in targets(repository::root())? {
        match fuzz(&target, surroundings.options.fuzz_seconds) {
            Ok(()) => counts.passed += 1,
            Err(error) => {
                say::line(format_args!("{}: {error:#}", target.name));
                counts.failed += 1;
            }
        }
    }
    Ok(Verdict::Counted(counts, Vec::new()))
}

/// A fuzz target and the crate it is of.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    of: PathBuf,
    name: String,
}

/// Every `crates/*/fuzz/fuzz_targets/*.rs`.
fn targets(root: &Path) -> Result<Vec<Target>> {
    let mut found = Vec::new();
    for of in entries(&root.join("crates"))? {
        let folder = of.join("fuzz/fuzz_targets");
        let files = if folder.is_dir() { entries(&folder)? } else { Vec::new() };
        let names =
            files.iter().filter_map(|file| Some(file.file_name()?.to_str()?.strip_suffix(".rs")?.to_owned()));
        found.extend(names.map(|name| Target { of: of.clone(), name }));
    }
    found.sort();
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("Failed to read {}", folder.display()))?;
    Ok(entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?)
}

/// What is new goes under the target folder; the committed corpus is only read.
fn fuzz(target: &Target, seconds: u64) -> Result<()> {
    let ours = repository::target_dir().join("fuzz");
    let new = ours.join("corpus").join(&target.name);
    std::fs::create_dir_all(&new).with_context(|| format!("Failed to make {}", new.display()))?;
    Cmd::new("cargo")
        .dir(&target.of)
        .env("CARGO_TARGET_DIR", &ours)
        .args(["+nightly", "fuzz", "run", &target.name])
        .arg(&new)
        .arg(target.of.join("fuzz/corpus").join(&target.name))
        .args(["--", &format!("-max_total_time={seconds}"), MAX_LEN])
        .run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_corpus_that_is_replayed() {
        let found = targets(repository::root()).unwrap();
        assert!(found.iter().any(|target| target.name == "pairing"), "{found:?}");
        for Target { of, name } in found {
            let count = entries(&of.join("fuzz/corpus").join(&name)).unwrap().len();
            assert!(count > 10, "{name} has {count}");
        }
    }
}
