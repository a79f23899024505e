//! `dnf -C -d 10 updateinfo list` and `updateinfo info`: what the makers say of what they have mended.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use patchround_protocol::cve::Severity;

use super::check::without_end;

/// Lines of one description that are read.
const LINES: usize = 400;

/// What a maker says of one advisory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advisory {
    /// Its name.
    pub id: String,
    /// In a few words.
    pub title: String,
    /// Whether it is about security; none where its kind is not understood.
    pub is_security: Option<bool>,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// When it came out or was last changed.
    pub released: Option<Timestamp>,
    /// What it closes.
    pub cves: BTreeSet<String>,
    /// What the maker writes.
    pub description: String,
    /// Whether the maker asks for a restart; dnf 4 does not say.
    pub restart: Option<bool>,
}

/// Which package an advisory is about: `NAME.ARCH` without its version, and the advisory's name.
pub type About = BTreeSet<(String, String)>;

/// Reads `updateinfo list`: advisories of what is newer than what is there. `None` for an answer that was cut off.
pub fn list(text: &str) -> Option<About> {
    without_end(text)?;
    let row = |line: &str| {
        let mut words = line.split_whitespace();
        let (id, kind, nevra) = (words.next()?, words.next()?, words.next()?);
        let is_kind = kind.ends_with("/Sec.") || KINDS.contains(&kind);
        Some((name_arch(nevra).filter(|_| is_kind)?, id.to_owned()))
    };
    Some(text.lines().filter_map(row).collect())
}

const KINDS: [&str; 5] = ["bugfix", "enhancement", "newpackage", "unknown", "security"];

/// `NAME.ARCH` of `NAME-EPOCH:VERSION-RELEASE.ARCH`.
pub fn name_arch(nevra: &str) -> Option<String> {
    let (rest, arch) = nevra.rsplit_once('.')?;
    let (rest, _release) = rest.rsplit_once('-')?;
    let (name, _version) = rest.rsplit_once('-')?;
    (!name.is_empty() && !arch.is_empty()).then(|| format!("{name}.{arch}"))
}

/// Reads `updateinfo info`. `None` for an answer that was cut off.
pub fn info(text: &str) -> Option<BTreeMap<String, Advisory>> {
    let lines: Vec<&str> = without_end(text)?.lines().collect();
    let is_rule = |line: &str| line.len() > 10 && line.bytes().all(|b| b == b'=');
    let starts = (0..lines.len()).filter(|at| {
        is_rule(lines[*at])
            && lines.get(at + 2).is_some_and(|line| is_rule(line))
            && lines[at + 1].starts_with("  ")
    });
    let starts: Vec<usize> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    // What looks like two titles that share a rule has nothing in between.
    let told = |start: usize, end: usize| lines.get(start + 3..end).unwrap_or_default();
    let all =
        starts.iter().zip(ends).filter_map(|(start, end)| advisory(lines[start + 1], told(*start, end)));
    Some(all.map(|advisory| (advisory.id.clone(), advisory)).collect())
}

fn advisory(title: &str, lines: &[&str]) -> Option<Advisory> {
    let mut found = Advisory { title: title.trim().to_owned(), ..Advisory::default() };
    let mut key = "";
    let mut description = Vec::new();
    for line in lines {
        let Some((start, value)) = line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))
        else {
            continue;
        };
        if !start.trim().is_empty() {
            key = start.trim();
        }
        match key {
            "Update ID" => value.trim().clone_into(&mut found.id),
            "Type" => found.is_security = kind(value.trim()),
            "Severity" => found.severity = severity(value.trim()),
            "Updated" => found.released = moment(value.trim()),
            "CVEs" => drop(found.cves.insert(value.trim().to_owned())),
            "Description" if description.len() < LINES => description.push(value),
            _ => {}
        }
    }
    found.description = description.join("\n").trim().to_owned();
    (!found.id.is_empty()).then_some(found)
}

/// Whether a kind of advisory is about security.
pub(super) fn kind(word: &str) -> Option<bool> {
    match word {
        "security" => Some(true),
        "bugfix" | "enhancement" | "newpackage" => Some(false),
        _ => None,
    }
}

/// How bad a maker's word is; none of the other words says that it is harmless.
pub(super) fn severity(word: &str) -> Option<Severity> {
    match word.to_ascii_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "important" | "high" => Some(Severity::High),
        "moderate" | "medium" => Some(Severity::Medium),
        "low" => Some(Severity::Low),
        _ => None,
    }
}

/// A moment that was asked for in UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Timestamp::from_second(seconds).ok().filter(|_| seconds > 0);
    }
    if let Ok(exact) = text.parse() {
        return Some(exact);
    }
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = include_str!("../../testdata/debian-12.dnf-updateinfo-list.mixed");
    const INFO: &str = include_str!("../../testdata/debian-12.dnf-updateinfo-info.mixed");

    #[test]
    fn two_titles_that_share_a_rule_make_no_advisory() {
        let rule = "=".repeat(20);
        let text = format!("{rule}\n  One\n{rule}\n  Two\n{rule}\nCleaning up.\n");
        assert_eq!(info(&text), Some(BTreeMap::new()));
    }

    #[test]
    fn each_package_is_told_with_the_advisories_about_it() {
        let about = list(LIST).unwrap();
        let of = |name: &str| {
            about.iter().filter(|(of, _)| of == name).map(|(_, id)| id.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of("pr-sec.noarch"), ["LAB-2026-0001"]);
        assert_eq!(of("pr-tool.noarch"), ["LAB-2026-0004"], "about a version between");
        assert_eq!((of("pr-epoch.noarch"), about.len()), (vec!["LAB-2026-0003"], 6));
    }

    #[test]
    fn an_advisory_is_told_as_its_maker_wrote_it() {
        let all = info(INFO).unwrap();
        assert_eq!(all.len(), 4);
        let flaw = &all["LAB-2026-0001"];
        assert_eq!((flaw.is_security, flaw.severity), (Some(true), Some(Severity::Critical)));
        assert_eq!(flaw.cves.iter().collect::<Vec<_>>(), ["CVE-2026-0001", "CVE-2026-0002"]);
        assert_eq!(flaw.released.unwrap().to_string(), "2026-11-02T00:00:00Z");
        let words = "pr-sec is a tool.\n\nA reader could be made to write (CVE-2026-0001).\n  Severity: none of it\nType: enhancement";
        assert_eq!(flaw.description, words, "a description says nothing in the name of the rest");
        assert_eq!(all["LAB-2026-0003"].title, "Schöne 字 pr-wide");
        assert_eq!((all["LAB-2026-0002"].severity, all["LAB-2026-0003"].is_security), (None, Some(false)));
    }

    #[test]
    fn an_answer_that_was_cut_off_is_none() {
        for text in [LIST, INFO] {
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
                assert!(list(&text[..end]).is_none() && info(&text[..end]).is_none());
            }
        }
    }
}
