//! The office on Linux, with Debian's own tools.

mod agent;
mod archive;
mod base;
mod cgroup;
mod enter;
mod interrupt;
mod layer;
mod machine;
mod network;
mod office;
mod others;
mod overlay;
mod places;
mod process;
mod publish;
mod recipe;
mod run;
mod security;
mod serve;
mod setup;
mod sources;
mod teardown;
mod tools;

pub use agent::reexec;
pub use office::{Lab, LabGuard};
pub use setup::{make_roots, up};
pub use teardown::down;
