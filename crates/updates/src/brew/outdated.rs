//! `brew outdated --json=v2`.

use patchround_protocol::limits;
use serde::Deserialize;

/// What is older than what is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// What it is.
    pub kind: Kind,
    /// Its name for `brew`: of a tap of somebody else's, with the tap's in front.
    pub name: String,
    /// The versions that are there, the newest last.
    pub installed: Vec<String>,
    /// The version that is offered.
    pub offered: String,
    /// Whether somebody asked to keep what is there.
    pub is_pinned: bool,
}

/// What Homebrew installs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A program for the terminal, or a part of one.
    Formula,
    /// A program with a window, as its maker packs it.
    Cask,
}

impl Kind {
    /// As it is written in an id.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Formula => "formula",
            Self::Cask => "cask",
        }
    }

    /// The option that means it.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Formula => "--formula",
            Self::Cask => "--cask",
        }
    }
}

#[derive(Deserialize)]
struct Answer {
    formulae: Vec<One>,
    casks: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    name: String,
    installed_versions: Versions,
    current_version: String,
    #[serde(default)]
    pinned: bool,
}

/// Of a cask it was one text once, and is a list now.
#[derive(Deserialize)]
#[serde(untagged)]
enum Versions {
    One(String),
    Some(Vec<String>),
}

/// All that is outdated, sorted; `None` where it is no such answer.
pub fn parse(json: &str) -> Option<Vec<Outdated>> {
    let Answer { formulae, casks } = serde_json::from_str(json).ok()?;
    let formulae = formulae.into_iter().map(|one| outdated(Kind::Formula, one));
    let casks = casks.into_iter().map(|one| outdated(Kind::Cask, one));
    let mut all: Vec<Outdated> = formulae.chain(casks).collect();
    all.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
    Some(all)
}

fn outdated(kind: Kind, one: One) -> Outdated {
    let installed = match one.installed_versions {
        Versions::One(version) => vec![version],
        Versions::Some(versions) => versions,
    };
    Outdated { kind, name: one.name, installed, offered: one.current_version, is_pinned: one.pinned }
}

/// Whether it is a name that `brew` may be told: no option, no address, no path of this PC, of at most two names of a tap and
/// its own.
pub fn is_name(name: &str) -> bool {
    let is_part = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"@._+-".contains(&b);
        part.bytes().all(plain) && part.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
    };
    let parts = name.split('/').count();
    name.len() <= limits::LINE_CHARS && matches!(parts, 1 | 3) && name.split('/').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = include_str!("../../testdata/written.brew-outdated.mixed");

    #[test]
    fn formulae_and_casks_are_read_whichever_way_their_versions_are_written() {
        let all = parse(MIXED).unwrap();
        let of = |name: &str| all.iter().find(|one| one.name == name).unwrap();
        assert_eq!(of("openssl@3").installed, ["3.5.0", "3.5.1"]);
        assert_eq!(
            (of("letters").installed.as_slice(), of("letters").kind),
            (&["4.1.0".to_owned()][..], Kind::Cask)
        );
        assert_eq!(of("draw").installed, ["1.0,900"]);
        assert!(of("node@20").is_pinned && !of("letters").is_pinned);
    }

    #[test]
    fn an_answer_that_is_cut_or_another_is_none() {
        for other in ["", "[]", "{}", r#"{"formulae":[]}"#, &MIXED[..MIXED.len() / 2]] {
            assert_eq!(parse(other), None, "{other}");
        }
        assert_eq!(parse(r#"{"formulae":[],"casks":[]}"#), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_name_is_never_told_to_brew() {
        for name in ["openssl@3", "gtk+3", "lab/tools/pr-tool", "a.b_c"] {
            assert!(is_name(name), "{name}");
        }
        for other in
            ["", "-f", "--greedy", "./x", "/x", "a/b", "a//b", "a/b/c/d", "a b", "https://x/y", "a/../b", "é"]
        {
            assert!(!is_name(other), "{other}");
        }
    }
}
