//! The cargo tools this project uses, their versions in one place.

use anyhow::Result;

use crate::process::Cmd;
use crate::{repository, say};

/// A program that cargo installs.
pub(crate) struct Tool {
    /// Its package in the registry, which is also the name of its program.
    package: &'static str,
    /// The oldest version that will do, and the one that is installed.
    version: &'static str,
    /// How long the installation takes on a machine with two cores.
    takes: &'static str,
}

pub(crate) const NEXTEST: Tool = Tool { package: "cargo-nextest", version: "0.9.143", takes: "five minutes" };
pub(crate) const DEB: Tool = Tool { package: "cargo-deb", version: "3.8.0", takes: "a minute" };
pub(crate) const RPM: Tool = Tool { package: "cargo-generate-rpm", version: "0.21.1", takes: "two minutes" };
pub(crate) const DENY: Tool = Tool { package: "cargo-deny", version: "0.20.2", takes: "two minutes" };
/// For the tests of the real window.
pub(crate) const TAURI_DRIVER: Tool =
    Tool { package: "tauri-driver", version: "2.1.0", takes: "two minutes" };
/// For `cargo xtask test --long` only.
pub(crate) const FUZZ: Tool = Tool { package: "cargo-fuzz", version: "0.13.2", takes: "two minutes" };

impl Tool {
    /// Installs it into cargo's own folder when it is missing or too old.
    pub(crate) fn ensure(&self) -> Result<()> {
        if installed_version(self.package).is_some_and(|found| !is_older(&found, self.version)) {
            return Ok(());
        }
        say::line(format_args!(
            "Installing {} {}. This happens once and takes about {} on two cores.",
            self.package, self.version, self.takes
        ));
        // As they are published, they optimize themselves across everything, which takes longer than all their work here.
        Cmd::new("cargo")
            .args(["install", "--quiet", "--locked", "--version", self.version, self.package])
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
            .env("CARGO_TARGET_DIR", repository::target_dir().join("tools"))
            .run()
    }
}

/// Asked through cargo, which also looks where it installs. What is no command of cargo's it has in a list.
fn installed_version(package: &str) -> Option<String> {
    match package.strip_prefix("cargo-") {
        Some(subcommand) => version_in(&Cmd::new("cargo").args([subcommand, "--version"]).read().ok()?),
        None => listed_version(&Cmd::new("cargo").args(["install", "--list"]).read().ok()?, package),
    }
}

/// In what `cargo install --list` prints: `tauri-driver v2.1.0:`, and its programs in lines of their own.
fn listed_version(list: &str, package: &str) -> Option<String> {
    let version = list.lines().find_map(|line| line.strip_prefix(package)?.strip_prefix(" v"))?;
    version_in(version.trim_end_matches(':'))
}

/// The first word that looks like a version: `cargo-nextest 0.9.143 (60fa45f63 2026-08-04)`.
fn version_in(text: &str) -> Option<String> {
    text.split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()) && word.contains('.'))
        .map(str::to_owned)
}

fn is_older(found: &str, wanted: &str) -> bool {
    numbers(found) < numbers(wanted)
}

fn numbers(version: &str) -> Vec<u32> {
    version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_found_in_what_a_tool_says() {
        assert_eq!(version_in("cargo-nextest 0.9.143 (60fa45f63 2026-08-04)").as_deref(), Some("0.9.143"));
        assert_eq!(version_in("3.8.0\n").as_deref(), Some("3.8.0"));
        assert_eq!(version_in("no such command"), None);
    }

    #[test]
    fn version_is_found_in_the_list_of_what_cargo_installed() {
        let list = "cargo-deny v0.20.2:\n    cargo-deny\ntauri-driver v2.1.0:\n    tauri-driver\n";
        assert_eq!(listed_version(list, "tauri-driver").as_deref(), Some("2.1.0"));
        assert_eq!(listed_version(list, "tauri"), None);
        assert_eq!(
            listed_version("tauri-driver v2.1.0 (/somewhere):\n", "tauri-driver").as_deref(),
            Some("2.1.0")
        );
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(is_older("0.9.99", "0.9.143"));
        assert!(!is_older("0.9.143", "0.9.143"));
        assert!(!is_older("1.0.0", "0.9.143"));
    }
}
