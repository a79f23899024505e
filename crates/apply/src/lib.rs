//! Installs what the package manager itself offers, and says what is there afterwards.
//!
//! Runs as: root, in a unit of its own, without network of its own; [`own`] as a person, in their session.
//! Must not: listen, take a path, a flag or an address from anybody, install what is not offered at
//! this moment, remove what nobody agreed to, or call something done that the package database does
//! not show.

#[cfg(any(target_os = "linux", test))]
mod accounts;
#[cfg(target_os = "linux")]
mod apt;
#[cfg(target_os = "linux")]
mod back;
mod boot;
#[cfg(any(target_os = "macos", all(unix, test)))]
mod brew;
#[cfg(test)]
mod conformance;
#[cfg(any(target_os = "macos", test))]
mod directory;
#[cfg(target_os = "linux")]
mod dnf;
#[cfg(target_os = "linux")]
mod fit;
#[cfg(target_os = "linux")]
mod flatpak;
#[cfg(target_os = "linux")]
mod fwupd;
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, unused_imports, reason = "no source of this system keeps a version")
)]
mod keep;
#[cfg(any(target_os = "macos", test))]
mod mas;
mod meter;
mod observe;
pub mod own;
#[cfg(target_os = "linux")]
mod pacman;
mod patience;
mod restart;
#[cfg(any(target_os = "linux", target_os = "macos", windows, test))]
#[cfg_attr(
    all(any(target_os = "macos", windows), not(test)),
    expect(dead_code, reason = "nothing is fetched ahead on a Mac, and no other system has a start-up disk")
)]
mod room;
#[cfg(target_os = "linux")]
mod rpm;
#[cfg(any(target_os = "macos", all(unix, test)))]
mod running;
#[cfg(target_os = "linux")]
mod snap;
#[cfg(any(target_os = "macos", all(unix, test)))]
mod softwareupdate;
mod source;
mod system;
mod tell;
#[cfg(target_os = "linux")]
mod unset;
#[cfg(any(windows, test))]
mod windows_update;
#[cfg(any(windows, test))]
mod winget;
#[cfg(target_os = "linux")]
mod zypper;

/// Recorded programs; the conformance of all sources has more of it than the tests here need.
#[cfg(test)]
#[path = "../../updates/tests/conformance/replay.rs"]
#[expect(dead_code, clippy::panic, reason = "a module of tests elsewhere")]
mod replay;

/// A stand-in for a daemon.
#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "../../updates/tests/conformance/far_end.rs"]
#[expect(dead_code, reason = "a module of tests elsewhere")]
mod far_end;

use patchround_protocol::{Cause, Outcome, limits};
use patchround_updates::AskError;

pub use boot::{Boot, boot};
pub use keep::{Keep, overdue};
pub use observe::{observe, signs};
pub use restart::{cannot_restart, restart};
pub use source::{download, install, look_again, look_back, refresh, release, repair, undo};

/// How something ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The closed outcome.
    pub outcome: Outcome,
    /// Why, unless it is done.
    pub cause: Option<Cause>,
    /// The tool's own last words, harmless and bounded.
    pub details: Option<String>,
}

impl Ended {
    /// It is done.
    pub const DONE: Self = Self { outcome: Outcome::Done, cause: None, details: None };

    /// It failed.
    pub(crate) fn failed(cause: Cause, said: &str) -> Self {
        Self::not_done(Outcome::Failed, cause, said)
    }

    /// Something of ours could not be written down.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "nothing is written down there"))]
    pub(crate) fn unwritten(error: &std::io::Error) -> Self {
        let cause = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Cause::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem => Cause::DiskUnusable,
            _ => Cause::Unexpected,
        };
        Self::failed(cause, &error.to_string())
    }

    /// The worse of two ends; the first where they are alike.
    pub(crate) fn worse(self, other: Self) -> Self {
        if other.outcome > self.outcome { other } else { self }
    }

    /// It did not end in done.
    pub(crate) fn not_done(outcome: Outcome, cause: Cause, said: &str) -> Self {
        Self { outcome, cause: Some(cause), details: last_words(said, limits::WORDS_BYTES) }
    }
}

