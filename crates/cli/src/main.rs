//! `patchround`: the office without a window.
//!
//! Runs as: the manager, in a terminal or a script.
//! Must not: decide anything; it asks the office and says what it answers.

mod args;
mod commands;
mod exit;
mod failure;
mod out;
#[cfg(test)]
mod schema;
mod sentence;
mod usage;
mod watch;

use std::{ffi::OsString, process::ExitCode};

use anyhow::Context;
use clap::Parser;
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::{args::Cli, exit::Exit, failure::Refused};

fn main() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&typed) {
        Ok(cli) => cli,
        Err(asked) if !asked.use_stderr() => {
            // A reader that went away is no error.
            _ = asked.print();
            return ExitCode::SUCCESS;
        }
        Err(wrong) => return wrong_use(&wrong, &typed).into(),
    };
    listen_to_logs();
    run(&cli).unwrap_or_else(|error| failure::tell(&error, cli.command.prints_json())).into()
}

fn wrong_use(wrong: &clap::Error, typed: &[OsString]) -> Exit {
    let words: Vec<String> = typed.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let said = usage::sentence(wrong, &words);
    let json = words.iter().any(|word| word == "--json");
    failure::tell(&Refused::new("wrong_use", said, Exit::WrongUse).into(), json)
}

fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("Failed to start")?.block_on(commands::run(cli))
}

/// Logs go to stderr, and only if they are asked for or something is wrong.
fn listen_to_logs() {
    let asked = std::env::var("PATCHROUND_LOG").ok().and_then(|text| text.parse().ok());
    let filter = asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::ERROR));
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(layer.with_filter(filter)).init();
}
