//! The programs that people start: which desktop entries an installed snap brings.

use std::{collections::BTreeSet, fs};

use super::reference;
use crate::source::Pc;

/// Where snapd puts the entries of all snaps.
const ENTRIES: &str = "/var/lib/snapd/desktop/applications";
/// Desktop entries of one snap.
const MOST: usize = 50;

/// Names of its desktop entries without the ending; none for what nobody starts.
pub(super) fn programs_of(pc: &Pc<'_>, native: &str) -> BTreeSet<String> {
    if !reference::is_name(native) {
        return BTreeSet::new();
    }
    // A second instance of a snap has a plus in its files, since `_` stands before the program.
    let beginning = format!("{}_", native.replace('_', "+"));
    let files = fs::read_dir(pc.place(ENTRIES)).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    let own = names.filter(|name| name.starts_with(&beginning));
    own.filter_map(|name| name.strip_suffix(".desktop").map(str::to_owned)).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Programs;

    #[test]
    fn the_entries_of_a_snap_are_its_programs_and_no_others() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        fs::create_dir_all(pc.place(ENTRIES)).unwrap();
        for name in
            ["pr-notes_pr-notes.desktop", "pr-notes+two_pr-notes.desktop", "pr-notes_x.txt", "a_b.desktop"]
        {
            fs::write(pc.place(ENTRIES).join(name), "").unwrap();
        }
        let found = |native: &str| programs_of(&pc, native).into_iter().collect::<Vec<_>>();
        assert_eq!(found("pr-notes"), ["pr-notes_pr-notes"]);
        assert_eq!(found("pr-notes_two"), ["pr-notes+two_pr-notes"]);
        assert!(found("pr").is_empty() && found("../a").is_empty());
    }
}
