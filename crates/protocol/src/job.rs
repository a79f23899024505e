//! The job: the signed order of one round for one PC.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    charter::first_broken,
    consultation::Reply,
    ids::{JobId, OfficeId, PackageName, PcId, PublicKey, RoundId, UpdateId},
    limits,
    sign::Document,
};

/// Signed by an operator. Holds for one PC, for a limited time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Job {
    /// Whose PC this is.
    pub office: OfficeId,
    /// Remembered until it has ended, so that it is carried out once.
    pub job: JobId,
    /// The round it belongs to.
    pub round: RoundId,
    /// The only PC it holds for.
    pub pc: PcId,
    /// Version of the charter its issuer signed under.
    pub charter_version: u32,
    /// The key that signs it; must equal the envelope's.
    pub issuer: PublicKey,
    /// First moment it holds.
    pub not_before: Timestamp,
    /// Last moment it holds; at most seven days later.
    pub expires: Timestamp,
    /// What to do, in this order.
    pub steps: Vec<Step>,
    /// When to begin.
    #[serde(default)]
    pub when: When,
    /// Whether this PC goes first and the others wait for it.
    #[serde(default)]
    pub try_first: bool,
    /// What its issuer answers to the people of the PC who asked to wait. It only says; the steps do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
}

/// One verb with its parameters (rules.md 1). An unknown verb or parameter refuses the whole job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verb", rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// Reads the package lists anew.
    Refresh {},
    /// Installs updates that are offered at that moment, with just these versions.
    Install {
        /// What to install.
        ids: Vec<UpdateId>,
        /// Packages that may be removed for it; nothing else may.
        #[serde(default)]
        agreed_removals: Vec<PackageName>,
    },
    /// Fetches updates that are offered at that moment, and installs nothing.
    Download {
        /// What to fetch.
        ids: Vec<UpdateId>,
    },
    /// Finishes what was interrupted.
    Repair {},
    /// Restarts the PC, or switches it off.
    Restart {
        /// Switch it off.
        #[serde(default)]
        off: bool,
    },
    /// Goes back to versions that the PC kept before it upgraded, and keeps them there: nothing puts the newer ones in
    /// until they are released.
    Undo {
        /// What to go back to: the package with the version that was kept.
        ids: Vec<UpdateId>,
        /// The last moment at which they are kept there; without one, until they are released.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// No longer keeps a package at the version that an [undo](Self::Undo) went back to.
    Release {
        /// Which, as they were named when they were undone.
        ids: Vec<UpdateId>,
    },
    /// Stops a job that has not begun.
    Cancel {
        /// Which one.
        job: JobId,
    },
}

impl Step {
    /// The verb's name.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Refresh {} => Verb::Refresh,
            Self::Install { .. } => Verb::Install,
            Self::Download { .. } => Verb::Download,
            Self::Repair {} => Verb::Repair,
            Self::Restart { .. } => Verb::Restart,
            Self::Undo { .. } => Verb::Undo,
            Self::Release { .. } => Verb::Release,
            Self::Cancel { .. } => Verb::Cancel,
        }
    }

    /// Whether every list of it is within its limit.
    pub fn fits(&self) -> bool {
        let ids_fit = |ids: &[UpdateId]| (1..=limits::STEP_IDS).contains(&ids.len());
        match self {
            Self::Install { ids, agreed_removals } => {
                ids_fit(ids) && agreed_removals.len() <= limits::STEP_IDS
            }
            Self::Download { ids } | Self::Undo { ids, .. } | Self::Release { ids } => ids_fit(ids),
            Self::Refresh {} | Self::Repair {} | Self::Restart { .. } | Self::Cancel { .. } => true,
        }
    }

    /// Whether it names firmware.
    pub fn is_about_firmware(&self) -> bool {
        match self {
            Self::Install { ids, .. }
            | Self::Download { ids }
            | Self::Undo { ids, .. }
            | Self::Release { ids } => ids.iter().any(UpdateId::is_firmware),
            Self::Refresh {} | Self::Repair {} | Self::Restart { .. } | Self::Cancel { .. } => false,
        }
    }
}

/// A verb's name where only the name matters, in events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// See [`Step::Refresh`].
    Refresh,
    /// See [`Step::Install`].
    Install,
    /// See [`Step::Download`].
    Download,
    /// See [`Step::Repair`].
    Repair,
    /// See [`Step::Restart`].
    Restart,
    /// See [`Step::Undo`].
    Undo,
    /// See [`Step::Release`].
    Release,
    /// See [`Step::Cancel`].
    Cancel,
    /// A verb of a later version, in an event only.
    #[serde(other)]
    Unknown,
}

