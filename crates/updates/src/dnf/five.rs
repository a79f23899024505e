//! dnf 5's answers in JSON, which show by themselves whether they are whole.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    advisories::{About, Advisory, kind, moment, name_arch, severity},
    check::Checked,
};
use crate::{command::Output, source::RestartNeed};

#[derive(Deserialize)]
struct Upgrades {
    /// Left out where there are none.
    #[serde(default)]
    upgrades: Vec<Upgrade>,
}

#[derive(Deserialize)]
struct Upgrade {
    name: String,
    arch: String,
    evr: String,
}

/// Whether this dnf 5 does not speak JSON where we asked for it: `check-upgrade` does since 5.4.0, `needs-restarting`
/// since 5.4.1 (dnf5's release notes).
pub fn is_too_old(output: &Output) -> bool {
    output.status == Some(2) && output.said().contains("Unknown argument \"--json\"")
}

/// `check-upgrade --json`: what dnf would upgrade, as [`super::check::parse`] gives it.
pub fn upgrades(text: &str) -> Option<Checked> {
    let found: Upgrades = serde_json::from_str(text).ok()?;
    let upgrade = |one: Upgrade| (format!("{}.{}", one.name, one.arch), one.evr);
    Some(Checked { upgrades: found.upgrades.into_iter().map(upgrade).collect(), ..Checked::default() })
}

#[derive(Deserialize)]
struct Repository {
    id: String,
    is_enabled: Option<bool>,
}

/// `repo list --json`: the sources of the PC.
pub fn repositories(text: &str) -> Option<Vec<String>> {
    let found: Vec<Repository> = serde_json::from_str(text).ok()?;
    Some(found.into_iter().filter(|one| one.is_enabled != Some(false)).map(|one| one.id).collect())
}

#[derive(Deserialize)]
struct Listed {
    name: String,
    nevra: String,
}

/// `advisory list --json`: which package an advisory is about.
pub fn list(text: &str) -> Option<About> {
    let found: Vec<Listed> = serde_json::from_str(text).ok()?;
    Some(found.into_iter().filter_map(|one| Some((name_arch(&one.nevra)?, one.name))).collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Told {
    name: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    severity: String,
    #[serde(default, rename = "Type")]
    kind: String,
    issued: Option<serde_json::Value>,
    #[serde(default)]
    description: String,
    #[serde(default, rename = "references")]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Reference {
    #[serde(default)]
    id: String,
    #[serde(default, rename = "Type")]
    kind: String,
}

/// `advisory info --json`: what the makers say.
pub fn info(text: &str) -> Option<BTreeMap<String, Advisory>> {
    let found: Vec<Told> = serde_json::from_str(text).ok()?;
    let advisory = |told: Told| Advisory {
        id: told.name,
        title: told.title,
        is_security: kind(&told.kind),
        severity: severity(&told.severity),
        // Seconds since 1970; before 5.3 a text.
        released: told.issued.and_then(|at| moment(at.to_string().trim_matches('"'))),
        cves: told.references.into_iter().filter(|r| r.kind == "cve").map(|r| r.id).collect(),
        description: told.description,
        restart: None,
    };
    Some(found.into_iter().map(advisory).map(|advisory| (advisory.id.clone(), advisory)).collect())
}

#[derive(Deserialize)]
struct Restart {
    reboot_required: Option<bool>,
    #[serde(default)]
    packages: Vec<serde_json::Value>,
}

/// `needs-restarting --json`.
pub fn restart(output: &Output) -> RestartNeed {
    let found: Vec<Restart> = serde_json::from_str(&output.stdout).unwrap_or_default();
    let pending = found.iter().filter_map(|one| one.reboot_required).max();
    let name = |package: &serde_json::Value| {
        let name = package.as_str().or_else(|| package.get("name")?.as_str())?;
        name.parse::<patchround_protocol::ids::PackageName>().ok().map(String::from)
    };
    let packages = found.iter().flat_map(|one| &one.packages).filter_map(name).collect();
    RestartNeed { pending, packages: if pending == Some(true) { packages } else { Vec::new() } }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::cve::Severity;

    use super::*;

    const UPGRADES: &str = include_str!("../../testdata/sid.dnf5-check-upgrade.mixed");
    const LIST: &str = include_str!("../../testdata/sid.dnf5-advisory-list.mixed");
    const INFO: &str = include_str!("../../testdata/sid.dnf5-advisory-info.mixed");

    #[test]
    fn both_dnfs_say_the_same_of_the_same_pc() {
        let four =
            super::super::check::parse(include_str!("../../testdata/debian-12.dnf-check-update.mixed"));
        assert_eq!(upgrades(UPGRADES).unwrap().upgrades, four.unwrap().upgrades);
        let four = super::super::advisories::list(include_str!(
            "../../testdata/debian-12.dnf-updateinfo-list.mixed"
        ));
        assert_eq!(list(LIST), four);
    }

    #[test]
    fn a_pc_whose_lists_were_never_read_has_no_updates_in_its_own_words() {
        let text = include_str!("../../testdata/sid.dnf5-check-upgrade.never-read");
        assert_eq!(upgrades(text), Some(Checked::default()));
        let sources = repositories(include_str!("../../testdata/sid.dnf5-repo-list.one"));
        assert_eq!(sources, Some(vec!["lab".to_owned()]), "so its cache is looked for");
    }

    #[test]
    fn an_advisory_is_told_as_its_maker_wrote_it() {
        let all = info(INFO).unwrap();
        let flaw = &all["LAB-2026-0001"];
        assert_eq!((flaw.is_security, flaw.severity), (Some(true), Some(Severity::Critical)));
        assert_eq!(flaw.released.unwrap().to_string(), "2026-11-02T00:00:00Z", "when it was last changed");
        assert_eq!(flaw.cves.iter().collect::<Vec<_>>(), ["CVE-2026-0001", "CVE-2026-0002"]);
        assert!(flaw.description.ends_with("Type: enhancement"));
    }

    #[test]
    fn an_answer_that_was_cut_off_is_none() {
        for text in [UPGRADES, LIST, INFO] {
            for end in (0..text.trim_end().len()).filter(|end| text.is_char_boundary(*end)) {
                let text = &text[..end];
                assert!(upgrades(text).is_none() && list(text).is_none() && info(text).is_none());
            }
        }
    }

    #[test]
    fn a_restart_is_known_only_where_it_is_said() {
        let said =
            |text: &str| restart(&Output { status: Some(1), stdout: text.to_owned(), stderr: String::new() });
        let calm = include_str!("../../testdata/sid.dnf5-needs-restarting.calm");
        assert_eq!(said(calm).pending, Some(false));
        assert_eq!(said(&calm.replace("false", "true")).pending, Some(true));
        assert_eq!(said("Unknown command").pending, None);
    }
}
