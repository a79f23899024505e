//! What an installer lays down on a Mac, and how.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{mode, repository};

/// A file of an installer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Laid {
    pub(super) from: From,
    /// From the top of the disk.
    pub(super) to: &'static str,
    pub(super) mode: u32,
}

/// Where a file comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum From {
    /// The folder where everything was built.
    Built(&'static str),
    /// The repository.
    Ours(&'static str),
}

const fn program(name: &'static str, to: &'static str) -> Laid {
    Laid { from: From::Built(name), to, mode: 0o755 }
}

const fn file(from: &'static str, to: &'static str) -> Laid {
    Laid { from: From::Ours(from), to, mode: 0o644 }
}

/// What both bring, so that each can come and go without the other.
pub(super) const SHARED: &[Laid] = &[
    Laid {
        from: From::Ours("installers/macos/uninstall.sh"),
        to: "Library/Patchround/uninstall.sh",
        mode: 0o755,
    },
    file("LICENSE", "Library/Patchround/LICENSE.txt"),
    // `/etc` is a link there.
    file("installers/macos/paths", "private/etc/paths.d/patchround"),
];

pub(super) const OF_HELPER: &[Laid] = &[
    program("patchround-helper", "Library/Patchround/patchround-helper"),
    program("patchround-helper-root", "Library/Patchround/patchround-helper-root"),
    file(
        "installers/macos/helper/org.patchround.keygen.plist",
        "Library/LaunchDaemons/org.patchround.keygen.plist",
    ),
    file(
        "installers/macos/helper/org.patchround.helper-root.plist",
        "Library/LaunchDaemons/org.patchround.helper-root.plist",
    ),
    file(
        "installers/macos/helper/org.patchround.look.plist",
        "Library/LaunchDaemons/org.patchround.look.plist",
    ),
    file(
        "installers/macos/helper/org.patchround.helper.plist",
        "Library/LaunchDaemons/org.patchround.helper.plist",
    ),
];

pub(super) const OF_APP: &[Laid] = &[
    program("patchround", "Library/Patchround/patchround"),
    file("crates/paper/fonts/OFL.txt", "Library/Patchround/fonts-OFL.txt"),
    file(
        "installers/macos/app/org.patchround.this-pc.plist",
        "Library/LaunchAgents/org.patchround.this-pc.plist",
    ),
];

/// Modes of folders as macOS has them: administrators put programs into one of them.
fn mode_of_folder(folder: &Path) -> u32 {
    if folder == Path::new("Applications") { 0o775 } else { 0o755 }
}

/// Lays these files, and what both installers bring, below a folder.
pub(super) fn lay(files: &[Laid], built: &Path, below: &Path) -> Result<()> {
    for file in files.iter().chain(SHARED) {
        let from = match file.from {
            From::Built(name) => built.join(name),
            From::Ours(path) => repository::root().join(path),
        };
        let to = folder_for(below, file.to)?;
        fs::copy(&from, &to).with_context(|| format!("Failed to gather {}", from.display()))?;
        mode::set(&to, file.mode).with_context(|| format!("Failed to set the mode of {}", to.display()))?;
    }
    Ok(())
}

/// Makes the folders above a place of the payload, each with its final mode, and gives the place.
pub(super) fn folder_for(below: &Path, to: &str) -> Result<PathBuf> {
    let mut above: Vec<&Path> = Path::new(to).ancestors().skip(1).collect();
    above.reverse();
    for folder in above {
        let path = below.join(folder);
        fs::create_dir_all(&path)
            .and_then(|()| mode::set(&path, mode_of_folder(folder)))
            .with_context(|| format!("Failed to make the folder {} for an installer", path.display()))?;
    }
    Ok(below.join(to))
}
