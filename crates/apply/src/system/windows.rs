//! Free space and who is there, the Windows way.

use std::{fs::DirBuilder, path::Path};

use patchround_protocol::accounts::Accounts;
use patchround_windows::{file, member, session, start};

use crate::Boot;

/// Names of the local administrators, and whose accounts there are, as far as that is known.
pub(crate) fn accounts() -> (Vec<String>, Option<Accounts>) {
    let asked = member::administrators().and_then(|members| Ok((members, member::accounts()?)));
    let (members, accounts) = match asked {
        Ok(asked) => asked,
        Err(error) => {
            tracing::warn!(%error, "Failed to ask who administers this PC");
            return (Vec::new(), None);
        }
    };
    let pc = std::env::var("COMPUTERNAME").unwrap_or_default();
    let member::Who { people, administrators, masters, groups } = member::who(&pc, &members, &accounts);
    let all = [&administrators[..], &masters, &groups].concat();
    // Who is in a group of elsewhere is not known here, so that nobody can be told by it.
    (all, Some(Accounts { people, administrators, masters, by_group: Vec::new() }))
}

/// Bytes that may still be written at a path.
pub(crate) fn free_bytes(path: &Path) -> Option<u64> {
    file::free_bytes(path)
}

/// Whether a folder lies on another disk than its parent.
pub(crate) fn is_own_disk(folder: &Path) -> bool {
    let disk = |path: &Path| path.exists().then(|| file::disk_of(path)).flatten();
    folder.parent().is_some_and(|parent| disk(folder).is_some() && disk(folder) != disk(parent))
}

/// Names of the people who are signed in, also of those who are away.
pub(crate) fn signed_in() -> Option<Vec<String>> {
    session::signed_in()
}

/// Which start of this PC it is.
pub(crate) fn boot() -> Option<Boot> {
    Some(Boot { id: start::noted()?, first_process: None, up: start::up().as_secs() })
}

/// Makes folders with the access list of the folder they are in: root's own, which is shut to everybody else.
pub(crate) fn private() -> DirBuilder {
    DirBuilder::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_start_of_the_pc_is_known_and_stays_the_same_while_it_runs() {
        let before = boot().unwrap();
        assert!(!before.id.is_empty());
        assert!(!boot().unwrap().is_after(&before));
    }

    #[test]
    fn free_space_is_known_for_a_folder_and_not_for_nothing() {
        assert!(free_bytes(&std::env::temp_dir()).is_some_and(|bytes| bytes > 0));
        assert_eq!(free_bytes(Path::new(r"Q:\nonexistent")), None);
    }

    #[test]
    fn a_folder_lies_on_the_disk_of_its_parent() {
        assert!(!is_own_disk(&std::env::temp_dir()));
        assert!(!is_own_disk(Path::new(r"Q:\nonexistent\folder")));
    }
}
