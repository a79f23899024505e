//! The archive an office is served: ours, built once, or somebody else's folder.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::base::once;
use super::places::{CACHE, SERVER_ADDRESS};
use super::recipe::{self, Content, Package, Shelf};
use super::run::{clean, run, tool};
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
            build(half, &packages)
        })?;
        let mut archive = Archive { ours: true, ..Archive::foreign(&dir)? };
        match initial {
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

fn build(dir: &Path, packages: &[Package]) -> Result<()> {
    let scratch = dir.join("scratch");
    for package in packages {
        build_deb(dir, &scratch, package).with_context(|| format!("Failed to build {}", package.name))?;
    }
    let keys = dir.join("keys");
    fs::create_dir_all(&keys)?;
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o700))?;
    let signed = publish(dir, &keys);
    // The agent gpg started for itself would otherwise stay.
    let _ = clean(&mut gnupg("/usr/bin/gpgconf", &keys, &["--kill", "gpg-agent"]));
    signed?;
    fs::remove_dir_all(keys)?;
    fs::remove_dir_all(scratch).context("Failed to remove the build folder")
}

fn build_deb(dir: &Path, scratch: &Path, package: &Package) -> Result<()> {
    let Package { name, version, summary, .. } = package;
    let tree = scratch.join(name);
    let control = tree.join("DEBIAN");
    fs::create_dir_all(&control)?;
    let mut text = format!(
        "Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: Office lab <lab@example.invalid>\n\
         Priority: optional\nSection: misc\n"
    );
    package.fields.iter().for_each(|field| text += &format!("{field}\n"));
    text += &format!("Description: {summary}\n A package of the Patchround test office.\n");
    fs::write(control.join("control"), text)?;
    for (file, content) in &package.control {
        write(&control.join(file), content.as_bytes(), !matches!(*file, "conffiles" | "templates"))?;
    }
    fs::create_dir_all(tree.join("usr/share/patchround-lab"))?;
    fs::write(tree.join("usr/share/patchround-lab").join(name), version)?;
    for (path, content) in &package.files {
        fill(&tree.join(path), content)?;
    }
    let shelf = dir.join(shelf(package.shelf));
    fs::create_dir_all(&shelf)?;
    let (tree_arg, shelf_arg) = (tree.display().to_string(), shelf.display().to_string());
    run(&mut tool(
        "/usr/bin/dpkg-deb",
        ["-Zgzip", "-z1", "--root-owner-group", "-b", &tree_arg, &shelf_arg],
    ))?;
    fs::remove_dir_all(tree).context("Failed to remove a package's build folder")
}

fn shelf(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Initial => "initial",
        Shelf::Office => "pool/office",
        Shelf::Security => "pool/office-security",
    }
}

fn fill(path: &Path, content: &Content) -> Result<()> {
    fs::create_dir_all(path.parent().context("A file without a folder")?)?;
    match content {
        Content::Text(text) => write(path, text.as_bytes(), false),
        Content::Program(text) => write(path, text.as_bytes(), true),
        Content::Zeros(size) => Ok(fs::File::create(path)?.set_len(*size)?),
        Content::Noise(size) => {
            let mut noise = fs::File::open("/dev/urandom")?.take(*size);
            std::io::copy(&mut noise, &mut fs::File::create(path)?)?;
            Ok(())
        }
    }
}

fn write(path: &Path, content: &[u8], program: bool) -> Result<()> {
    fs::write(path, content)?;
    let mode = if program { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).context("Failed to set a file's mode")
}

fn publish(dir: &Path, keys: &Path) -> Result<()> {
    let who = "Office lab <lab@example.invalid>";
    gpg(keys, &["--passphrase", "", "--quick-generate-key", who, "ed25519", "sign", "never"])?;
    gpg(keys, &["--output", &dir.join("key.gpg").display().to_string(), "--export"])?;
    for (suite, label) in [("office", "OfficeLab"), ("office-security", "OfficeLab-Security")] {
        index(dir, suite, label)?;
        let (release, signed) =
            (dir.join("dists").join(suite).join("Release"), dir.join("dists").join(suite));
        let release = release.display().to_string();
        gpg(keys, &["--clearsign", "--output", &signed.join("InRelease").display().to_string(), &release])?;
        gpg(
            keys,
            &[
                "--armor",
                "--detach-sign",
                "--output",
                &signed.join("Release.gpg").display().to_string(),
                &release,
            ],
        )?;
    }
    Ok(())
}

fn index(dir: &Path, suite: &str, label: &str) -> Result<()> {
    let list = run(ftparchive(&["packages", &format!("pool/{suite}")]).current_dir(dir))?;
    for architecture in ["amd64", "arm64"] {
        let binary = dir.join("dists").join(suite).join("main").join(format!("binary-{architecture}"));
        fs::create_dir_all(&binary)?;
        fs::write(binary.join("Packages"), &list)?;
        run(&mut tool("/usr/bin/gzip", ["-9nk", &binary.join("Packages").display().to_string()]))?;
    }
    let fields = [
        ("Origin", "OfficeLab"),
        ("Label", label),
        ("Suite", suite),
        ("Codename", suite),
        ("Components", "main"),
        ("Architectures", "amd64 arm64"),
        ("Description", "Packages of the Patchround test office"),
    ];
    let mut args: Vec<String> = Vec::new();
    for (field, value) in fields {
        args.extend(["-o".to_owned(), format!("APT::FTPArchive::Release::{field}={value}")]);
    }
    args.extend(["release".to_owned(), format!("dists/{suite}")]);
    let release = run(ftparchive(&args).current_dir(dir))?;
    fs::write(dir.join("dists").join(suite).join("Release"), release)
        .context("Failed to write a Release file")
}

fn ftparchive<S: AsRef<str>>(args: &[S]) -> Command {
    tool("/usr/bin/apt-ftparchive", args.iter().map(AsRef::as_ref))
}

fn gpg(keys: &Path, args: &[&str]) -> Result<()> {
    let mut command =
        gnupg("/usr/bin/gpg", keys, &["--batch", "--quiet", "--yes", "--pinentry-mode", "loopback"]);
    run(command.args(args)).map(drop)
}

fn gnupg(program: &str, keys: &Path, args: &[&str]) -> Command {
    let mut command = tool(program, args);
    command.env("GNUPGHOME", keys);
    command
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
