//! pacman's lock: a plain file that is there while somebody works, and stays when he is gone.

use std::{fs, io, time::SystemTime};

use patchround_protocol::Cause;
use patchround_updates::{
    Pc,
    pacman::{lock, places::LOCK},
};

use crate::{Ended, meter::Meter, patience::Patience};

/// Whoever makes the file keeps it open until just before he removes it.
const LEFT: &str = "The lock /var/lib/pacman/db.lck is there, and the program that made it is gone";

/// The program that holds a lock.
pub(super) fn holder(pc: &Pc<'_>, lock: &str) -> Option<String> {
    patchround_updates::opened_by(&pc.place(lock))
}

/// Waits until nobody writes, and names who does. A lock that nobody holds any more is not removed here.
pub(super) fn wait(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<(), Ended> {
    let is_there = || pc.place(LOCK).symlink_metadata().is_ok();
    while is_there() {
        let holder = match holder(pc, LOCK) {
            Some(holder) => holder,
            None if is_really_left(pc, patience) => {
                return Err(Ended::failed(Cause::InterruptedBefore, LEFT));
            }
            None => continue,
        };
        if !patience.waits(Some(&holder), meter) {
            return Err(Ended::failed(Cause::BusyOtherUpdater, &holder));
        }
    }
    Ok(())
}

/// Somebody who ends closes the file a moment before he removes it.
fn is_really_left(pc: &Pc<'_>, patience: &Patience) -> bool {
    patience.pause();
    pc.place(LOCK).symlink_metadata().is_ok() && holder(pc, LOCK).is_none()
}

/// When a lock was made that nobody holds and that is older than this start of the PC.
pub(super) fn left_over(pc: &Pc<'_>) -> Option<SystemTime> {
    lock::is_left_over(pc)
        .then(|| pc.place(LOCK).symlink_metadata().and_then(|found| found.modified()).ok())?
}

/// Removes a lock that is left over.
pub(super) fn remove(pc: &Pc<'_>) -> Result<(), Ended> {
    tracing::info!("Removing pacman's lock of before the PC started");
    removed(pc, LOCK).map_err(|error| Ended::failed(Cause::DiskUnusable, &error.to_string()))
}

/// Puts a lock back that was removed, as old as it was: where it is the only sign that something was cut off.
pub(super) fn put_back(pc: &Pc<'_>, made: SystemTime) {
    let put = fs::File::create_new(pc.place(LOCK)).and_then(|lock| lock.set_modified(made));
    if let Err(error) = put {
        tracing::warn!(%error, "Failed to put pacman's lock back");
    }
}

/// Removes the lock of our own database folder, where nobody holds it: a refresh may be ended at any time.
pub(super) fn free_ours(pc: &Pc<'_>, lock: &str) {
    if holder(pc, lock).is_none()
        && let Err(error) = removed(pc, lock)
    {
        tracing::warn!(%error, "Failed to remove the lock of our own lists");
    }
}

fn removed(pc: &Pc<'_>, lock: &str) -> io::Result<()> {
    match fs::remove_file(pc.place(lock)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
