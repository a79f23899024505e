//! What the world knows of flaws, fetched by the manager's computer, kept with its date and joined by CVE id.
//!
//! Runs as: the manager, inside whatever has the office's state folder open.
//! Must not: read a clock, start a thread, guess the name of a product, or take "not known" for "no".

mod addresses;
mod dates;
mod due;
mod feed;
mod feeds;
mod fetch;
mod judge;
mod keep;
pub mod parse;
mod records;
mod refused;
mod settings;
mod table;
mod whole;

pub use dates::{Dated, dated};
pub use feed::Feed;
pub use feeds::{Done, Feeds, Outcome, State};
pub use refused::Refused;
pub use settings::{Address, Limits, NotAnAddress, Roots, Settings};
