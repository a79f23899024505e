//! Who may use whom (docs/architecture.md), from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, PackageId};

/// What each crate may use of the others outside its tests.
const ALLOWED: &[(&str, &[&str])] = &[
    ("patchround-protocol", &[]),
    ("patchround-words", &[]),
    ("patchround-windows", &[]),
    ("patchround-paper", &[]),
    ("patchround-link", &["patchround-protocol"]),
    ("patchround-discovery", &["patchround-protocol"]),
    ("patchround-updates", &["patchround-protocol", "patchround-windows"]),
    ("patchround-apply", &["patchround-updates", "patchround-protocol", "patchround-windows"]),
    (
        "patchround-helper",
        &[
            "patchround-updates",
            "patchround-link",
            "patchround-discovery",
            "patchround-protocol",
            "patchround-windows",
            "patchround-words",
        ],
    ),
    (
        "patchround-helper-root",
        &["patchround-apply", "patchround-updates", "patchround-protocol", "patchround-windows"],
    ),
    (
        "patchround-office",
        &[
            "patchround-link",
            "patchround-discovery",
            "patchround-feeds",
            "patchround-paper",
            "patchround-protocol",
            "patchround-words",
        ],
    ),
    ("patchround-feeds", &["patchround-protocol"]),
    (
        "patchround-companion",
        &[
            "patchround-apply",
            "patchround-updates",
            "patchround-protocol",
            "patchround-windows",
            "patchround-words",
        ],
    ),
    ("patchround-cli", &["patchround-feeds", "patchround-office", "patchround-protocol", "patchround-words"]),
    (
        "patchround-app",
        &[
            "patchround-companion",
            "patchround-office",
            "patchround-practice",
            "patchround-protocol",
            "patchround-words",
        ],
    ),
    (
        "patchround-demo",
        &[
            "patchround-companion",
            "patchround-office",
            "patchround-practice",
            "patchround-protocol",
            "patchround-words",
        ],
    ),
    ("patchround-practice", &["patchround-link", "patchround-protocol"]),
    ("patchround-golden", &[]),
    ("patchround-trial", &[]),
    ("patchround-simulation", &[]),
    ("patchround-lab", &["patchround-protocol", "patchround-companion", "patchround-words"]),
    ("xtask", &["patchround-lab"]),
];

/// No TLS, HTTP, mDNS or async runtime comes near root.
const NEVER_IN_ROOT: &[&str] = &[
    "tokio",
    "async-std",
    "smol",
    "mio",
    "rustls",
    "openssl",
    "native-tls",
    "aws-lc-rs",
    "ring",
    "hyper",
    "axum",
    "h2",
    "http",
    "reqwest",
    "mdns-sd",
];

const ROOT_HALF: &str = "patchround-helper-root";
const APP: &str = "patchround-app";

/// The workspace as these rules see it.
#[derive(Default)]
pub(crate) struct Graph {
    /// Every member, with its direct dependencies outside tests (build scripts count).
    members: BTreeMap<String, BTreeSet<String>>,
    /// Everything the root half is linked with.
    root_half: BTreeSet<String>,
}

impl Graph {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let members = metadata.workspace_packages().into_iter().map(|package| {
            let used = package.dependencies.iter().filter(|used| used.kind != DependencyKind::Development);
            (package.name.to_string(), used.map(|used| used.name.clone()).collect())
        });
        Self { members: members.collect(), root_half: linked_with(metadata, ROOT_HALF) }
    }
}

/// Every breach, in words.
pub(crate) fn problems(graph: &Graph) -> Vec<String> {
    let mut problems = Vec::new();
    for (member, used) in &graph.members {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| name == member) else {
            problems.push(format!("{member} is not in the table of dependencies of `tidy`"));
            continue;
        };
        problems.extend(
            used.iter()
                .filter(|used| graph.members.contains_key(*used) && !allowed.contains(&used.as_str()))
                .map(|used| format!("{member} must not depend on {used}")),
        );
        problems.extend(
            used.iter()
                .filter(|used| is_tauri(used) && member != APP)
                .map(|used| format!("{member} must not depend on {used}: Tauri stays in src-tauri")),
        );
    }
    problems.extend(
        NEVER_IN_ROOT
            .iter()
            .filter(|name| graph.root_half.contains(**name))
            .map(|name| format!("{ROOT_HALF} is linked with {name}")),
    );
    problems
}

fn is_tauri(name: &str) -> bool {
    name == "tauri" || name.starts_with("tauri-")
}

/// The names of all packages that end up in the program of `member`.
fn linked_with(metadata: &Metadata, member: &str) -> BTreeSet<String> {
    let Some(resolve) = &metadata.resolve else { return BTreeSet::new() };
    let linked: BTreeMap<&PackageId, Vec<&PackageId>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let normal = node
                .deps
                .iter()
                .filter(|used| used.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
            (&node.id, normal.map(|used| &used.pkg).collect())
        })
        .collect();
    let mut waiting: Vec<&PackageId> = metadata
        .packages
        .iter()
        .filter(|package| package.name == member)
        .map(|package| &package.id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if seen.insert(id) {
            waiting.extend(linked.get(id).into_iter().flatten());
        }
    }
    let named = metadata.packages.iter().filter(|package| seen.contains(&package.id));
    named.map(|package| package.name.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(members: &[(&str, &[&str])], root_half: &[&str]) -> Graph {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Graph {
            members: members.iter().map(|(name, used)| ((*name).to_owned(), set(used))).collect(),
            root_half: set(root_half),
        }
    }

    #[test]
    fn the_arrow_may_not_point_back() {
        let found = problems(&graph(
            &[("patchround-protocol", &["patchround-link"]), ("patchround-link", &["patchround-protocol"])],
            &[],
        ));
        assert_eq!(found, ["patchround-protocol must not depend on patchround-link"]);
    }

    #[test]
    fn the_network_stays_out_of_the_root_half() {
        let found = problems(&graph(&[], &["serde", "tokio"]));
        assert_eq!(found, ["patchround-helper-root is linked with tokio"]);
    }

    #[test]
    fn tauri_stays_in_the_app() {
        let found = problems(&graph(&[("patchround-office", &["tauri-build"])], &[]));
        assert_eq!(found, ["patchround-office must not depend on tauri-build: Tauri stays in src-tauri"]);
    }

    #[test]
    fn the_lab_is_for_tests_only() {
        let members: &[(&str, &[&str])] = &[("patchround-cli", &["patchround-lab"]), ("patchround-lab", &[])];
        assert_eq!(problems(&graph(members, &[])), ["patchround-cli must not depend on patchround-lab"]);
    }

    #[test]
    fn practice_pcs_are_no_part_of_the_product() {
        let members: &[(&str, &[&str])] = &[
            ("patchround-office", &["patchround-practice"]),
            ("patchround-practice", &["patchround-office"]),
        ];
        assert_eq!(
            problems(&graph(members, &[])),
            [
                "patchround-office must not depend on patchround-practice",
                "patchround-practice must not depend on patchround-office",
            ]
        );
    }

    #[test]
    fn a_new_crate_needs_a_place_in_the_table() {
        let found = problems(&graph(&[("patchround-new", &[])], &[]));
        assert_eq!(found, ["patchround-new is not in the table of dependencies of `tidy`"]);
    }
}
