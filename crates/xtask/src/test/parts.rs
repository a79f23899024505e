//! The parts of the test, in the order in which they fail fastest.

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::builder::PossibleValuesParser;

use super::counts::{Counts, failures, panics};
use super::{Surroundings, Verdict, fuzzing};
use crate::process::Cmd;
use crate::{cross, package, page, repository, setup, tidy};

/// One part.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&Surroundings) -> Result<Verdict>,
}

/// Which of them starts PCs.
pub(crate) const LAB: &str = "lab tests";

pub(crate) const ALL: &[Part] = &[
    Part { name: "fmt", run: fmt },
    Part { name: "tidy", run: tidy_rules },
    Part { name: "page", run: page_alone },
    Part { name: "clippy", run: clippy },
    Part { name: "tests", run: tests },
    Part { name: "page in a browser", run: page_in_a_browser },
    Part { name: "real window", run: real_window },
    Part { name: "doc", run: doc },
    Part { name: "deny", run: deny },
    Part { name: "advisories", run: advisories },
    Part { name: "windows", run: windows },
    Part { name: "macos", run: macos },
    Part { name: "fuzzing", run: fuzzing::run },
    Part { name: LAB, run: lab_tests },
];

/// What the parts are called.
pub(crate) fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(ALL.iter().map(|part| part.name))
}

fn fmt(_: &Surroundings) -> Result<Verdict> {
    passed(cargo().args(["fmt", "--all", "--check"]).run())
}

fn tidy_rules(_: &Surroundings) -> Result<Verdict> {
    passed(tidy::run())
}

/// Its types, its parts, and its weight.
fn page_alone(_: &Surroundings) -> Result<Verdict> {
    page::npm(&["run", "--silent", "check"]).run()?;
    let (status, text) = page::npm(&["run", "--silent", "test", "--", "--no-color"]).run_and_read()?;
    page::build()?;
    counted("tests of the page", status.success(), Counts::of_vitest(&text), &text)
}

/// Every screen and flow, with the real engine behind it.
fn page_in_a_browser(surroundings: &Surroundings) -> Result<Verdict> {
    // With everything else's features, as the part "tests" has built it.
    cargo().args(["test", "--workspace", "--no-run", "--test", "served"]).run()?;
    let server = repository::target_dir().join("debug/patchround-demo");
    let mut run = page::npm(&["run", "--silent", "e2e"]).env("PATCHROUND_DEMO", server).env("NO_COLOR", "1");
    if surroundings.options.long {
        run = run.env("PATCHROUND_LONG", "1");
    }
    let (status, text) = run.run_and_read()?;
    counted("tests of the page in a browser", status.success(), Counts::of_playwright(&text), &text)
}

fn clippy(_: &Surroundings) -> Result<Verdict> {
    passed(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run())
}

/// One more at a time than there are cores: many of them wait for most of their time.
fn tests(surroundings: &Surroundings) -> Result<Verdict> {
    let cores = std::thread::available_parallelism().context("Failed to count the cores")?;
    let many = (cores.get() + 1).to_string();
    nextest(cargo().env("NEXTEST_TEST_THREADS", many), "default", surroundings)
}

/// The app as it is, on a screen of its own. What the part "tests" has built is all it starts.
fn real_window(surroundings: &Surroundings) -> Result<Verdict> {
    if !cfg!(target_os = "linux") {
        return Ok(not_run("the tests of the real window run on Linux"));
    }
    match setup::for_the_real_window() {
        Err(error) if !surroundings.ci => Ok(Verdict::NotRun(format!("{error:#}"))),
        Err(error) => Err(error.context("The real window was left out, which is a failure with CI=true")),
        Ok(()) => nextest(cargo(), "desktop", surroundings),
    }
}

fn doc(_: &Surroundings) -> Result<Verdict> {
    passed(
        cargo()
            .env("RUSTDOCFLAGS", "-D warnings")
            .args(["doc", "--workspace", "--no-deps", "--document-private-items"])
            .run(),
    )
}

fn deny(_: &Surroundings) -> Result<Verdict> {
    passed(cargo().args(["deny", "--workspace", "check", "licenses", "bans", "sources"]).run())
}

