//! What the rooms of dnf and zypper share: who works with rpm's database, and kept files under names that both know.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use patchround_protocol::{Cause, UpdateId};
use patchround_updates::{Pc, rpm};

use crate::{Ended, keep::Keep, system};

/// rpm's own lock, in the folder of its database.
const LOCK: &str = ".rpm.lock";

/// The program that changes rpm's database.
pub(crate) fn writer(pc: &Pc<'_>) -> Option<String> {
    rpm::DATABASES.iter().find_map(|folder| system::lock_holder(&pc.place(folder).join(LOCK)))
}

/// The program whose number stands in a file. The file stays when its program ends: only one that is there still counts.
pub(crate) fn noted_in(pc: &Pc<'_>, file: &str) -> Option<String> {
    let number: u32 = fs::read_to_string(pc.place(file)).ok()?.trim().parse().ok()?;
    let name = fs::read_to_string(pc.place(&format!("/proc/{number}/comm"))).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Whether the file of a version is not among those of a cache, after it was fetched. Where nothing at all lies in the cache,
/// its source is on the PC itself: those files are used where they lie.
pub(crate) fn is_missing(id: &UpdateId, cached: &[PathBuf]) -> bool {
    let file = rpm::file_name(id);
    let is_it = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()) == file.as_deref();
    !cached.is_empty() && !cached.iter().any(is_it)
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
