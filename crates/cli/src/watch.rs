//! Shows a round while it runs: JSON lines, a line for each PC on a terminal, or plain lines.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, IsTerminal, Write as _},
};

use patchround_office::{tell::Told, trouble::Trouble};
use patchround_protocol::{Event, EventKind, event::Phase, job::Verb};
use patchround_words::say_with;
use serde::Serialize;

use crate::{
    out,
    sentence::{self, number, value},
};

/// Who watches.
pub(crate) struct Watch {
    style: Style,
    lines: RefCell<BTreeMap<String, String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Json,
    Terminal,
    Plain,
}

/// An event as other programs read it: the PC's own line, with its name.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Named<'a> {
    pc: &'a str,
    #[serde(flatten)]
    event: &'a Event,
}

impl Watch {
    pub(crate) fn new(json: bool) -> Self {
        let style = match (json, io::stderr().is_terminal()) {
            (true, _) => Style::Json,
            (false, true) => Style::Terminal,
            (false, false) => Style::Plain,
        };
        Self { style, lines: RefCell::default() }
    }

    /// Shows one piece of news.
    pub(crate) fn see(&self, told: &Told<'_>) {
        match (self.style, told) {
            (_, Told::Noticed { .. }) => self.aside(told),
            (Style::Json, Told::Event { pc, event }) => out::json(&Named { pc, event }),
            (Style::Json, Told::Retrying { .. } | Told::GaveUp { .. } | Told::Woken { .. }) => {}
            (_, Told::Event { pc, event }) => drop(progress(pc, event).map(|text| self.show(pc, text))),
            (_, Told::Retrying { pc, trouble }) => self.show(pc, again(pc, *trouble)),
            (_, Told::GaveUp { pc, trouble }) => self.show(pc, in_vain(pc, *trouble)),
            (_, Told::Woken { pc, by }) => self.show(pc, woken(pc, by)),
        }
    }

    /// Says something between: the lines of the PCs begin anew below it.
    fn aside(&self, told: &Told<'_>) {
        self.lines.borrow_mut().clear();
        sentence::noticed(told);
    }

    fn show(&self, pc: &str, text: String) {
        let mut lines = self.lines.borrow_mut();
        let up = lines.len();
        if lines.insert(pc.to_owned(), text.clone()).as_ref() == Some(&text) {
            return;
        }
        match self.style {
            Style::Terminal => draw(up, lines.values()),
            _ if text.ends_with('%') => {}
            _ => out::aside(&text),
        }
    }
}

/// Draws the block of lines over the one before (ECMA-48: cursor up, erase line).
fn draw<'a>(up: usize, lines: impl Iterator<Item = &'a String>) {
    let mut block = if up > 0 { format!("\x1b[{up}A") } else { String::new() };
    for line in lines {
        _ = writeln!(block, "\r\x1b[2K{line}");
    }
    _ = io::stderr().lock().write_all(block.as_bytes());
}

fn again(pc: &str, trouble: Trouble) -> String {
    let refused = matches!(trouble, Trouble::Refused(_));
    say_with(if refused { "round-retrying-refused" } else { "round-retrying" }, &[("pc", value(pc))])
}

fn in_vain(pc: &str, trouble: Trouble) -> String {
    let refused = matches!(trouble, Trouble::Refused(_));
    say_with(if refused { "round-gave-up-refused" } else { "round-gave-up" }, &[("pc", value(pc))])
}

fn woken(pc: &str, by: &str) -> String {
    say_with("progress-woken", &[("pc", value(pc)), ("by", value(by))])
}

fn progress(pc: &str, event: &Event) -> Option<String> {
    let say = |id: &str| Some(say_with(id, &[("pc", value(pc))]));
    match &event.kind {
        EventKind::JobAccepted { .. } => say("progress-accepted"),
        EventKind::JobStarted { .. } => say("progress-started"),
        EventKind::StepStarted { verb: Verb::Refresh, .. } => say("progress-refreshing"),
        EventKind::RestartWaits { .. } => say("progress-restart-waits"),
        EventKind::JobWaits { .. } => say("progress-just-on"),
        EventKind::StepStarted { verb: Verb::Restart, .. } => say("progress-restarting"),
        EventKind::JobEnded { .. } => say("progress-ended"),
        EventKind::Progress { phase, percent, item, .. } => {
            Some(phase_line(pc, *phase, *percent, item.as_deref()))
        }
        _ => None,
    }
}

fn phase_line(pc: &str, phase: Phase, percent: u8, item: Option<&str>) -> String {
    let id = match (phase, item) {
        (Phase::Waiting, Some(_)) => "progress-waiting-for",
        (Phase::Waiting, None) => "progress-waiting",
        (Phase::Downloading, _) => "progress-downloading",
        (Phase::Installing, _) => "progress-installing",
        (Phase::Verifying, _) => "progress-verifying",
        (Phase::Unknown, _) => "progress-working",
    };
    let item = out::foreign(item.unwrap_or_default());
    say_with(id, &[("pc", value(pc)), ("percent", number(percent.into())), ("item", value(item))])
}

#[cfg(test)]
mod tests {
    use patchround_protocol::wire::Refusal;

    use super::*;

    #[test]
    fn a_pc_that_answers_no_is_not_called_silent() {
        let refused = Trouble::Refused(Refusal::NotPossible);
        for said in [again("pc1", refused), in_vain("pc1", refused)] {
            assert!(!said.contains("answer"), "{said}");
        }
        assert!(again("pc1", Trouble::Unreachable).contains("does not answer"));
    }
}
