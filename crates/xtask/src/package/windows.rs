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
    /// Its sources in `installers/windows`, without their endings: what wixl reads, and what it cannot write down.
    name: &'static str,
    /// What it brings, from the folder where everything was built.
    programs: &'static [&'static str],
}

/// The helper of one PC.
pub(crate) const HELPER: Installer =
    Installer { name: "helper", programs: &["patchround-helper.exe", "patchround-helper-root.exe"] };

/// The window, and the command line.
pub(crate) const APP: Installer =
    Installer { name: "app", programs: &["patchround-app.exe", "patchround.exe", "WebView2Loader.dll"] };

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
    for statement in statements(&sources().join(format!("{}.sql", installer.name)))? {
        let statement = statement.replace("'VERSION'", &format!("'{version}'"));
        Cmd::new("msibuild").arg(&msi).args(["-q", &statement]).run_silently()?;
    }
    super::sign::sign(&msi)?;
    Ok(msi)
}

fn gather(installer: Installer, built: &Path, folder: &Path) -> Result<()> {
    let (root, source) = (repository::root(), source(installer));
    let ours = [
        (sources().join(&source), source.as_str()),
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

fn sources() -> PathBuf {
    repository::root().join("installers/windows")
}

/// One a line; other lines begin with two strokes.
fn statements(file: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(file).with_context(|| format!("Failed to read {}", file.display()))?;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
    Ok(lines.map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody here can run it.
    #[test]
    fn powershell_can_read_what_a_person_runs_on_a_real_windows() {
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).unwrap();
        let script = fs::read_to_string(sources().join("prove.ps1")).unwrap();
        let mut has_error = |script: &str| parser.parse(script, None).unwrap().root_node().has_error();
        assert!(!has_error(&script));
        assert!(has_error(&script.replacen("{ throw $what }", "{ throw $what", 1)));
    }

    /// Or two of one version would both be installed, and removing one would take away what the other needs.
    #[test]
    fn the_same_version_once_more_is_an_upgrade_of_that_product() {
        for installer in [HELPER, APP] {
            let source = fs::read_to_string(sources().join(source(installer))).unwrap();
            let (_, rest) = source.split_once("UpgradeCode=\"").unwrap();
            let code = rest.split_once('"').unwrap().0;
            let row = format!("VALUES ('{{{code}}}', 'VERSION', 513, 'WIX_UPGRADE_DETECTED')");
            let statements = statements(&sources().join(format!("{}.sql", installer.name))).unwrap();
            assert!(statements.iter().any(|statement| statement.ends_with(&row)), "{row}");
        }
    }

    #[test]
    fn the_menu_names_the_window_as_its_messages_do() {
        let bundled = fs::read_to_string(repository::root().join("src-tauri/tauri.conf.json")).unwrap();
        let bundled: serde_json::Value = serde_json::from_str(&bundled).unwrap();
        let name = format!("'System.AppUserModel.ID', '{}'", bundled["identifier"].as_str().unwrap());
        let statements = statements(&sources().join("app.sql")).unwrap();
        assert!(statements.iter().any(|statement| statement.contains(&name)), "{name}");
    }

    /// In another turn it would take the helper away while it is being installed.
    #[test]
    fn what_takes_an_installation_back_has_its_turn_only_then() {
        const ROLLBACK: u32 = 0x100;
        let statements = statements(&sources().join("helper.sql")).unwrap();
        let kind = statements.iter().find_map(|statement| {
            let rest = statement.strip_prefix("UPDATE `CustomAction` SET `Type` = ")?;
            rest.strip_suffix(" WHERE `Action` = 'TakeBack'")?.parse::<u32>().ok()
        });
        assert!(kind.is_some_and(|kind| kind & ROLLBACK != 0), "{kind:?}");
    }

    #[test]
    fn the_firewall_lets_in_for_the_programs_that_are_installed_and_only_from_the_office() {
        let statements = statements(&sources().join("app.sql")).unwrap();
        let rules: Vec<_> = statements.iter().filter(|statement| statement.contains("add rule")).collect();
        assert_eq!(rules.len(), 2);
        for (rule, program) in rules.iter().zip(["patchround-app.exe", "patchround.exe"]) {
            assert!(
                APP.programs.contains(&program)
                    && rule.contains(&format!("program=\"[INSTALLDIR]{program}\""))
            );
            assert!(rule.contains("remoteip=localsubnet") && rule.contains("localport=5353"), "{rule}");
        }
    }
}
