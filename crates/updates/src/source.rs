//! What every source answers, and which sources there are.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    wire::{Kept, SourceScan},
};

#[cfg(target_os = "macos")]
use crate::softwareupdate;
#[cfg(target_os = "linux")]
use crate::{apt, dnf, flatpak, fwupd, pacman, snap, zypper};
use crate::{
    command::{Programs, Told, Tools},
    kept::WayBack,
};
#[cfg(windows)]
use crate::{windows_update, winget};

/// Every source of this system that there is a room for. One that is named first is asked first.
#[cfg(target_os = "linux")]
pub const SOURCES: &[&dyn Source] =
    &[&apt::Apt, &dnf::Dnf, &zypper::Zypper, &pacman::Pacman, &flatpak::Flatpak, &snap::Snap, &fwupd::Fwupd];
/// Every source of this system that there is a room for. One that is named first is asked first.
#[cfg(windows)]
pub const SOURCES: &[&dyn Source] = &[&windows_update::WindowsUpdate, &winget::Winget];
/// Every source of this system that there is a room for. One that is named first is asked first.
#[cfg(target_os = "macos")]
pub const SOURCES: &[&dyn Source] = &[&softwareupdate::SoftwareUpdate];

/// One way in which updates come to a PC. Its twin in `patchround-apply` puts them in.
///
/// docs/sources.md says which commands each one runs, what their exit codes mean, and how that was proven.
pub trait Source: Sync {
    /// Its id, the first part of every [`UpdateId`] of it: `apt`.
    fn id(&self) -> &'static str;

    /// Whether it runs this PC: not whether its programs lie there, but whether what it says is about this PC.
    fn is_here(&self, pc: &Pc<'_>) -> bool;

    /// What it offers. Changes nothing, needs no root, and says the same when it is asked again. Where it could not be
    /// asked, or not wholly, the cause is in the [`SourceScan`]; what was not learned of an update is `None`.
    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>);

    /// Folders of this PC whose change makes a list stale; they may be missing.
    fn watched_paths(&self) -> Vec<PathBuf>;

    /// What waits for a restart, as far as this source knows.
    fn restart_need(&self, pc: &Pc<'_>) -> RestartNeed;

    /// Which of these kept versions, all of this source, still have a way back: what took their place is what is there,
    /// or the PC is back at them.
    ///
    /// # Errors
    /// The cause where its package database could not be read.
    fn still_kept(&self, pc: &Pc<'_>, kept: &[Kept]) -> Result<Vec<Kept>, Cause>;

    /// Names of the desktop entries that an installed package brings, without the ending; none for what nobody starts.
    fn programs_of(&self, native: &str) -> BTreeSet<String>;

    /// The cause that a failed program's words and its exit status mean; [`Cause::Unexpected`] where they mean none.
    fn cause(&self, told: &Told) -> Cause;
}

/// The PC a source is asked on: this one, or in a test a folder and recorded answers.
#[derive(Clone, Copy)]
pub struct Pc<'a> {
    /// The folder that is its `/`.
    pub root: &'a Path,
    /// Its programs.
    pub tools: &'a dyn Tools,
}

impl Pc<'static> {
    /// This PC.
    pub fn this() -> Self {
        Self { root: system_disk(), tools: &Programs }
    }
}

/// Where everything of the system lies. Windows' `/` is the disk that a program happens to stand on.
fn system_disk() -> &'static Path {
    static DISK: OnceLock<PathBuf> = OnceLock::new();
    DISK.get_or_init(|| {
        let named = std::env::var("SystemDrive").ok().filter(|disk| cfg!(windows) && disk.ends_with(':'));
        named.map_or_else(
            || PathBuf::from(if cfg!(windows) { r"C:\" } else { "/" }),
            |disk| PathBuf::from(disk + r"\"),
        )
    })
}

impl Pc<'_> {
    /// Where a file or folder of this PC lies, by its absolute path there; on Windows that has a drive, which a PC that is a
    /// folder has not.
    pub fn place(&self, path: &str) -> PathBuf {
        match path.split_once(r":\") {
            Some((drive, _)) if drive.len() == 1 && self.is_this() => PathBuf::from(path),
            Some((drive, below)) if drive.len() == 1 => self.root.join(below.replace('\\', "/")),
            _ => self.root.join(path.trim_start_matches('/')),
        }
    }

    /// Whether it is this PC, and not a folder.
    pub(crate) fn is_this(&self) -> bool {
        self.root == system_disk()
    }
}

/// What is asked of a source.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The PC that the updates are for.
    pub pc: PcId,
    /// A program that, called with `apt-hook`, runs [`apt::hook::answer`]; without it only apt's text is read.
    pub hook: Option<&'a Path>,
    /// Ids for which it is looked up what takes long to find; none means all.
    pub only: Option<&'a [UpdateId]>,
    /// What the PC has kept of versions that were there before. Where that is not known, no way back is told.
    pub back: Option<WayBack<'a>>,
}

/// Whether a source waits for a restart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestartNeed {
    /// Whether it does; none where it gives no sign that is understood.
    pub pending: Option<bool>,
    /// What for: packages that asked for it. Empty where nobody says.
    pub packages: Vec<String>,
}

/// The sources of a PC.
pub fn sources_of(pc: &Pc<'_>) -> Vec<&'static dyn Source> {
    SOURCES.iter().copied().filter(|source| source.is_here(pc)).collect()
}

/// The source that an id is of, whether this PC has it or not.
pub fn source_of(id: &UpdateId) -> Option<&'static dyn Source> {
    SOURCES.iter().copied().find(|source| source.id() == id.source())
}
