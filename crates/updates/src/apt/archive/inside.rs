//! What is read in a package: its changelog, and what its maker wrote for whoever uses it.

use std::{
    io::Read,
    path::Path,
    time::{Duration, Instant},
};

use flate2::read::MultiGzDecoder;

use crate::{
    apt::notes::{Note, Notes},
    command::Reading,
};

pub(super) const DPKG_DEB: &str = "/usr/bin/dpkg-deb";
/// For one package: a kernel's has to be unpacked to its end.
const PATIENCE: Duration = Duration::from_secs(15);
/// For what comes behind the changelog.
const PATIENCE_FOR_NOTES: Duration = Duration::from_secs(5);
/// Bytes of an unpacked package.
const PACKAGE_BYTES: usize = 2 * 1024 * 1024 * 1024;
/// Bytes of an unpacked changelog or note; the newest entries come first.
const TEXT_BYTES: u64 = 4 * 1024 * 1024;
/// Metainfo files of one package: a suite of programs has one for each.
const METAINFO: usize = 8;
const DOC: &[u8] = b"usr/share/doc/";
const INFO: &[u8] = b"usr/share/metainfo/";

/// What was found in one package.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// `changelog.Debian.gz`, or the `changelog.gz` of a package that is Debian's own.
    pub(super) changelog: Option<String>,
    pub(super) notes: Notes,
    has_debians: bool,
}

/// Reads a package; `None` where it cannot be opened.
pub(super) fn read(package: &Path) -> Option<Written> {
    let unpack = Reading::new(DPKG_DEB).ok()?.args(["--fsys-tarfile".as_ref(), package.as_os_str()]);
    let unpack = unpack.time_limit(PATIENCE).output_limit(PACKAGE_BYTES);
    let read = unpack.read_by(|tar| read_tar(tar));
    read.inspect_err(|error| tracing::debug!(%error, "Failed to read a package's changelog")).ok().flatten()
}

/// dpkg-deb writes the folders of a package in the order of their names: nothing behind the metainfo is unpacked once
/// Debian's changelog was found.
pub(super) fn read_tar(tar: &mut dyn Read) -> Option<Written> {
    let mut written = Written::default();
    let (mut is_package, mut end) = (false, None);
    for member in tar::Archive::new(tar).entries().ok()? {
        let Ok(member) = member else { break };
        is_package = true;
        let path = member.path_bytes().into_owned();
        let path = path.strip_prefix(b"./").unwrap_or(&path);
        if written.has_debians && (behind_notes(path) || end.is_some_and(|end| Instant::now() > end)) {
            break;
        }
        if member.header().entry_type().is_file() {
            written.take(path, member);
        }
        if written.has_debians {
            end.get_or_insert_with(|| Instant::now() + PATIENCE_FOR_NOTES);
        }
    }
    is_package.then_some(written)
}

fn behind_notes(path: &[u8]) -> bool {
    path > INFO && !path.starts_with(INFO)
}

impl Written {
    fn take(&mut self, path: &[u8], member: impl Read) {
        let Ok(file) = std::str::from_utf8(path) else { return };
        let is_of_package = |rest: &[u8]| rest.iter().filter(|byte| **byte == b'/').count() == 1;
        if path.strip_prefix(DOC).is_some_and(is_of_package) {
            self.take_doc(file, member);
        } else if path.starts_with(INFO) && file.ends_with(".xml") && self.notes.metainfo.len() < METAINFO {
            self.notes.metainfo.extend(text(member).map(|text| Note { file: file.to_owned(), text }));
        }
    }

    fn take_doc(&mut self, file: &str, member: impl Read) {
        let name = file.rsplit('/').next().unwrap_or_default();
        let note = |text| Note { file: file.to_owned(), text };
        match name {
            "changelog.Debian.gz" if !self.has_debians => {
                self.changelog = unpacked(member);
                self.has_debians = true;
            }
            "changelog.gz" if self.changelog.is_none() => self.changelog = unpacked(member),
            "NEWS.Debian.gz" => self.notes.news = unpacked(member).map(note),
            "NEWS.Debian" => self.notes.news = text(member).map(note),
            "NEWS.gz" if self.notes.news.is_none() => self.notes.news = unpacked(member).map(note),
            _ => {}
        }
    }
}

pub(super) fn unpacked(member: impl Read) -> Option<String> {
    text(MultiGzDecoder::new(member))
}

fn text(member: impl Read) -> Option<String> {
    let mut bytes = Vec::new();
    member.take(TEXT_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
