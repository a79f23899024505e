//! Noting what is there and not set up, where the package manager itself remembers nothing of it.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
};

use patchround_updates::{
    Pc, rpm,
    unset::{self, MOST, Unset, file_of},
};

use crate::system::{folder_for_all, readable};

/// What is told of a package that is noted so, where nobody knows any more what was said.
pub(crate) const SAID: &str = "It is there, and a step of its set-up failed";

/// Notes packages of rpm's, each by `NAME` or `NAME.ARCH`, as they are now: those that came in with what failed. Gives what
/// is noted then and as it was.
pub(crate) fn note_rpm(
    pc: &Pc<'_>,
    source: &str,
    names: &BTreeSet<String>,
    came_in: impl Fn(&rpm::Package) -> bool,
) -> Vec<rpm::Package> {
    let known = unset::of_rpm(pc, source).and_then(|mut known| {
        if !names.is_empty() {
            let there = rpm::installed(pc, names.iter().map(String::as_str))?;
            let is_new = |package: &rpm::Package| came_in(package) && !known.contains(package);
            let new: Vec<_> = there.into_iter().filter(is_new).collect();
            known.extend(new);
            note(pc, source, known.iter().map(Unset::from));
        }
        Ok(known)
    });
    known.unwrap_or_else(|error| {
        tracing::warn!(%error, source, "Failed to see which packages are not set up");
        Vec::new()
    })
}

/// Notes exactly these packages of a source. What is known already is told in this run all the same, so that a disk that says
/// no costs only what is known later.
pub(crate) fn note(pc: &Pc<'_>, source: &str, all: impl IntoIterator<Item = Unset>) {
    let mut all: Vec<Unset> = all.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    all.truncate(MOST);
    if let Err(error) = write(pc, source, &all) {
        tracing::warn!(%error, source, "Failed to note whose set-up failed");
    }
}

fn write(pc: &Pc<'_>, source: &str, all: &[Unset]) -> io::Result<()> {
    let folder = pc.place(unset::FOLDER);
    folder_for_all(&folder)?;
    let mut file = tempfile::Builder::new().permissions(readable()?).tempfile_in(&folder)?;
    file.write_all(&serde_json::to_vec(all)?)?;
    file.as_file().sync_all()?;
    file.persist(pc.place(&file_of(source)))?;
    fs::File::open(folder)?.sync_all()
}
