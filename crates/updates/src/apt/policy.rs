//! `apt-cache policy`: the version table of packages, and which archive a version is from.
//!
//! With names it prints a table per package, in which every version is followed by lines like
//! `500 http://host/debian bookworm-security/main amd64 Packages`, but not what the archive calls
//! itself. Without names it prints the same lines, each followed by
//! `release o=..,a=..,n=..,l=..`. The two are joined by that line's own text.
//!
//! The table lists versions newest first, in apt's own order (apt-private/private-show.cc walks
//! pkgCache::VerIterator, which is sorted). That order is the only "newer" used here.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::one_line;

/// What comes after the archives, also where nothing is pinned.
pub const END: &str = "Pinned packages:";

/// What apt knows about one package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The version that is there.
    pub installed: Option<String>,
    /// The version apt would install.
    pub candidate: Option<String>,
    /// All versions, newest first.
    pub versions: Vec<Version>,
}

/// One version of a [`Table`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Version {
    /// Its text.
    pub version: String,
    /// Which part of all PCs gets it now, in percent, if it is released gradually.
    pub phased: Option<u8>,
    /// Where it is from: keys of the map that [`archives`] gives.
    pub archives: Vec<String>,
}

/// What an archive calls itself in its Release file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archive {
    /// `o=`: who made it, `Debian`.
    pub origin: String,
    /// `l=`: `Debian-Security`.
    pub label: String,
    /// `a=`: the suite, `oldstable-security`.
    pub suite: String,
    /// `n=`: the codename, `bookworm-security`.
    pub codename: String,
}

impl Archive {
    /// Whether its maker uses it for security fixes.
    ///
    /// By label or codename, because a suite's name changes with the next release (bookworm's is
    /// `oldstable-security`): the label `Debian-Security` or another one ending in `-Security`, or a
    /// suite or codename ending in `-security`, which includes Ubuntu's `noble-security`,
    /// `noble-infra-security` and `noble-apps-security`, or in `/updates` (Debian 10 and before).
    pub fn is_security(&self) -> bool {
        let named = |name: &str| name.ends_with("-security") || name.ends_with("/updates");
        self.label.ends_with("-Security") || named(&self.suite) || named(&self.codename)
    }
}

impl Table {
    /// Versions newer than the installed one and not newer than the candidate, newest first.
    pub fn on_the_way(&self) -> &[Version] {
        let at = |version: &Option<String>| {
            let version = version.as_ref()?;
            self.versions.iter().position(|v| v.version == *version)
        };
        match (at(&self.candidate), at(&self.installed)) {
            (Some(candidate), Some(installed)) if candidate < installed => {
                &self.versions[candidate..installed]
            }
            _ => &[],
        }
    }

    /// Who makes the version that is offered, as its archives call themselves.
    pub fn offered_by(&self, archives: &BTreeMap<String, Archive>) -> BTreeSet<String> {
        let offered =
            self.versions.iter().filter(|version| Some(&version.version) == self.candidate.as_ref());
        makers(offered, archives)
    }

    /// Who made the version that is there. No archive has it any more once a newer one has taken its place: then who
    /// makes the versions before it.
    pub fn installed_from(&self, archives: &BTreeMap<String, Archive>) -> BTreeSet<String> {
        let installed = self.installed.as_ref();
        let own = self.versions.iter().skip_while(|version| Some(&version.version) != installed);
        let of_each = own.map(|version| makers([version], archives));
        of_each.into_iter().find(|makers| !makers.is_empty()).unwrap_or_default()
    }

    /// Whether the candidate is newer than what is installed.
    pub fn is_update(&self) -> bool {
        !self.on_the_way().is_empty()
    }

    /// Whether the candidate is released gradually and not to everybody yet.
    pub fn is_phased(&self) -> bool {
        self.on_the_way().first().is_some_and(|v| v.phased.is_some_and(|p| p < 100))
    }

    /// Whether any version on the way comes from a security archive: a candidate of the ordinary
    /// archive that replaces a security fix which this PC never had is a security update too.
    pub fn is_security(&self, archives: &BTreeMap<String, Archive>) -> bool {
        let mut from = self.on_the_way().iter().flat_map(|v| &v.archives);
        from.any(|line| archives.get(line).map_or_else(|| suite_in(line).is_security(), Archive::is_security))
    }
}

fn makers<'a>(
    versions: impl IntoIterator<Item = &'a Version>,
    archives: &BTreeMap<String, Archive>,
) -> BTreeSet<String> {
    let known =
        versions.into_iter().flat_map(|version| &version.archives).filter_map(|line| archives.get(line));
    known.map(|archive| one_line(&archive.origin)).filter(|origin| !origin.is_empty()).collect()
}

/// What can be said about an archive that did not tell its name: its line holds `SUITE/COMPONENT`.
fn suite_in(line: &str) -> Archive {
    let suite = line.split(' ').nth(1).and_then(|word| word.rsplit_once('/')).map_or("", |(suite, _)| suite);
    Archive { suite: suite.to_owned(), ..Archive::default() }
}

/// Reads the tables of `apt-cache policy NAME...`.
pub fn tables(text: &str) -> BTreeMap<String, Table> {
    let mut tables = BTreeMap::new();
    let mut current: Option<&mut Table> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let word = line.trim();
        if indent == 0 {
            current = word.strip_suffix(':').map(|name| tables.entry(name.to_owned()).or_default());
        } else if let Some(table) = current.as_deref_mut() {
            table.read(line, indent, word);
        }
    }
    tables
}

impl Table {
    fn read(&mut self, line: &str, indent: usize, word: &str) {
        let known = |version: &str| (version != "(none)").then(|| version.to_owned());
        if let Some(version) = word.strip_prefix("Installed: ") {
            self.installed = known(version);
        } else if let Some(version) = word.strip_prefix("Candidate: ") {
            self.candidate = known(version);
        } else if line.starts_with(" *** ") || indent == 5 {
            self.versions.extend(version(word.trim_start_matches("*** ")));
        } else if let (6.., Some(version)) = (indent, self.versions.last_mut()) {
            version.archives.extend(after_pin(word));
        }
    }
}

fn version(word: &str) -> Option<Version> {
    let (version, rest) = word.split_once(' ').unwrap_or((word, ""));
    let phased =
        rest.split_once("(phased ").and_then(|(_, percent)| percent.strip_suffix("%)")?.parse().ok());
    (!version.is_empty()).then(|| Version { version: version.to_owned(), phased, archives: Vec::new() })
}

/// The text behind an archive's priority.
fn after_pin(word: &str) -> Option<String> {
    let (pin, line) = word.split_once(' ')?;
    pin.parse::<i32>().is_ok().then(|| line.trim().to_owned())
}

/// Reads the archives of `apt-cache policy` without names.
pub fn archives(text: &str) -> BTreeMap<String, Archive> {
    let mut archives = BTreeMap::new();
    let mut line_of = None;
    for line in text.lines().take_while(|line| *line != END) {
        let word = line.trim();
        if let Some(release) = word.strip_prefix("release ") {
            archives.extend(line_of.take().map(|key| (key, archive(release))));
        } else if let Some(key) = after_pin(word) {
            line_of = Some(key);
        }
    }
    archives
}

fn archive(release: &str) -> Archive {
    let mut archive = Archive::default();
    for (key, value) in release.split(',').filter_map(|field| field.split_once('=')) {
        match key {
            "o" => value.clone_into(&mut archive.origin),
            "l" => value.clone_into(&mut archive.label),
            "a" => value.clone_into(&mut archive.suite),
            "n" => value.clone_into(&mut archive.codename),
            _ => {}
        }
    }
    archive
}
