//! The lines that are written by hand: `notes/*.json`, one file for each program (`notes/README.md`).

use std::{cmp::Ordering, collections::BTreeMap, sync::OnceLock};

use patchround_protocol::{
    ids::PackageName,
    update::{Change, ChangeSource},
};
use patchround_words::{Language, language};
use serde::Deserialize;

use super::version::{compare, makers};

/// What is written of one program.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, serde(deny_unknown_fields))]
pub(super) struct Program {
    /// What people call it.
    #[cfg(test)]
    program: String,
    /// What was read where nothing was found to tell.
    #[cfg(test)]
    #[serde(default)]
    read: Option<String>,
    /// The packages with which it comes.
    pub(super) packages: Vec<PackageName>,
    /// In any order.
    pub(super) steps: Vec<Step>,
}

/// What changes for who comes from a version before `reaches` to that one or a later one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// The maker's version.
    pub(super) reaches: String,
    /// What matters most comes first.
    pub(super) lines: Vec<Line>,
}

/// One line in each language it was written in, English at least.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, serde(deny_unknown_fields))]
pub(super) struct Line {
    /// By the tag of the language.
    pub(super) words: BTreeMap<String, String>,
    /// The maker's words there, for whoever reviews ours.
    #[cfg(test)]
    quote: Option<String>,
    /// Where that is written.
    pub(super) from: ChangeSource,
}

macro_rules! files {
    ($($name:literal,)*) => {
        /// Each file by its name.
        pub(super) const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../notes/", $name, ".json"))),)*];
    };
}

files![
    "audacity",
    "baobab",
    "calibre",
    "chromium",
    "claws-mail",
    "darktable",
    "deja-dup",
    "digikam",
    "evince",
    "evolution",
    "file-roller",
    "firefox",
    "gedit",
    "gimp",
    "gnome-calculator",
    "gnome-calendar",
    "gnome-contacts",
    "gnome-control-center",
    "gnome-maps",
    "gnome-shell",
    "gnome-text-editor",
    "gnome-weather",
    "gnucash",
    "homebank",
    "inkscape",
    "keepassxc",
    "libreoffice",
    "nautilus",
    "remmina",
    "rhythmbox",
    "seahorse",
    "shotwell",
    "simple-scan",
    "thunderbird",
    "vlc",
    "xournalpp",
    "zim",
];

/// The lines of all steps that lie between two versions, those of the newest first.
pub(super) fn lines(package: &PackageName, installed: &str, candidate: &str) -> Vec<Change> {
    let (installed, candidate) = (makers(installed), makers(candidate));
    let lies_between = |step: &&Step| {
        compare(installed, &step.reaches) == Ordering::Less && compare(&step.reaches, candidate).is_le()
    };
    let of_package = programs().iter().filter(|program| program.packages.contains(package));
    let mut steps: Vec<&Step> = of_package.flat_map(|program| &program.steps).filter(lies_between).collect();
    steps.sort_by(|one, other| compare(&other.reaches, &one.reaches));
    steps.into_iter().flat_map(|step| &step.lines).filter_map(spoken).collect()
}

/// In the language that is spoken here, else in English.
fn spoken(line: &Line) -> Option<Change> {
    let words = line.words.get(language().tag()).or_else(|| line.words.get(Language::English.tag()))?;
    Some(Change { words: words.clone(), from: line.from.clone() })
}

fn programs() -> &'static [Program] {
    static PROGRAMS: OnceLock<Vec<Program>> = OnceLock::new();
    PROGRAMS.get_or_init(|| FILES.iter().map(|(_, text)| parse(text)).collect())
}

fn parse(text: &str) -> Program {
    serde_json::from_str(text).expect("the files are tested to be read")
}

#[cfg(test)]
mod tests;
