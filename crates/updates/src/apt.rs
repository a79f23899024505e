//! apt: Debian, Ubuntu, Mint. One parser a file; only [`ask`] and `scan` start programs.
//!
//! `apt-get`, `apt-cache`, `apt-mark` and `dpkg-query` are scripts' interfaces: their formats are
//! the same in apt 2.6, 2.7, 3.0 and 3.3 (testdata/README.md says what was recorded).

pub mod ask;
pub mod causes;
pub mod changelog;
pub mod database;
pub mod held;
pub mod hook;
pub mod kept;
pub mod list;
pub mod names;
pub mod notes;
pub mod policy;
pub mod records;
pub mod simulation;
pub mod sources;
pub mod status;
pub mod substantial;
pub mod uris;

mod archive;
mod detect;
mod programs;
mod scan;

pub use detect::is_here;
pub use programs::programs_of;
pub use scan::{REFRESHED_STAMP, WayBack, facts};
pub(crate) use scan::{read, watched_paths};

/// The source's id.
pub const SOURCE: &str = "apt";

/// apt's short form of a package: the architecture is left out unless it is a foreign one.
///
/// `libc6:amd64` on an amd64 PC is `libc6`; `libc6:i386` stays as it is.
pub fn name_of(full_name: &str) -> &str {
    full_name.split_once(':').map_or(full_name, |(name, _)| name)
}
