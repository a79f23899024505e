//! The numbered event log of a PC: the only way progress and results reach a manager.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    cause::Cause,
    consultation::Answer,
    ids::{JobId, LineHash, OfficeId, PcId, RoundId, SpkiHash, UpdateId},
    job::Verb,
    limits,
    restart::Wait,
    state::Outcome,
    wire::Refusal,
};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// Counts up from 1 without gaps: a manager's cursor.
    pub seq: u64,
    /// The PC's own clock.
    pub time: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
    /// Hash of this line and all before it. Helpers of the first version tell none, and one that cannot be read is none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "readable")]
    #[cfg_attr(feature = "schema", schemars(with = "LineHash"))]
    pub chain: Option<LineHash>,
}

impl Event {
    /// An event that is not in a log yet.
    pub fn new(seq: u64, time: Timestamp, kind: EventKind) -> Self {
        Self { seq, time, kind, chain: None }
    }
}

/// Reads a hash, or whatever a later version has in its place.
///
/// # Errors
/// When the text is no JSON.
pub fn readable<'de, D: Deserializer<'de>>(from: D) -> Result<Option<LineHash>, D::Error> {
    let said = serde_json::Value::deserialize(from)?;
    Ok(said.as_str().and_then(|text| text.parse().ok()))
}

/// What can happen. A type of a later version reads as [`EventKind::Unknown`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventKind {
    /// The PC joined an office.
    Joined {
        /// Which.
        office: OfficeId,
    },
    /// The PC's updates were read anew and differ from before.
    Scanned {
        /// Revision of the answer to `GET /v1/updates`.
        revision: String,
        /// Outstanding updates.
        outstanding: u32,
        /// Whether a restart is pending.
        restart_pending: Option<bool>,
    },
    /// The PC obeys a newer charter or policy.
    OfficeChanged {
        /// Version of the charter it obeys now.
        charter_version: u32,
        /// Version of the policy it obeys now.
        policy_version: u32,
    },
    /// The PC begins to do by itself what the office's policy calls for. Its steps follow under the same id.
    PolicyRunStarted {
        /// Names the run, as a job's id names a job.
        job: JobId,
        /// The policy's version.
        policy_version: u32,
    },
    /// The end of a policy run. Nothing of it follows.
    PolicyRunEnded {
        /// The run.
        job: JobId,
        /// The worst of its steps.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
    },
    /// A job was accepted and is remembered.
    JobAccepted {
        /// The job.
        job: JobId,
        /// Its round.
        round: RoundId,
    },
    /// A job was refused.
    JobRefused {
        /// The job, where its id could be read.
        job: Option<JobId>,
        /// Why.
        refusal: Refusal,
    },
    /// A job's first step begins.
    JobStarted {
        /// The job.
        job: JobId,
        /// Its round.
        round: RoundId,
    },
    /// A restart that was ordered waits, and goes on by itself once nothing is in its way.
    RestartWaits {
        /// The job.
        job: JobId,
        /// What it waits for now.
        why: Wait,
    },
    /// A job that is older than this start of the PC waits until the PC has been on for a while.
    JobWaits {
        /// The job.
        job: JobId,
        /// When it begins, by the PC's clock.
        until: Timestamp,
    },
    /// A person saw the question when a job may begin: that was announced to them, if they say nothing.
    PersonAsked {
        /// The job.
        job: JobId,
        /// The name of their account.
        person: String,
        /// When it begins without an answer of theirs.
        announced: Timestamp,
    },
    /// A person answered it. Of several answers the last one counts.
    PersonAnswered {
        /// The job.
        job: JobId,
        /// The name of their account.
        person: String,
        /// What they said.
        answer: Answer,
    },
    /// A person said that something is wrong after a job put its updates in place.
    PersonSaidWrong {
        /// The job.
        job: JobId,
        /// The name of their account.
        person: String,
        /// Their own words; may be empty.
        words: String,
    },
    /// A person wrote to whoever is in charge, about nothing that they were asked.
    PersonWrote {
        /// Names the note.
        note: JobId,
        /// The name of their account.
        person: String,
        /// Their own words.
        words: String,
    },
    /// A packet was sent that wakes another PC of the office.
    WakeSent {
        /// That PC, as whoever asked for it named it.
        pc: PcId,
        /// The device that asked for it.
        by: SpkiHash,
    },
    /// A step begins.
    StepStarted {
        /// The job.
        job: JobId,
        /// Which step, from 0.
        step: u16,
        /// What it does.
        verb: Verb,
    },
    /// How far a step is.
    Progress {
        /// The job.
        job: JobId,
        /// Which step, from 0.
        step: u16,
        /// What is going on.
        phase: Phase,
        /// 0 to 100, never going back within a phase.
        percent: u8,
        /// The package at hand, as the tool names it.
        item: Option<String>,
    },
    /// What a tool said before the words of the end that follows: an older manager passes it over.
    Said {
        /// The job.
        job: JobId,
        /// Which step, from 0.
        step: u16,
        /// Which part of it, from 0. Of two with one number the later one counts.
        part: u16,
        /// Whole lines.
        words: String,
    },
    /// One update's end, after a fresh look at the PC.
    UpdateEnded {
        /// The job.
        job: JobId,
        /// Which step, from 0.
        step: u16,
        /// Which update.
        id: UpdateId,
        /// How it ended.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
        /// The version the fresh look found.
        installed: Option<String>,
        /// The tool's own last words, for "Technical details".
        details: Option<String>,
    },
    /// A step's end.
    StepEnded {
        /// The job.
        job: JobId,
        /// Which step, from 0.
        step: u16,
        /// What it did.
        verb: Verb,
        /// How it ended.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
        /// The tool's own last words, for "Technical details".
        details: Option<String>,
    },
    /// A job's end. Nothing of it follows but the end of a person's own update that waited for them ([`Cause::PersonAway`]).
    JobEnded {
        /// The job.
        job: JobId,
        /// Its round.
        round: RoundId,
        /// The worst of its steps.
        outcome: Outcome,
        /// Why, unless it is done.
        cause: Option<Cause>,
    },
    /// A type of a later version.
    #[serde(other)]
    Unknown,
}

