//! Mounts a PC's root over the layers it shares, and takes mounts and folders away again.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use nix::mount::{MntFlags, MsFlags, mount, umount2};

/// A line of proc_pid_mountinfo(5).
#[derive(Debug)]
pub(super) struct Mount {
    pub(super) target: PathBuf,
    pub(super) kind: String,
}

/// Every mount this process sees, in the order they were made.
pub(super) fn mounts() -> Result<Vec<Mount>> {
    let text = fs::read_to_string("/proc/self/mountinfo").context("Failed to read the list of mounts")?;
    Ok(text.lines().filter_map(parse).collect())
}

/// Mounts `dir/root`: the `lower` folders, the first on top, with `dir/upper` taking every change.
pub(super) fn stack(lower: &[&Path], dir: &Path) -> Result<()> {
    for part in ["upper", "work", "root"] {
        fs::create_dir_all(dir.join(part)).with_context(|| format!("Failed to make {}", dir.display()))?;
    }
    let lower: Vec<String> = lower.iter().map(|path| path.display().to_string()).collect();
    let folders =
        format!("lowerdir={},upperdir={d}/upper,workdir={d}/work", lower.join(":"), d = dir.display());
    // As on a real disk a folder can be moved, also one that lies below: flatpak moves each old version away.
    let options = format!("redirect_dir=on,{folders}");
    mount(
        Some("patchround-lab"),
        &dir.join("root"),
        Some("overlay"),
        MsFlags::empty(),
        Some(options.as_str()),
    )
    .with_context(|| format!("Failed to mount an overlay at {}", dir.display()))
}

/// Takes away every mount in `dir`, the last made first.
pub(super) fn unmount_below(dir: &Path) -> Result<()> {
    for found in mounts()?.iter().rev().filter(|mount| mount.target.starts_with(dir)) {
        if umount2(&found.target, MntFlags::empty()).is_err() {
            umount2(&found.target, MntFlags::MNT_DETACH)
                .with_context(|| format!("Failed to unmount {}", found.target.display()))?;
        }
    }
    Ok(())
}

/// Removes a folder of ours. Refuses while something is mounted in it, for that would be emptied as well.
pub(super) fn remove_tree(dir: &Path) -> Result<()> {
    if let Some(found) = mounts()?.iter().find(|mount| mount.target.starts_with(dir)) {
        bail!("Failed to remove {}: {} is still mounted", dir.display(), found.target.display());
    }
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("Failed to remove {}", dir.display()))
        }
        _ => Ok(()),
    }
}

fn parse(line: &str) -> Option<Mount> {
    let (before, after) = line.split_once(" - ")?;
    let target = before.split(' ').nth(4)?.replace("\\040", " ");
    Some(Mount { target: PathBuf::from(target), kind: after.split(' ').next()?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_is_read_with_its_optional_fields() {
        let line =
            "36 35 98:0 /mnt1 /mnt/a\\040b rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue";
        let mount = parse(line).unwrap();
        assert_eq!((mount.target.to_str(), mount.kind.as_str()), (Some("/mnt/a b"), "ext3"));
    }
}
