//! A winget that is played: programs in a store, and what winget would say and do with them. The tests here ask it in the
//! same process, and `examples/winget.rs` is a program of it, for a PC of Windows that has none.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// Statuses of `winget error`.
pub(crate) const INVALID_ARGUMENTS: u32 = 0x8A15_0002;
pub(crate) const NO_APPLICABLE_INSTALLER: u32 = 0x8A15_0010;
pub(crate) const NOTHING_FOUND: u32 = 0x8A15_0014;
pub(crate) const PACKAGE_AGREEMENTS: u32 = 0x8A15_0041;
pub(crate) const ASKS: u32 = 0x8A15_0042;
pub(crate) const SOURCE_AGREEMENTS: u32 = 0x8A15_0046;
pub(crate) const BUSY: u32 = 0x8A15_0102;

/// What this winget knows, and how it behaves.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Store {
    pub(crate) programs: Vec<Program>,
    /// Whether its words are German.
    pub(crate) is_german: bool,
    /// Whether it is from before there were details.
    pub(crate) is_old: bool,
    /// Whether it never answers.
    pub(crate) hangs: bool,
    /// How often another installation is in the way.
    pub(crate) busy: u32,
    /// Whether its catalogue cannot be reached.
    pub(crate) is_offline: bool,
    /// What it was told, one line each.
    pub(crate) told: Vec<String>,
}

/// One installed program.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Program {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) installed: String,
    pub(crate) newest: String,
    pub(crate) is_persons: bool,
    pub(crate) is_pinned: bool,
    pub(crate) is_of_store: bool,
    /// How an upgrade ends.
    pub(crate) status: u32,
    /// Whether an upgrade leaves everything as it was.
    pub(crate) stays: bool,
    /// Whether its installer does not say for whom it is.
    pub(crate) is_for_nobody: bool,
    /// The version it calls itself by afterwards, if not by the catalogue's.
    pub(crate) calls_itself: Option<String>,
}

impl Program {
    pub(crate) fn new(id: &str, installed: &str, newest: &str) -> Self {
        let [id, installed, newest] = [id, installed, newest].map(str::to_owned);
        Self { name: format!("The {id}"), id, installed, newest, ..Self::default() }
    }

    fn source(&self) -> &'static str {
        if self.is_of_store { "msstore" } else { "winget" }
    }

    fn has_newer(&self) -> bool {
        self.installed != self.newest && self.calls_itself.as_ref() != Some(&self.installed)
    }
}

impl Store {
    /// Does what it is told, and gives the status and the words.
    pub(crate) fn answer(&mut self, words: &[&str]) -> (u32, String) {
        self.told.push(words.join(" "));
        let has = |option: &str| words.contains(&option);
        if has("--force") || has("--ignore-security-hash") || !has("--disable-interactivity") {
            return (ASKS, "This must never be asked of anybody\r\n".to_owned());
        }
        match words.first().copied() {
            Some("source") if self.is_offline => (0x8A15_0107, "No way to the catalogue\r\n".to_owned()),
            Some("source") => (0, "Done\r\n".to_owned()),
            Some("list") | Some("upgrade") if !has("--accept-source-agreements") => {
                (SOURCE_AGREEMENTS, "Do you agree to all the source agreements terms?\r\n".to_owned())
            }
            Some("list") if self.is_old && has("--details") => {
                (INVALID_ARGUMENTS, "Argument name was not recognized: '--details'\r\n".to_owned())
            }
            Some("list") => self.list(words),
            Some("upgrade") => self.upgrade(words),
            _ => (INVALID_ARGUMENTS, "usage: winget\r\n".to_owned()),
        }
    }

    fn list(&self, words: &[&str]) -> (u32, String) {
        let has = |option: &str| words.contains(&option);
        let (id, is_of_newer) = (after(words, "--id"), has("--upgrade-available"));
        let is_meant = |program: &&Program| {
            let is_scope =
                after(words, "--scope") == Some(if program.is_persons { "user" } else { "machine" });
            let is_source = after(words, "--source").is_none_or(|source| source == program.source());
            let is_listed =
                !is_of_newer || program.has_newer() && (!program.is_pinned || has("--include-pinned"));
            is_scope && is_source && is_listed && id.is_none_or(|id| id == program.id)
        };
        let meant: Vec<&Program> = self.programs.iter().filter(is_meant).collect();
        if meant.is_empty() {
            let said = if self.is_german { "Es wurde nichts gefunden." } else { "Nothing was found." };
            return (
                if id.is_some() { NOTHING_FOUND } else { 0 },
                format!("\r   - \r   \\ \r      \r{said}\r\n"),
            );
        }
        let mut text = "\r   - \r   \\ \r      \r".to_owned();
        for (at, program) in meant.iter().enumerate() {
            let counted =
                if meant.len() > 1 { format!("({}/{}) ", at + 1, meant.len()) } else { String::new() };
            write!(text, "{counted}{}", self.block(program)).expect("a string takes all that is written");
        }
        (0, text)
    }

    fn block(&self, program: &Program) -> String {
        let Program { id, name, installed, newest, .. } = program;
        let whose = if program.is_persons { "User" } else { "Machine" };
        let [version, identifier, upgrades] = match self.is_german {
            true => ["Version", "Lokaler Bezeichner", "Verfügbare Aktualisierungen"],
            false => ["Version", "Local Identifier", "Available Upgrades"],
        };
        let newer = match program.has_newer() {
            true => format!("{upgrades}:\r\n  {} [{newest}]\r\n", program.source()),
            false => String::new(),
        };
        format!("{name} [{id}]\r\n{version}: {installed}\r\n{identifier}: ARP\\{whose}\\X64\\{id}\r\n{newer}")
    }

    fn upgrade(&mut self, words: &[&str]) -> (u32, String) {
        let has = |option: &str| words.contains(&option);
        if !has("--accept-package-agreements") || !has("--silent") || !has("--exact") {
            return (PACKAGE_AGREEMENTS, "Do you agree?\r\n".to_owned());
        }
        if self.busy > 0 {
            self.busy -= 1;
            return (BUSY, "Another installation is already in progress\r\n".to_owned());
        }
        let (id, version) = (after(words, "--id"), after(words, "--version"));
        let is_it = |program: &&mut Program| Some(&*program.id) == id && Some(&*program.newest) == version;
        let Some(program) = self.programs.iter_mut().find(is_it) else {
            return (NOTHING_FOUND, "No package found\r\n".to_owned());
        };
        if program.is_for_nobody && has("--scope") {
            return (NO_APPLICABLE_INSTALLER, "No applicable installer\r\n".to_owned());
        }
        if !program.stays {
            program.installed = program.calls_itself.clone().unwrap_or_else(|| program.newest.clone());
        }
        (program.status, format!("  ████████  100%\r\nEnded with {:#010X}\r\n", program.status))
    }
}

fn after<'a>(words: &[&'a str], option: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| *word == option)?;
    words.get(at + 1).copied()
}
