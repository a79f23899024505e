//! The folder in which feeds are kept: for each a manifest, and a file whose name is the hash of what is in it.
//!
//! The file is written first and the manifest, which names it, second. So a crash between the two leaves the copy before.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{feed::Feed, fetch::Validators, judge::Edition, refused::Refused};

const HALF_WRITTEN: &str = ".tmp";
const MANIFEST_BYTES: u64 = 64 * 1024;
/// Bytes of a kept file, at most: twice what the largest forecast comes to.
const FILE_BYTES: u64 = 32 * 1024 * 1024;

/// What is noted of a feed beside its contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kept: Option<Kept>,
    /// When its server last said what is there now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) checked: Option<Timestamp>,
    /// When it was last asked, and how often in a row without success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tried: Option<Timestamp>,
    #[serde(default)]
    pub(crate) failures: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<Refused>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refused_at: Option<Timestamp>,
    /// How many records were asked for on which day (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) day: Option<Date>,
    #[serde(default)]
    pub(crate) asked: u32,
}

/// What is noted of the copy that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) sha256: String,
    pub(crate) fetched: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) version: Vec<u32>,
    pub(crate) entries: usize,
    /// The address that it came from.
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) validators: Validators,
}

impl Kept {
    pub(crate) fn edition(&self) -> Edition {
        Edition { published: self.published, version: self.version.clone(), entries: self.entries }
    }
}

impl Manifest {
    pub(crate) fn succeeded(&mut self, now: Timestamp) {
        *self = Self {
            checked: Some(now),
            tried: Some(now),
            failures: 0,
            refused: None,
            refused_at: None,
            ..std::mem::take(self)
        };
    }

    pub(crate) fn failed(&mut self, why: Refused, now: Timestamp) {
        self.tried = Some(now);
        self.failures = self.failures.saturating_add(1);
        self.told(why, now);
    }

    /// Without the copy that turned out to be damaged. Its server can be asked at once, unless it just was.
    pub(crate) fn lost(&mut self) {
        let failures = self.failures.max(1);
        let refused = Some(Refused::Damaged);
        *self =
            Self { kept: None, checked: None, failures, refused, refused_at: None, ..std::mem::take(self) };
    }

    pub(crate) fn told(&mut self, why: Refused, now: Timestamp) {
        self.refused = Some(why);
        self.refused_at = Some(now);
    }
}

/// A folder with feeds.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// Opens it for writing: makes the folder, and takes away what a crash left half written.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let shelf = Self { folder: folder.to_owned() };
        shelf.remove_if(|name| name.starts_with(HALF_WRITTEN));
        Ok(shelf)
    }

    /// One that is only read.
    pub(crate) fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// What is noted of a feed; the default where nothing is.
    pub(crate) fn manifest(&self, feed: Feed) -> Result<Manifest, Refused> {
        match bounded(&self.manifest_path(feed), MANIFEST_BYTES) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                tracing::warn!(%feed, %error, "Failed to read what was noted of a feed");
                Refused::Damaged
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Manifest::default()),
            Err(error) => Err(damaged(feed, &error)),
        }
    }

    /// The kept copy, if it still is what was written.
    pub(crate) fn read(&self, feed: Feed, kept: &Kept) -> Result<Vec<u8>, Refused> {
        let bytes =
            bounded(&self.file(feed, &kept.sha256)?, FILE_BYTES).map_err(|error| damaged(feed, &error))?;
        if hash(&bytes) == kept.sha256 { Ok(bytes) } else { Err(Refused::Damaged) }
    }

    /// Where the kept copy is. Whoever reads it there compares its hash.
    pub(crate) fn file(&self, feed: Feed, sha256: &str) -> Result<PathBuf, Refused> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
        is_hash.then(|| self.folder.join(file_name(feed, sha256))).ok_or(Refused::Damaged)
    }

    /// Keeps a copy that the manifest is going to name. Gives back its hash.
    pub(crate) fn write(&self, feed: Feed, bytes: &[u8]) -> Result<String, Refused> {
        let sha256 = hash(bytes);
        self.replace(&self.folder.join(file_name(feed, &sha256)), bytes)?;
        Ok(sha256)
    }

    /// Notes what is known of a feed; from then on the copy that it names is the one that is kept.
    pub(crate) fn note(&self, feed: Feed, manifest: &Manifest) -> Result<(), Refused> {
        let bytes = serde_json::to_vec(manifest).map_err(|_| Refused::NotKept)?;
        self.replace(&self.manifest_path(feed), &bytes)?;
        let ours = manifest.kept.as_ref().map(|kept| file_name(feed, &kept.sha256));
        let begins = format!("{feed}-");
        self.remove_if(|name| name.starts_with(&begins) && Some(name) != ours.as_deref());
        Ok(())
    }

    fn manifest_path(&self, feed: Feed) -> PathBuf {
        self.folder.join(format!("{feed}.json"))
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), Refused> {
        let write = || {
            let mut file = tempfile::Builder::new().prefix(HALF_WRITTEN).tempfile_in(&self.folder)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(path)?;
            // Only where a folder can be opened as a file does its new entry need to be waited for.
            if cfg!(unix) { File::open(&self.folder)?.sync_all() } else { Ok(()) }
        };
        write().map_err(|error: io::Error| {
            tracing::warn!(%error, "Failed to keep a feed");
            Refused::NotKept
        })
    }

    /// What stays is only in the way: the next write takes it away.
    fn remove_if(&self, is_superfluous: impl Fn(&str) -> bool) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(&is_superfluous) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

pub(crate) fn hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

fn file_name(feed: Feed, sha256: &str) -> String {
    format!("{feed}-{sha256}")
}

fn bounded(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

fn damaged(feed: Feed, error: &io::Error) -> Refused {
    tracing::warn!(%feed, %error, "Failed to read a kept feed");
    Refused::Damaged
}