impl From<AskError> for Ended {
    fn from(error: AskError) -> Self {
        Self::failed(error.cause(), &error.said())
    }
}

/// The last of some words, where they were told in whole before.
pub fn in_short(words: &str) -> Option<String> {
    last_words(words, limits::DETAILS_BYTES)
}

/// Lines of a tool that are told; where they do not fit into one line of the event log, fewer.
const LINES: usize = 200;
/// Characters of one of them.
const LINE_CHARS: usize = limits::DETAILS_BYTES / 8;
/// Stands for the lines before, where there were more.
const LEFT_OUT: &str = "[...]";

/// The end of what a tool said: whole lines, without control characters, of so many bytes at most with JSON's escapes.
/// What is left out at the beginning is marked.
fn last_words(said: &str, most: usize) -> Option<String> {
    let most = most - LEFT_OUT.len() - 2;
    let mut kept = Vec::new();
    let mut bytes = 0;
    let mut lines = said.trim_end().lines().rev();
    for line in lines.by_ref().take(LINES) {
        let line: String = line.chars().filter(|c| !c.is_control()).take(LINE_CHARS).collect();
        bytes += in_json(&line) + 2;
        if bytes > most {
            kept.push(LEFT_OUT.to_owned());
            break;
        }
        kept.push(line);
    }
    if lines.next().is_some() && kept.last().is_some_and(|line| line != LEFT_OUT) {
        kept.push(LEFT_OUT.to_owned());
    }
    kept.reverse();
    let text = kept.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Bytes of a line without control characters as JSON has it.
fn in_json(line: &str) -> usize {
    line.len() + line.chars().filter(|c| matches!(c, '"' | '\\')).count()
}

#[cfg(test)]
mod tests {
    use limits::{DETAILS_BYTES, WORDS_BYTES};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_last_words_are_the_last_whole_lines() {
        let said: String = (0..500).map(|n| format!("line {n}\n")).collect();
        let words = last_words(&said, WORDS_BYTES).unwrap();
        assert!(words.ends_with("line 498\nline 499"), "{words}");
        assert_eq!(last_words(" \n\n", WORDS_BYTES), None);
    }

    #[test]
    fn what_is_left_out_at_the_beginning_of_the_last_words_is_marked() {
        for (lines, length) in [(500, 4), (201, 1), (150, 250)] {
            let said: String = (0..lines).map(|n| format!("{n} {}\n", "x".repeat(length))).collect();
            let words = last_words(&said, WORDS_BYTES).unwrap();
            assert!(words.starts_with("[...]\n") && words.contains(&format!("{} x", lines - 1)), "{words}");
        }
    }

    #[test]
    fn two_hundred_lines_that_fill_a_terminal_are_all_told_and_in_short_the_last_ones() {
        let said: String = (100..300).map(|n| format!("{n} {}\n", "x".repeat(100))).collect();
        let words = last_words(&said, WORDS_BYTES).unwrap();
        assert_eq!((words.lines().count(), words.as_str()), (200, said.trim_end()));
        let short = in_short(&words).unwrap();
        assert!(
            short.starts_with("[...]\n") && words.ends_with(short.trim_start_matches("[...]\n")),
            "{short}"
        );
        assert!(short.len() > DETAILS_BYTES / 2 && in_short(&short) == Some(short));
    }

    #[test]
    fn del_and_the_eighth_bit_controls_are_not_among_the_last_words() {
        let said: String = "E: \u{9b}31mno\u{7f}\n".chars().chain('\u{80}'..='\u{9f}').collect();
        assert_eq!(last_words(&said, WORDS_BYTES).as_deref(), Some("E: 31mno"));
    }

    proptest! {
        #[test]
        fn no_words_are_too_long_or_control_a_terminal(said in "\\PC{0,3000}|[\\x00-\\x1f]{0,50}|(\\PC{0,30}\n){0,400}") {
            for most in [DETAILS_BYTES, WORDS_BYTES] {
                if let Some(words) = last_words(&said, most) {
                    prop_assert!(serde_json::to_string(&words).unwrap().len() <= most + 2);
                    prop_assert!(words.chars().all(|c| c == '\n' || !c.is_control()));
                }
            }
        }
    }
}
