//! What zypper would do, out of a run with `--dry-run`: `<install-summary>`, and its solver's questions.

use std::collections::BTreeSet;

use super::stream::{self, Broken};

/// One package that would change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// Its architecture.
    pub arch: String,
    /// The edition that would be there, or that would go.
    pub edition: String,
    /// The one that is there.
    pub old: Option<String>,
}

/// What a run would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Bytes to download.
    pub download: u64,
    /// Bytes more on the disk; less than none where it gets free.
    pub space: i64,
    /// What would be newer.
    pub upgrades: Vec<Change>,
    /// What would come along new.
    pub installs: Vec<Change>,
    /// What would be removed.
    pub removes: Vec<Change>,
    /// What would be older.
    pub downgrades: Vec<Change>,
    /// What would change otherwise: architecture, maker, the same once more.
    pub others: Vec<Change>,
}

/// Reads what would be done; `None` where it is not said, because there is a problem.
///
/// # Errors
/// [`Broken`] where it was cut off.
pub fn parse(text: &str) -> Result<Option<Summary>, Broken> {
    let mut summary = Summary::default();
    let mut is_said = false;
    stream::read(text, |around, element| match element.name.as_str() {
        "install-summary" => {
            is_said = true;
            let number = |name: &str| element.get(name).and_then(|text| text.parse().ok());
            summary.download = number("download-size").and_then(|n: i64| u64::try_from(n).ok()).unwrap_or(0);
            summary.space = number("space-usage-diff").unwrap_or(0);
        }
        "solvable" if element.get("type") == Some("package") => {
            let get = |name: &str| element.get(name).map(str::to_owned);
            let (Some(name), Some(arch), Some(edition)) = (get("name"), get("arch"), get("edition")) else {
                return;
            };
            let change = Change { name, arch, edition, old: get("edition-old") };
            match around.last().map(|list| list.name.as_str()) {
                Some("to-upgrade" | "to-upgrade-change-arch") => summary.upgrades.push(change),
                Some("to-install") => summary.installs.push(change),
                Some("to-remove") => summary.removes.push(change),
                Some("to-downgrade" | "to-downgrade-change-arch") => summary.downgrades.push(change),
                _ => summary.others.push(change),
            }
        }
        _ => {}
    })?;
    Ok(is_said.then_some(summary))
}

/// Packages that zypper's solver would remove, each `NAME-VERSION-RELEASE.ARCH`, by "deinstallation of".
pub fn asked_removals(words: &str) -> BTreeSet<String> {
    let removal = |line: &str| {
        let (_, package) = line.split_once("deinstallation of ")?;
        package.split_whitespace().next().map(str::to_owned)
    };
    words.lines().filter_map(removal).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(name: &str) -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/debian-12.zypper-");
        std::fs::read_to_string(format!("{folder}{name}")).unwrap()
    }

    fn names(changes: &[Change]) -> Vec<&str> {
        changes.iter().map(|change| change.name.as_str()).collect()
    }

    #[test]
    fn what_comes_along_is_not_what_is_newer() {
        let summary = parse(&recorded("install.dry-adds")).unwrap().unwrap();
        assert_eq!(names(&summary.upgrades), ["pr-adds", "pr-plain"]);
        assert_eq!(names(&summary.installs), ["pr-new"]);
        assert!(summary.download > 10_000 && summary.removes.is_empty());
        assert_eq!(summary.upgrades[1].edition, "1:2.0-1");
    }

    #[test]
    fn what_was_agreed_is_removed_and_what_goes_back_is_a_downgrade() {
        let summary = parse(&recorded("install.agreed")).unwrap().unwrap();
        assert_eq!((names(&summary.removes), summary.space), (vec!["pr-victim"], -106));
        let summary = parse(&recorded("undo.dry")).unwrap().unwrap();
        assert_eq!((names(&summary.downgrades), summary.upgrades.len()), (vec!["pr-undo"], 0));
    }

    #[test]
    fn what_is_put_in_anew_is_there_in_the_same_version() {
        let summary = parse(&recorded("install.reinstall")).unwrap().unwrap();
        let [same] = &summary.others[..] else { panic!("{summary:?}") };
        assert_eq!((same.name.as_str(), same.edition.as_str()), ("pr-fail", "1.1-1"));
        assert!(
            same.old.as_deref() == Some("1.1-1") && summary.upgrades.is_empty() && summary.removes.is_empty()
        );
    }

    #[test]
    fn a_question_of_the_solver_is_no_summary_and_names_what_would_go() {
        let text = recorded("install.would-remove");
        assert_eq!(parse(&text), Ok(None));
        assert_eq!(asked_removals(&stream::words(&text)), ["pr-victim-1.0-1.noarch".to_owned()].into());
    }
}
