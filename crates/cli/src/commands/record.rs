//! `record`: what was decided and what happened.

use patchround_office::{
    Error, Office, say as sentences,
    store::record::{Line, What},
};
use patchround_protocol::Outcome;
use patchround_words::{say, say_with};

use super::Place;
use crate::{
    exit::Exit,
    out,
    sentence::{self, number, package_name, value},
};

/// Reads the results of unfinished rounds first, so that the record is whole.
pub(super) async fn record(at: &Place, json: bool) -> anyhow::Result<Exit> {
    let office = match at.open() {
        Err(Error::Held(_)) => Office::open_to_read(&at.dir)?,
        Err(error) => return Err(error.into()),
        Ok(office) => {
            if !office.store.open_jobs()?.is_empty() {
                office.look(&sentence::noticed).await?;
            }
            office
        }
    };
    let lines = office.store.record()?;
    if json {
        out::json(&lines);
    } else if lines.is_empty() {
        out::line(&say("record-none"));
    } else {
        for line in &lines {
            let values = [("time", value(out::time(line.time))), ("text", value(text(line)))];
            out::line(&say_with("record-line", &values));
        }
    }
    Ok(Exit::Done)
}

fn text(line: &Line) -> String {
    let who = ("who", value(&*line.who));
    match &line.what {
        What::OfficeMade { office } => say_with("record-office-made", &[who, ("office", value(&**office))]),
        What::CodeMade { .. } => say_with("record-code-made", &[who]),
        What::InvitationMade { pcs, until } => {
            let values = [who, ("pcs", value(*pcs)), ("until", value(out::time(*until)))];
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
        What::RulesOlder { pc } => say_with("record-rules-older", &[("pc", value(&**pc))]),
        What::PcPutBack { pc } => say_with("record-pc-put-back", &[("pc", value(&**pc))]),
        What::ByItself { pc, id, at, outcome, cause } => {
            let sentence = match outcome {
                Outcome::Done => "record-by-itself",
                Outcome::NeedsRestart => "record-by-itself-restart",
                _ => "record-by-itself-not",
            };
            let why = cause.map(sentences::cause).unwrap_or_default();
            let (name, version) = (package_name(id), out::foreign(id.version()));
            let values = [("pc", value(&**pc)), ("at", value(out::time(*at))), ("cause", value(why))];
            say_with(sentence, &[&values[..], &[("name", value(name)), ("version", value(version))]].concat())
        }
        What::RestartedByItself { pc, at } => {
            say_with("record-restarted-by-itself", &[("pc", value(&**pc)), ("at", value(out::time(*at)))])
        }
        What::RepairedByItself { pc, at } => {
            say_with("record-repaired-by-itself", &[("pc", value(&**pc)), ("at", value(out::time(*at)))])
        }
        What::RoundAgreed { updates, pcs, begins: None, .. } => {
            say_with("record-round-agreed", &[who, ("updates", number(*updates)), ("pcs", number(*pcs))])
        }
        What::RoundAgreed { updates, pcs, begins: Some(begins), .. } => {
            let begins = ("begins", value(out::time(*begins)));
            let values = [who, ("updates", number(*updates)), ("pcs", number(*pcs)), begins];
            say_with("record-round-agreed-later", &values)
        }
        What::OrderTaken { pc, .. } => say_with("record-order-taken", &[("pc", value(&**pc))]),
        What::OrderWaits { pc, until, .. } => {
            say_with("record-order-waits", &[("pc", value(&**pc)), ("until", value(out::time(*until)))])
        }
        What::OrderWithdrawn { pc, .. } => say_with("record-order-withdrawn", &[("pc", value(&**pc))]),
        What::UpdateEnded { pc, id, outcome, cause, .. } => {
            let sentence = match outcome {
                Outcome::Done => "record-update-done",
                Outcome::NeedsRestart => "record-update-needs-restart",
                _ => "record-update-ended",
            };
            let why = cause.map(sentences::cause).unwrap_or_default();
            let (name, version) = (package_name(id), out::foreign(id.version()));
            let update = [("name", value(name)), ("version", value(version))];
            say_with(sentence, &[&[("pc", value(&**pc)), ("cause", value(why))][..], &update].concat())
        }
        What::PcEnded { pc, .. } => say_with("record-pc-ended", &[("pc", value(&**pc))]),
    }
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
            text(&Line { time: jiff::Timestamp::UNIX_EPOCH, who: "Ann".into(), what })
        };
        assert_eq!(line(Outcome::Done, None), "pc1: pr-asks 1.1 is in place.");
        let gone = line(Outcome::Failed, Some(Cause::VersionGone));
        assert!(gone.starts_with("pc1: pr-asks 1.1 was not put in place. "), "{gone}");
    }
}
