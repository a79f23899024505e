//! Installs what the package manager itself offers, and says what is there afterwards.
//!
//! Runs as: root, in a unit of its own, without network of its own.
//! Must not: listen, take a path, a flag or an address from anybody, install what is not offered at
//! this moment, remove what nobody agreed to, or call something done that the package database does
//! not show.

mod accounts;
mod again;
mod boot;
mod install;
mod meter;
mod observe;
mod refresh;
mod restart;
mod system;
mod transaction;

use patchround_protocol::{Cause, Outcome, limits};

pub use again::{look_again, repair};
pub use boot::{Boot, boot};
pub use install::{download, install};
pub use observe::{observe, offered, signed_in};
pub use refresh::refresh;
pub use restart::{cannot_restart, restart};

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

    /// It did not end in done.
    pub(crate) fn not_done(outcome: Outcome, cause: Cause, said: &str) -> Self {
        Self { outcome, cause: Some(cause), details: last_words(said) }
    }
}

/// The end of what a tool said: whole lines, without control characters, so short that it fits into
/// one line of the event log with its escapes.
fn last_words(said: &str) -> Option<String> {
    const BYTES: usize = limits::DETAILS_BYTES / 2;
    let mut kept = Vec::new();
    let mut bytes = 0;
    for line in said.lines().rev() {
        let line: String = line.chars().filter(|c| !c.is_control()).take(BYTES / 4).collect();
        bytes += line.len() + 1;
        if bytes > BYTES {
            break;
        }
        kept.push(line);
    }
    kept.reverse();
    let text = kept.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_last_words_are_the_last_whole_lines() {
        let said: String = (0..500).map(|n| format!("line {n}\n")).collect();
        let words = last_words(&said).unwrap();
        assert!(words.ends_with("line 498\nline 499") && words.starts_with("line "), "{words}");
        assert_eq!(last_words(" \n\n"), None);
    }

    #[test]
    fn del_and_the_eighth_bit_controls_are_not_among_the_last_words() {
        let said: String = "E: \u{9b}31mno\u{7f}\n".chars().chain('\u{80}'..='\u{9f}').collect();
        assert_eq!(last_words(&said).as_deref(), Some("E: 31mno"));
    }

    proptest! {
        #[test]
        fn no_words_are_too_long_or_control_a_terminal(said in "\\PC{0,3000}|[\\x00-\\x1f]{0,50}") {
            if let Some(words) = last_words(&said) {
                prop_assert!(words.len() <= limits::DETAILS_BYTES);
                prop_assert!(words.chars().all(|c| c == '\n' || !c.is_control()));
            }
        }
    }
}
