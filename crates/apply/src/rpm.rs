//! What the rooms of dnf and zypper share: what lies in a cache, and kept files under names that both know.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use patchround_protocol::{Cause, UpdateId};
use patchround_updates::{Pc, rpm};

use crate::{Ended, keep::Keep, system};

/// Those of these versions whose files are not in a cache, after they were fetched. A source may call its files as it likes: what
/// is not found by the usual name is looked for among what rpm says that the files are. Where nothing at all lies in the
/// cache, the source is on the PC itself: those files are used where they lie.
pub(crate) fn missing<'a>(pc: &Pc<'_>, ids: &'a [UpdateId], cached: &[PathBuf]) -> BTreeSet<&'a UpdateId> {
    let is_there = |name: &str| cached.iter().any(|path| path.file_name().is_some_and(|file| file == name));
    let by_name = |id: &&UpdateId| rpm::file_name(id).is_some_and(|name| is_there(&name));
    let mut missing: BTreeSet<&UpdateId> = ids.iter().filter(|id| !by_name(id)).collect();
    if missing.is_empty() || cached.is_empty() {
        return BTreeSet::new();
    }
    let files: Vec<&str> = cached.iter().filter_map(|path| path.to_str()).collect();
    let found = rpm::in_files(pc, &files);
    missing
        .retain(|id| !found.iter().any(|file| file.name_arch() == id.native() && file.evr == id.version()));
    missing
}

/// Kept files under the names that packages have: dnf and zypper go by the ending. They are gone with this.
#[derive(Debug)]
pub(crate) struct Named {
    folder: PathBuf,
    pub(crate) paths: Vec<String>,
}

impl Named {
    /// Links these beside the shelf, where nobody else can look, each only if it is the package that it is kept as.
    ///
    /// # Errors
    /// How it ends where one is another package, or cannot be linked.
    pub(crate) fn all(pc: &Pc<'_>, files: &[(UpdateId, PathBuf)], keep: &Keep) -> Result<Self, Ended> {
        let folder = folder_of(keep);
        emptied(&folder)?;
        let mut named = Self { folder, paths: Vec::new() };
        for (id, file) in files {
            named.add(pc, id, file)?;
        }
        Ok(named)
    }

    fn add(&mut self, pc: &Pc<'_>, id: &UpdateId, file: &Path) -> Result<(), Ended> {
        let lost = |said: &str| Ended::failed(Cause::NothingKept, said);
        let name = rpm::file_name(id).ok_or_else(|| Ended::failed(Cause::NotForThisPc, ""))?;
        let name = self.folder.join(name);
        fs::hard_link(file, &name).map_err(|error| lost(&error.to_string()))?;
        let path = name.to_string_lossy().into_owned();
        let found = rpm::in_file(pc, &path)?;
        if found.name_arch() != id.native() || found.evr != id.version() {
            return Err(lost("The kept file is another package"));
        }
        self.paths.push(path);
        Ok(())
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            tracing::warn!(%error, "Failed to remove the names of kept files");
        }
    }
}

/// Where kept files are named.
pub(crate) fn folder_of(keep: &Keep) -> PathBuf {
    keep.folder.with_extension("names")
}

fn emptied(folder: &Path) -> Result<(), Ended> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Ended::unwritten(&error)),
        _ => {}
    }
    system::private().create(folder).map_err(|error| Ended::unwritten(&error))
}
