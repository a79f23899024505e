use jiff::Timestamp;
use patchround_protocol::{CveId, cve::Impact};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Record, json};
use crate::refused::Refused;

/// What CISA's experts decided on a flaw (SSVC, Stakeholder-Specific Vulnerability Categorization).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ssvc {
    /// Whether an attack can be automated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatable: Option<bool>,
    /// What an attack gains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Impact>,
}

/// CISA as a publisher of additions to CVE records, whatever it calls itself.
const CISA: &str = "134c704f-9b21-4f2e-91b3-4a467353bcc0";

/// Reads a CVE record (JSON format 5.x) with CISA's additions.
///
/// # Errors
/// Also where it is the record of another flaw.
pub fn vulnrichment(cve: CveId, bytes: &[u8]) -> Result<Record<Ssvc>, Refused> {
    let raw: Raw = json(bytes)?;
    if raw.cve_metadata.cve_id != cve {
        return Err(Refused::NotTheFormat);
    }
    let cisa = raw.containers.adp.into_iter().find(|adp| adp.provider_metadata.org_id == CISA);
    let Some(cisa) = cisa.filter(|_| raw.cve_metadata.state == "PUBLISHED") else {
        return Ok(Record { updated: raw.cve_metadata.date_updated, value: None });
    };
    Ok(Record { updated: cisa.provider_metadata.date_updated, value: latest(&cisa.metrics) })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    cve_metadata: RawMetadata,
    containers: RawContainers,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawMetadata {
    cve_id: CveId,
    state: String,
    date_updated: Option<Timestamp>,
}

#[derive(Deserialize)]
struct RawContainers {
    #[serde(default)]
    adp: Vec<RawAdp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawAdp {
    provider_metadata: RawProvider,
    #[serde(default)]
    metrics: Vec<RawMetric>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawProvider {
    org_id: String,
    date_updated: Option<Timestamp>,
}

#[derive(Deserialize)]
struct RawMetric {
    other: Option<RawOther>,
}

#[derive(Deserialize)]
struct RawOther {
    #[serde(rename = "type")]
    kind: String,
    content: Value,
}

/// Of several decisions, the latest.
fn latest(metrics: &[RawMetric]) -> Option<Ssvc> {
    let decisions =
        metrics.iter().filter_map(|metric| metric.other.as_ref()).filter(|other| other.kind == "ssvc");
    let when = |other: &&RawOther| other.content.get("timestamp")?.as_str()?.parse::<Timestamp>().ok();
    let decision = decisions.max_by_key(when)?;
    let options = decision.content.get("options")?.as_array()?;
    let word = |name: &str| options.iter().find_map(|option| option.get(name)?.as_str());
    let said = Ssvc {
        automatable: word("Automatable").and_then(yes_or_no),
        impact: word("Technical Impact").and_then(impact),
    };
    (said != Ssvc::default()).then_some(said)
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn impact(word: &str) -> Option<Impact> {
    match word {
        "partial" => Some(Impact::Partial),
        "total" => Some(Impact::Total),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = include_str!("../../testdata/vulnrichment.json");

    fn cve() -> CveId {
        "CVE-2025-9002".parse().unwrap()
    }

    fn with(from: &str, to: &str) -> Result<Record<Ssvc>, Refused> {
        assert!(RECORD.contains(from), "{from}");
        vulnrichment(cve(), RECORD.replace(from, to).as_bytes())
    }

    #[test]
    fn what_cisa_decided_last_counts() {
        let read = vulnrichment(cve(), RECORD.as_bytes()).unwrap();
        assert_eq!(read.updated.map(|at| at.to_string()).as_deref(), Some("2026-10-21T18:48:14.58Z"));
        assert_eq!(read.value, Some(Ssvc { automatable: Some(true), impact: Some(Impact::Total) }));
    }

    #[test]
    fn what_others_say_or_a_word_that_is_new_is_not_known() {
        let none = |read: Result<Record<Ssvc>, Refused>| read.unwrap().value;
        assert_eq!(none(with(CISA, "00000000-0000-4000-9000-000000000000")), None);
        assert_eq!(none(with("\"ssvc\"", "\"ssvc2\"")), None);
        assert_eq!(none(with("PUBLISHED", "REJECTED")), None);
        let partly = none(with("\"total\"", "\"somewhat\""));
        assert_eq!(partly, Some(Ssvc { automatable: Some(true), impact: None }));
    }

    #[test]
    fn the_record_of_another_flaw_is_refused() {
        let other = "CVE-2025-9003".parse().unwrap();
        assert_eq!(vulnrichment(other, RECORD.as_bytes()), Err(Refused::NotTheFormat));
        assert_eq!(with("\"containers\"", "\"boxes\""), Err(Refused::NotTheFormat));
    }
}
