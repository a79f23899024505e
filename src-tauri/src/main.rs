//! `patchround-app`: the window and the tray icon of an office.
//!
//! Runs as: the manager, in their session, once for each office.
//! Must not: decide anything. It carries snapshots, the tray and messages to what draws them, and wishes back to
//! [`patchround_office::app::Engine`].

#![cfg_attr(windows, windows_subsystem = "windows")]

mod acts;
mod args;
mod autostart;
mod commands;
mod folder;
mod instance;
mod notifier;
mod playground;
mod rendering;
mod screen;
mod shell;
#[cfg(test)]
mod testing;
mod tray;
mod window;
mod words;

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result, anyhow};
use clap::Parser;
use patchround_office::state_dir;
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::{args::Args, instance::Claim};

fn main() -> ExitCode {
    // Before there is a second thread: it changes the environment.
    rendering::prepare();
    let args = Args::parse();
    words::speak_the_sessions_language();
    listen_to_logs();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            _ = writeln!(io::stderr().lock(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<()> {
    let dir = state_dir::place(args.state_dir.as_deref()).map_err(|e| anyhow!(e.say()))?;
    let claim = claim(args, &dir)?;
    if matches!(claim, Some(Claim::Other)) {
        return Ok(());
    }
    if !screen::can_be_drawn_on() {
        return Err(anyhow!(words::no_screen()));
    }
    shell::run(args, dir, claim)
}

/// Without its folder there is no lock either: the window opens all the same, and says what is wrong with it.
fn claim(args: &Args, dir: &Path) -> Result<Option<Claim>> {
    if let Err(error) = state_dir::make(dir) {
        tracing::warn!(%error, "Failed to make the office's folder");
        return Ok(None);
    }
    let claimed = tauri::async_runtime::block_on(instance::claim(dir, args.wish()));
    claimed.map(Some).context(words::does_not_answer())
}

/// Logs go to stderr, and only if they are asked for or something is wrong.
fn listen_to_logs() {
    let asked = std::env::var("PATCHROUND_LOG").ok().and_then(|text| text.parse().ok());
    let filter = asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    tracing_subscriber::registry().with(layer.with_filter(filter)).init();
}
