//! What may lie at the top of the repository.

use std::collections::BTreeSet;

use super::Source;

const ALLOWED: &[&str] = &[
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "crates",
    "deny.toml",
    "docs",
    "icons",
    "installers",
    "rust-toolchain.toml",
    "src-tauri",
    "ui",
];

/// Every entry that does not belong there. Files whose name begins with a dot do.
pub(crate) fn problems(sources: &[Source]) -> Vec<String> {
    let entries: BTreeSet<&str> = sources.iter().filter_map(|source| source.path.split('/').next()).collect();
    entries
        .into_iter()
        .filter(|entry| !entry.starts_with('.') && !ALLOWED.contains(entry))
        .map(|entry| format!("{entry} does not belong at the top of the repository"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_entry_is_named_once() {
        let source = |path: &str| Source { path: path.to_owned(), text: String::new() };
        let sources =
            [source("README.md"), source(".ci/run"), source("scripts/a.sh"), source("scripts/b.sh")];
        assert_eq!(problems(&sources), ["scripts does not belong at the top of the repository"]);
    }
}
