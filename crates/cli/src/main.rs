//! `patchround`: the office without a window.
//!
//! Runs as: the manager, in a terminal or a script.
//! Must not: decide anything; it asks the office and says what it answers.

mod args;
mod commands;
mod exit;
mod out;
#[cfg(test)]
mod schema;
mod sentence;
mod usage;
mod watch;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use patchround_office::Error;
use serde::Serialize;
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::{args::Cli, exit::Exit};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(asked) if !asked.use_stderr() => {
            // A reader that went away is no error.
            _ = asked.print();
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            let json = std::env::args_os().any(|word| word == "--json");
            return failed(&usage::sentence(&wrong), Exit::WrongUse, json);
        }
    };
    listen_to_logs();
    match run(&cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let known = error.downcast_ref::<Error>();
            let said = known.map_or_else(|| format!("{error:#}"), Error::say);
            failed(&said, known.map_or(Exit::Failed, Exit::from), cli.command.prints_json())
        }
    }
}

/// Says why nothing came of it: to other programs in JSON as well.
fn failed(said: &str, exit: Exit, json: bool) -> ExitCode {
    if json {
        out::aside_json(&Failure { error: said, exit_code: exit.code() });
    } else {
        out::aside(said);
    }
    exit.into()
}

/// Why a command with `--json` ended without an answer.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Failure<'a> {
    error: &'a str,
    exit_code: u8,
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
