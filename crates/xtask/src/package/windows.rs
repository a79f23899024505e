//! The .msi of Windows, made by wixl (msitools) from `installers/windows`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::Cmd;
use crate::{apt, repository};

/// What packs them here.
pub(crate) const TOOLS: [&str; 2] = ["wixl", "msitools"];

/// One installer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Installer {
    /// Its sources in `installers/windows`, without the ending.
    name: &'static str,
    /// What it brings, from the folder where everything was built.
    programs: &'static [&'static str],
    /// What wixl cannot write down.
    corrections: &'static [&'static str],
}

/// The helper of one PC.
pub(crate) const HELPER: Installer = Installer {
    name: "helper",
    programs: &["patchround-helper.exe", "patchround-helper-root.exe"],
    corrections: &[REMOVE_BEFORE],
};

/// The window, and the command line.
pub(crate) const APP: Installer = Installer {
    name: "app",
    programs: &["patchround-app.exe", "patchround.exe", "WebView2Loader.dll"],
    corrections: &[REMOVE_BEFORE, MAKE_PROPERTIES, NAME_THE_APP],
};

/// wixl puts it between the actions that write the script, where Windows refuses it (RemoveExistingProducts, Windows
/// Installer).
const REMOVE_BEFORE: &str =
    "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'";

/// wixl knows no properties of shortcuts.
const MAKE_PROPERTIES: &str = "CREATE TABLE `MsiShortcutProperty` (`MsiShortcutProperty` CHAR(72) NOT NULL, \
     `Shortcut_` CHAR(72) NOT NULL, `PropertyKey` CHAR(255) NOT NULL LOCALIZABLE, \
     `PropVariantValue` CHAR(255) NOT NULL LOCALIZABLE PRIMARY KEY `MsiShortcutProperty`)";

/// The name that our messages go by (`src-tauri/src/notifier/other.rs`).
const NAME_THE_APP: &str = "INSERT INTO `MsiShortcutProperty` (`MsiShortcutProperty`, `Shortcut_`, `PropertyKey`, \
     `PropVariantValue`) VALUES ('AppId', 'MenuEntry', 'System.AppUserModel.ID', 'org.patchround.app')";

/// Packs what was built for Windows in this folder, as this version, and signs it where somebody says how.
pub(crate) fn pack(installer: Installer, built: &Path, version: &str) -> Result<PathBuf> {
    apt::ensure(&TOOLS)?;
    let folder = repository::target_dir().join("msi").join(installer.name);
    fs::create_dir_all(&folder).context("Failed to make a folder for an installer")?;
    gather(installer, built, &folder)?;
    installer.programs.iter().try_for_each(|program| super::sign::sign(&folder.join(program)))?;
    let msi = folder.join(format!("patchround-{}-{version}.msi", installer.name));
    // wixl finds its files beside its sources alone.
    Cmd::new("wixl")
        .dir(&folder)
        .args(["-a", "x64", "-D", &format!("Version={version}"), "-o"])
        .arg(&msi)
        .arg(source(installer))
        .run()?;
    for correction in installer.corrections {
        Cmd::new("msibuild").arg(&msi).args(["-q", correction]).run_silently()?;
    }
    super::sign::sign(&msi)?;
    Ok(msi)
}

fn gather(installer: Installer, built: &Path, folder: &Path) -> Result<()> {
    let (root, source) = (repository::root(), source(installer));
    let ours = [
        (root.join("installers/windows").join(&source), source.as_str()),
        (root.join("LICENSE"), "LICENSE.txt"),
        (root.join("icons/icon.ico"), "icon.ico"),
    ];
    let programs = installer.programs.iter().map(|program| (built.join(program), *program));
    for (from, to) in ours.into_iter().chain(programs) {
        fs::copy(&from, folder.join(to)).with_context(|| format!("Failed to gather {}", from.display()))?;
    }
    Ok(())
}

fn source(installer: Installer) -> String {
    format!("{}.wxs", installer.name)
}
