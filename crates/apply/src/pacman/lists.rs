//! Files of lists: kept, put in place and put back, each whole or not at all and with its time.
//!
//! pacman asks a server only for what is newer than a list's own time, and reads a signature beside a list.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io,
    path::Path,
    time::SystemTime,
};

/// Makes a folder have the lists of another, and the signatures of these; lists of other names stay.
///
/// # Errors
/// What the disk says.
pub(super) fn put(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let names = names(from)?;
    for name in names.iter().filter(|name| name.ends_with(".db")) {
        let signature = format!("{name}.sig");
        if !names.contains(&signature) {
            gone(&to.join(&signature))?;
        }
    }
    names.iter().try_for_each(|name| copy(&from.join(name), &to.join(name)))
}

/// Makes a folder have exactly the lists of another.
///
/// # Errors
/// What the disk says.
pub(super) fn mirror(from: &Path, to: &Path) -> io::Result<()> {
    put(from, to)?;
    let keep = names(from)?;
    names(to)?.iter().filter(|name| !keep.contains(*name)).try_for_each(|name| gone(&to.join(name)))
}

/// Keeps a copy of exactly these lists in a folder that is not there yet: whole, or not under that name.
///
/// # Errors
/// What the disk says.
pub(super) fn keep(from: &Path, kept: &Path) -> io::Result<()> {
    let half = kept.with_extension("half");
    mirror(from, &half)?;
    fs::rename(half, kept)
}

/// Removes a copy; cut off in the midst, it is no copy any more.
///
/// # Errors
/// What the disk says.
pub(super) fn throw_away(kept: &Path) -> io::Result<()> {
    let gone = kept.with_extension("gone");
    if gone.is_dir() {
        fs::remove_dir_all(&gone)?;
    }
    fs::rename(kept, &gone)?;
    fs::remove_dir_all(gone)
}

/// Whether a folder has each of these lists as it is, by its time.
pub(super) fn are_in(lists: &Path, folder: &Path) -> bool {
    let time = |file: &Path| fs::metadata(file).and_then(|found| found.modified()).ok();
    let is_same = |name: &String| time(&lists.join(name)) == time(&folder.join(name));
    names(lists).is_ok_and(|names| names.iter().filter(|name| name.ends_with(".db")).all(is_same))
}

/// Whether one of these lists is newer in the first folder than in the second.
pub(super) fn is_newer(first: &Path, second: &Path) -> bool {
    let time = |file: &Path| fs::metadata(file).and_then(|found| found.modified()).ok();
    let newer = |name: &String| -> Option<bool> {
        let (one, other): (SystemTime, SystemTime) = (time(&first.join(name))?, time(&second.join(name))?);
        Some(one > other)
    };
    names(first)
        .unwrap_or_default()
        .iter()
        .filter(|name| name.ends_with(".db"))
        .any(|n| newer(n) == Some(true))
}

/// Names of the lists and their signatures in a folder; none of a folder that is not there.
pub(super) fn names(folder: &Path) -> io::Result<BTreeSet<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        entries => entries?,
    };
    let mut found = BTreeSet::new();
    for entry in entries {
        let name = entry?.file_name().into_string().unwrap_or_default();
        if name.ends_with(".db") || name.ends_with(".db.sig") {
            found.insert(name);
        }
    }
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut source = File::open(from)?;
    let mut target = tempfile::Builder::new().permissions(readable()?).tempfile_in(folder)?;
    io::copy(&mut source, &mut target)?;
    target.as_file().set_modified(source.metadata()?.modified()?)?;
    target.as_file().sync_all()?;
    target.persist(to)?;
    Ok(())
}

/// Of a file that everybody may read, as pacman's own are.
fn readable() -> io::Result<fs::Permissions> {
    crate::system::readable()
}

fn gone(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn lists_are_put_in_place_with_their_time_and_without_a_signature_of_others() {
        let root = tempfile::tempdir().unwrap();
        let (from, to) = (root.path().join("from"), root.path().join("to"));
        for folder in [&from, &to] {
            fs::create_dir(folder).unwrap();
        }
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        fs::write(from.join("core.db"), "new").unwrap();
        File::options().write(true).open(from.join("core.db")).unwrap().set_modified(old).unwrap();
        for name in ["core.db", "core.db.sig", "other.db", "notes"] {
            fs::write(to.join(name), "old").unwrap();
        }
        assert!(is_newer(&to, &from) && !is_newer(&from, &to));
        put(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("core.db")).unwrap(), "new");
        assert_eq!(fs::metadata(to.join("core.db")).unwrap().modified().unwrap(), old);
        assert!(!to.join("core.db.sig").exists() && to.join("other.db").exists());
        assert!(are_in(&from, &to));
        mirror(&from, &to).unwrap();
        assert!(!to.join("other.db").exists() && to.join("notes").exists());
        assert_eq!(names(&root.path().join("nothing")).unwrap().len(), 0);
    }

    #[test]
    fn a_copy_that_was_cut_off_is_not_taken_for_one() {
        let root = tempfile::tempdir().unwrap();
        let (from, kept) = (root.path().join("from"), root.path().join("kept"));
        fs::create_dir_all(&from).unwrap();
        for name in ["core.db", "extra.db"] {
            fs::write(from.join(name), "list").unwrap();
        }
        // As a copy is where the power goes after its first list.
        fs::create_dir_all(kept.with_extension("half")).unwrap();
        fs::write(kept.with_extension("half").join("core.db"), "li").unwrap();
        assert!(!kept.exists());
        keep(&from, &kept).unwrap();
        assert!(are_in(&from, &kept) && names(&kept).unwrap().len() == 2);
        throw_away(&kept).unwrap();
        assert!(!kept.exists() && fs::read_dir(root.path()).unwrap().count() == 1);
    }
}
