//! The helper's .rpm: the same files as the .deb, and maintainer scripts that do the same.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Profile, cargo};
use crate::{repository, tools};

/// Packs both halves of the helper, which have been [built](super::build) before. Does not need rpm itself.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    tools::RPM.ensure()?;
    let folder = repository::target_dir().join("generate-rpm");
    std::fs::create_dir_all(&folder).context("Failed to make the folder for the .rpm")?;
    let rpm = folder.join("patchround-helper.rpm");
    // What the programs need is found with ldd, in the same way whether rpm's own tools are here or not.
    cargo()
        .args(["generate-rpm", "--package", "crates/helper", "--profile", profile.name()])
        .args(["--auto-req", "builtin", "--output"])
        .arg(&rpm)
        .run()?;
    Ok(rpm)
}

#[cfg(all(test, target_os = "linux"))]
#[expect(clippy::unwrap_used, reason = "a test that panics has failed")]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use cargo_metadata::{MetadataCommand, Package};

    use super::*;
    use crate::process::Cmd;

    #[test]
    fn the_rpm_has_every_file_that_the_deb_has() {
        let helper = helper();
        let kinds = [("deb", ["0", "1"]), ("generate-rpm", ["source", "dest"])];
        let [deb, rpm] = kinds.map(|(kind, [from, to])| -> BTreeSet<(String, String)> {
            let assets = helper.metadata[kind]["assets"].as_array().unwrap();
            let files = assets.iter().map(|asset| {
                let member = |name: &str| match asset.get(name) {
                    Some(value) => value.as_str().unwrap().to_owned(),
                    None => asset[name.parse::<usize>().unwrap()].as_str().unwrap().to_owned(),
                };
                let source = member(from);
                let file = source.rsplit('/').next().unwrap().to_owned();
                (file, member(to).trim_start_matches('/').to_owned())
            });
            files.collect()
        });
        assert!(deb.len() >= 5, "{deb:?}");
        assert_eq!(deb.difference(&rpm).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
    }

    #[test]
    fn the_first_installation_enables_the_units_and_an_upgrade_leaves_them_as_they_are() {
        let first = commands_of("post", "1");
        assert!(first.contains("systemd-sysusers patchround.conf"), "{first}");
        for unit in ["patchround-helper.socket", "patchround-root.socket", "patchround-keygen.service"] {
            assert!(first.lines().any(|line| line.contains(" enable ") && line.contains(unit)), "{first}");
        }
        let upgrade = commands_of("post", "2");
        assert!(!upgrade.contains(" enable "), "{upgrade}");
    }

    #[test]
    fn only_a_removal_disables_and_stops_anything() {
        let removal = commands_of("preun", "0");
        assert!(removal.contains(" disable ") && removal.contains("patchround-root.service"), "{removal}");
        assert_eq!(commands_of("preun", "1"), "");
    }

    fn helper() -> Package {
        let mut command = MetadataCommand::new();
        let metadata = command.manifest_path(repository::root().join("Cargo.toml")).no_deps().exec().unwrap();
        metadata.packages.into_iter().find(|package| package.name == "patchround-helper").unwrap()
    }

    /// Runs a maintainer script as rpm does, with programs in the system's place that only write down what was asked.
    fn commands_of(script: &str, versions: &str) -> String {
        let folder = repository::target_dir().join(format!("rpm-{script}-{versions}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for program in ["systemctl", "systemd-sysusers"] {
            let path = folder.join(program);
            fs::write(&path, format!("#!/bin/sh\necho \"{program} $*\" >> \"$ASKED\"\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let asked = folder.join("asked");
        fs::write(&asked, "").unwrap();
        Cmd::new("/bin/sh")
            .env("PATH", &folder)
            .env("ASKED", &asked)
            .arg("-e")
            .arg(repository::root().join("installers/linux/helper/rpm").join(script))
            .arg(versions)
            .run()
            .unwrap();
        let commands = fs::read_to_string(&asked).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        commands
    }
}