/// When a job begins, once it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum When {
    /// At once.
    #[default]
    Now,
    /// Not before this moment.
    Time {
        /// The moment.
        time: Timestamp,
    },
    /// When the people who use what it changes said they would have it: each of them is asked on the PC (rules.md 5).
    /// A person brings it forward, or moves it; nobody moves it past its last moment.
    Asked {
        /// When it begins for whoever gives no answer.
        default: Timestamp,
        /// The last moment to which it can be moved.
        last: Timestamp,
    },
}

impl When {
    /// The moment before which it does not begin, whatever a person says; `None` for at once.
    pub fn time(self) -> Option<Timestamp> {
        match self {
            Self::Now | Self::Asked { .. } => None,
            Self::Time { time } => Some(time),
        }
    }

    /// When it is expected to begin, as long as no person says otherwise; `None` for at once.
    pub fn expected(self) -> Option<Timestamp> {
        match self {
            Self::Now => None,
            Self::Time { time } => Some(time),
            Self::Asked { default, .. } => Some(default),
        }
    }
}

impl Document for Job {
    const NAME: &'static str = "job";
    const BYTES: usize = limits::JOB_BYTES;

    fn check(&self) -> Result<(), &'static str> {
        let life = self.expires.duration_since(self.not_before);
        let longest = limits::JOB_LIFE.try_into().expect("seven days fit a signed duration");
        let rules: [(&'static str, bool); 6] = [
            ("steps", (1..=limits::STEPS).contains(&self.steps.len())),
            ("steps.firmware", self.leaves_firmware_alone()),
            ("when", self.can_be_asked()),
            ("reply.words", self.reply.as_ref().is_none_or(Reply::is_plain)),
            ("steps.ids", self.steps.iter().all(Step::fits)),
            ("expires", life.is_positive() && life <= longest),
        ];
        first_broken(&rules)
    }
}

/// Why a job is not for this PC at this moment, although its signature is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// For another office.
    #[error("Job is for another office")]
    OtherOffice,
    /// For another PC.
    #[error("Job is for another PC")]
    OtherPc,
    /// The envelope's key is not the issuer's.
    #[error("Job is signed by another key than its issuer's")]
    OtherIssuer,
    /// Past its end.
    #[error("Job has expired")]
    Expired,
    /// Signed so far in this PC's future that this PC's clock must be wrong.
    #[error("Job is from this PC's future")]
    ClockWrong,
}

impl Job {
    /// Whether it is without firmware, or is about one firmware update of this PC at once and about nothing else: whoever
    /// signed it named just that one.
    fn leaves_firmware_alone(&self) -> bool {
        if !self.steps.iter().any(Step::is_about_firmware) {
            return true;
        }
        let is_one = |step: &Step| matches!(step, Step::Install { ids, agreed_removals } if ids.len() == 1 && agreed_removals.is_empty());
        matches!(&self.steps[..], [step] if is_one(step)) && self.when == When::Now && !self.try_first
    }

    /// Whether what people are asked lies in the job's own time.
    fn can_be_asked(&self) -> bool {
        match self.when {
            When::Asked { default, last } => {
                self.not_before <= default && default <= last && last <= self.expires
            }
            When::Now | When::Time { .. } => true,
        }
    }

