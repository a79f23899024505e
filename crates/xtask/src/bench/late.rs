//! What is late: how long a large office takes to say it, and the report of a month.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::report::Section;
use super::series::{Contender, Series, in_turn};
use super::{Extent, folder};
use crate::process::Cmd;
use crate::{interrupt, repository, say};

const PCS: usize = 1_000;
const UPDATES: usize = 50;
const PCS_OF_REPORT: usize = 250;
const FORMS: [&str; 4] = ["pdf", "html", "csv", "json"];
const KB: f64 = 1e3;

/// Figures by their names, each run one.
type Figures = BTreeMap<String, Series>;

/// Makes both offices and measures.
pub(super) fn measure(extent: &Extent) -> Result<Vec<Section>> {
    say::heading("What is late: large offices, and the report of a month");
    let build = || Cmd::new("cargo").dir(repository::root()).args(["build", "--release", "--package"]);
    build().arg("patchround-cli").run()?;
    build().args(["patchround-office", "--example", "late"]).run()?;
    Ok(vec![due_dates(extent)?, report(extent)?])
}

fn due_dates(extent: &Extent) -> Result<Section> {
    let office = fresh("late")?.join("office");
    late().arg("owing").arg(&office).args([PCS.to_string(), UPDATES.to_string()]).read()?;
    let figures = taken(&office, extent.looks)?;
    let of = |name: &str| figures.get(name).cloned().with_context(|| format!("No figure of {name}"));
    let mut section = Section::new(&format!("What is due on {PCS} PCs with {UPDATES} updates each"));
    section.say(
        "Due dates are those of every update on every PC, as the window and `patchround pcs` ask for them: pure work on \
         what was read. The feeds know of 4,500 flaws. What is read is every PC as it was heard last, and when each \
         update was first seen. The window's engine talks to nobody; between a change and its picture it waits 100 ms \
         for more.",
    );
    let mut all = Vec::new();
    for (name, words) in [
        ("read", "reading them"),
        ("due without feeds", "due dates, no feeds"),
        ("due with feeds", "due dates, with feeds"),
        ("open", "opening the window's engine, to its first picture"),
        ("change", "a change, to the window's next picture"),
        ("duties", "the page of who does what"),
        ("report", "the page of a month's report"),
    ] {
        all.push(Series { name: words.to_owned(), ..of(name)? });
    }
    section.compare(&all);
    for name in ["due without feeds", "due with feeds"] {
        let what = format!("{PCS} PCs, {UPDATES} updates each: {name}");
        section.promise(&what, of(name)?.spread().median * KB, 100.0, " ms");
    }
    Ok(section)
}

/// The first run does not count.
fn taken(office: &Path, runs: usize) -> Result<Figures> {
    let mut figures = Figures::new();
    for run in 0..=runs {
        interrupt::check()?;
        for line in late().arg("figures").arg(office).read()?.lines() {
            let (name, seconds) = line.split_once('\t').with_context(|| format!("No figure: {line}"))?;
            say::line(format_args!("{name:<50} {seconds} s"));
            let series = || Series { name: name.to_owned(), runs: Vec::new() };
            let series = figures.entry(name.to_owned()).or_insert_with(series);
            series.runs.extend((run > 0).then(|| seconds.parse::<f64>()).transpose()?);
        }
    }
    Ok(figures)
}

fn report(extent: &Extent) -> Result<Section> {
    let state = fresh("month")?;
    let month = late().arg("month").arg(state.join("office")).arg(PCS_OF_REPORT.to_string()).read()?;
    let month = month.trim();
    let file = |form: &str| state.join(format!("report.{form}"));
    let write = |form: &'static str| {
        let (state, file) = (&state, file(form));
        Contender::new(format!("`patchround report --format {form}`"), move || {
            _ = fs::remove_file(&file);
            time(state, &["report", "--month", month, "--format", form, "--out"], Some(&file))
        })
    };
    let read = Contender::new("`patchround record`", || time(&state, &["record"], None));
    let contenders: Vec<Contender<'_>> = std::iter::once(read).chain(FORMS.map(write)).collect();
    let all = in_turn(extent.looks, &contenders)?;
    let mut section = Section::new(&format!("The report of a month of {PCS_OF_REPORT} PCs"));
    section.say(
        "Each PC is offered six updates a working day; half of them go in by themselves and half in a weekly round, one \
         of fifty fails at first, and on every tenth PC four stay and are late. Each PC is looked at twice a working day. \
         Each command is measured from its start to its end.",
    );
    section.compare(&all);
    for (form, series) in FORMS.iter().zip(&all[1..]) {
        let what = format!("the report of a month of {PCS_OF_REPORT} PCs as {form}");
        section.promise(&format!("{what}: written"), series.spread().median, 2.0, " s");
        let bytes = fs::metadata(file(form)).context("Failed to see how large a report is")?.len();
        section.promise(&format!("{what}: size"), bytes as f64 / KB, 300.0, " KB");
    }
    Ok(section)
}

fn late() -> Cmd {
    Cmd::new(repository::target_dir().join("release/examples/late"))
}

/// A folder with nothing of an earlier run.
fn fresh(name: &str) -> Result<PathBuf> {
    let state = folder()?.join(name);
    if state.exists() {
        fs::remove_dir_all(&state).context("Failed to remove what an earlier run left")?;
    }
    fs::create_dir_all(&state).context("Failed to make a folder")?;
    Ok(state)
}

/// Seconds that a command takes that works.
fn time(state: &Path, words: &[&str], file: Option<&Path>) -> Result<f64> {
    let program = repository::target_dir().join("release/patchround");
    let begun = Instant::now();
    let command = Cmd::new(program).env("PATCHROUND_STATE", state).arg("--no-discovery").args(words);
    let mut command = command.into_command();
    command.args(file).stdin(Stdio::null()).stdout(Stdio::null());
    let status = command.status().context("Failed to start the program")?;
    if !status.success() {
        bail!("{} ended with {status}", words.join(" "));
    }
    Ok(begun.elapsed().as_secs_f64())
}
