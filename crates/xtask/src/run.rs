//! `cargo xtask run`: the main job, before your eyes. On a screen in the window; without one in the terminal, with root
//! in a lab of real PCs, else over loopback.

mod in_a_window;
mod in_the_lab;
mod once;
mod over_loopback;
mod terminal;
mod window_over_the_lab;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::{Cmd, Running};
use crate::{apt, interrupt, repository, say};

const OFFICE: &str = "The Lab";
const PERSON: &str = "Mo";
const PCS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);

/// How to play.
#[derive(Clone, Copy, clap::Args)]
pub(crate) struct Options {
    /// Play in the terminal, also where there is a screen
    #[arg(long)]
    terminal: bool,
    /// Open the window on real PCs of the lab, with systemd and apt (needs root); in the terminal, watch their people
    /// being asked
    #[arg(long)]
    lab: bool,
}

/// Does all the set-up, plays, and takes down what it put up; also after Ctrl-C.
pub(crate) fn run(options: Options) -> Result<()> {
    interrupt::watch()?;
    if !cfg!(target_os = "linux") {
        bail!("The helper does not run on this system yet, so there is nothing to play. Run this on Linux");
    }
    if options.lab {
        return window_over_the_lab::play(options.terminal);
    }
    if in_a_window::can() && !options.terminal {
        return in_a_window::play();
    }
    if !options.terminal {
        say::line(
            "There is no screen here to open the window on, so the main job is played in the terminal.",
        );
    }
    if apt::is_root() { in_the_lab::play() } else { over_loopback::play() }
}

/// A folder for all state, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("patchround-{}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("Failed to make {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            say::line(format_args!("Failed to remove {}: {error}", self.0.display()));
        }
    }
}

fn program(name: &str) -> Cmd {
    Cmd::new(repository::target_dir().join("debug").join(name))
}

/// The code in what `patchround code` prints: `8301-2947-6`.
pub(crate) fn code_in(printed: &str) -> Result<String> {
    let is_code = |word: &&str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        digits == 9 && word.chars().all(|letter| letter.is_ascii_digit() || letter == '-')
    };
    let words = printed.split(|letter: char| !letter.is_ascii_digit() && letter != '-');
    let code = words.map(|word| word.trim_matches('-')).find(|word| is_code(word));
    Ok(code.with_context(|| format!("Failed to find the code in: {printed}"))?.to_owned())
}

/// Waits for what a program in the background does; it must not end before.
pub(crate) fn wait_for(what: &str, program: &mut Running, is_there: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while !is_there() {
        interrupt::check()?;
        program.still_there()?;
        if started.elapsed() > PATIENCE {
            bail!("Failed to see {what} begin within {} seconds", PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// What `patchround-practice` prints: `NAME ADDRESS` for each PC, and an empty line once that is all.
pub(crate) fn introduced(log: &Path) -> Option<Vec<(String, String)>> {
    let text = std::fs::read_to_string(log).ok()?;
    let (whole, _) = text.split_once("\n\n")?;
    let line = |line: &str| line.split_once(' ').map(|(name, address)| (name.to_owned(), address.to_owned()));
    Some(whole.lines().filter_map(line).collect())
}

/// Whether a program has said something into its log.
fn has_words(log: &Path) -> bool {
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_among_words() {
        assert_eq!(
            code_in("The code is 8301-2947-6. It is valid until 2026-11-23 10:05.\n").unwrap(),
            "8301-2947-6"
        );
        assert_eq!(code_in("{\"code\":\"8301-2947-6\"}").unwrap(), "8301-2947-6");
        assert!(code_in("No code on 2026-11-23.").is_err());
    }
}
