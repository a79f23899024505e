//! What is known of one flaw, by its CVE id and by nothing else: no name of a product is ever guessed.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::NotAnId;

/// A CVE id, like `CVE-2026-12345`: four digits of a year, four or more of a number (CVE record format 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct CveId {
    year: u16,
    number: u64,
}

impl CveId {
    /// The year in it.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The number in it.
    pub fn number(self) -> u64 {
        self.number
    }
}

impl FromStr for CveId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let parse = || {
            let (year, number) = text.strip_prefix("CVE-")?.split_once('-')?;
            let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            // A longer number has no zero in front: each id has one way to be written.
            let plain = number.len() == 4 || !number.starts_with('0');
            let fits = year.len() == 4 && (4..=19).contains(&number.len()) && plain;
            (fits && digits(year) && digits(number))
                .then(|| Some(Self { year: year.parse().ok()?, number: number.parse().ok()? }))?
        };
        parse().ok_or(NotAnId("CVE id"))
    }
}

impl fmt::Display for CveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CVE-{:04}-{:04}", self.year, self.number)
    }
}

impl TryFrom<String> for CveId {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<CveId> for String {
    fn from(id: CveId) -> Self {
        id.to_string()
    }
}

/// How bad a flaw is, by the scale that makers and CVSS 3.x share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Base score below 4.0.
    Low,
    /// 4.0 to 6.9.
    Medium,
    /// 7.0 to 8.9.
    High,
    /// 9.0 and more; also a word of a later version: what is not understood is not taken lightly.
    #[serde(other)]
    Critical,
}

impl Severity {
    /// Of a CVSS 3.x base score in tenths (CVSS 3.1 specification, section 5).
    pub fn of_score(tenths: u8) -> Self {
        match tenths {
            0..40 => Self::Low,
            40..70 => Self::Medium,
            70..90 => Self::High,
            90.. => Self::Critical,
        }
    }
}

/// What an attack on a flaw gains (SSVC "technical impact").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// Some control.
    Partial,
    /// All of it; also a word of a later version.
    #[serde(other)]
    Total,
}

/// That a flaw is in the catalogue of those that attackers are known to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listed {
    /// Which flaw.
    pub cve: CveId,
    /// Since when it is in it.
    pub since: Date,
    /// Whether blackmailers are known to use it; `None` where the catalogue does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ransomware: Option<bool>,
}

/// What is known of a flaw besides that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rated {
    /// Which flaw.
    pub cve: CveId,
    /// CVSS 3.x base score, in tenths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// Whether an attack can be automated (SSVC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatable: Option<bool>,
    /// What an attack gains (SSVC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Impact>,
    /// How likely an attack is within 30 days (EPSS), in ten-thousandths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likely: Option<u16>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cve_id_is_its_year_and_number_and_nothing_else() {
        for good in ["CVE-2026-0001", "CVE-1999-12345", "CVE-2025-1234567890123456789"] {
            assert_eq!(good.parse::<CveId>().map(|id| id.to_string()).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "CVE-2026-1",
            "cve-2026-0001",
            "CVE-26-0001",
            "CVE-2026-00012",
            "CVE-2026-000a",
            "CVE-2026-0001 ",
            "CVE-2026-99999999999999999999",
        ] {
            assert!(bad.parse::<CveId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_scale_is_that_of_cvss() {
        let of = |tenths| Severity::of_score(tenths);
        assert_eq!(
            [of(39), of(40), of(69), of(70)],
            [Severity::Low, Severity::Medium, Severity::Medium, Severity::High]
        );
        assert_eq!([of(89), of(90), of(100)], [Severity::High, Severity::Critical, Severity::Critical]);
    }

    proptest! {
        #[test]
        fn no_text_makes_an_id_that_is_written_otherwise(text in "(CVE-)?[0-9a-]{0,30}") {
            if let Ok(id) = text.parse::<CveId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
