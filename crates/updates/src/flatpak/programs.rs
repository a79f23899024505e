//! The programs that people start: which desktop entries an installed ref brings.

use std::{collections::BTreeSet, fs};

use super::{place::Installation, reference::Reference};
use crate::source::Pc;

/// Desktop entries of one ref.
const ENTRIES: usize = 50;

/// Names of its desktop entries without the ending; none for what nobody starts.
pub(super) fn programs_of(pc: &Pc<'_>, native: &str, installation: &Installation) -> BTreeSet<String> {
    let Ok(reference) = native.parse::<Reference>() else { return BTreeSet::new() };
    let folder = format!("{}/{reference}/active/export/share/applications", installation.folder());
    let files = fs::read_dir(pc.place(&folder)).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    names.filter_map(|name| name.strip_suffix(".desktop").map(str::to_owned)).take(ENTRIES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Programs;

    #[test]
    fn the_entries_that_a_program_exports_are_its_programs() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        let folder = pc.place("/var/lib/flatpak/app/a.B/x86_64/stable/active/export/share/applications");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.B.desktop"), "").unwrap();
        fs::write(folder.join("mimeinfo.cache"), "").unwrap();
        let found =
            |native: &str| programs_of(&pc, native, &Installation::System).into_iter().collect::<Vec<_>>();
        assert_eq!(found("app/a.B/x86_64/stable"), ["a.B"]);
        assert!(found("app/a.C/x86_64/stable").is_empty() && found("../../etc/x").is_empty());
    }
}
