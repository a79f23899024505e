//! The .pkg of macOS, out of `installers/macos`, by Apple's own programs: only a Mac can link ours.

mod payload;
#[cfg(all(test, target_os = "linux"))]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use self::payload::{From, Laid};
use super::{Profile, app, cargo, sign::sign};
use crate::process::Cmd;
use crate::{page, repository, setup};

const PKGBUILD: &str = "/usr/bin/pkgbuild";
const PRODUCTBUILD: &str = "/usr/bin/productbuild";
/// Copies a bundle with all that is signed of it.
const DITTO: &str = "/usr/bin/ditto";
/// `plutil` extracts raw values from 12 on, and Apple still mends 13 and later.
const OLDEST: &str = "13.0";

/// One installer.
#[derive(Debug, Clone, Copy)]
struct Installer {
    name: &'static str,
    identifier: &'static str,
    title: &'static str,
    /// What it brings besides [what both bring](payload::SHARED).
    files: &'static [Laid],
    /// The maintainer scripts, from the top of the repository.
    scripts: Option<&'static str>,
    /// The bundle that Tauri has packed, and what Apple's programs are told of it.
    bundle: Option<Bundle>,
}

#[derive(Debug, Clone, Copy)]
struct Bundle {
    to: &'static str,
    components: &'static str,
}

/// The helper of one Mac.
const HELPER: Installer = Installer {
    name: "helper",
    identifier: "org.patchround.helper",
    title: "Patchround Helper",
    files: payload::OF_HELPER,
    scripts: Some("installers/macos/scripts"),
    bundle: None,
};

/// The window, and the command line.
const APP: Installer = Installer {
    name: "app",
    identifier: "org.patchround.app",
    title: "Patchround",
    files: payload::OF_APP,
    scripts: None,
    bundle: Some(Bundle {
        to: "Applications/Patchround.app",
        components: "installers/macos/app/component.plist",
    }),
};

/// Builds the programs for this Mac's own kind of processor, and packs them.
pub(crate) fn build(profile: Profile) -> Result<Vec<PathBuf>> {
    ensure!(
        cfg!(target_os = "macos"),
        "The installers for macOS need a Mac: only there can its programs be linked. Run the same command on one"
    );
    setup::for_the_app()?;
    page::build()?;
    for package in ["patchround-helper-root", "patchround-helper", "patchround-cli", "patchround-app"] {
        cargo().args(["build", "--profile", profile.name(), "--package", package]).run()?;
    }
    let window = app::bundle(profile, "app", None)?.join("macos/Patchround.app");
    let built = repository::target_dir().join(profile.folder());
    [HELPER, APP].into_iter().map(|one| pack(one, &built, &window)).collect()
}

fn pack(installer: Installer, built: &Path, window: &Path) -> Result<PathBuf> {
    let version = env!("CARGO_PKG_VERSION");
    let folder = repository::target_dir().join("pkg").join(installer.name);
    if folder.exists() {
        fs::remove_dir_all(&folder).context("Failed to remove the installer of the last time")?;
    }
    let room = Room { payload: folder.join("payload"), folder };
    payload::lay(installer.files, built, &room.payload)?;
    if let Some(bundle) = installer.bundle {
        let to = payload::folder_for(&room.payload, bundle.to)?;
        Cmd::new(DITTO).arg(window).arg(&to).run()?;
        sign(&to)?;
    }
    for program in installer.files.iter().filter(|file| matches!(file.from, From::Built(_))) {
        sign(&room.payload.join(program.to))?;
    }
    fs::write(room.distribution(), distribution(installer, version, processor()))
        .context("Failed to write what the installer asks of a Mac")?;
    Cmd::new(PKGBUILD).args(component_line(installer, version, &room)).run()?;
    let product = room.folder.join(format!("patchround-{}-{version}-{}.pkg", installer.name, processor()));
    Cmd::new(PRODUCTBUILD).args(product_line(&room, &product)).run()?;
    sign(&product)?;
    Ok(product)
}

/// Where one installer is made.
struct Room {
    folder: PathBuf,
    payload: PathBuf,
}

impl Room {
    fn distribution(&self) -> PathBuf {
        self.folder.join("distribution.xml")
    }

    fn component(&self) -> PathBuf {
        self.folder.join(COMPONENT)
    }
}

/// The package within the product, which the distribution names.
const COMPONENT: &str = "component.pkg";

/// What pkgbuild(1) is told. Everything belongs to root, whoever has built it.
fn component_line(installer: Installer, version: &str, room: &Room) -> Vec<PathBuf> {
    let mut line: Vec<PathBuf> = vec!["--root".into(), room.payload.clone()];
    let words = ["--identifier", installer.identifier, "--version", version, "--install-location", "/"];
    line.extend(words.map(PathBuf::from));
    line.extend(["--ownership", "recommended"].map(PathBuf::from));
    if let Some(scripts) = installer.scripts {
        line.extend(["--scripts".into(), repository::root().join(scripts)]);
    }
    if let Some(bundle) = installer.bundle {
        line.extend(["--component-plist".into(), repository::root().join(bundle.components)]);
    }
    line.push(room.component());
    line
}

/// What productbuild(1) is told.
fn product_line(room: &Room, product: &Path) -> Vec<PathBuf> {
    let distribution = ["--distribution".into(), room.distribution()];
    let packages = ["--package-path".into(), room.folder.clone()];
    distribution.into_iter().chain(packages).chain([product.to_owned()]).collect()
}

/// What the installer shows and asks of a Mac: its processor, its system, and that it is the system that runs, which our
/// scripts make accounts in.
fn distribution(installer: Installer, version: &str, processor: &str) -> String {
    let Installer { identifier, title, .. } = installer;
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<installer-gui-script minSpecVersion="2">
  <title>{title}</title>
  <options customize="never" require-scripts="false" hostArchitectures="{processor}"/>
  <domains enable_anywhere="false" enable_currentUserHome="false" enable_localSystem="true"/>
  <volume-check>
    <allowed-os-versions>
      <os-version min="{OLDEST}"/>
    </allowed-os-versions>
  </volume-check>
  <choices-outline>
    <line choice="all"/>
  </choices-outline>
  <choice id="all" title="{title}">
    <pkg-ref id="{identifier}"/>
  </choice>
  <pkg-ref id="{identifier}" version="{version}" onConclusion="none">{COMPONENT}</pkg-ref>
</installer-gui-script>
"#
    )
}

/// As Apple names the processor that these programs are built for.
fn processor() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    }
}
