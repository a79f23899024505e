//! One step of one job: what runs in a unit of its own.

use std::{fmt, str::FromStr};

use patchround_protocol::{Envelope, JobId, ids::NotAnId};
use serde::{Deserialize, Serialize};

/// Names a transaction; also its files and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Txn {
    /// The job.
    pub job: JobId,
    /// Which step, from 0.
    pub step: u16,
}

/// What a transaction was ordered to do: the exact envelope, and which step of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The signed job.
    pub job: Envelope,
    /// Which step, from 0.
    pub step: u16,
}

impl Txn {
    /// Name of its progress file.
    pub fn progress_name(self) -> String {
        format!("{self}.ndjson")
    }
}

impl fmt::Display for Txn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.job, self.step)
    }
}

impl FromStr for Txn {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let (job, step) = text.rsplit_once('-').ok_or(NotAnId("transaction"))?;
        let txn = Self { job: job.parse()?, step: step.parse().map_err(|_| NotAnId("transaction"))? };
        // One spelling only: the name is also a file's.
        if txn.to_string() == text { Ok(txn) } else { Err(NotAnId("transaction")) }
    }
}

impl TryFrom<String> for Txn {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<Txn> for String {
    fn from(txn: Txn) -> Self {
        txn.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_has_one_spelling_and_it_is_no_path() {
        let name = "01932b00-0000-7000-8000-000000000001-3";
        assert_eq!(name.parse::<Txn>().unwrap().to_string(), name);
        for bad in
            ["", "../x-1", "01932B00-0000-7000-8000-000000000001-3", "x-0", &format!("{name}/.."), "-1"]
        {
            assert!(bad.parse::<Txn>().is_err(), "{bad}");
        }
    }
}
