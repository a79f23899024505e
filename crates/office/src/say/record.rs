//! The record's lines as sentences.

use jiff::Timestamp;
use patchround_protocol::{Outcome, UpdateId, limits};
use patchround_words::{Value, say_with};

use super::cause;
use crate::{
    plain::plain,
    store::record::{Line, What},
};

/// An update's name where nothing but its id is known: without the architecture that apt puts behind it.
pub fn package_name(id: &UpdateId) -> String {
    plain(id.native().split(':').next().unwrap_or_default(), limits::LINE_CHARS)
}

/// A line of the record. `time` says a moment as the reader is used to.
pub fn record(line: &Line, time: &dyn Fn(Timestamp) -> String) -> String {
    let who = ("who", value(&*line.who));
    match &line.what {
        What::OfficeMade { office } => say_with("record-office-made", &[who, ("office", value(&**office))]),
        What::CodeMade { .. } => say_with("record-code-made", &[who]),
        What::InvitationMade { pcs, until } => {
            let values = [who, ("pcs", value(*pcs)), ("until", value(time(*until)))];
            say_with("record-invitation-made", &values)
        }
        What::InvitationEnded { id } => {
            say_with("record-invitation-ended", &[who, ("id", value(id.to_string()))])
        }
        What::PcJoined { pc, .. } => say_with("record-pc-joined", &[who, ("pc", value(&**pc))]),
        What::PcRemoved { pc, .. } => say_with("record-pc-removed", &[who, ("pc", value(&**pc))]),
        What::PcRenamed { from, pc } => {
            say_with("record-pc-renamed", &[who, ("from", value(&**from)), ("pc", value(&**pc))])
        }
        What::RulesChanged => say_with("record-rules-changed", &[who]),
        What::RulesOlder { pc } => say_with("record-rules-older", &[("pc", value(&**pc))]),
        What::PcPutBack { pc } => say_with("record-pc-put-back", &[("pc", value(&**pc))]),
        What::ByItself { pc, id, at, outcome, cause: because } => {
            let sentence = match outcome {
                Outcome::Done => "record-by-itself",
                Outcome::NeedsRestart => "record-by-itself-restart",
                _ => "record-by-itself-not",
            };
            let why = because.map(cause).unwrap_or_default();
            let (name, version) = (package_name(id), plain(id.version(), limits::LINE_CHARS));
            let values = [("pc", value(&**pc)), ("at", value(time(*at))), ("cause", value(why))];
            say_with(sentence, &[&values[..], &[("name", value(name)), ("version", value(version))]].concat())
        }
        What::RestartedByItself { pc, at } => {
            say_with("record-restarted-by-itself", &[("pc", value(&**pc)), ("at", value(time(*at)))])
        }
        What::RepairedByItself { pc, at } => {
            say_with("record-repaired-by-itself", &[("pc", value(&**pc)), ("at", value(time(*at)))])
        }
        What::RoundAgreed { updates, pcs, begins: None, .. } => {
            say_with("record-round-agreed", &[who, ("updates", number(*updates)), ("pcs", number(*pcs))])
        }
        What::RoundAgreed { updates, pcs, begins: Some(begins), .. } => {
            let begins = ("begins", value(time(*begins)));
            let values = [who, ("updates", number(*updates)), ("pcs", number(*pcs)), begins];
            say_with("record-round-agreed-later", &values)
        }
        What::OrderTaken { pc, .. } => say_with("record-order-taken", &[("pc", value(&**pc))]),
        What::OrderWaits { pc, until, .. } => {
            say_with("record-order-waits", &[("pc", value(&**pc)), ("until", value(time(*until)))])
        }
        What::OrderWithdrawn { pc, .. } => say_with("record-order-withdrawn", &[("pc", value(&**pc))]),
        What::UpdateEnded { pc, id, outcome, cause: because, .. } => {
            let sentence = match outcome {
                Outcome::Done => "record-update-done",
                Outcome::NeedsRestart => "record-update-needs-restart",
                _ => "record-update-ended",
            };
            let why = because.map(cause).unwrap_or_default();
            let (name, version) = (package_name(id), plain(id.version(), limits::LINE_CHARS));
            let update = [("name", value(name)), ("version", value(version))];
            say_with(sentence, &[&[("pc", value(&**pc)), ("cause", value(why))][..], &update].concat())
        }
        What::PcEnded { pc, .. } => say_with("record-pc-ended", &[("pc", value(&**pc))]),
    }
}

fn value<'a>(text: impl Into<Value<'a>>) -> Value<'a> {
    text.into()
}

fn number(count: usize) -> Value<'static> {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

#[cfg(test)]
mod tests {
    use patchround_protocol::Cause;

    use super::*;

    #[test]
    fn a_person_reads_an_updates_name_and_version_not_its_id() {
        let line = |outcome, cause| {
            let round = "0192a5a4-7a2e-7000-8000-000000000000".parse().unwrap();
            let (pc, id) = ("pc1".to_owned(), "apt:pr-asks:all@1.1".parse().unwrap());
            let what = What::UpdateEnded { round, pc, id, outcome, cause };
            record(&Line { time: Timestamp::UNIX_EPOCH, who: "Ann".into(), what }, &|at| at.to_string())
        };
        assert_eq!(line(Outcome::Done, None), "pc1: pr-asks 1.1 is in place.");
        let gone = line(Outcome::Failed, Some(Cause::VersionGone));
        assert!(gone.starts_with("pc1: pr-asks 1.1 was not put in place. "), "{gone}");
    }
}
