//! `cargo xtask run`: the main job, before your eyes. With root in a lab of real PCs, without root over loopback.

mod in_the_lab;
mod over_loopback;

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::Running;
use crate::{apt, interrupt};

const OFFICE: &str = "The Lab";
const PERSON: &str = "Mo";
const PCS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);

/// Does all the set-up, plays, and takes down what it put up; also after Ctrl-C.
pub(crate) fn run() -> Result<()> {
    interrupt::watch()?;
    if !cfg!(target_os = "linux") {
        bail!("The helper does not run on this system yet, so there is nothing to play. Run this on Linux");
    }
    if apt::is_root() { in_the_lab::play() } else { over_loopback::play() }
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
