//! Noting what is there and not set up, where the package manager itself remembers nothing of it.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    iter,
};

use patchround_updates::{
    Pc, rpm,
    unset::{self, MOST, Unset, file_of},
};
use sha2::{Digest, Sha256};

use crate::system::{folder_for_all, readable};

/// What is told of a package that is noted so, where nobody knows any more what was said.
pub(crate) const SAID: &str = "It is there, and a step of its set-up failed";

/// What is in the way until a note needs its room.
const ROOM: &str = "/var/lib/patchround-root/unset/room";
/// Its bytes: a note of several hundred packages.
const BYTES: usize = 64 * 1024;

/// Notes packages of rpm's, each by `NAME` or `NAME.ARCH`, as they are now: those that came in with what failed. Gives what
/// is noted then and as it was.
pub(crate) fn note_rpm(
    pc: &Pc<'_>,
    source: &str,
    names: &BTreeSet<String>,
    came_in: impl Fn(&rpm::Package) -> bool,
) -> Vec<rpm::Package> {
    let known = unset::of_rpm(pc, source).and_then(|mut known| {
        if !names.is_empty() {
            let there = rpm::installed(pc, names.iter().map(String::as_str))?;
            let is_new = |package: &rpm::Package| came_in(package) && !known.contains(package);
            let new: Vec<_> = there.into_iter().filter(is_new).collect();
            known.extend(new);
            note(pc, source, known.iter().map(Unset::from));
        }
        Ok(known)
    });
    known.unwrap_or_else(|error| {
        tracing::warn!(%error, source, "Failed to see which packages are not set up");
        Vec::new()
    })
}

/// Notes exactly these packages of a source. What is known already is told in this run all the same, so that a disk that says
/// no costs only what is known later.
pub(crate) fn note(pc: &Pc<'_>, source: &str, all: impl IntoIterator<Item = Unset>) {
    let mut all: Vec<Unset> = all.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    all.truncate(MOST);
    if let Err(error) = with_room(pc, || write(pc, source, &all)) {
        tracing::warn!(%error, source, "Failed to note whose set-up failed");
    }
}

/// Keeps a little room on the disk before something is changed: a step may fail just because the disk is full, and is to be noted
/// all the same.
pub(crate) fn keep_room(pc: &Pc<'_>) {
    let (room, filler) = (pc.place(ROOM), filler());
    if fs::read(&room).is_ok_and(|kept| kept == filler) {
        return;
    }
    let kept = folder_for_all(&pc.place(unset::FOLDER)).and_then(|()| {
        let mut file = fs::File::create(&room)?;
        file.write_all(&filler)?;
        file.sync_all()
    });
    if let Err(error) = kept {
        tracing::debug!(%error, "No room is kept for a note of failed set-up steps");
    }
}

/// Bytes that no file system makes smaller: btrfs would keep all of a room of spaces in one block.
fn filler() -> Vec<u8> {
    let hash = |before: &[u8; 32]| Some(Sha256::digest(before).into());
    iter::successors(Some([0; 32]), hash).skip(1).flatten().take(BYTES).collect()
}

/// Tries once more in the room that was kept, where the disk is full.
fn with_room(pc: &Pc<'_>, mut attempt: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    match attempt() {
        Err(error) if is_full(&error) && gives_room(pc) => attempt(),
        ended => ended,
    }
}

/// Whether there was room to give. Some file systems have it back only once the folder is written.
fn gives_room(pc: &Pc<'_>) -> bool {
    let is_given = fs::remove_file(pc.place(ROOM)).is_ok();
    let written = fs::File::open(pc.place(unset::FOLDER)).and_then(|folder| folder.sync_all());
    if let Err(error) = written {
        tracing::debug!(%error, "The room for a note of failed set-up steps may not be free yet");
    }
    is_given
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

fn write(pc: &Pc<'_>, source: &str, all: &[Unset]) -> io::Result<()> {
    let folder = pc.place(unset::FOLDER);
    folder_for_all(&folder)?;
    let mut file = tempfile::Builder::new().permissions(readable()?).tempfile_in(&folder)?;
    file.write_all(&serde_json::to_vec(all)?)?;
    file.as_file().sync_all()?;
    file.persist(pc.place(&file_of(source)))?;
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use patchround_updates::command::Programs;

    use super::*;

    #[test]
    fn on_a_full_disk_a_note_takes_the_room_that_was_kept_for_it() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        // As on a disk that has just that room left.
        let write_where_there_is_room = || match pc.place(ROOM).exists() {
            true => Err(io::ErrorKind::StorageFull.into()),
            false => write(&pc, "dnf", &[]),
        };
        keep_room(&pc);
        keep_room(&pc);
        assert_eq!(pc.place(ROOM).metadata().unwrap().len(), BYTES as u64);
        with_room(&pc, write_where_there_is_room).unwrap();
        assert!(pc.place(&file_of("dnf")).exists());
        let full = || Err(io::Error::from(io::ErrorKind::StorageFull));
        assert!(with_room(&pc, full).is_err(), "there is no more of it");
        keep_room(&pc);
        let denied = || Err(io::Error::from(io::ErrorKind::PermissionDenied));
        assert!(with_room(&pc, denied).is_err() && pc.place(ROOM).exists(), "room is no help");
    }

    #[test]
    fn the_room_for_a_note_does_not_compress_and_one_that_does_is_written_anew() {
        let room = filler();
        assert_eq!(room.len(), BYTES);
        let pieces: BTreeSet<_> = room.windows(6).collect();
        assert!(pieces.len() > BYTES - 10, "what comes twice is kept once");
        let often = |byte: u8| room.iter().filter(|other| **other == byte).count();
        let uneven: Vec<_> = (0..=u8::MAX).map(often).filter(|n| !(150..370).contains(n)).collect();
        assert!(uneven.is_empty(), "what comes often is kept in less: {uneven:?}");

        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        folder_for_all(&pc.place(unset::FOLDER)).unwrap();
        fs::write(pc.place(ROOM), [b' '; BYTES]).unwrap();
        keep_room(&pc);
        assert!(fs::read(pc.place(ROOM)).unwrap() == room);
    }
}
