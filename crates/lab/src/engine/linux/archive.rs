//! The archive an office is served: ours, built once, or somebody else's folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::base::once;
use super::places::{CACHE, SERVER_ADDRESS};
use super::{publish, recipe};
use crate::Initial;

const RECIPE: u32 = 1;

/// A complete signed archive on this machine.
#[derive(Debug)]
pub(super) struct Archive {
    pub(super) dir: PathBuf,
    /// What every PC has at the start.
    pub(super) initial: Vec<PathBuf>,
    /// Kept back on every PC.
    pub(super) held: Vec<&'static str>,
    /// Whether it is ours, and so the same for every office.
    pub(super) ours: bool,
    suites: Vec<Suite>,
}

#[derive(Debug, PartialEq, Eq)]
struct Suite {
    name: String,
    components: String,
}

impl Archive {
    /// Our own archive. Builds it when there is none yet: some ten seconds.
    pub(super) fn ours(initial: Initial) -> Result<Archive> {
        let packages = recipe::packages();
        let hash = HEXLOWER.encode(&Sha256::digest(format!("{RECIPE} {packages:?}"))[..8]);
        let dir = Path::new(CACHE).join(format!("archive-{hash}"));
        once(&dir, |half| {
            tracing::info!("Building the office's package archive, once");
            publish::build(half, &packages)
        })?;
        let mut archive = Archive { ours: true, ..Archive::foreign(&dir)? };
        match initial {
            Initial::Nothing => archive.initial.clear(),
            Initial::Awkward => archive.held.push(recipe::HELD),
            Initial::Easy => archive.initial.retain(|deb| recipe::EASY.iter().any(|name| is_of(deb, name))),
        }
        Ok(archive)
    }

    /// Somebody else's: `key.gpg`, every suite below `dists`, and `initial/*.deb`.
    pub(super) fn foreign(dir: &Path) -> Result<Archive> {
        let dir = fs::canonicalize(dir).with_context(|| format!("Failed to find {}", dir.display()))?;
        ensure!(dir.join("key.gpg").is_file(), "Failed to find key.gpg in {}", dir.display());
        let mut suites = Vec::new();
        find_suites(&dir.join("dists"), "", &mut suites)?;
        ensure!(!suites.is_empty(), "Failed to find a signed suite in {}", dir.join("dists").display());
        suites.sort_by(|a, b| a.name.cmp(&b.name));
        let initial = debs(&dir.join("initial"))?;
        Ok(Archive { dir, initial, held: Vec::new(), ours: false, suites })
    }

    /// The PC's whole `sources.list.d` (sources.list(5), deb822 style).
    pub(super) fn sources(&self) -> Result<String> {
        let key = self.key_path()?;
        let stanzas = self.suites.iter().map(|suite| {
            format!(
                "Types: deb\nURIs: http://{SERVER_ADDRESS}/\nSuites: {}\nComponents: {}\nSigned-By: /{key}\n",
                suite.name, suite.components
            )
        });
        Ok(stanzas.collect::<Vec<_>>().join("\n"))
    }

    /// Where the PC keeps the key: apt tells an armoured key from a binary one by the file's ending.
    pub(super) fn key_path(&self) -> Result<&'static str> {
        let armoured = self.key()?.starts_with(b"-----BEGIN");
        Ok(if armoured { "etc/apt/keyrings/office.asc" } else { "etc/apt/keyrings/office.gpg" })
    }

    pub(super) fn key(&self) -> Result<Vec<u8>> {
        fs::read(self.dir.join("key.gpg")).context("Failed to read the archive's key")
    }
}

fn is_of(deb: &Path, package: &str) -> bool {
    deb.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.split('_').next() == Some(package))
}

fn debs(dir: &Path) -> Result<Vec<PathBuf>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let entries: std::io::Result<Vec<_>> = fs::read_dir(dir)?.collect();
    let paths = entries?.into_iter().map(|entry| entry.path());
    let mut debs: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "deb")).collect();
    debs.sort();
    Ok(debs)
}

/// A suite is a folder with a signed Release file; its name is the way to it. Links are other names of suites
/// already found.
fn find_suites(dir: &Path, name: &str, found: &mut Vec<Suite>) -> Result<()> {
    let release = ["InRelease", "Release"].map(|file| dir.join(file)).into_iter().find(|file| file.is_file());
    let signed = dir.join("InRelease").is_file() || dir.join("Release.gpg").is_file();
    if let Some(release) = release.filter(|_| signed) {
        let text =
            fs::read_to_string(&release).with_context(|| format!("Failed to read {}", release.display()))?;
        let components =
            components(&text).with_context(|| format!("No components in {}", release.display()))?;
        found.push(Suite { name: name.to_owned(), components });
    }
    let entries = fs::read_dir(dir).with_context(|| format!("Failed to read {}", dir.display()))?;
    for entry in entries {
        let entry = entry?;
        if let (true, Some(part)) = (entry.file_type()?.is_dir(), entry.file_name().to_str()) {
            let name = if name.is_empty() { part.to_owned() } else { format!("{name}/{part}") };
            find_suites(&entry.path(), &name, found)?;
        }
    }
    Ok(())
}

fn components(release: &str) -> Option<String> {
    let line = release.lines().find_map(|line| line.strip_prefix("Components:"))?;
    let words: Vec<&str> = line.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suite(dir: &Path, name: &str, signature: &str, release: &str) {
        let suite = dir.join("dists").join(name);
        fs::create_dir_all(&suite).unwrap();
        fs::write(suite.join("Release"), release).unwrap();
        fs::write(suite.join(signature), release).unwrap();
    }

    #[test]
    fn every_signed_suite_of_a_foreign_archive_is_found_with_its_components() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("key.gpg"), "-----BEGIN PGP PUBLIC KEY BLOCK-----").unwrap();
        suite(dir.path(), "stable", "InRelease", "Origin: X\nComponents: main  extra\n");
        suite(dir.path(), "old/updates", "Release.gpg", "Components: main\n");
        fs::create_dir_all(dir.path().join("dists/stable/main/binary-amd64")).unwrap();
        fs::write(dir.path().join("dists/stable/main/binary-amd64/Release"), "Archive: stable\n").unwrap();
        let archive = Archive::foreign(dir.path()).unwrap();
        let sources = archive.sources().unwrap();
        assert_eq!(archive.suites.len(), 2, "{sources}");
        assert!(
            sources
                .contains("Suites: stable\nComponents: main extra\nSigned-By: /etc/apt/keyrings/office.asc")
        );
        assert!(sources.contains("Suites: old/updates\nComponents: main\n"));
    }

    #[test]
    fn an_archive_that_nobody_signed_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Archive::foreign(dir.path()).unwrap_err().to_string().contains("key.gpg"));
        fs::write(dir.path().join("key.gpg"), [0x99]).unwrap();
        suite(dir.path(), "stable", "README", "Components: main\n");
        assert!(Archive::foreign(dir.path()).unwrap_err().to_string().contains("signed suite"));
    }
}
