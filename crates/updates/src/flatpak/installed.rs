//! What an installation has: `flatpak list`, checked against its folders.

use std::{collections::BTreeMap, fs, path::Path};

use super::reference::{Kind, Reference, is_commit};

/// The columns that are asked for. None that somebody else wrote: a program's name may hold a line break, and with it a
/// whole made-up line.
pub const COLUMNS: &str = "--columns=origin,active,ref";

/// What is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The remote it came from.
    pub origin: String,
    /// Its commit, whole.
    pub commit: String,
}

/// What is installed, by ref.
pub type All = BTreeMap<Reference, Installed>;

/// One line: origin, the first digits of the commit, and the ref without its kind. `None` where any line is not like
/// that, or the last one did not end.
pub fn parse(kind: Kind, text: &str) -> Option<Vec<(Reference, String, String)>> {
    let is_whole = text.is_empty() || text.ends_with('\n');
    let line = |line: &str| {
        let [origin, digits, rest] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        Some((Reference::of(kind, rest).ok()?, origin.to_owned(), digits.to_owned()))
    };
    is_whole.then(|| text.lines().filter(|text| !text.trim().is_empty()).map(line).collect())?
}

/// The whole commits of what lies in an installation's folder of one kind: `ID/ARCH/BRANCH/active` is a link to a folder
/// of that name.
pub fn deployed(folder: &Path, kind: Kind) -> BTreeMap<Reference, String> {
    let mut found = BTreeMap::new();
    for id in names(folder) {
        for arch in names(&folder.join(&id)) {
            for branch in names(&folder.join(&id).join(&arch)) {
                let active = folder.join(&id).join(&arch).join(&branch).join("active");
                let commit = fs::read_link(active).ok().and_then(|to| to.into_os_string().into_string().ok());
                let reference = Reference::of(kind, &format!("{id}/{arch}/{branch}")).ok();
                found.extend(reference.zip(commit.filter(|commit| is_commit(commit))));
            }
        }
    }
    found
}

/// What was left of one commit of a ref, as the name of a folder: an update was cut off before flatpak moved it away, or
/// could not. While it lies there flatpak takes that commit for installed, and goes back to it only in words, with exit
/// code 0. `folder` is the ref's own.
pub fn left_of(folder: &Path, commit: &str) -> Option<String> {
    let active = fs::read_link(folder.join("active")).ok();
    let is_active = |name: &str| active.as_deref() == Some(Path::new(name));
    // One that was put in only in part has more behind its commit.
    let is_of =
        |name: &str| name.strip_prefix(commit).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    names(folder).into_iter().find(|name| is_of(name) && !is_active(name))
}

/// Both together; `None` where they are not about the same: then one of them is not whole.
pub fn join(listed: Vec<(Reference, String, String)>, deployed: &BTreeMap<Reference, String>) -> Option<All> {
    let all: All = listed
        .into_iter()
        .map(|(reference, origin, digits)| {
            let commit = deployed
                .get(&reference)
                .filter(|commit| !digits.is_empty() && commit.starts_with(&digits))?;
            Some((reference, Installed { origin, commit: commit.clone() }))
        })
        .collect::<Option<_>>()?;
    (all.len() == deployed.len()).then_some(all)
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.file_name().into_string().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPS: &str = include_str!("../../testdata/debian-12.flatpak-list-app.mixed");

    #[test]
    fn a_recorded_list_is_read_and_half_of_it_is_none() {
        let all = parse(Kind::App, APPS).unwrap();
        assert_eq!(all.len(), 8);
        assert_eq!(all[0].0.as_str(), "app/org.lab.App/x86_64/stable");
        assert_eq!((&*all[0].1, all[0].2.len()), ("lab", 12));
        assert_eq!(parse(Kind::App, &APPS[..APPS.len() - 1]), None);
        assert_eq!(parse(Kind::App, "error\n"), None);
        assert_eq!(parse(Kind::App, "").map(|all| all.len()), Some(0));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_left_of_a_commit_is_found_and_what_is_in_use_is_not_left() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new] = ["a".repeat(64), "b".repeat(64)];
        let make = |name: &str| fs::create_dir(folder.path().join(name)).unwrap();
        make(&new);
        std::os::unix::fs::symlink(&new, folder.path().join("active")).unwrap();
        let left = |commit: &str| left_of(folder.path(), commit);
        assert_eq!((left(&old), left(&new)), (None, None));
        make(&format!("{old}-1a2b"));
        assert_eq!(left(&old), Some(format!("{old}-1a2b")));
        assert_eq!(left(&old[..63]), None, "the beginning of another one");
    }

    #[test]
    fn a_list_that_lacks_a_line_is_noticed_by_what_lies_there() {
        let all = parse(Kind::App, APPS).unwrap();
        let lies: BTreeMap<Reference, String> =
            all.iter().map(|(r, _, digits)| (r.clone(), format!("{digits}{}", "0".repeat(52)))).collect();
        assert_eq!(join(all.clone(), &lies).unwrap().len(), 8);
        assert_eq!(join(all[1..].to_vec(), &lies), None);
        let mut more = lies.clone();
        more.pop_first();
        assert_eq!(join(all, &more), None);
    }
}
