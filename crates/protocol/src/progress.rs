//! The root-owned file in which a running transaction writes what it does.
//!
//! A file and not a pipe: a half that was killed finds it again. One JSON line each,
//! append only; the last line of a transaction that ended is [`Progress::StepEnded`].

use serde::{Deserialize, Serialize};

use crate::{cause::Cause, event::Phase, ids::UpdateId, limits, state::Outcome};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum Progress {
    /// How far it is.
    Moved {
        /// What is going on.
        phase: Phase,
        /// 0 to 100, never going back within a phase.
        percent: u8,
        /// The package at hand, as the tool names it.
        item: Option<String>,
    },
    /// One update's end, after a fresh process asked the package database.
    UpdateEnded {
        /// Which update.
        id: UpdateId,
        /// How it ended.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
        /// The version the database shows now.
        installed: Option<String>,
        /// The tool's own last words.
        details: Option<String>,
    },
    /// The end. Nothing follows.
    StepEnded {
        /// How it ended.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
        /// The tool's own last words.
        details: Option<String>,
    },
}

/// Makes lines of what is read from the file, which may be anything: a power cut tears lines.
#[derive(Debug, Default)]
pub struct Lines {
    part: Vec<u8>,
    is_too_long: bool,
}

impl Lines {
    /// The lines that these bytes end. What is not a line of ours, or over [`limits::PROGRESS_LINE_BYTES`],
    /// is passed over.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<Progress> {
        let mut found = Vec::new();
        while let Some(at) = bytes.iter().position(|b| *b == b'\n') {
            self.add(&bytes[..at]);
            found.extend(self.end());
            bytes = &bytes[at + 1..];
        }
        self.add(bytes);
        found
    }

    fn add(&mut self, bytes: &[u8]) {
        self.is_too_long |= self.part.len() + bytes.len() > limits::PROGRESS_LINE_BYTES;
        if self.is_too_long {
            self.part.clear();
        } else {
            self.part.extend_from_slice(bytes);
        }
    }

    fn end(&mut self) -> Option<Progress> {
        let line = std::mem::take(&mut self.part);
        let is_too_long = std::mem::take(&mut self.is_too_long);
        serde_json::from_slice(&line).ok().filter(|_| !is_too_long)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: &[u8] = br#"{"line":"step_ended","outcome":"done","cause":null,"details":null}"#;

    fn end() -> Progress {
        Progress::StepEnded { outcome: Outcome::Done, cause: None, details: None }
    }

    #[test]
    fn a_file_without_line_breaks_is_not_kept_in_memory() {
        let mut lines = Lines::default();
        for _ in 0..64 {
            assert_eq!(lines.push(&[b'x'; 4096]), []);
        }
        assert!(lines.part.capacity() <= 2 * limits::PROGRESS_LINE_BYTES);
        assert_eq!(lines.push(END), [], "the end of a line that was too long is none");
        assert_eq!(lines.push(&[b"\n", END, b"\n"].concat()), [end()]);
    }

    #[test]
    fn lines_are_the_same_however_they_are_cut() {
        let text = [END, b"\ngarbage\n\n", END, b"\n", &END[..9]].concat();
        for at_once in 1..text.len() {
            let mut lines = Lines::default();
            let found: Vec<Progress> = text.chunks(at_once).flat_map(|chunk| lines.push(chunk)).collect();
            assert_eq!(found, [end(), end()], "{at_once}");
        }
    }
}
