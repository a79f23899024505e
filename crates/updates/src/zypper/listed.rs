//! `zypper --xmlout list-updates` and `list-patches`: `<update>` elements, of packages and of patches.

use jiff::Timestamp;
use patchround_protocol::cve::CveId;

use super::stream::{self, Broken, Element};

/// Updates in one list, at most; a whole distribution has some thousands.
const MOST: usize = 50_000;
/// Issues of one patch: a kernel's has some hundreds.
const ISSUES: usize = 5_000;

/// What one of the two commands listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Newer versions of packages.
    pub packages: Vec<Offer>,
    /// Patches that are needed, also those that wait for zypper's own update (`blocked-update-list`).
    pub patches: Vec<Patch>,
    /// What it said to a person.
    pub said: String,
}

/// A newer version of a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// Its architecture.
    pub arch: String,
    /// `EPOCH:VERSION-RELEASE` that is offered, without an epoch of 0.
    pub edition: String,
    /// The one that is there.
    pub old: Option<String>,
    /// What it is, in one line.
    pub summary: String,
}

/// A patch: why packages are to be brought to some version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patch {
    /// Its name: `openSUSE-SLE-15.6-2026-1234`.
    pub name: String,
    /// `security`, `recommended`, `optional`, `feature`.
    pub category: String,
    /// `critical`, `important`, `moderate`, `low`, `unspecified`, `none`.
    pub severity: String,
    /// Whether the PC has to be restarted after it; none where it does not say.
    pub restart: Option<bool>,
    /// What it fixes, in one line.
    pub summary: String,
    /// What it changes.
    pub description: String,
    /// When its maker issued it.
    pub issued: Option<Timestamp>,
    /// The flaws it fixes.
    pub cves: Vec<CveId>,
}

/// Reads a list.
///
/// # Errors
/// [`Broken`] where it was cut off: half a list is not a list.
pub fn parse(text: &str) -> Result<Listed, Broken> {
    let mut listed = Listed::default();
    let mut parts = Parts::default();
    let mut has_list = false;
    stream::read(text, |around, element| match element.name.as_str() {
        "update" => {
            let parts = std::mem::take(&mut parts);
            match element.get("kind") {
                Some("package") if listed.packages.len() < MOST => {
                    listed.packages.extend(parts.offer(element))
                }
                Some("patch") if listed.patches.len() < MOST => listed.patches.extend(parts.patch(element)),
                _ => {}
            }
        }
        "message" => {
            listed.said.push_str(&element.text);
            listed.said.push('\n');
        }
        "update-list" => has_list = true,
        _ => parts.take(around, element),
    })?;
    if has_list { Ok(listed) } else { Err(Broken) }
}

/// What stands in an `<update>`.
#[derive(Default)]
struct Parts {
    summary: String,
    description: String,
    issued: Option<Timestamp>,
    cves: Vec<CveId>,
}

impl Parts {
    fn take(&mut self, around: &[Element], element: &Element) {
        match element.name.as_str() {
            "summary" => self.summary.clone_from(&element.text),
            "description" => self.description.clone_from(&element.text),
            "issue-date" => self.issued = element.get("time_t").and_then(moment),
            "issue" if element.get("type") == Some("cve") && around.len() > 1 && self.cves.len() < ISSUES => {
                self.cves.extend(element.get("id").and_then(|id| id.trim().parse::<CveId>().ok()));
            }
            _ => {}
        }
    }

    fn offer(self, element: &Element) -> Option<Offer> {
        Some(Offer {
            name: element.get("name")?.to_owned(),
            arch: element.get("arch")?.to_owned(),
            edition: element.get("edition")?.to_owned(),
            old: element.get("edition-old").map(str::to_owned),
            summary: self.summary,
        })
    }

    fn patch(self, element: &Element) -> Option<Patch> {
        let word = |name: &str| element.get(name).unwrap_or_default().to_lowercase();
        Some(Patch {
            name: element.get("name")?.to_owned(),
            category: word("category"),
            severity: word("severity"),
            restart: element.get("restart").and_then(|said| said.parse().ok()),
            summary: self.summary,
            description: self.description,
            issued: self.issued,
            cves: self.cves,
        })
    }
}

/// Seconds since 1970; no patch is issued at their beginning.
fn moment(text: &str) -> Option<Timestamp> {
    Timestamp::from_second(text.parse().ok().filter(|second| *second > 0)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPDATES: &str = include_str!("../../testdata/debian-12.zypper-list-updates.mixed");
    const PATCHES: &str = include_str!("../../testdata/debian-12.zypper-list-patches.mixed");

    #[test]
    fn packages_are_listed_with_both_versions_and_an_epoch() {
        let packages = parse(UPDATES).unwrap().packages;
        let plain = packages.iter().find(|offer| offer.name == "pr-plain").unwrap();
        assert_eq!(
            (plain.edition.as_str(), plain.old.as_deref(), plain.arch.as_str()),
            ("1:2.0-1", Some("1.0-1"), "noarch")
        );
        let tool = packages.iter().find(|offer| offer.name == "pr-tool").unwrap();
        assert_eq!(tool.summary, "Wide 漢字 <b>&amp; \"quotes\" Ünïcode");
    }

    #[test]
    fn a_patch_tells_its_flaws_its_day_and_whether_it_takes_a_restart() {
        let patches = parse(PATCHES).unwrap().patches;
        let of = |name: &str| patches.iter().find(|patch| patch.name == name).unwrap();
        let security = of("PR-2026-1");
        let cves: Vec<String> = security.cves.iter().map(ToString::to_string).collect();
        assert_eq!(cves, ["CVE-2026-0001", "CVE-2026-0002"]);
        assert_eq!((&*security.category, &*security.severity), ("security", "important"));
        assert_eq!(security.issued.unwrap().to_string(), "2026-11-04T10:00:00Z");
        assert!(security.description.contains("<b>remote</b>"));
        assert_eq!(security.restart, Some(false));
        assert!(of("PR-2026-3").restart == Some(true) && of("PR-2026-3").cves.is_empty());
    }

    /// While zypper itself has an update, it lists every other patch as blocked by it.
    #[test]
    fn patches_that_wait_for_zyppers_own_update_are_read_too() {
        assert!(PATCHES.contains("<blocked-update-list>"));
        assert_eq!(parse(PATCHES).unwrap().patches.len(), 9);
    }

    #[test]
    fn a_stream_without_a_list_is_none() {
        assert_eq!(parse("<stream><message type=\"info\">x</message></stream>"), Err(Broken));
        let none = include_str!("../../testdata/debian-12.zypper-list-updates.none");
        assert_eq!(parse(none).unwrap().packages, []);
    }
}