impl EventKind {
    /// An end whose words are too many for one event, as [`EventKind::Said`] in parts and then itself with the last of
    /// them; anything else as it is. In their order they are the words again.
    pub fn in_parts(mut self) -> Vec<Self> {
        let (Self::UpdateEnded { job, step, details, .. } | Self::StepEnded { job, step, details, .. }) =
            &mut self
        else {
            return vec![self];
        };
        let mut parts = details.take().map(|words| in_parts(&words)).unwrap_or_default();
        *details = parts.pop();
        let (job, step) = (*job, *step);
        let said = (0..).zip(parts).map(|(part, words)| Self::Said { job, step, part, words });
        said.collect::<Vec<_>>().into_iter().chain([self]).collect()
    }
}

/// Whole lines, as many at a time as fit, the last ones full.
fn in_parts(words: &str) -> Vec<String> {
    let mut parts: Vec<Vec<&str>> = Vec::new();
    let mut bytes = usize::MAX;
    for line in words.lines().rev() {
        let own = line.len() + line.chars().filter(|c| matches!(c, '"' | '\\')).count() + 2;
        if bytes.saturating_add(own) > limits::DETAILS_BYTES {
            parts.push(Vec::new());
            bytes = 0;
        }
        bytes += own;
        if let Some(part) = parts.last_mut() {
            part.push(line);
        }
    }
    let joined = parts.into_iter().rev().map(|part| part.into_iter().rev().collect::<Vec<_>>().join("\n"));
    joined.collect()
}

/// What a step is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Waits for another program that holds the package manager; `item` names it.
    Waiting,
    /// Fetches files.
    Downloading,
    /// Unpacks and sets up.
    Installing,
    /// Asks the package database what is there now.
    Verifying,
    /// A phase of a later version.
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_flat_line_and_reads_back() {
        let line = r#"{"seq":7,"time":"2026-11-23T10:00:00Z","type":"scanned","revision":"ab","outstanding":3,"restart_pending":null}"#;
        let event: Event = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
    }

    #[test]
    fn a_hash_of_a_later_version_is_none_and_spoils_nothing_else() {
        for chain in [r#"{"blake3":"ab"}"#, "\"ab\"", "7", "null"] {
            let line =
                format!(r#"{{"seq":8,"time":"2026-11-23T10:00:00Z","type":"unknown","chain":{chain}}}"#);
            assert_eq!(serde_json::from_str::<Event>(&line).unwrap().chain, None, "{chain}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(24))]

        #[test]
        fn words_in_parts_are_the_words_and_each_part_fits(lines in proptest::collection::vec("[a-zé\"\\\\ ]{0,200}", 0..300)) {
            let words = lines.join("\n").trim_end().to_owned();
            let (job, cause, outcome) = (JobId(uuid::Uuid::nil()), None, Outcome::Failed);
            let details = Some(words.clone());
            let parts = EventKind::StepEnded { job, step: 3, verb: Verb::Install, outcome, cause, details }.in_parts();
            let mut said = Vec::new();
            for (number, part) in parts.iter().enumerate() {
                match part {
                    EventKind::Said { part, step: 3, words, .. } if usize::from(*part) == number => said.push(words.as_str()),
                    EventKind::StepEnded { details, .. } => said.extend(details.as_deref()),
                    other => panic!("{other:?}"),
                }
                let json = serde_json::to_string(part).unwrap();
                proptest::prop_assert!(json.len() < limits::DETAILS_BYTES + 300, "{}", json.len());
            }
            proptest::prop_assert_eq!(said.join("\n"), words);
            let is_end = matches!(parts.last(), Some(EventKind::StepEnded { .. }));
            proptest::prop_assert!(is_end);
        }
    }

    #[test]
    fn an_event_of_a_later_version_keeps_its_number() {
        let line = r#"{"seq":8,"time":"2026-11-23T10:00:00Z","type":"sang","song":{"bars":4}}"#;
        let event: Event = serde_json::from_str(line).unwrap();
        assert_eq!((event.seq, event.kind), (8, EventKind::Unknown));
    }
}
