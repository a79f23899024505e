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
mod watch;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use patchround_office::Error;
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::{args::Cli, exit::Exit};

fn main() -> ExitCode {
    let cli = Cli::parse();
    listen_to_logs();
    match run(&cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let known = error.downcast_ref::<Error>();
            out::aside(&known.map_or_else(|| format!("{error:#}"), Error::say));
            known.map_or(Exit::Failed, Exit::from).into()
        }
    }
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
