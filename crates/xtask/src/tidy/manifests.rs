//! What every `Cargo.toml` has in common.

use super::Source;

/// Every breach, in words.
pub(crate) fn problems(sources: &[Source]) -> Vec<String> {
    let mut problems = Vec::new();
    for source in sources {
        if source.path == "Cargo.toml" {
            problems.extend(unexplained_members(&source.text));
        } else if source.path.ends_with("/Cargo.toml") && !source.path.ends_with("/fuzz/Cargo.toml") {
            problems.extend(own_versions(&source.text).map(|line| {
                format!(
                    "{}: `{line}` has a version of its own; versions are in the workspace's table",
                    source.path
                )
            }));
            if !has_workspace_lints(&source.text) {
                problems.push(format!("{}: `[lints] workspace = true` is missing", source.path));
            }
        }
    }
    problems
}

/// Members without a comment on what they are for.
fn unexplained_members(manifest: &str) -> Vec<String> {
    let members = manifest.lines().skip_while(|line| !line.starts_with("members = [")).skip(1);
    let members = members.take_while(|line| line.trim() != "]");
    members
        .filter(|line| line.split_once('#').is_none_or(|(_, comment)| comment.trim().is_empty()))
        .map(|line| format!("Cargo.toml: the member {} has no comment on what it is for", line.trim()))
        .collect()
}

/// Lines of dependency tables that do not point to the workspace's table.
fn own_versions(manifest: &str) -> impl Iterator<Item = &str> {
    let mut in_dependencies = false;
    manifest.lines().filter(move |line| {
        if let Some(table) = line.strip_prefix('[') {
            in_dependencies = table.trim_end().ends_with("dependencies]");
            return false;
        }
        let is_entry = line.contains('=') && !line.trim_start().starts_with('#');
        in_dependencies && is_entry && !line.contains("workspace = true")
    })
}

fn has_workspace_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines.next() == Some("workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_in_a_member_is_found() {
        let manifest = "[package]\nversion = \"1\"\n[dependencies]\na.workspace = true\nb = \"2\"\n\
                        [target.'cfg(unix)'.dependencies]\nc = { workspace = true, features = [] }\nd = { path = \"x\" }\n";
        assert_eq!(own_versions(manifest).collect::<Vec<_>>(), ["b = \"2\"", "d = { path = \"x\" }"]);
    }

    #[test]
    fn a_member_needs_a_comment() {
        let manifest = "[workspace]\nmembers = [\n    \"crates/a\", # USER: a\n    \"crates/b\",\n]\n";
        assert_eq!(
            unexplained_members(manifest),
            ["Cargo.toml: the member \"crates/b\", has no comment on what it is for"]
        );
    }

    #[test]
    fn lints_come_from_the_workspace() {
        assert!(has_workspace_lints("[lints]\nworkspace = true\n"));
        assert!(!has_workspace_lints("[lints.rust]\nmissing_docs = \"allow\"\n"));
    }
}
