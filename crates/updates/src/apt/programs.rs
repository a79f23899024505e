//! The programs that people start: which desktop entries a package brings.

use std::{collections::BTreeSet, fs, io::Read, path::Path};

/// Bytes of a package's list of files that are read.
const LIST_BYTES: u64 = 4 * 1024 * 1024;
/// Desktop entries of one package.
const ENTRIES: usize = 50;
/// Where programs for everybody have their entries (Desktop Menu Specification).
const FOLDER: &str = "/usr/share/applications/";

/// Names of the desktop entries of an installed package, without the ending; none for what nobody starts.
pub(super) fn programs_of(package: &str) -> BTreeSet<String> {
    programs_in(Path::new("/"), package)
}

fn programs_in(root: &Path, package: &str) -> BTreeSet<String> {
    let info = root.join("var/lib/dpkg/info");
    // Packages that may be installed for several architectures have theirs in the file's name (dpkg(1)).
    let is_list = |name: &str| {
        name.strip_prefix(package)
            .and_then(|rest| rest.strip_suffix(".list"))
            .is_some_and(|architecture| architecture.is_empty() || architecture.starts_with(':'))
    };
    let files = fs::read_dir(info).into_iter().flatten().flatten();
    let lists = files.filter(|file| file.file_name().to_str().is_some_and(is_list));
    let text: String = lists.filter_map(|file| read(&file.path())).collect();
    let entries = text.lines().filter_map(|file| file.strip_prefix(FOLDER)?.strip_suffix(".desktop"));
    entries.filter(|name| !name.contains('/')).take(ENTRIES).map(str::to_owned).collect()
}

fn read(list: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(list).ok()?.take(LIST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entries_of_a_package_are_found_for_every_architecture_and_no_others() {
        let root = tempfile::tempdir().unwrap();
        let info = root.path().join("var/lib/dpkg/info");
        fs::create_dir_all(&info).unwrap();
        let list = "/usr\n/usr/share/applications/letters.desktop\n/usr/share/applications/deep/x.desktop\n/usr/bin/x\n";
        fs::write(info.join("letters.list"), list).unwrap();
        fs::write(info.join("letters-extra.list"), "/usr/share/applications/other.desktop\n").unwrap();
        fs::write(info.join("sums:amd64.list"), "/usr/share/applications/sums.desktop\n").unwrap();
        let found = |package: &str| programs_in(root.path(), package).into_iter().collect::<Vec<_>>();
        assert_eq!(found("letters"), ["letters"]);
        assert_eq!(found("sums"), ["sums"]);
        assert!(found("letter").is_empty() && found("nothing").is_empty());
    }
}
