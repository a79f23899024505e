//! Feeds in the makers' formats, made up.

use patchround_protocol::CveId;

pub(crate) fn cve(number: u64) -> CveId {
    format!("CVE-2026-{number:04}").parse().unwrap()
}

/// A catalogue that was published at noon of a day of November 2026, with so many flaws.
pub(crate) fn kev(day: u8, flaws: u64) -> String {
    let one = |number| {
        format!(
            r#"{{"cveID":"{}","dateAdded":"2026-11-01","knownRansomwareCampaignUse":"Unknown"}}"#,
            cve(number)
        )
    };
    let listed = (1..=flaws).map(one).collect::<Vec<_>>().join(",");
    format!(
        r#"{{"title":"Made up","catalogVersion":"2026.11.{day:02}","dateReleased":"2026-11-{day:02}T12:00:00.0Z",
        "count":{flaws},"vulnerabilities":[{listed}]}}"#
    )
}

pub(crate) fn epss(day: u8, flaws: &[(u64, &str)]) -> String {
    let lines =
        flaws.iter().map(|(number, likely)| format!("{},{likely},0.5\n", cve(*number))).collect::<String>();
    format!("#model_version:v2025.03.14,score_date:2026-11-{day:02}T12:00:00Z\ncve,epss,percentile\n{lines}")
}

pub(crate) fn vulnrichment(cve: &str, day: u8) -> String {
    format!(
        r#"{{"cveMetadata":{{"cveId":"{cve}","state":"PUBLISHED"}},"containers":{{"adp":[{{
        "providerMetadata":{{"orgId":"134c704f-9b21-4f2e-91b3-4a467353bcc0","dateUpdated":"2026-11-{day:02}T12:00:00Z"}},
        "metrics":[{{"other":{{"type":"ssvc","content":{{"timestamp":"2026-11-{day:02}T12:00:00Z",
        "options":[{{"Automatable":"yes"}},{{"Technical Impact":"total"}}]}}}}}}]}}]}}}}"#
    )
}

pub(crate) fn osv(cve: &str, day: u8, vector: &str) -> String {
    format!(
        r#"{{"id":"{cve}","modified":"2026-11-{day:02}T12:00:00Z",
        "severity":[{{"type":"CVSS_V3","score":"CVSS:3.1/{vector}"}}]}}"#
    )
}

pub(crate) fn endoflife(system: &str, releases: &[(&str, &str)]) -> String {
    let one = |(name, until): &(&str, &str)| format!(r#"{{"name":"{name}","eolFrom":"{until}"}}"#);
    let releases = releases.iter().map(one).collect::<Vec<_>>().join(",");
    format!(r#"{{"result":{{"name":"{system}","releases":[{releases}]}}}}"#)
}
