//! Everything this computer needs, for a fresh Debian 12 with only rustup's cargo.

use anyhow::Result;

use crate::apt;
use crate::tools;

/// The C compiler is for the cryptography of `link` and the database of `office`.
const COMPILER: [&str; 2] = ["gcc", "libc6-dev"];

/// For tests over networks of their own, which only root can make.
const NETWORKS: [&str; 2] = ["iproute2", "nftables"];

/// The walk over every write of a program, which takes root.
const TRACING: [&str; 1] = ["strace"];

/// What building needs.
pub(crate) fn for_building() -> Result<()> {
    if cfg!(target_os = "linux") { apt::ensure(&COMPILER) } else { Ok(()) }
}

/// What building the helper's package needs.
pub(crate) fn for_packaging() -> Result<()> {
    for_building()?;
    tools::DEB.ensure()
}

/// What the tests need. The lab brings its own.
pub(crate) fn for_testing() -> Result<()> {
    for_building()?;
    if cfg!(target_os = "linux") && apt::is_root() {
        apt::ensure(&NETWORKS)?;
        apt::ensure(&TRACING)?;
    }
    tools::NEXTEST.ensure()?;
    tools::DENY.ensure()
}
