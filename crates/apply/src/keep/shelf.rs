//! The folder of kept versions: each file under its hash, and one list that says what they are.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use patchround_protocol::{
    UpdateId,
    wire::{Back, Kept},
};
use patchround_updates::kept;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::Keep;
use crate::system;

/// Versions whose hashes are remembered; a PC has some thousands of packages.
const KNOWN: usize = 20_000;
/// Read at once.
const PIECE: usize = 64 * 1024;

/// One kept version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Item {
    #[serde(flatten)]
    kept: Kept,
    /// Of its file, in hex: also the file's name.
    sha256: String,
    bytes: u64,
}

/// The list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct List {
    items: Vec<Item>,
    /// By package: the version that went in last, and its file's hash as the signed list had it.
    known: BTreeMap<String, (UpdateId, String)>,
}

/// The kept versions of this PC.
#[derive(Debug)]
pub(crate) struct Shelf<'a> {
    keep: &'a Keep,
    list: List,
}

impl<'a> Shelf<'a> {
    /// Reads the list. A damaged list is an empty one, and the files it was about are removed: nobody could
    /// check them.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub(crate) fn open(keep: &'a Keep) -> io::Result<Self> {
        make_private(&keep.folder)?;
        let list = match read_json(&list_of(&keep.folder)) {
            Ok(list) => list,
            Err(error)
                if [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof].contains(&error.kind()) =>
            {
                tracing::warn!(%error, "The list of kept versions is damaged: they are thrown away");
                List::default()
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => List::default(),
            Err(error) => return Err(error),
        };
        let shelf = Self { keep, list };
        shelf.throw_away_unknown()?;
        Ok(shelf)
    }

    /// Reads the list and changes nothing, also while another process keeps something.
    ///
    /// # Errors
    /// When it cannot be read; one that is not there is empty.
    pub(crate) fn read(keep: &'a Keep) -> io::Result<Self> {
        match read_json(&list_of(&keep.folder)) {
            Ok(list) => Ok(Self { keep, list }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self { keep, list: List::default() }),
            Err(error) => Err(error),
        }
    }

    /// Writes the list, and tells the network half what it says.
    ///
    /// # Errors
    /// When the disk says no; the list before stays.
    pub(crate) fn save(&self) -> io::Result<()> {
        write_json(&list_of(&self.keep.folder), &self.list)?;
        let told = kept::Shelf {
            kept: self.list.items.iter().map(|item| item.kept.clone()).collect(),
            known: self.list.known.values().map(|(id, _)| id.clone()).collect(),
        };
        let mut file = File::options().write(true).create(true).truncate(true).open(&self.keep.told)?;
        file.write_all(&serde_json::to_vec(&told)?)
    }

    /// Whether a version is kept, and its file is still what was kept.
    pub(crate) fn has(&self, id: &UpdateId) -> bool {
        self.file(id).is_some_and(|(file, hash)| hash_of(&file).is_ok_and(|found| found == hash))
    }

    /// What is noted of a version: which one took its place, and whether the PC is back at it.
    pub(crate) fn kept(&self, id: &UpdateId) -> Option<&Kept> {
        self.list.items.iter().map(|item| &item.kept).find(|kept| kept.id == *id)
    }

    /// A version's file and hash. The file may be gone or damaged.
    pub(crate) fn file(&self, id: &UpdateId) -> Option<(PathBuf, String)> {
        let item = self.list.items.iter().find(|item| item.kept.id == *id)?;
        Some((file_of(&self.keep.folder, &item.sha256), item.sha256.clone()))
    }

    /// The hash that the file of a version had when it went in.
    pub(crate) fn known(&self, id: &UpdateId) -> Option<String> {
        let (known, hash) = self.list.known.get(id.native())?;
        (known == id).then(|| hash.clone())
    }

    /// Remembers the hash of a version that is about to go in.
    pub(crate) fn remember(&mut self, id: &UpdateId, hash: &str) {
        if self.list.known.len() < KNOWN || self.list.known.contains_key(id.native()) {
            self.list.known.insert(id.native().to_owned(), (id.clone(), hash.to_owned()));
        }
    }

