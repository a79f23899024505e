//! Each half is ended by SIGKILL at every one of its writes in the course of a real job, found by walking them
//! with strace(1); after each the PC ends with the truth, and nothing is lost or done twice.
//!
//! Both programs are real. At the far end stands a package manager that counts its runs; it is put over apt's
//! programs in a mount namespace of the test's own, which takes root.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the programs under test have to be started")]

#[path = "../one_pc/manager.rs"]
#[expect(dead_code, reason = "shared with `one_pc`, which uses all of it")]
mod manager;
#[path = "../one_pc/pc.rs"]
#[expect(dead_code, reason = "shared with `one_pc`, which uses all of it")]
mod pc;
mod practice;
mod trial;
mod walk;
