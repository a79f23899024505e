//! A real test office on one machine: PCs with a real systemd on one LAN of network namespaces.
//!
//! Runs as: root, on a Linux machine for development; needs Debian's tools, which it installs itself.
//! Must not: set the clock, touch a network namespace, mount, control group or process that is not its own,
//! or give a PC a way out of its LAN.
//!
//! # What an office is made of
//!
//! * a base root with Debian's systemd, built once by mmdebstrap from this machine's own package sources
//!   (`/var/cache/patchround-lab`); the PCs themselves know only the archive of their office;
//! * an initial layer with the old versions of the office's packages, shared by all PCs;
//! * per PC: an overlay, a network namespace, a control group and a systemd-nspawn with systemd as PID 1;
//! * a bridge in a namespace of its own (10.77.0.0/24): archive server `.2`, `manager` `.3`, `pc1` `.11` and on.
//!
//! `up` ends with one `apt-get update` on every PC, so that each knows its outstanding updates as a PC does
//! that refreshed its lists this morning.
//!
//! The limit `fs.inotify.max_user_instances` is raised when it is too low for many PCs, and stays raised
//! until this machine restarts.
//!
//! # Programs that use this crate
//!
//! A part of the lab outlives `up`: one supervisor per PC and the archive server. They are the calling program
//! again, so its `main` calls [`reexec`] first of all (or names another program that does, in
//! [`Options::agent`]; this crate's `lab-agent` is one).

use std::path::PathBuf;

mod engine;

pub use engine::{Lab, LabGuard, down, make_roots, reexec, up};

/// The name of the manager's PC.
pub const MANAGER: &str = "manager";

/// What the PCs of tests with a screen have besides the lab's usual base: one list, so that there is one base.
///
/// It is what the app's packages ask of the system, and rpm itself; and a small desktop: a screen that nobody has to look
/// at, a window manager that reads the autostart entries, a person's own bus, a notification server, the keyboard, a
/// camera, and what a screen reader reads with. Debian's PCs have none of these by themselves.
pub const DESKTOP: [&str; 11] = [
    "libgtk-3-0",
    "libwebkit2gtk-4.1-0",
    "rpm",
    "xvfb",
    "openbox",
    "python3-xdg",
    "dbus-user-session",
    "dunst",
    "xdotool",
    "scrot",
    "python3-pyatspi",
];

/// Where the PCs find Debian's security suite, with [`Lacking::Security`].
pub const SECURITY: &str = "http://10.77.0.2/debian-security/";

/// What kind of office to build.
#[derive(Debug, Clone)]
pub struct Options {
    /// Names this office among several on one machine: 1 to 12 lower-case letters and digits.
    pub name: String,
    /// How many PCs besides the manager's: 1 to 100.
    pub pcs: usize,
    /// Somebody else's complete signed archive to serve instead of ours: `key.gpg`, `dists/`, and
    /// `initial/*.deb`, which every PC has installed at the start.
    pub repo: Option<PathBuf>,
    /// Which packages of our own archive the PCs have at the start. Without meaning when `repo` is given.
    pub initial: Initial,
    /// The systems of `pc1` and on; those after the last one run this machine's Debian, as the manager's does.
    pub systems: Vec<System>,
    /// The helper's package, installed on every PC and on the manager's after it has started.
    pub helper_deb: Option<PathBuf>,
    /// The same for PCs of other systems.
    pub helper_rpm: Option<PathBuf>,
    /// The program `patchround`, put on the manager's PC as `/usr/bin/patchround`.
    pub cli: Option<PathBuf>,
    /// Which updates of Debian's own the PCs lack.
    pub lacking: Lacking,
    /// Debian packages that every PC has besides those of the usual base. Each set is a base of its own, built
    /// once.
    pub packages: Vec<String>,
    /// Folders of this machine that lie over the base root of every PC, the first on top. Their files must be
    /// root's and stay as they are while the office is up.
    pub layers: Vec<PathBuf>,
    /// A program that calls [`reexec`] first; `None` means the calling program itself does.
    pub agent: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            name: "lab".to_owned(),
            pcs: 3,
            repo: None,
            initial: Initial::Awkward,
            lacking: Lacking::None,
            systems: Vec::new(),
            helper_deb: None,
            helper_rpm: None,
            cli: None,
            packages: Vec::new(),
            layers: Vec::new(),
            agent: None,
        }
    }
}

/// What runs a PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// This machine's Debian, with apt.
    Debian,
    /// Debian 13 (trixie), with its apt.
    Trixie,
    /// This machine's Debian, with apt, and a flatpak that has a program, a runtime and their remote.
    Flatpak,
    /// Debian's dnf, with rpm's database.
    Dnf,
    /// Debian's zypper, with rpm's database.
    Zypper,
    /// Debian's pacman.
    Pacman,
}

impl System {
    /// The name of what its packages come by, which is also the id of the source.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debian | Self::Trixie | Self::Flatpak => "apt",
            Self::Dnf => "dnf",
            Self::Zypper => "zypper",
            Self::Pacman => "pacman",
        }
    }
}

/// Which packages of our own archive the PCs have at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Initial {
    /// All of them: also those whose update fails, asks, removes another, is held or wants a restart.
    Awkward,
    /// Only those whose update succeeds without a restart.
    Easy,
    /// None of them.
    Nothing,
}

/// Which updates of Debian's own the PCs lack at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// None that was there when their base was built.
    None,
    /// All of its security suite: the base is the release as it was at its last point release. The server has that
    /// suite's own signed index, and those of its packages that the base lacks, below [`SECURITY`]. No PC knows of
    /// them before a test names them among its sources.
    Security,
}
