//! One step of one job or of one policy run: what runs in a unit of its own.

use std::{fmt, str::FromStr};

use patchround_protocol::{
    Envelope, Job, JobId, Step,
    ids::{DocumentHash, NotAnId},
    wire::Refusal,
};
use serde::{Deserialize, Serialize};

/// Names a transaction; also its files and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Txn {
    /// The job, or the policy run.
    pub job: JobId,
    /// Which step, from 0.
    pub step: u16,
}

/// What a transaction was ordered to do, exactly as it was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Order {
    /// A step of a job that an operator signed.
    Job {
        /// The signed job.
        job: Envelope,
        /// Which step, from 0.
        step: u16,
    },
    /// A step that the standing policy calls for: a run has one.
    Policy {
        /// Names the run.
        run: JobId,
        /// What to do.
        step: Step,
    },
}

impl Order {
    /// Its name and what it is to do. Says nothing about whether anybody may order it.
    ///
    /// # Errors
    /// [`Refusal::NothingToDo`] for a step that is not there, else why the job cannot be read.
    pub fn read(&self) -> Result<(Txn, Step), Refusal> {
        match self {
            Self::Job { job, step } => {
                let job: Job = job.open(|_| true)?;
                let name = Txn { job: job.job, step: *step };
                let step = job.steps.into_iter().nth(usize::from(*step)).ok_or(Refusal::NothingToDo)?;
                Ok((name, step))
            }
            Self::Policy { run, step } => Ok((Txn { job: *run, step: 0 }, step.clone())),
        }
    }

    /// Tells this order from another one of the same name.
    pub fn document(&self) -> DocumentHash {
        match self {
            Self::Job { job, .. } => job.hash(),
            Self::Policy { .. } => {
                DocumentHash::of(&serde_json::to_vec(self).expect("plain data is always written"))
            }
        }
    }
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
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_order_reads_back_as_what_it_was() {
        let run = Order::Policy { run: JobId(Uuid::from_u128(1)), step: Step::Refresh {} };
        let key = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
        let policy = patchround_protocol::Policy::first(
            patchround_protocol::OfficeId(Uuid::nil()),
            jiff::Timestamp::UNIX_EPOCH,
        );
        let job = Order::Job { job: Envelope::seal(&policy, &key).unwrap(), step: 3 };
        for order in [run.clone(), job] {
            let text = serde_json::to_string(&order).unwrap();
            assert_eq!(serde_json::from_str::<Order>(&text).unwrap(), order, "{text}");
        }
        let other = Order::Policy { run: JobId(Uuid::from_u128(1)), step: Step::Repair {} };
        assert_ne!(run.document(), other.document());
    }

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
