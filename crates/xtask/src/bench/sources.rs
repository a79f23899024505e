//! What listing the updates of one PC costs, source by source, beside the package manager's own programs.

use std::path::Path;

use anyhow::{Context, Result};
use patchround_lab::{Initial, LabGuard, Options};
use serde_json::Value;

use super::Extent;
use super::report::{Section, figure};
use crate::lab::MIXED;
use crate::process::Cmd;
use crate::{repository, say};

/// Where a PC has the two programs.
const LISTING: &str = "/opt/bench-listing";
const APPLY: &str = "/opt/bench-apply";

/// On one PC of each system.
pub(super) fn measure(extent: &Extent) -> Result<Section> {
    let release = repository::target_dir().join("release/examples");
    for (package, example) in [("patchround-updates", "listing"), ("patchround-apply", "apply")] {
        let build = ["build", "--release", "--package", package, "--example", example];
        Cmd::new("cargo").dir(repository::root()).args(build).run()?;
    }
    say::heading("A PC of each system");
    let lab = LabGuard::up(&Options {
        name: "benchsource".to_owned(),
        pcs: MIXED.len(),
        systems: MIXED.to_vec(),
        initial: Initial::Easy,
        ..Options::default()
    })?;
    let mut rows = Vec::new();
    let mut section = Section::new("One PC of each system: list");
    for (number, system) in (1..).zip(MIXED) {
        let pc = format!("pc{number}");
        for (place, example) in [(LISTING, "listing"), (APPLY, "apply")] {
            lab.put(&pc, Path::new(place), &std::fs::read(release.join(example))?, 0o755)?;
        }
        lab.succeed(&pc, [APPLY, "refresh"])?;
        let printed = lab.succeed(&pc, [LISTING, &extent.lists.to_string()])?;
        for line in printed.lines() {
            let cost = serde_json::from_str(line).ok();
            let row = cost.and_then(|cost: Value| row(&mut section, &format!("{system:?}"), &cost));
            rows.push(row.with_context(|| format!("{pc} said {line}"))?);
        }
    }
    section.say(
        "In turn, on the PC itself: what our room makes of a source's answers, with all the programs it starts, and the \
         same programs alone, their answers read and dropped. Medians in milliseconds.",
    );
    section.table(
        &["PC", "source", "updates", "programs started", "our list", "the programs alone", "ratio"],
        &rows,
    );
    Ok(section)
}

/// What `listing` (an example of `updates`) says of a source.
fn row(section: &mut Section, system: &str, cost: &Value) -> Option<Vec<String>> {
    let source = cost["source"].as_str()?;
    let [updates, calls, twice] = ["updates", "calls", "twice"].map(|name| cost[name].as_u64());
    let (ours, native) = (cost["ours_ms"].as_f64()?, cost["native_ms"].as_f64()?);
    let ratio = ours / native;
    section.promise(&format!("list of {source} on {system}, against its programs alone"), ratio, 1.1, " x");
    let what = format!("programs that a list of {source} on {system} asks the same thing twice");
    section.promise(&what, twice? as f64, 0.0, "");
    let counts = [updates?.to_string(), calls?.to_string()];
    let names = [system.to_owned(), source.to_owned()];
    Some(names.into_iter().chain(counts).chain([ours, native, ratio].map(figure)).collect())
}