/// Uses the database that is there: a test fetches nothing but packages.
fn advisories(_: &Surroundings) -> Result<Verdict> {
    if !has_folders(&repository::advisory_databases()) {
        return Ok(not_run(
            "no advisory database is on this machine; `cargo deny fetch db` gets it where it can",
        ));
    }
    passed(cargo().args(["deny", "--workspace", "check", "--disable-fetch", "advisories"]).run())
}

/// A fetch that failed leaves the folder behind, with a lock and no database.
fn has_folders(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.path().is_dir())
}

fn windows(surroundings: &Surroundings) -> Result<Verdict> {
    on_another_system(surroundings, |lanes| {
        lanes.check_for_windows()?;
        lanes.link_for_windows()?;
        let windows = lanes.windows()?;
        let (status, text) = lanes.test_on(&windows)?;
        let verdict = counted("tests under wine", status.success(), Counts::of_nextest(&text), &text)?;
        lanes.try_installers_on(&windows)?;
        Ok(verdict)
    })
}

fn macos(surroundings: &Surroundings) -> Result<Verdict> {
    on_another_system(surroundings, |lanes| passed(lanes.check_for_macos()))
}

fn on_another_system(
    surroundings: &Surroundings,
    act: impl Fn(&cross::Lanes) -> Result<Verdict>,
) -> Result<Verdict> {
    if surroundings.options.cross {
        return act(&cross::set_up()?);
    }
    let not_set_up = || not_run("the lanes for other systems are not set up; `cargo xtask cross` does it");
    cross::found()?.map_or_else(|| Ok(not_set_up()), |lanes| act(&lanes))
}

fn lab_tests(surroundings: &Surroundings) -> Result<Verdict> {
    if surroundings.root {
        let others = package::build_others()?;
        let built = package::build(package::Profile::Lab)?;
        let app = package::app::build(package::Profile::Lab, None)?;
        let runner = cargo()
            .env("PATCHROUND_HELPER_DEB", built.helper_deb)
            .env("PATCHROUND_HELPER_RPM", package::rpm::build(package::Profile::Lab)?)
            .env("PATCHROUND_APP_DEB", app.deb)
            .env("PATCHROUND_APP_RPM", app.rpm)
            .env("PATCHROUND_CLI", built.cli)
            .env("PATCHROUND_EARLIER_HELPER_DEB", others.earlier_deb)
            .env("PATCHROUND_LATER_HELPER_DEB", others.later_deb);
        surroundings.roots.finish()?;
        return nextest(runner, "lab", surroundings);
    }
    let reason = "the lab needs root, to start PCs with a network of their own (network namespaces)";
    if surroundings.ci {
        bail!("The lab tests were left out, which is a failure with CI=true: {reason}");
    }
    Ok(not_run(reason))
}

fn nextest(runner: Cmd, profile: &str, surroundings: &Surroundings) -> Result<Verdict> {
    let mut command = runner.args(["nextest", "run", "--workspace", "--no-fail-fast", "--profile", profile]);
    if surroundings.options.long {
        command = command.env("PROPTEST_CASES", "20000").args(["--run-ignored", "all"]);
    }
    let (status, text) = command.run_and_read()?;
    counted("tests", status.success(), Counts::of_nextest(&text), &text)
}

/// A failure that no test accounts for (it did not compile, for example) is the failure of the part.
fn counted(what: &str, success: bool, counts: Counts, text: &str) -> Result<Verdict> {
    if !success && counts.failed == 0 {
        bail!("Failed to run the {what}");
    }
    let named = if counts.failed > 0 { [failures(text), panics(text)].concat() } else { Vec::new() };
    Ok(Verdict::Counted(counts, named))
}

fn passed(result: Result<()>) -> Result<Verdict> {
    result?;
    Ok(Verdict::Passed)
}

fn not_run(reason: &str) -> Verdict {
    Verdict::NotRun(reason.to_owned())
}

fn cargo() -> Cmd {
    Cmd::new("cargo").dir(repository::root())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_failed_fetch_left_is_no_database() {
        let folder = repository::target_dir().join(format!("advisories-{}", std::process::id()));
        assert!(!has_folders(&folder), "nothing is there");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("db.lock"), "").unwrap();
        assert!(!has_folders(&folder), "only the lock is there");
        std::fs::create_dir(folder.join("advisory-db")).unwrap();
        assert!(has_folders(&folder));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
