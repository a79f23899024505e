//! Homebrew: programs that one person of a Mac has installed, as themselves. One parser a file; only [`ask`] starts programs.
//!
//! It belongs to whoever owns its folder and refuses to run as root: what it offers is a person's own
//! (docs/decisions/0065-a-persons-own-programs.md), and nobody else sees any of it.

pub mod ask;
pub mod casks;
pub mod causes;
pub mod list;
pub mod outdated;
pub mod place;

mod scan;

pub use place::Prefix;
pub use scan::read;

/// The source's id.
pub const SOURCE: &str = "brew";
