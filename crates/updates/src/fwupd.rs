//! fwupd: the firmware of the PC and of what is plugged into it. One parser a file; only [`ask`] starts programs.
//!
//! Firmware never goes in with anything else
//! ([`UpdateId::is_firmware`](patchround_protocol::UpdateId::is_firmware)), so all that is offered here is blocked by
//! [`Cause::GoesAlone`] for whoever puts several updates in at once. docs/sources/fwupd.md says which commands are run.

pub mod ask;
pub mod causes;
pub mod devices;
pub mod list;
pub mod notes;
pub mod remotes;

mod scan;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use patchround_protocol::{
    Cause, Update,
    ids::FIRMWARE,
    wire::{Kept, SourceScan},
};

use crate::{
    command::Told,
    source::{Asking, Pc, RestartNeed, Source},
};

/// The source's id.
pub const SOURCE: &str = FIRMWARE;
/// Says that a daemon answers for it.
const SERVICE: &str = "/usr/share/dbus-1/system-services/org.freedesktop.fwupd.service";
/// Without it nobody can ask the daemon.
const BUS: &str = "/run/dbus/system_bus_socket";
/// systemd's note that this is a container: its firmware is somebody else's, and fwupd does not start there.
const CONTAINER: &str = "/run/systemd/container";
/// A link to nothing: somebody does not want it to start.
const MASKED: &str = "/etc/systemd/system/fwupd.service";

/// The firmware of this PC.
#[derive(Debug, Clone, Copy)]
pub struct Fwupd;

impl Source for Fwupd {
    fn id(&self) -> &'static str {
        SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>) -> bool {
        let has_all = [ask::FWUPDMGR, SERVICE, BUS].iter().all(|path| pc.place(path).exists());
        let is_masked = fs::read_link(pc.place(MASKED)).is_ok_and(|to| to == Path::new("/dev/null"));
        has_all && !is_masked && !pc.place(CONTAINER).exists()
    }

    fn list(&self, pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
        scan::read(pc, asking)
    }

    fn watched_paths(&self) -> Vec<PathBuf> {
        ["/etc/fwupd/remotes.d", "/var/lib/fwupd/metadata/lvfs"].map(PathBuf::from).to_vec()
    }

    /// None that the PC is restarted for by itself: it is that restart on which firmware is written, and somebody has to
    /// be there with power and, on some PCs, the key of the disk. What waits is told of its update.
    fn restart_need(&self, _: &Pc<'_>) -> RestartNeed {
        RestartNeed { pending: Some(false), packages: Vec::new() }
    }

    /// Nothing is ever kept: there is no way back that would be safe.
    fn still_kept(&self, _: &Pc<'_>, _: &[Kept]) -> Result<Vec<Kept>, Cause> {
        Ok(Vec::new())
    }

    fn programs_of(&self, _: &str) -> BTreeSet<String> {
        BTreeSet::new()
    }

    fn cause(&self, told: &Told) -> Cause {
        causes::classify(told.status, &told.said())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Programs;

    #[test]
    fn where_nobody_can_ask_or_somebody_does_not_want_it_fwupd_is_not_here() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        let write = |path: &str| {
            fs::create_dir_all(pc.place(path).parent().unwrap()).unwrap();
            fs::write(pc.place(path), "").unwrap();
        };
        for path in [ask::FWUPDMGR, SERVICE, BUS] {
            assert!(!Fwupd.is_here(&pc), "{path} is not there yet");
            write(path);
        }
        assert!(Fwupd.is_here(&pc));
        write(CONTAINER);
        assert!(!Fwupd.is_here(&pc));
        fs::remove_file(pc.place(CONTAINER)).unwrap();
        #[cfg(unix)]
        {
            fs::create_dir_all(pc.place(MASKED).parent().unwrap()).unwrap();
            std::os::unix::fs::symlink("/dev/null", pc.place(MASKED)).unwrap();
            assert!(!Fwupd.is_here(&pc));
        }
    }
}
