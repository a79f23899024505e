//! Patchround's development tasks: run, test, lab, tidy, cross, package, feeds, bench.
//!
//! Runs as: a developer, or CI; as root where a lab of real PCs is made.
//! Must not: be part of the product, or leave anything behind that it cannot take down again.

mod apt;
mod bench;
mod cross;
#[cfg(test)]
mod desktop_files;
mod feeds;
mod golden;
mod icons;
mod interrupt;
mod lab;
mod mode;
mod package;
mod page;
mod process;
mod repository;
mod run;
mod say;
mod setup;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Patchround's development tasks")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set everything up and open the window; without a screen, play the main job in the terminal
    Run(run::Options),
    /// Set everything up and run all checks and tests
    Test(test::Options),
    /// A test office of real PCs on this machine
    #[command(subcommand)]
    Lab(lab::Command),
    /// Check the house rules that a program can check
    Tidy,
    /// Add what is new to the golden files and renew the schemas in docs/schema
    Golden,
    /// Write the window's types in ui/src/generated anew from the Rust ones
    Types,
    /// Take the pictures of the window in docs/screenshots anew
    Screenshots,
    /// Draw every picture of icons/ anew from its SVG
    Icons,
    /// Check, link and test for Windows (under wine) and check for macOS, setting the lanes up first if needed
    Cross,
    /// Build the helper's and the window's .deb and .rpm, and the command line
    Package {
        /// How to build
        #[arg(long, value_enum, default_value = "release")]
        profile: package::Profile,
        /// A first copy of the feeds for the window to bring along, as `cargo xtask feeds` writes it
        #[arg(long, value_name = "DIR")]
        feeds: Option<std::path::PathBuf>,
        /// The installers for Windows instead, setting the lane up first if needed
        #[arg(long, conflicts_with = "feeds")]
        windows: bool,
        /// The installers for macOS instead, on a Mac
        #[arg(long, conflicts_with_all = ["feeds", "windows"])]
        macos: bool,
    },
    /// Fetch the feeds on flaws that a release brings along as its first copy, with their dates
    Feeds(feeds::Options),
    /// Measure every promised number, beside what people would use instead; writes docs/benchmarks.md
    Bench(bench::Options),
}

fn main() -> ExitCode {
    // A part of a lab outlives the command that made it, and is this program again.
    if let Some(code) = patchround_lab::reexec(std::env::args_os()) {
        return code;
    }
    tracing_subscriber::fmt().without_time().with_target(false).with_writer(std::io::stdout).init();
    match run(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) if interrupt::is_behind(&error) => {
            say::line("Interrupted. Everything that this command had started has ended.");
            ExitCode::from(interrupt::EXIT)
        }
        Err(error) => {
            say::line(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Run(options) => run::run(options)?,
        Task::Test(options) if !test::run(&options)? => return Ok(ExitCode::FAILURE),
        Task::Test(_) => {}
        Task::Lab(command) => return lab::run(command),
        Task::Tidy => tidy::run()?,
        Task::Golden => golden::write()?,
        Task::Types => page::write_types()?,
        Task::Screenshots => page::draw()?,
        Task::Icons => icons::write()?,
        Task::Cross => cross::set_up_and_run()?,
        Task::Package { profile, windows: true, .. } => {
            for installer in cross::package_for_windows(profile)? {
                say::line(installer.display());
            }
        }
        Task::Package { profile, macos: true, .. } => {
            for installer in package::macos::build(profile)? {
                say::line(installer.display());
            }
        }
        Task::Package { profile, feeds, windows: false, macos: false } => {
            let packages = package::build(profile)?;
            say::line(packages.helper_deb.display());
            say::line(package::rpm::build(profile)?.display());
            let app = package::app::build(profile, feeds.as_deref())?;
            say::line(app.deb.display());
            say::line(app.rpm.display());
            say::line(packages.cli.display());
        }
        Task::Feeds(options) => feeds::fetch(&options)?,
        Task::Bench(options) => bench::run(&options)?,
    }
    Ok(ExitCode::SUCCESS)
}
