//! What pacman says while it installs: which package is at hand, and whose step failed.
//!
//! pacman ends with 0 although a package's own script failed, and puts a package in its database that it could not
//! wholly unpack: only these lines tell.

use std::collections::BTreeSet;

/// The steps that failed in a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failures {
    /// Packages whose own script failed. They are in, and not set up.
    pub scripts: BTreeSet<String>,
    /// Steps of the system after all packages are in, by their description. One before them leaves nothing that is not set up.
    pub hooks: BTreeSet<String>,
    /// Packages that were put in by half, whatever the database says.
    pub half: BTreeSet<String>,
}

const VERBS: [&str; 5] = ["upgrading ", "installing ", "reinstalling ", "downgrading ", "removing "];
const FAILED: &str = "error: command failed to execute correctly";
const HALF: &str = "error: problem occurred while ";

/// The package at hand, by `upgrading NAME...`.
pub fn package(line: &str) -> Option<&str> {
    VERBS.iter().find_map(|verb| line.strip_prefix(verb)).and_then(plain_end)
}

/// The package whose file is fetched, by ` NAME-VERSION-RELEASE-ARCH downloading...`.
pub fn fetched(line: &str) -> Option<&str> {
    let file = line.strip_prefix(' ')?.strip_suffix(" downloading...")?;
    let (rest, _arch) = file.rsplit_once('-')?;
    super::installed::split(rest).map(|(name, _)| name)
}

/// The package whose file could not be fetched, by `error: failed retrieving file 'NAME-VERSION-RELEASE-ARCH.pkg...'`.
pub fn unfetched(line: &str) -> Option<&str> {
    let (file, _) = line.strip_prefix("error: failed retrieving file '")?.split_once("' from ")?;
    let (rest, _arch) = file.split_once(".pkg.")?.0.rsplit_once('-')?;
    super::installed::split(rest).map(|(name, _)| name)
}

/// How many packages it is about, by `Packages (N) ` and, as a table, `Package (N) `.
pub fn count(line: &str) -> Option<usize> {
    let rest = line.strip_prefix("Packages (").or_else(|| line.strip_prefix("Package ("))?;
    rest.split_once(')')?.0.parse().ok()
}

/// The settings that were left as the person has them, by the maker's beside them.
pub fn settings_beside(line: &str) -> Option<&str> {
    line.strip_prefix("warning: ")?.split_once(" installed as ").map(|(_, file)| file)
}

/// What failed, in the lines of a run in their order.
pub fn failures<'a>(lines: impl IntoIterator<Item = &'a str>) -> Failures {
    let mut found = Failures::default();
    let (mut package_now, mut hook_now): (Option<&str>, Option<&str>) = (None, None);
    for line in lines {
        if let Some(name) = package(line) {
            (package_now, hook_now) = (Some(name), None);
        } else if line.starts_with(":: Running ") && line.contains("-transaction hooks") {
            (package_now, hook_now) = (None, line.contains(" post-transaction").then_some(""));
        } else if hook_now.is_some() && line.starts_with('(') {
            hook_now = line.split_once(") ").map(|(_, what)| what).or(hook_now);
        } else if line.trim_end() == FAILED {
            match (package_now, hook_now) {
                (Some(name), _) => drop(found.scripts.insert(name.to_owned())),
                (None, Some(hook)) => drop(found.hooks.insert(hook.to_owned())),
                (None, None) => {}
            }
        } else if let Some(rest) = line.strip_prefix(HALF) {
            let name = VERBS.iter().find_map(|verb| rest.strip_prefix(verb));
            found.half.extend(name.map(|name| name.trim_end().to_owned()));
        }
    }
    found
}

fn plain_end(rest: &str) -> Option<&str> {
    rest.trim_end().strip_suffix("...").filter(|name| !name.is_empty() && !name.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Failures {
        failures(text.lines())
    }

    fn names(set: &BTreeSet<String>) -> Vec<&str> {
        set.iter().map(String::as_str).collect()
    }

    #[test]
    fn a_script_that_failed_is_its_packages_and_pacman_ends_with_0() {
        for said in [
            include_str!("../../testdata/arch-6.0.pacman-Su.failing-post"),
            include_str!("../../testdata/arch-6.0.pacman-Su.failing-pre"),
        ] {
            assert!(said.ends_with("rc=0\n"));
            assert_eq!((names(&of(said).scripts), of(said).hooks.len()), (vec!["lab-fail"], 0));
        }
        assert_eq!(of(include_str!("../../testdata/arch-6.0.pacman-Su.good")), Failures::default());
    }

    #[test]
    fn a_step_of_the_system_that_failed_is_no_packages() {
        let said = include_str!("../../testdata/arch-6.0.pacman-Su.failing-hook");
        assert!(said.ends_with("rc=0\n"));
        assert_eq!(names(&of(said).hooks), ["Making the start-up image..."]);
        assert!(of(said).scripts.is_empty());
        let before = include_str!("../../testdata/arch-6.0.pacman-Su.failing-hook-before");
        assert_eq!(of(before), Failures::default(), "no package was at hand yet");
    }

    #[test]
    fn a_package_that_was_put_in_by_half_is_named() {
        let said = include_str!("../../testdata/arch-6.0.pacman-Su.no-room-unchecked");
        assert_eq!(names(&of(said).half), ["lab-app"]);
        let database = include_str!("../../testdata/arch-6.0.pacman-Q.no-room-unchecked");
        assert!(database.starts_with("lab-app 1.1-1\n"), "the database says that it is in");
    }

    #[test]
    fn what_it_is_at_is_read_off_its_lines() {
        assert_eq!(package("upgrading lab-wide..."), Some("lab-wide"));
        assert_eq!(package("upgrading the whole house..."), None);
        assert_eq!(fetched(" lab-tool-b-1:2.1-1-any downloading..."), Some("lab-tool-b"));
        assert_eq!(fetched(" lab downloading..."), None);
        let gone = include_str!("../../testdata/arch-6.0.pacman-Suw.404");
        let gone: BTreeSet<_> = gone.lines().filter_map(unfetched).collect();
        assert_eq!(gone, BTreeSet::from(["linux-lab", "lab-app", "lab-conf", "lab-wide", "lab-lib"]));
        let unsigned = include_str!("../../testdata/arch-6.0.pacman-Suw.unsigned");
        assert_eq!(unsigned.lines().filter_map(unfetched).collect::<Vec<_>>(), ["lab-wide"]);
        assert_eq!(count("Packages (8) lab-app-1.1-1  lab-conf-1.1-1"), Some(8));
        let beside = settings_beside("warning: /etc/lab.conf installed as /etc/lab.conf.pacnew");
        assert_eq!(beside, Some("/etc/lab.conf.pacnew"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(upgrading |\\.\\.\\.|error: |\\(1/1\\) |:: Running |\\PC|\n){0,40}") {
            of(&text);
            for line in text.lines() {
                let _ = (fetched(line), unfetched(line), count(line), settings_beside(line));
            }
        }
    }
}
