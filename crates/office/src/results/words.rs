//! A tool's words, which come in parts before the end they belong to.

use std::collections::BTreeMap;

use patchround_protocol::limits::WORDS_PARTS;
use serde::{Deserialize, Serialize};

/// Ends of one job that have all of a tool's words; more are no helper's doing.
const WHOLE_ENDS: usize = 32;

/// What is to be put together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Words {
    /// Of which step, and the parts by their numbers.
    said: (u16, BTreeMap<u16, String>),
    /// So many ends had more words than fit one event.
    whole: usize,
}

impl Words {
    /// Takes in a part. Of two with one number the later one counts.
    pub(crate) fn say(&mut self, step: u16, part: u16, words: &str) {
        if self.said.0 != step {
            self.said = (step, BTreeMap::new());
        }
        if part < WORDS_PARTS && self.whole < WHOLE_ENDS {
            self.said.1.insert(part, words.to_owned());
        }
    }

    /// All that was said of an end, whose event has the last of it.
    pub(crate) fn of_end(&mut self, step: u16, last: Option<&str>) -> Option<String> {
        let (of, said) = std::mem::take(&mut self.said);
        let Some(last) = last.filter(|_| of == step && !said.is_empty()) else {
            return last.map(str::to_owned);
        };
        self.whole += 1;
        Some(said.values().map(String::as_str).chain([last]).collect::<Vec<_>>().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Cause, Event, EventKind, Job, Outcome};

    use super::*;
    use crate::{
        results::{close, heard},
        samples,
    };

    fn event(seq: u64, kind: EventKind) -> (u32, Event) {
        (0, Event::new(seq, samples::now(), kind))
    }

    fn said(job: &Job, seq: u64, part: u16, words: &str) -> (u32, Event) {
        event(seq, EventKind::Said { job: job.job, step: 0, part, words: words.into() })
    }

    fn failed(job: &Job, seq: u64, id: &str, last: &str) -> (u32, Event) {
        let (cause, details, id) = (Some(Cause::Unexpected), Some(last.to_owned()), id.parse().unwrap());
        let (job, step, outcome, installed) = (job.job, 0, Outcome::Failed, None);
        event(seq, EventKind::UpdateEnded { job, step, id, outcome, cause, installed, details })
    }

    #[test]
    fn all_that_a_tool_said_is_told_of_the_end_it_belongs_to_also_where_it_was_told_twice() {
        let job = samples::job(&["apt:a@2", "apt:b@2"]);
        let story = [
            said(&job, 1, 0, "one"),
            said(&job, 2, 0, "one"),
            said(&job, 3, 1, "two"),
            failed(&job, 4, "apt:a@2", "three"),
            failed(&job, 5, "apt:b@2", "four"),
        ];
        let details: Vec<_> =
            close(&job, &heard(&job, &story), None).into_iter().map(|end| end.details).collect();
        assert_eq!(details, [Some("one\ntwo\nthree".to_owned()), Some("four".to_owned())]);
    }

    #[test]
    fn a_pc_that_says_more_than_any_helper_is_heard_within_bounds() {
        let job = samples::job(&["apt:a@2"]);
        let many = (1..=5000).map(|seq| said(&job, seq, u16::try_from(seq % 4999).unwrap(), "words"));
        let story: Vec<_> = many.chain([failed(&job, 5001, "apt:a@2", "end")]).collect();
        let details = close(&job, &heard(&job, &story), None)[0].details.clone().unwrap();
        assert_eq!(details.lines().count(), usize::from(WORDS_PARTS) + 1);
    }
}
