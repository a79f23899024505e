//! Everything this computer needs, for a fresh Debian 12 with only rustup's cargo.

use anyhow::Result;

use crate::{apt, page, tools};

/// The C compiler is for the cryptography of `link` and the database of `office`.
const COMPILER: [&str; 2] = ["gcc", "libc6-dev"];

/// What the window is linked with, and `pkg-config` finds.
const WINDOW: [&str; 5] = ["g++", "libdbus-1-dev", "librsvg2-dev", "libwebkit2gtk-4.1-dev", "pkg-config"];

/// The browser in which the window's page is tested, and letters for its pictures.
const BROWSER: [&str; 2] = ["chromium", "fonts-dejavu-core"];

/// What reads and draws the PDFs that the tests look at.
const PAPER: [&str; 1] = ["poppler-utils"];

/// A screen, a bus, a window manager and a driver for the tests of the real window.
const SCREEN: [&str; 5] = ["dbus-daemon", "openbox", "webkit2gtk-driver", "wmctrl", "xvfb"];

/// For tests over networks of their own, which only root can make.
const NETWORKS: [&str; 2] = ["iproute2", "nftables"];

/// The walk over every write of a program, which takes root.
const TRACING: [&str; 1] = ["strace"];

/// What building needs.
pub(crate) fn for_building() -> Result<()> {
    if cfg!(target_os = "linux") { apt::ensure(&COMPILER) } else { Ok(()) }
}

/// What building the window needs, its page included.
pub(crate) fn for_the_app() -> Result<()> {
    for_building()?;
    if cfg!(target_os = "linux") {
        apt::ensure(&WINDOW)?;
    }
    page::ensure()
}

/// What building the helper's package needs.
pub(crate) fn for_packaging() -> Result<()> {
    for_building()?;
    tools::DEB.ensure()
}

/// What the tests of the real window need beyond what building it takes.
pub(crate) fn for_the_real_window() -> Result<()> {
    apt::ensure(&SCREEN)?;
    tools::TAURI_DRIVER.ensure()
}

/// What the tests need. The lab and the real window bring their own.
pub(crate) fn for_testing() -> Result<()> {
    for_the_app()?;
    if cfg!(target_os = "linux") {
        apt::ensure(&BROWSER)?;
        apt::ensure(&PAPER)?;
    }
    if cfg!(target_os = "linux") && apt::is_root() {
        apt::ensure(&NETWORKS)?;
        apt::ensure(&TRACING)?;
    }
    tools::NEXTEST.ensure()?;
    tools::DENY.ensure()
}
