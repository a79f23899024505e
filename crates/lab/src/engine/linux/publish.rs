//! Builds our own archive with Debian's tools; the key that signs it is thrown away.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::recipe::{Content, Package, Shelf};
use super::run::{clean, run, tool};

/// Fills a folder with the packages, their signed lists, and the key that signed them.
pub(super) fn build(dir: &Path, packages: &[Package]) -> Result<()> {
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
