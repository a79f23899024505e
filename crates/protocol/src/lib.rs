//! The words that Patchround's programs speak to each other: signed documents, wire types, limits.
//!
//! Runs as: whoever links it (manager, helper, root half).
//! Must not: do input or output, start a task, read a clock, or know an operating system.

pub mod accounts;
pub mod cause;
pub mod chain;
pub mod charter;
pub mod consultation;
pub mod cve;
pub mod event;
pub mod exception;
pub mod feeds;
pub mod hours;
pub mod ids;
pub mod invitation;
pub mod job;
pub mod life;
pub mod limits;
pub mod office;
pub mod order;
pub mod people;
pub mod policy;
pub mod progress;
pub mod restart;
pub mod retry;
pub mod root;
pub mod rule;
pub mod session;
pub mod sign;
pub mod standing;
pub mod state;
pub mod update;
pub mod wake;
pub mod wire;

pub use cause::Cause;
pub use charter::Charter;
pub use cve::CveId;
pub use event::{Event, EventKind};
pub use exception::Exception;
pub use feeds::Feeds;
pub use ids::{JobId, OfficeId, PcId, PublicKey, RoundId, SpkiHash, UpdateId};
pub use invitation::{JoinFile, Token};
pub use job::{Job, Step};
pub use life::Life;
pub use office::Office;
pub use policy::Policy;
pub use sign::Envelope;
pub use state::{Outcome, PcState};
pub use update::Update;
