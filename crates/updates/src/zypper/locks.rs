//! `zypper --xmlout locks --solvables`: what is locked, as zypper itself matches its patterns.

use std::collections::BTreeSet;

use super::stream::{self, Broken};

/// A version of a package that a lock keeps from going in, or from going.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Locked {
    /// Its package.
    pub name: String,
    /// Its architecture.
    pub arch: String,
    /// The version.
    pub edition: String,
}

/// Reads the packages that are locked; other locks are none of a package.
///
/// # Errors
/// [`Broken`] where the list was cut off.
pub fn parse(text: &str) -> Result<BTreeSet<Locked>, Broken> {
    let mut locked = BTreeSet::new();
    let mut has_list = false;
    stream::read(text, |_, element| {
        has_list |= element.name == "locks";
        if element.name == "match" && element.get("kind") == Some("package") {
            let get = |name| element.get(name).map(str::to_owned);
            locked.extend(
                get("name").zip(get("arch")).zip(get("edition")).map(|((name, arch), edition)| Locked {
                    name,
                    arch,
                    edition,
                }),
            );
        }
    })?;
    if has_list { Ok(locked) } else { Err(Broken) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_locks_what_zypper_says_it_matches_and_a_patch_is_no_package() {
        let text = include_str!("../../testdata/debian-12.zypper-locks.several");
        let locked = parse(text).unwrap();
        let has = |name: &str, edition: &str| locked.iter().any(|l| l.name == name && l.edition == edition);
        assert!(has("pr-slow", "1.1-1") && has("pr-sec", "1.0-1") && has("pr-undo", "1.1-1"));
        assert!(has("pr-two", "1.1-1") && !has("pr-two", "1.0-1"), "a lock on what one repository has");
        assert!(!locked.iter().any(|l| l.name.starts_with("PR-")));
    }

    #[test]
    fn no_lock_is_an_answer_and_no_list_is_none() {
        assert!(parse(include_str!("../../testdata/debian-12.zypper-locks.none")).unwrap().is_empty());
        assert_eq!(parse("<stream></stream>"), Err(Broken));
    }
}
