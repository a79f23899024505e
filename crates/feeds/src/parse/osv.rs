use std::str::FromStr;

use cvss::v3::Vector;
use jiff::Timestamp;
use patchround_protocol::CveId;
use serde::Deserialize;

use super::{Record, json};
use crate::refused::Refused;

/// Reads a record of Open Source Vulnerabilities: the highest CVSS 3.x base score in it, in tenths. One that was
/// withdrawn says nothing.
///
/// # Errors
/// Also where it is the record of another flaw.
pub fn osv(cve: CveId, bytes: &[u8]) -> Result<Record<u8>, Refused> {
    let raw: Raw = json(bytes)?;
    // Some records have an id of their own and the CVE id as an alias, which OSV's schema defines as the same flaw.
    if !std::iter::once(&raw.id).chain(&raw.aliases).any(|id| *id == cve.to_string()) {
        return Err(Refused::NotTheFormat);
    }
    let scores = raw.severity.iter().filter(|one| one.kind == "CVSS_V3").filter_map(|one| score(&one.score));
    let value = scores.max().filter(|_| raw.withdrawn.is_none());
    Ok(Record { updated: raw.modified, value })
}

/// The base score of a CVSS 3.0 or 3.1 vector, in tenths; `None` where one of the eight base metrics is missing.
pub fn score(vector: &str) -> Option<u8> {
    let mut read = Vector::from_str(vector).ok()?;
    let has_all = read.av.is_some()
        && read.ac.is_some()
        && read.pr.is_some()
        && read.ui.is_some()
        && read.s.is_some()
        && read.c.is_some()
        && read.i.is_some()
        && read.a.is_some();
    // Both versions have the same formula; only 3.1 says how to round without the errors of binary fractions.
    read.minor_version = 1;
    let tenths = (read.base_score().value() * 10.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the scale ends at 10.0")]
    (has_all && (0.0..=100.0).contains(&tenths)).then_some(tenths as u8)
}

#[derive(Deserialize)]
struct Raw {
    id: String,
    #[serde(default)]
    aliases: Vec<String>,
    modified: Option<Timestamp>,
    withdrawn: Option<Timestamp>,
    #[serde(default)]
    severity: Vec<RawSeverity>,
}

#[derive(Deserialize)]
struct RawSeverity {
    #[serde(rename = "type")]
    kind: String,
    score: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = include_str!("../../testdata/osv.json");

    fn cve() -> CveId {
        "CVE-2025-9002".parse().unwrap()
    }

    #[test]
    fn the_highest_score_of_the_third_version_counts() {
        let read = osv(cve(), RECORD.as_bytes()).unwrap();
        assert_eq!((read.value, read.updated.is_some()), (Some(98), true));
    }

    #[test]
    fn a_flaw_can_have_an_id_of_its_own_and_the_cve_id_as_an_alias() {
        let swapped =
            RECORD.replace("GHSA-xxxx-xxxx-xxxx", "x").replacen("CVE-2025-9002", "GHSA-xxxx-xxxx-xxxx", 1);
        let aliased = swapped.replace("\"x\"", "\"CVE-2025-9002\"");
        assert_eq!(osv(cve(), aliased.as_bytes()).map(|read| read.value), Ok(Some(98)));
        assert_eq!(osv(cve(), swapped.as_bytes()), Err(Refused::NotTheFormat));
    }

    #[test]
    fn what_was_withdrawn_says_nothing() {
        let taken_back = RECORD.replace("\"published\"", "\"withdrawn\"");
        assert_eq!(osv(cve(), taken_back.as_bytes()).map(|read| read.value), Ok(None));
    }

    #[test]
    fn the_record_of_another_flaw_is_refused() {
        let other = "CVE-2025-9003".parse().unwrap();
        assert_eq!(osv(other, RECORD.as_bytes()), Err(Refused::NotTheFormat));
        assert_eq!(osv(cve(), b"{}"), Err(Refused::NotTheFormat));
        assert_eq!(osv(cve(), b"[]"), Err(Refused::NotTheFormat));
    }

    #[test]
    fn a_vector_that_is_not_whole_has_no_score() {
        let whole = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
        assert_eq!(score(whole), Some(98));
        for part in whole.split('/').skip(1) {
            assert_eq!(score(&whole.replace(&format!("/{part}"), "")), None, "{part}");
        }
        for bad in [
            "",
            "CVSS:3.1",
            "CVSS:4.0/AV:N",
            "CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P",
            "9.8",
            &whole.replace("AV:N", "AV:X"),
        ] {
            assert_eq!(score(bad), None, "{bad}");
        }
    }

    /// Weights of section 7.4 of the specification; whether the scope changes decides some of them.
    fn by_the_specification(metrics: [usize; 8]) -> u8 {
        let [av, ac, pr, ui, scope, c, i, a] = metrics;
        let changes = scope == 1;
        let weight_of_pr = [0.85, if changes { 0.68 } else { 0.62 }, if changes { 0.5 } else { 0.27 }][pr];
        let exploitability =
            8.22 * [0.85, 0.62, 0.55, 0.2][av] * [0.77, 0.44][ac] * weight_of_pr * [0.85, 0.62][ui];
        let harm = [0.56, 0.22, 0.0];
        let base = 1.0 - (1.0 - harm[c]) * (1.0 - harm[i]) * (1.0 - harm[a]);
        let impact: f64 =
            if changes { 7.52 * (base - 0.029) - 3.25 * f64::powi(base - 0.02, 15) } else { 6.42 * base };
        if impact <= 0.0 {
            return 0;
        }
        let factor = if changes { 1.08 } else { 1.0 };
        let score = f64::min(factor * (impact + exploitability), 10.0);
        // Appendix A: the smallest tenth that is not below it, to five places.
        let places = (score * 100_000.0).round() as u64;
        u8::try_from(places.div_ceil(10_000)).unwrap()
    }

    #[test]
    fn every_base_vector_scores_as_the_specification_says() {
        let words: [&[&str]; 8] = [
            &["N", "A", "L", "P"],
            &["L", "H"],
            &["N", "L", "H"],
            &["N", "R"],
            &["U", "C"],
            &["H", "L", "N"],
            &["H", "L", "N"],
            &["H", "L", "N"],
        ];
        let names = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"];
        let count: usize = words.iter().map(|words| words.len()).product();
        assert_eq!(count, 2592);
        for number in 0..count {
            let mut rest = number;
            let metrics = words.map(|words| {
                let at = rest % words.len();
                rest /= words.len();
                at
            });
            let parts: Vec<_> =
                (0..8).map(|at| format!("{}:{}", names[at], words[at][metrics[at]])).collect();
            for version in ["3.0", "3.1"] {
                let vector = format!("CVSS:{version}/{}", parts.join("/"));
                assert_eq!(score(&vector), Some(by_the_specification(metrics)), "{vector}");
            }
        }
    }
}
