//! The page: which promises hold, then what was measured, on which machine, and how busy that was.

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result};

use super::series::{Series, Spread};
use crate::{repository, say};

/// What was measured so far.
pub(super) struct Report {
    begun: Instant,
    run: String,
    load: String,
    sections: Vec<Section>,
}

/// One part of the page.
#[derive(Debug, Default)]
pub(super) struct Section {
    title: String,
    text: String,
    promises: Vec<Promise>,
}

/// A number that is promised, and what became of it.
#[derive(Debug)]
struct Promise {
    what: String,
    hold: String,
    measured: String,
    holds: bool,
}

impl Report {
    pub(super) fn begin() -> Result<Self> {
        let (begun, run) = (Instant::now(), repository::this_run()?);
        Ok(Self { begun, run, load: load(), sections: Vec::new() })
    }

    pub(super) fn add(&mut self, section: Section) {
        say::line(format_args!("\n{}", section.text));
        self.sections.push(section);
    }

    /// The whole page.
    pub(super) fn end(self) -> Result<String> {
        let minutes = self.begun.elapsed().as_secs().div_ceil(60);
        let mut page = format!(
            "# Benchmarks\n\nWritten by `cargo xtask bench`, which measures all of it anew; not by hand.\n\n\
             - {}, in {minutes} minutes\n- {}\n- load (1, 5, 15 minutes): {} at the beginning, {} at the end\n\n\
             What is compared was run in turn within this one run, after one turn that does not count. A row shows the\n\
             median and, in brackets, the least and the most. A ratio is taken run by run, then its median: on a machine\n\
             that others use as well, ratios say more than seconds.\n\n## The promises\n\n\
             | what | hold | measured | held |\n|---|---|---|---|\n",
            self.run,
            machine()?,
            self.load,
            load(),
        );
        for promise in self.sections.iter().flat_map(|section| &section.promises) {
            let held = if promise.holds { "yes" } else { "**no**" };
            page += &format!("| {} | {} | {} | {held} |\n", promise.what, promise.hold, promise.measured);
        }
        for section in &self.sections {
            page += &format!("\n## {}\n\n{}", section.title, section.text);
        }
        Ok(page)
    }
}

impl Section {
    pub(super) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            text: format!("Load at the beginning: {}.\n\n", load()),
            promises: Vec::new(),
        }
    }

    /// A part that could not be measured, and why.
    pub(super) fn missing(title: &str, why: &anyhow::Error) -> Self {
        Self { text: format!("Not measured: {why:#}.\n"), ..Self::new(title) }
    }

    pub(super) fn say(&mut self, text: &str) {
        self.text += text;
        self.text += "\n\n";
    }

    /// Adds a promise that holds when `value` is at most `most`.
    pub(super) fn promise(&mut self, what: &str, value: f64, most: f64, unit: &str) {
        let (hold, measured) = (format!("<= {most}{unit}"), format!("{}{unit}", figure(value)));
        self.promises.push(Promise { what: what.to_owned(), hold, measured, holds: value <= most });
    }

    /// Adds a promise of another shape.
    pub(super) fn promise_that(&mut self, what: &str, hold: &str, measured: String, holds: bool) {
        self.promises.push(Promise { what: what.to_owned(), hold: hold.to_owned(), measured, holds });
    }

    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        self.text += &line(&head.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>());
        self.text += &format!("|{}\n", "---|".repeat(head.len()));
        self.text.extend(rows.iter().map(|row| line(row)));
        self.text += "\n";
    }

    /// One row per contender; the ratios are to the first one.
    pub(super) fn compare(&mut self, all: &[Series]) {
        let Some((first, _)) = all.split_first() else { return };
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|series| {
                vec![
                    series.name.clone(),
                    series.runs.len().to_string(),
                    spread(series.spread(), " s"),
                    spread(series.over(first), " x"),
                ]
            })
            .collect();
        self.table(&["what", "runs", "takes", "times the first row"], &rows);
    }
}

/// `1.23 s (1.10 to 1.50)`
pub(super) fn spread(spread: Spread, unit: &str) -> String {
    format!("{}{unit} ({} to {})", figure(spread.median), figure(spread.least), figure(spread.most))
}

/// Three figures or so.
pub(super) fn figure(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 0.1 || value == 0.0 => format!("{value:.2}"),
        value => format!("{value:.3}"),
    }
}

/// The three numbers of proc_loadavg(5).
pub(super) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(", ")
}

fn machine() -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo").context("Failed to read /proc/cpuinfo")?;
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("");
    let model = model.trim_start_matches(['\t', ' ', ':']);
    let memory = fs::read_to_string("/proc/meminfo").context("Failed to read /proc/meminfo")?;
    let kib: u64 = memory.split_whitespace().nth(1).and_then(|word| word.parse().ok()).unwrap_or_default();
    let kernel =
        fs::read_to_string("/proc/sys/kernel/osrelease").context("Failed to read the kernel's name")?;
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    Ok(format!("{cores} cores of {model}, {} GiB of memory, Linux {}", kib >> 20, kernel.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_that_does_not_hold_is_in_the_table_and_says_so() {
        let mut section = Section::new("At rest");
        section.promise("memory", 8.4, 8.0, " MB");
        section.promise("wake-ups", 0.0, 1.0, " a minute");
        let report = Report {
            begun: Instant::now(),
            run: "2026-11-23, commit abc".into(),
            load: "0, 0, 0".into(),
            sections: vec![section],
        };
        let page = report.end().unwrap();
        assert!(page.contains("| memory | <= 8 MB | 8.40 MB | **no** |"), "{page}");
        assert!(page.contains("| wake-ups | <= 1 a minute | 0.00 a minute | yes |"), "{page}");
    }

    #[test]
    fn what_was_not_measured_never_holds() {
        let mut section = Section::new("");
        section.promise("nothing", f64::NAN, 1.0, "");
        assert!(!section.promises[0].holds);
    }
}
