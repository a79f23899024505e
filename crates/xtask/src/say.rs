//! What xtask prints. Standard output only, so that one pipe holds the whole story.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

/// One line.
pub(crate) fn line(text: impl Display) {
    // A reader who left early is no reason to stop half-way.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A question; the answer is typed behind it.
pub(crate) fn question(text: impl Display) {
    let mut out = std::io::stdout().lock();
    let _ = write!(out, "{text}").and_then(|()| out.flush());
}

/// The beginning of a part of the work.
pub(crate) fn heading(text: impl Display) {
    if std::io::stdout().is_terminal() {
        line(format_args!("\n\x1b[1m== {text}\x1b[0m"));
    } else {
        line(format_args!("\n== {text}"));
    }
}

/// A command about to run.
pub(crate) fn command(shown: &str) {
    line(format_args!("$ {shown}"));
}
