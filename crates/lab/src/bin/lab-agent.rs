//! The part of the lab that outlives `up`: supervises a PC, serves the archive.
//!
//! Runs as: root, started by the library when a caller names it in `Options::agent`.
//! Must not: be started by a person.

use std::process::ExitCode;

fn main() -> ExitCode {
    patchround_lab::reexec(std::env::args_os()).unwrap_or(ExitCode::from(2))
}