    /// Checks that a job holds for one PC at one moment (rules.md 2).
    ///
    /// `signer` is the key of the envelope, `now` the PC's own clock.
    ///
    /// # Errors
    /// The first reason why it does not hold.
    pub fn holds_for(
        &self,
        office: OfficeId,
        pc: PcId,
        signer: PublicKey,
        now: Timestamp,
    ) -> Result<(), NotNow> {
        let slack =
            jiff::SignedDuration::try_from(limits::CLOCK_SLACK).expect("a day fits a signed duration");
        if self.office != office {
            return Err(NotNow::OtherOffice);
        }
        if self.pc != pc {
            return Err(NotNow::OtherPc);
        }
        if self.issuer != signer {
            return Err(NotNow::OtherIssuer);
        }
        if now > self.expires {
            return Err(NotNow::Expired);
        }
        if self.not_before.duration_since(now) > slack {
            return Err(NotNow::ClockWrong);
        }
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use ed25519_dalek::SigningKey;
    use jiff::ToSpan;
    use uuid::Uuid;

    use super::*;
    use crate::sign::{Envelope, SignError, public};

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[4; 32])
    }

    pub(crate) fn job() -> Job {
        let start: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        Job {
            office: OfficeId(Uuid::nil()),
            job: JobId(Uuid::from_u128(1)),
            round: RoundId(Uuid::from_u128(2)),
            pc: crate::ids::SpkiHash([1; 32]),
            charter_version: 1,
            issuer: public(&key()),
            not_before: start,
            expires: start + 24.hours(),
            steps: vec![
                Step::Refresh {},
                Step::Install { ids: vec!["apt:a@1".parse().unwrap()], agreed_removals: Vec::new() },
            ],
            when: When::Now,
            try_first: false,
            reply: None,
        }
    }

    #[test]
    fn a_job_reads_as_rules_md_writes_it() {
        insta::assert_json_snapshot!(job());
    }

    #[test]
    fn an_unknown_verb_or_parameter_refuses_the_job() {
        for step in [
            r#"{"verb":"run","command":"id"}"#,
            r#"{"verb":"refresh","url":"http://x"}"#,
            r#"{"verb":"install","ids":["apt:a@1"],"flags":["-y"]}"#,
        ] {
            assert!(serde_json::from_str::<Step>(step).is_err(), "{step}");
        }
    }

    #[test]
    fn an_endless_job_and_an_empty_one_are_neither_signed_nor_accepted() {
        let mut endless = job();
        endless.expires = endless.not_before + (7 * 24 + 1).hours();
        assert_eq!(Envelope::seal(&endless, &key()), Err(SignError::FieldLimit("expires")));
        let mut empty = job();
        empty.steps.clear();
        assert_eq!(Envelope::seal(&empty, &key()), Err(SignError::FieldLimit("steps")));
    }

    #[test]
    fn a_job_with_firmware_beside_anything_else_is_neither_signed_nor_accepted() {
        let install = |ids: &[&str]| {
            let ids = ids.iter().map(|id| id.parse().unwrap()).collect();
            Step::Install { ids, agreed_removals: Vec::new() }
        };
        let firmware = "fwupd:08d460be0f1f9f128413f816022a6439e0078018@1.2.4";
        let with = |steps: Vec<Step>| Job { steps, ..job() };
        let alone = with(vec![install(&[firmware])]);
        assert!(Envelope::seal(&alone, &key()).is_ok());
        let later = alone.not_before + 1.hours();
        let removes = Step::Install {
            ids: vec![firmware.parse().unwrap()],
            agreed_removals: vec!["a".parse().unwrap()],
        };
        for refused in [
            with(vec![install(&[firmware, "apt:a@1"])]),
            with(vec![install(&[firmware, "fwupd:b@1"])]),
            with(vec![install(&["apt:a@1"]), install(&[firmware])]),
            with(vec![Step::Refresh {}, install(&[firmware])]),
            with(vec![install(&[firmware]), Step::Restart { off: false }]),
            with(vec![removes]),
            with(vec![Step::Download { ids: vec![firmware.parse().unwrap()] }]),
            with(vec![Step::Undo { ids: vec![firmware.parse().unwrap()], until: None }]),
            Job { when: When::Time { time: later }, ..alone.clone() },
            Job { when: When::Asked { default: later, last: later }, ..alone.clone() },
            Job { try_first: true, ..alone.clone() },
        ] {
            assert_eq!(
                Envelope::seal(&refused, &key()),
                Err(SignError::FieldLimit("steps.firmware")),
                "{refused:?}"
            );
        }
    }

    #[test]
    fn a_job_holds_for_one_pc_and_for_its_time_only() {
        let good = job();
        let check =
            |job: &Job, now: &str| job.holds_for(good.office, good.pc, good.issuer, now.parse().unwrap());
        assert_eq!(check(&good, "2026-11-23T10:00:01Z"), Ok(()));
        assert_eq!(check(&good, "2026-11-22T11:00:00Z"), Ok(()), "a PC's clock may lag by less than a day");
        assert_eq!(check(&good, "2026-11-22T09:00:00Z"), Err(NotNow::ClockWrong));
        assert_eq!(check(&good, "2026-11-24T10:00:01Z"), Err(NotNow::Expired));
        let other = Job { pc: crate::ids::SpkiHash([2; 32]), ..job() };
        assert_eq!(check(&other, "2026-11-23T10:00:01Z"), Err(NotNow::OtherPc));
    }
}
