//! Adds to the golden files what this build says anew, and renews the schemas.

use anyhow::Result;

use crate::process::Cmd;
use crate::repository;

/// Packages with golden files or schemas.
const PACKAGES: [&str; 3] = ["patchround-protocol", "patchround-helper", "patchround-cli"];

/// Runs the tests that compare, so that they write. What differs from a golden text stays a failure.
pub(crate) fn write() -> Result<()> {
    let packages = PACKAGES.iter().flat_map(|package| ["--package", *package]);
    Cmd::new("cargo")
        .dir(repository::root())
        .env("PATCHROUND_GOLDEN", "write")
        .args(["test"])
        .args(packages)
        .args(["--tests", "--no-fail-fast", "--", "golden", "fresh"])
        .run()
}
