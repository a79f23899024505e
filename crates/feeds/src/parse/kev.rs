use jiff::{Timestamp, civil::Date};
use patchround_protocol::{CveId, cve::Listed, feeds::Catalogue, limits};
use serde::Deserialize;

use super::json;
use crate::refused::Refused;

/// CISA's catalogue, as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kev {
    /// Its `catalogVersion`, like 2026.11.27.
    pub version: Vec<u32>,
    /// What is in it.
    pub catalogue: Catalogue,
}

/// Reads the catalogue of flaws that attackers are known to use: `known_exploited_vulnerabilities.json`.
///
/// # Errors
/// One entry that cannot be read refuses it all, as does one that is missing by its own count.
pub fn kev(bytes: &[u8]) -> Result<Kev, Refused> {
    let raw: Raw = json(bytes)?;
    if raw.vulnerabilities.len() > limits::FEEDS_LISTED {
        return Err(Refused::TooLarge);
    }
    if raw.count != raw.vulnerabilities.len() {
        return Err(Refused::Cut);
    }
    let published: Timestamp = raw.date_released.parse().map_err(|_| Refused::NotTheFormat)?;
    let version = version(&raw.catalog_version).ok_or(Refused::NotTheFormat)?;
    let mut listed: Vec<Listed> = raw.vulnerabilities.into_iter().map(RawListed::read).collect();
    listed.sort_by_key(|one| (one.cve, one.since));
    listed.dedup_by_key(|one| one.cve);
    Ok(Kev { version, catalogue: Catalogue { published, listed } })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    catalog_version: String,
    date_released: String,
    count: usize,
    vulnerabilities: Vec<RawListed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawListed {
    #[serde(rename = "cveID")]
    cve: CveId,
    date_added: Date,
    known_ransomware_campaign_use: Option<String>,
}

impl RawListed {
    fn read(self) -> Listed {
        // "Unknown" is what CISA could not confirm, which is not a no.
        let is_known = self.known_ransomware_campaign_use.as_deref() == Some("Known");
        Listed { cve: self.cve, since: self.date_added, ransomware: is_known.then_some(true) }
    }
}

fn version(text: &str) -> Option<Vec<u32>> {
    let numbers: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
    numbers.filter(|numbers| (1..=6).contains(&numbers.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = include_str!("../../testdata/kev.json");

    #[test]
    fn the_catalogue_says_since_when_and_whether_blackmailers_use_it() {
        let read = kev(LIST.as_bytes()).unwrap();
        assert_eq!(read.version, [2026, 11, 27]);
        assert_eq!(read.catalogue.published.to_string(), "2026-11-27T17:04:19.9796Z");
        let said = |one: &Listed| (one.cve.to_string(), one.since.to_string(), one.ransomware);
        assert_eq!(
            Vec::from_iter(read.catalogue.listed.iter().map(said)),
            [
                ("CVE-2021-9001".to_owned(), "2021-11-03".to_owned(), None),
                ("CVE-2025-9002".to_owned(), "2025-08-25".to_owned(), Some(true)),
                ("CVE-2026-1000001".to_owned(), "2026-11-27".to_owned(), None),
            ]
        );
    }

    #[test]
    fn one_entry_too_few_or_one_that_is_garbled_refuses_it_all() {
        let with = |from: &str, to: &str| {
            assert!(LIST.contains(from), "{from}");
            kev(LIST.replacen(from, to, 1).as_bytes())
        };
        assert_eq!(with("\"count\": 3", "\"count\": 4"), Err(Refused::Cut));
        assert_eq!(with("CVE-2025-9002", "CVE-2025-900x"), Err(Refused::NotTheFormat));
        assert_eq!(
            with("\"dateAdded\": \"2025-08-25\"", "\"dateAdded\": \"2025-02-30\""),
            Err(Refused::NotTheFormat)
        );
        assert_eq!(with("2026.11.27", "latest"), Err(Refused::NotTheFormat));
        assert_eq!(with("2026.11.27", "2026.99999999999"), Err(Refused::NotTheFormat));
        assert_eq!(with("2026-11-27T17:04:19.9796Z", "yesterday"), Err(Refused::NotTheFormat));
    }

    #[test]
    fn a_list_that_ends_anywhere_is_refused() {
        for end in 0..LIST.trim_end().len() {
            let refused = kev(&LIST.as_bytes()[..end]).unwrap_err();
            assert!(matches!(refused, Refused::Cut | Refused::NotTheFormat), "{end}: {refused}");
        }
    }

    #[test]
    fn a_page_for_people_is_no_catalogue() {
        assert_eq!(kev(b"<!DOCTYPE html><html><body>Sign in</body></html>"), Err(Refused::NotTheFormat));
    }

    #[test]
    fn more_than_can_be_signed_is_too_large() {
        let entry = |n: usize| format!(r#"{{"cveID":"CVE-2026-{n:04}","dateAdded":"2026-01-01"}}"#);
        let list = |count: usize| {
            let entries = (0..count).map(entry).collect::<Vec<_>>().join(",");
            let head = r#""catalogVersion":"2026.1.1","dateReleased":"2026-01-01T00:00:00Z""#;
            kev(format!(r#"{{{head},"count":{count},"vulnerabilities":[{entries}]}}"#).as_bytes())
        };
        assert_eq!(
            list(limits::FEEDS_LISTED).map(|kev| kev.catalogue.listed.len()),
            Ok(limits::FEEDS_LISTED)
        );
        assert_eq!(list(limits::FEEDS_LISTED + 1), Err(Refused::TooLarge));
    }
}
