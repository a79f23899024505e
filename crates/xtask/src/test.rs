//! `cargo xtask test`: all the set-up, then every check, each with its time, and a plain count at the end.

mod counts;
mod fuzzing;
mod parts;
mod roots;
mod table;

use anyhow::Result;

use self::parts::Part;
use self::roots::Roots;
use self::table::Line;
use crate::{apt, interrupt, say, setup};

/// How much to test.
#[derive(Clone, clap::Args)]
pub(crate) struct Options {
    /// Also the long tests: ignored ones, many more cases of the random ones, and new inputs for every fuzz target
    #[arg(long)]
    pub(crate) long: bool,
    /// How many seconds --long tries new inputs for, for each fuzz target
    #[arg(long, default_value_t = 60, requires = "long")]
    pub(crate) fuzz_seconds: u64,
    /// Set the lanes for Windows and macOS up if they are not (needs root), instead of leaving them out
    #[arg(long)]
    pub(crate) cross: bool,
    /// Only this part, as the result names it; may be given several times
    #[arg(long, value_name = "PART", value_parser = parts::names())]
    pub(crate) only: Vec<String>,
}

/// How a part ended, when it did not fail.
pub(crate) enum Verdict {
    /// A check without a number.
    Passed,
    /// Tests were counted; `failed` may be above 0, and then they are named.
    Counted(counts::Counts, Vec<String>),
    /// Left out, and why.
    NotRun(String),
}

/// Runs every part, also after one has failed, and tells whether all passed. Its last line is the count.
pub(crate) fn run(options: &Options) -> Result<bool> {
    interrupt::watch()?;
    say::heading("Set-up");
    setup::for_testing()?;
    let is_wanted =
        |part: &&Part| options.only.is_empty() || options.only.iter().any(|name| name == part.name);
    let wanted: Vec<&Part> = parts::ALL.iter().filter(is_wanted).collect();
    let root = apt::is_root();
    let roots = Roots::begin(root && wanted.iter().any(|part| part.name == parts::LAB))?;
    let surroundings = Surroundings { options: options.clone(), root, ci: is_ci(), roots };
    let mut lines = Vec::new();
    for part in wanted {
        lines.push(run_part(part, &surroundings)?);
    }
    say::heading("Result");
    Ok(table::print(&lines).failed == 0)
}

/// What decides which parts can run.
pub(crate) struct Surroundings {
    pub(crate) options: Options,
    pub(crate) root: bool,
    /// In CI a lab test that was left out is a failure.
    pub(crate) ci: bool,
    /// What the lab's PCs are started from.
    pub(crate) roots: Roots,
}

fn run_part(part: &Part, surroundings: &Surroundings) -> Result<Line> {
    say::heading(part.name);
    let started = std::time::Instant::now();
    let verdict = (part.run)(surroundings);
    interrupt::check()?;
    if let Err(error) = &verdict {
        say::line(format_args!("{error:#}"));
    }
    Ok(Line { name: part.name, verdict, took: started.elapsed() })
}

fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| matches!(value.as_str(), "true" | "1"))
}
