//! Practice PCs: they speak the real protocol over loopback, and the programs they update are made up.
//!
//! Runs as: a developer or the ordinary user, in a test or as `patchround-practice`; on 127.0.0.1 only.
//! Must not: touch this machine's packages, read or write a file, or stand in for a part that is tested: a
//! practice PC is only ever the other end of the line.
//!
//! Transport, pairing, signatures, and whether a job, charter or policy is obeyed are those of the product:
//! [`patchround_link::server`] and [`patchround_protocol`]. What is made up is the package manager behind
//! them, and the PC's fate: it can be slow, off, vanish in mid-round, or have a wrong clock.
//!
//! Everything is drawn from a seed, so the same PCs come back the next time. A thousand of them fit into one
//! process on one thread; each has a listening socket, so more than a few hundred need a higher limit of open
//! files than many systems start with.

mod catalogue;
mod draw;
mod http;
mod log;
mod membership;
mod offer;
mod pc;
mod people;
mod practice;
mod scan;
mod spec;
mod wire;
mod work;

pub use catalogue::{awkward, ordinary, small_office};
pub use offer::Offer;
pub use people::Says;
pub use practice::{Practice, PracticePc};
pub use spec::{Manners, PcSpec};
