//! What a program may do on the PC, by its `metadata` (flatpak-metadata(5)), and whether another version may do more.

use std::collections::{BTreeMap, BTreeSet};

/// Groups whose values are lists of what is allowed.
const CONTEXT: &str = "Context";
/// Groups of bus names, each with how far it goes.
const BUSES: [&str; 2] = ["Session Bus Policy", "System Bus Policy"];
/// From nothing to everything.
const RIGHTS: [&str; 4] = ["none", "see", "talk", "own"];
/// Keys of the context that allow something.
const ALLOWING: [&str; 6] = ["shared", "sockets", "devices", "features", "filesystems", "persistent"];
/// How a folder may end that is allowed only to some degree, from the least.
const ACCESS: [&str; 3] = [":ro", "", ":create"];

/// What a metadata file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The runtime it runs on, `ID/ARCH/BRANCH`.
    pub runtime: Option<String>,
    /// What is allowed, by key.
    allowed: BTreeMap<String, BTreeSet<String>>,
    /// Bus names by group, each with its place in [`RIGHTS`].
    names: BTreeMap<(String, String), usize>,
}

impl Metadata {
    /// Reads a file's text.
    pub fn parse(text: &str) -> Self {
        let mut metadata = Self::default();
        let mut section = "";
        for line in text.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
            } else if let Some((key, value)) = line.split_once('=') {
                metadata.take(section, key.trim(), value.trim());
            }
        }
        metadata
    }

    fn take(&mut self, section: &str, key: &str, value: &str) {
        let right = || RIGHTS.iter().position(|right| *right == value).unwrap_or(RIGHTS.len());
        match section {
            "Application" if key == "runtime" => self.runtime = Some(value.to_owned()),
            CONTEXT if ALLOWING.contains(&key) => {
                let items =
                    value.split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned);
                self.allowed.entry(key.to_owned()).or_default().extend(items);
            }
            bus if BUSES.contains(&bus) => {
                self.names.insert((bus.to_owned(), key.to_owned()), right());
            }
            _ => {}
        }
    }

    /// Whether it may do anything that `before` may not.
    pub fn may_more_than(&self, before: &Self) -> bool {
        let old = |key: &str| before.allowed.get(key).cloned().unwrap_or_default();
        let new = |key: &str| self.allowed.get(key).cloned().unwrap_or_default();
        let is_allowed_more = ALLOWING.into_iter().any(|key| may_more(&old(key), &new(key)));
        let is_new_name =
            |(name, right): (&(String, String), &usize)| right > before.names.get(name).unwrap_or(&0);
        is_allowed_more || self.names.iter().any(is_new_name)
    }
}

/// An item that begins with `!` takes something away: one that is gone gives it back.
fn may_more(old: &BTreeSet<String>, new: &BTreeSet<String>) -> bool {
    let is_refusal = |item: &&String| item.starts_with('!');
    let is_covered = |item: &String| old.iter().filter(|old| !is_refusal(old)).any(|old| covers(old, item));
    new.iter().filter(|item| !is_refusal(item)).any(|item| !is_covered(item))
        || old.iter().filter(is_refusal).any(|item| !new.contains(item))
}

fn covers(old: &str, new: &str) -> bool {
    let ((old, had), (new, has)) = (degree(old), degree(new));
    old == new && has <= had
}

/// An item without what it ends with, and its place in [`ACCESS`].
fn degree(item: &str) -> (&str, usize) {
    let ended = |ending: &str| item.strip_suffix(ending).filter(|_| !ending.is_empty());
    let found = ACCESS.iter().enumerate().find_map(|(at, ending)| Some((ended(ending)?, at)));
    found.unwrap_or_else(|| (item.strip_suffix(":rw").unwrap_or(item), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = include_str!("../../testdata/debian-12.flatpak-metadata.App");
    const NEW: &str = include_str!("../../testdata/debian-12.flatpak-remote-info-metadata.App");

    #[test]
    fn a_recorded_update_that_may_more_is_told_from_one_that_may_less() {
        let (old, new) = (Metadata::parse(OLD), Metadata::parse(NEW));
        assert_eq!(old.runtime.as_deref(), Some("org.lab.Platform/x86_64/1"));
        assert!(new.may_more_than(&old) && !old.may_more_than(&new) && !new.may_more_than(&new));
    }

    #[test]
    fn only_what_is_more_counts() {
        let more = |old: &str, new: &str| {
            let read = |items: &str| Metadata::parse(&format!("[Context]\nfilesystems={items}\n"));
            read(new).may_more_than(&read(old))
        };
        for (old, new) in [
            ("home:ro;", "home;"),
            ("", "~/x"),
            ("home;", "host;"),
            ("home;!~/a;", "home;"),
            ("a", "a:create"),
        ] {
            assert!(more(old, new), "{old} {new}");
        }
        for (old, new) in
            [("home;", "home:ro;"), ("home;", "!home;"), ("a;b", "b"), ("a:rw", "a"), ("a", "a;!c")]
        {
            assert!(!more(old, new), "{old} {new}");
        }
    }

    #[test]
    fn a_bus_name_it_may_own_is_more_than_one_it_may_talk_to() {
        let read = |right: &str| Metadata::parse(&format!("[Session Bus Policy]\norg.a.B={right}\n"));
        assert!(read("own").may_more_than(&read("talk")) && !read("see").may_more_than(&read("talk")));
        assert!(read("talk").may_more_than(&Metadata::default()));
        assert!(!read("none").may_more_than(&Metadata::default()));
        assert!(read("a word of a later version").may_more_than(&read("own")));
    }
}
