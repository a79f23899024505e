//! `patchround-app`: the window and the tray icon of an office, or, as "This PC", of the people of a PC.
//!
//! Runs as: the manager, in their session, once for each office; or whoever is signed in on a PC of an office.
//! Must not: decide anything. It carries snapshots, the tray and messages to what draws them, and wishes back to
//! [`patchround_office::app::Engine`], or questions to people and their answers back to [`patchround_companion::ThisPc`].

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
mod this_pc;
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
use patchround_companion::Place;
use patchround_office::state_dir;
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::{args::Args, instance::Claim};

/// What systems know this program by: its bundle, its messages, its tray icon, its start at sign-in.
const ID: &str = "org.patchround.app";

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
    let office = state_dir::place(args.state_dir.as_deref()).map_err(|e| anyhow!(e.say()))?;
    let place = Place::of(args.state_dir.as_deref());
    let has_office = office.join("office.sqlite").exists();
    let role = role(args, has_office, place.is_there(), || this_pc::belongs_to_an_office(&place));
    let dir = match role {
        Role::Office => office,
        Role::ThisPc => this_pc::folder(&office),
        Role::Nothing => return Ok(()),
    };
    let claim = claim(args, &dir)?;
    if matches!(claim, Some(Claim::Other)) {
        return Ok(());
    }
    if !screen::can_be_drawn_on() {
        return Err(anyhow!(words::no_screen()));
    }
    match role {
        // Who has an office here has its icon, and needs no second one.
        Role::ThisPc => this_pc::run(args, place, claim, !has_office),
        Role::Office | Role::Nothing => shell::run(args, dir, claim),
    }
}

/// For whom a start is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Whoever looks after an office.
    Office,
    /// The people of this PC.
    ThisPc,
    /// Nobody: the start of every session, on a PC without a helper.
    Nothing,
}

/// Who is told nothing else gets the office that is here. Only a PC that belongs to somebody else's office is shown to its
/// people instead: on any other one an office can still be made.
fn role(args: &Args, has_office: bool, has_helper: bool, belongs: impl FnOnce() -> bool) -> Role {
    match (args.this_pc, args.hidden) {
        (true, true) if !has_helper => Role::Nothing,
        (true, _) => Role::ThisPc,
        (_, true) => Role::Office,
        _ if args.office || args.plan || args.tonight || has_office => Role::Office,
        _ if has_helper && belongs() => Role::ThisPc,
        _ => Role::Office,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_known_by_one_name() {
        let bundled: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(bundled["identifier"], ID);
    }

    #[test]
    fn a_start_is_for_the_office_that_is_here_and_else_for_the_people_of_a_pc_that_belongs_to_one() {
        let role = |words: &[&str], has_office, has_helper, belongs| {
            let args = Args::parse_from(["patchround-app"].iter().chain(words));
            super::role(&args, has_office, has_helper, || belongs)
        };
        assert_eq!(role(&[], false, true, true), Role::ThisPc);
        assert_eq!(role(&[], false, true, false), Role::Office, "an office can still be made here");
        assert_eq!(role(&[], false, false, true), Role::Office);
        assert_eq!(role(&[], true, true, true), Role::Office);
        assert_eq!(role(&["--office"], false, true, true), Role::Office);
        assert_eq!(role(&["--plan"], false, true, true), Role::Office);
        assert_eq!(
            role(&["--hidden"], false, true, true),
            Role::Office,
            "as the switch in Settings starts it"
        );
        assert_eq!(role(&["--this-pc"], true, false, false), Role::ThisPc);
        assert_eq!(role(&["--this-pc", "--hidden"], false, true, true), Role::ThisPc);
        assert_eq!(role(&["--this-pc", "--hidden"], false, false, false), Role::Nothing);
    }
}
