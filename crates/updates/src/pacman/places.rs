//! Where pacman and we keep what is known.

use std::path::PathBuf;

/// The system's database folder. Nothing here reads it anew.
pub const SYSTEM: &str = "/var/lib/pacman";
/// What is installed: one folder each, `NAME-VERSION-RELEASE`.
pub const LOCAL: &str = "/var/lib/pacman/local";
/// The lists that the system's own pacman goes by.
pub const SYSTEM_LISTS: &str = "/var/lib/pacman/sync";
/// Held by whoever writes to the database: a plain file, which outlives a crash.
pub const LOCK: &str = "/var/lib/pacman/db.lck";
/// pacman's own account of what it did.
pub const LOG: &str = "/var/log/pacman.log";
/// Where it keeps the packages it fetched.
pub const CACHE: &str = "/var/cache/pacman/pkg";

/// A database folder of ours, as checkupdates makes one: our lists, and a link to what is installed. Root's, and
/// everybody's to read: the folder above is the root half's, which others may pass through but not look into (0711).
///
/// Nothing may ever be installed through it: pacman does not remove entries behind a link, and the database of the system
/// would be broken.
pub const OURS: &str = "/var/lib/patchround-root/pacman";
/// The link to [`LOCAL`] in it.
pub const OUR_LOCAL: &str = "/var/lib/patchround-root/pacman/local";
/// The lists in it.
pub const OUR_LISTS: &str = "/var/lib/patchround-root/pacman/sync";
/// Its lock, of a refresh.
pub const OUR_LOCK: &str = "/var/lib/patchround-root/pacman/db.lck";
/// Touched when every list was read anew and could be read back.
pub const REFRESHED_STAMP: &str = "/var/lib/patchround-root/pacman/refreshed";

/// Folders whose change makes a scan stale, watched without what is below them.
pub(super) fn watched() -> Vec<PathBuf> {
    [SYSTEM, LOCAL, OURS, OUR_LISTS, "/etc/pacman.d"].into_iter().map(PathBuf::from).collect()
}