    /// Keeps a copy of a file, if its hash is this one and there is room: the oldest make room, never what was kept at
    /// the same time.
    ///
    /// # Errors
    /// Why it is not kept.
    pub(crate) fn take(
        &mut self,
        id: &UpdateId,
        newer: &str,
        hash: &str,
        file: &Path,
        room: u64,
        now: Timestamp,
    ) -> io::Result<()> {
        let kept = Kept { id: id.clone(), newer: newer.to_owned(), since: now, back: None };
        let is_same = |item: &&mut Item| item.kept.id == *id && item.sha256 == hash;
        if self.has(id)
            && let Some(item) = self.list.items.iter_mut().find(is_same)
        {
            item.kept = kept;
            return Ok(());
        }
        let bytes = fs::metadata(file)?.len();
        self.make_room(bytes, room, now)?;
        copy(file, &self.keep.folder, hash)?;
        // Of one package the version before the last is of no use: there is no way back to it.
        self.list.items.retain(|item| item.kept.id.native() != id.native());
        self.list.items.push(Item { kept, sha256: hash.to_owned(), bytes });
        self.throw_away_unknown()
    }

    /// Notes for kept versions whether the PC is back at them.
    pub(crate) fn set_back(&mut self, ids: &[UpdateId], back: Option<Back>) {
        let mine = self.list.items.iter_mut().filter(|item| ids.contains(&item.kept.id));
        mine.for_each(|item| item.kept.back = back);
    }

    /// Throws the oldest away until there is room for so many bytes more, never what was kept at this moment.
    ///
    /// # Errors
    /// When that is not enough.
    pub(crate) fn make_room(&mut self, bytes: u64, room: u64, now: Timestamp) -> io::Result<()> {
        let used = |items: &[Item]| items.iter().map(|item| item.bytes).sum::<u64>();
        while used(&self.list.items).saturating_add(bytes) > room {
            let is_earlier = |(_, item): &(usize, &Item)| item.kept.since != now && item.kept.back.is_none();
            let earlier = self.list.items.iter().enumerate().filter(is_earlier);
            let oldest = earlier.min_by_key(|(_, item)| item.kept.since).map(|(at, _)| at);
            let Some(at) = oldest else { return Err(io::ErrorKind::StorageFull.into()) };
            self.list.items.remove(at);
        }
        self.throw_away_unknown()
    }

    /// Removes every file that the list does not name, also what was half written when the power went.
    fn throw_away_unknown(&self) -> io::Result<()> {
        for file in fs::read_dir(&self.keep.folder)? {
            let path = file?.path();
            let is_named = |item: &Item| path == file_of(&self.keep.folder, &item.sha256);
            if path != list_of(&self.keep.folder) && !self.list.items.iter().any(is_named) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// SHA-256 of a file, in hex.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn hash_of(file: &Path) -> io::Result<String> {
    read_and_hash(file, &mut io::sink())
}

/// Copies a file under its hash, whole or not at all.
fn copy(from: &Path, folder: &Path, hash: &str) -> io::Result<()> {
    let mut to = tempfile::NamedTempFile::new_in(folder)?; // made with mode 0600
    let found = read_and_hash(from, &mut to)?;
    if found != hash {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "Its hash is not the one of the signed list"));
    }
    to.as_file().sync_all()?;
    to.persist(file_of(folder, hash))?;
    Ok(())
}

fn read_and_hash(from: &Path, to: &mut dyn Write) -> io::Result<String> {
    let (mut file, mut hash, mut piece) = (File::open(from)?, Sha256::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(HEXLOWER.encode(&hash.finalize())),
            read => {
                hash.update(&piece[..read]);
                to.write_all(&piece[..read])?;
            }
        }
    }
}

fn file_of(folder: &Path, hash: &str) -> PathBuf {
    folder.join(format!("{hash}.deb"))
}

fn list_of(folder: &Path) -> PathBuf {
    folder.join("list.json")
}

fn make_private(folder: &Path) -> io::Result<()> {
    match system::private().create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        made => made,
    }
}

fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(value)?)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
