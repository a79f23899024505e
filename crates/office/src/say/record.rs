//! The record's lines as sentences.

use jiff::Timestamp;
use patchround_feeds::Feed;
use patchround_protocol::{Cause, Outcome, UpdateId, limits};
use patchround_words::{Value, say, say_with};

use super::{
    called::{Shared, called_among},
    cause, directory,
    not_whole::programs,
};
use crate::{
    app::when,
    not_whole::set_up_again,
    others,
    plain::plain,
    store::record::{Flaw, Flawed, Line, What},
};

/// A line of the record. `time` says a moment as the reader is used to; the package is added to a `shared` name.
pub fn record(line: &Line, shared: &Shared, time: &dyn Fn(Timestamp) -> String) -> String {
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
        What::OfficeChanged { office } => {
            say_with("record-office-changed", &[who, ("office", value(&**office))])
        }
        What::RulesChanged => say_with("record-rules-changed", &[who]),
        What::CoolingOff { days } => {
            say_with("record-cooling-off", &[who, ("days", u32::from(*days).into())])
        }
        What::JudgedBy { rules, own } => {
            let rules = super::rule::all(rules, *own);
            say_with("record-judged-by", &[who, ("rules", value(rules))])
        }
        What::ReportMade { month, .. } => say_with(
            "record-report-made",
            &[who, ("month", value(when::month(month.year(), month.number())))],
        ),
        What::Reachable { pc, exposed } => {
            let id = if *exposed { "record-reachable" } else { "record-not-reachable" };
            say_with(id, &[who, ("pc", value(&**pc))])
        }
        What::FeedChosen { feed, is_on, address } => {
            let name = Feed::named(feed).map_or_else(|| plain(feed, limits::NAME_CHARS), super::feeds::name);
            let values = [who, ("feed", value(name))];
            match address {
                _ if !is_on => say_with("record-feed-off", &values),
                None => say_with("record-feed-on", &values),
                Some(from) => {
                    say_with("record-feed-from", &[&values[..], &[("address", value(&**from))]].concat())
                }
            }
        }
        What::PcUsedBy { .. }
        | What::PcShared { .. }
        | What::PcUsedByNobody { .. }
        | What::StandInChosen { .. }
        | What::NoStandIn
        | What::Away { .. }
        | What::Back
        | What::CanChangeEverything { .. }
        | What::CanNoLonger { .. } => directory::record(line),
        What::Held { package, why, until } => {
            let values =
                [("package", value(&**package)), ("why", value(&**why)), ("until", value(time(*until)))];
            say_with("record-held", &[&[who][..], &values].concat())
        }
        What::Excepted { package, pcs, why, instead, until } => {
            let values =
                [("package", value(&**package)), ("why", value(&**why)), ("until", value(time(*until)))];
            let values = [&[who, ("instead", value(&**instead))][..], &values].concat();
            match pcs.join(", ") {
                pcs if pcs.is_empty() => say_with("record-excepted-everywhere", &values),
                pcs => say_with("record-excepted", &[&values[..], &[("pcs", value(pcs))]].concat()),
            }
        }
        What::ExceptionEnded { package, pcs } => {
            let values = [who, ("package", value(&**package))];
            match pcs.join(", ") {
                pcs if pcs.is_empty() => say_with("record-exception-ended", &values),
                pcs => say_with("record-exception-ended-on", &[&values[..], &[("pcs", value(pcs))]].concat()),
            }
        }
        What::Released { package } => say_with("record-released", &[who, ("package", value(&**package))]),
        What::Paused { until } => say_with("record-paused", &[who, ("until", value(time(*until)))]),
        What::Resumed => say_with("record-resumed", &[who]),
        What::RulesOlder { pc } => say_with("record-rules-older", &[("pc", value(&**pc))]),
        What::PcPutBack { pc } => say_with("record-pc-put-back", &[("pc", value(&**pc))]),
        What::PcLogChanged { pc } => say_with("record-pc-log-changed", &[("pc", value(&**pc))]),
        What::PcNotesLost { pc, lines } => {
            say_with("notice-notes-lost", &[("pc", value(&**pc)), ("lines", (*lines).into())])
        }
        What::RecordShortened { lines, .. } => {
            say_with("record-shortened", &[("lines", u32::try_from(*lines).unwrap_or(u32::MAX).into())])
        }
        What::RecordChanged => say("record-changed"),
        What::ByItself { pc, id, name, at, outcome, cause: because, there } => {
            let sentence = match outcome {
                _ if *there => "record-by-itself-not-whole",
                Outcome::Done => "record-by-itself",
                Outcome::NeedsRestart => "record-by-itself-restart",
                _ => "record-by-itself-not",
            };
            let why = because.map(cause).unwrap_or_default();
            let (name, version) = named(id, name.as_deref(), shared);
            let values = [("pc", value(&**pc)), ("at", value(time(*at))), ("cause", value(why))];
            say_with(sentence, &[&values[..], &[("name", value(name)), ("version", value(version))]].concat())
        }
        What::RestartedByItself { pc, at } => {
            say_with("record-restarted-by-itself", &[("pc", value(&**pc)), ("at", value(time(*at)))])
        }
        What::RepairedByItself { pc, at } => {
            say_with("record-repaired-by-itself", &[("pc", value(&**pc)), ("at", value(time(*at)))])
        }
        What::NotRestartedByItself { pc, at, cause: because, .. } => {
            let why = ("cause", value(because.map(cause).unwrap_or_default()));
            say_with("record-not-restarted-by-itself", &[("pc", value(&**pc)), ("at", value(time(*at))), why])
        }
        What::NotRepairedByItself { pc, at, cause: because, .. } => {
            let why = ("cause", value(because.map(cause).unwrap_or_default()));
            say_with("record-not-repaired-by-itself", &[("pc", value(&**pc)), ("at", value(time(*at))), why])
        }
        What::PersonAsked { .. }
        | What::PersonAnswered { .. }
        | What::ObjectionAnswered { .. }
        | What::SaidWrong { .. }
        | What::StoppedForPeople { .. }
        | What::WrongAnswered { .. }
        | What::StandInHasIt { .. }
        | What::AnswerLate { .. }
        | What::PersonWrote { .. }
        | What::NoteDone { .. } => super::people::record(&line.what, &line.who, time),
        What::RoundAgreed { updates, pcs, begins: None, .. } => {
            say_with("record-round-agreed", &[who, ("updates", number(*updates)), ("pcs", number(*pcs))])
        }
        What::RoundAgreed { updates, pcs, begins: Some(begins), .. } => {
            let begins = ("begins", value(time(*begins)));
            let values = [who, ("updates", number(*updates)), ("pcs", number(*pcs)), begins];
            say_with("record-round-agreed-later", &values)
        }
        What::TriedAgain { updates, pcs, .. } => {
            say_with("record-tried-again", &[("updates", number(*updates)), ("pcs", number(*pcs))])
        }
        What::FirstChosen { pc, pcs, .. } => {
            say_with("record-first-chosen", &[("pc", value(&**pc)), ("pcs", number(*pcs))])
        }
        What::FirstDone { pc, pcs, .. } => {
            say_with("record-first-done", &[("pc", value(&**pc)), ("pcs", number(*pcs))])
        }
        What::FirstFailed { pc, pcs, .. } => {
            say_with("record-first-failed", &[("pc", value(&**pc)), ("pcs", number(*pcs))])
        }
        What::OrderTaken { pc, .. } => say_with("record-order-taken", &[("pc", value(&**pc))]),
        What::OrderedByOthers { by, updates, pcs, .. } => {
            others::said("record-ordered-by-others", by.iter().map(Option::as_deref), *updates, *pcs)
        }
        What::OrderWaits { pc, until, .. } => {
            say_with("record-order-waits", &[("pc", value(&**pc)), ("until", value(time(*until)))])
        }
        What::WakeAsked { pc, by, round } => {
            let sentence = if round.is_some() { "record-woken-for-order" } else { "record-wake-asked" };
            say_with(sentence, &[who, ("pc", value(&**pc)), ("by", value(&**by))])
        }
        What::OrderWithdrawn { pc, .. } => say_with("record-order-withdrawn", &[("pc", value(&**pc))]),
        What::UpdateEnded { pc, id, name, outcome, cause: because, there, .. } => {
            let sentence = match outcome {
                _ if *there => "record-update-not-whole",
                Outcome::Done => "record-update-done",
                Outcome::NeedsRestart => "record-update-needs-restart",
                Outcome::Waiting if *because == Some(Cause::PersonAway) => "record-update-waits",
                _ => "record-update-ended",
            };
            let why = because.map(cause).unwrap_or_default();
            let (name, version) = named(id, name.as_deref(), shared);
            let update = [("name", value(name)), ("version", value(version))];
            say_with(sentence, &[&[("pc", value(&**pc)), ("cause", value(why))][..], &update].concat())
        }
        What::RepairAgreed { pc, begins, not_whole, .. } => {
            let set_up = set_up_again(not_whole);
            let sentence = match (&set_up, begins) {
                (None, None) => "record-repair-agreed",
                (None, Some(_)) => "record-repair-agreed-later",
                (Some(_), None) => "record-set-up-agreed",
                (Some(_), Some(_)) => "record-set-up-agreed-later",
            };
            let names = ("names", value(programs(&set_up.unwrap_or_default())));
            let begins = ("begins", value(begins.map(time).unwrap_or_default()));
            say_with(sentence, &[who, ("pc", value(&**pc)), begins, names])
        }
        What::RepairEnded { pc, outcome, cause: because, not_whole, .. } => {
            let set_up = set_up_again(not_whole);
            let sentence = match (&set_up, outcome) {
                (None, Outcome::Done) => "record-repaired",
                (None, _) => "record-repaired-not",
                (Some(_), Outcome::Done) => "record-set-up",
                (Some(_), _) => "record-set-up-not",
            };
            let names = ("names", value(programs(&set_up.unwrap_or_default())));
            let why = ("cause", value(because.map(cause).unwrap_or_default()));
            say_with(sentence, &[("pc", value(&**pc)), why, names])
        }
        What::RestartAgreed { pc, off, begins, .. } => {
            let sentence = match (off, begins) {
                (false, None) => "record-restart-agreed",
                (false, Some(_)) => "record-restart-agreed-later",
                (true, None) => "record-off-agreed",
                (true, Some(_)) => "record-off-agreed-later",
            };
            let begins = ("begins", value(begins.map(time).unwrap_or_default()));
            say_with(sentence, &[who, ("pc", value(&**pc)), begins])
        }
        What::RestartEnded { pc, off, outcome, cause: because, .. } => {
            let sentence = match (outcome, off) {
                (Outcome::Done, false) => "record-restarted",
                (Outcome::Done, true) => "record-switched-off",
                _ => "record-restart-not",
            };
            let why = ("cause", value(because.map(cause).unwrap_or_default()));
            say_with(sentence, &[("pc", value(&**pc)), why])
        }
        What::FirmwareAgreed { pc, id, name, .. } => {
            let (name, version) = named(id, name.as_deref(), shared);
            let more = [("name", value(name)), ("version", value(version)), ("pc", value(&**pc))];
            say_with("record-firmware-agreed", &[&[who][..], &more].concat())
        }
        What::UndoAgreed { pc, id, name, why, until, .. } => {
            let (name, version) = named(id, name.as_deref(), shared);
            let more = [("name", value(name)), ("version", value(version)), ("why", value(&**why))];
            let values = [who, ("pc", value(&**pc)), ("until", value(time(*until)))];
            say_with("record-undo-agreed", &[&values[..], &more].concat())
        }
        What::WentBack { pc, id, name, outcome, cause: because, .. } => {
            let sentence =
                if *outcome == Outcome::Done { "record-went-back" } else { "record-went-back-not" };
            say_with(sentence, &way_back(pc, id, name.as_deref(), *because, shared))
        }
        What::ReleaseAgreed { pc, id, name, .. } => {
            let values = way_back(pc, id, name.as_deref(), None, shared);
            say_with("record-release-agreed", &[&[who][..], &values].concat())
        }
        What::LetGo { pc, id, name, outcome, cause: because, .. } => {
            let sentence = if *outcome == Outcome::Done { "record-let-go" } else { "record-let-go-not" };
            say_with(sentence, &way_back(pc, id, name.as_deref(), *because, shared))
        }
        What::LetGoByItself { pc, id, name, at } => {
            let values = way_back(pc, id, name.as_deref(), None, shared);
            say_with("record-let-go-by-itself", &[&[("at", value(time(*at)))][..], &values].concat())
        }
        What::PcEnded { pc, outcome, .. } => {
            let sentence = match outcome {
                Outcome::Done => "record-pc-done",
                Outcome::Waiting => "record-pc-waiting",
                Outcome::NeedsRestart => "record-pc-needs-restart",
                _ => "record-pc-not-done",
            };
            say_with(sentence, &[("pc", value(&**pc))])
        }
    }
}

/// The values of a line about a version that a PC went back to.
fn way_back(
    pc: &str,
    id: &UpdateId,
    name: Option<&str>,
    because: Option<Cause>,
    shared: &Shared,
) -> [(&'static str, Value<'static>); 4] {
    let (name, version) = named(id, name, shared);
    let why = because.map(super::cause_of_undo).unwrap_or_default();
    [("pc", value(pc.to_owned())), ("name", value(name)), ("version", value(version)), ("cause", value(why))]
}

/// What is wrong with the record, and what to do. `time` as in [`record`].
pub fn flaw(flaw: &Flaw, time: &dyn Fn(Timestamp) -> String) -> String {
    let sentence = match flaw.how {
        Flawed::Changed => "record-flaw-changed",
        Flawed::Shortened => "record-flaw-shortened",
    };
    say_with(sentence, &[("from", value(time(flaw.from))), ("until", value(time(flaw.until)))])
}

/// What a person calls an update, and its version.
fn named(id: &UpdateId, name: Option<&str>, shared: &Shared) -> (String, String) {
    let version = plain(id.version(), limits::LINE_CHARS);
    (called_among(id, name, shared, None), version)
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

    fn line(id: &str, name: Option<&str>, outcome: Outcome, cause: Option<Cause>) -> Line {
        let round = "0192a5a4-7a2e-7000-8000-000000000000".parse().unwrap();
        let (pc, id, name) = ("pc1".to_owned(), id.parse().unwrap(), name.map(str::to_owned));
        let what = What::UpdateEnded { round, pc, id, name, outcome, cause, there: false };
        Line { time: Timestamp::UNIX_EPOCH, who: "Ann".into(), what }
    }

    fn said(record: &[Line]) -> Vec<String> {
        let shared = super::super::shared_names(record);
        record.iter().map(|line| super::record(line, &shared, &|at| at.to_string())).collect()
    }

    #[test]
    fn a_person_reads_an_updates_name_and_version_not_its_id() {
        let all = [
            line("apt:firefox-esr:amd64@1.1", Some("Firefox"), Outcome::Done, None),
            line("apt:pr-asks:all@1.1", Some("Asks"), Outcome::Failed, Some(Cause::VersionGone)),
        ];
        let said = said(&all);
        assert_eq!(said[0], "pc1: Firefox 1.1 is in place.");
        assert!(said[1].starts_with("pc1: Asks 1.1 was not put in place. "), "{}", said[1]);
    }

    #[test]
    fn what_is_there_and_not_whole_is_not_called_missing_and_what_waits_for_a_restart_not_in_use() {
        let mut not_whole =
            line("dnf:a.noarch@1.1-1", Some("A"), Outcome::Failed, Some(Cause::PackageScriptFailed));
        let What::UpdateEnded { there, .. } = &mut not_whole.what else { panic!("{not_whole:?}") };
        *there = true;
        let at = Timestamp::UNIX_EPOCH;
        let What::UpdateEnded { pc, id, name, outcome, cause, there, .. } = not_whole.what.clone() else {
            panic!("{not_whole:?}")
        };
        let by_itself = What::ByItself { pc, id, name, at, outcome, cause, there };
        let by_itself = Line { what: by_itself, ..not_whole.clone() };
        let restart =
            line("dnf:b.noarch@2-1", Some("B"), Outcome::NeedsRestart, Some(Cause::RestartToFinish));
        let kept = serde_json::to_string(&not_whole).unwrap();
        let said = said(&[serde_json::from_str(&kept).unwrap(), by_itself, restart]);
        for said in &said[..2] {
            assert!(said.contains("A set-up step of the update itself failed"), "{said}");
            assert!(said.contains("updated again") && !said.contains("not put"), "{said}");
        }
        assert!(said[0].starts_with("pc1: A 1.1-1 is there. "), "{}", said[0]);
        assert_eq!(said[2], "pc1: B 2-1 went in. It is in use only once the PC has been restarted.");
    }

    #[test]
    fn a_line_of_the_record_from_before_names_were_kept_says_its_package() {
        let old = r#"{"time":"2026-11-23T10:00:00Z","who":"Ann","what":"update_ended","pc":"pc1","cause":null,
            "round":"0192a5a4-7a2e-7000-8000-000000000000","id":"apt:pr-asks:all@1.1","outcome":"done"}"#;
        assert_eq!(said(&[serde_json::from_str(old).unwrap()]), ["pc1: pr-asks 1.1 is in place."]);
    }

    #[test]
    fn the_package_is_in_brackets_only_where_several_have_the_same_name() {
        let part = |id| line(id, Some("System parts"), Outcome::Done, None);
        let again = line("apt:firefox:amd64@1.2", Some("Firefox"), Outcome::Done, None);
        let all = [part("apt:libssl3:amd64@3"), part("apt:zlib1g:amd64@1"), again.clone(), again];
        let said = said(&all);
        assert_eq!(said[0], "pc1: System parts (libssl3) 3 is in place.");
        assert_eq!(said[1], "pc1: System parts (zlib1g) 1 is in place.");
        assert_eq!(said[2], "pc1: Firefox 1.2 is in place.");
    }

    #[test]
    fn a_pc_of_which_not_everything_went_in_is_not_said_to_be_done() {
        let ended = |outcome| {
            let round = "0192a5a4-7a2e-7000-8000-000000000000".parse().unwrap();
            let what = What::PcEnded { round, pc: "pc1".into(), outcome };
            said(&[Line { time: Timestamp::UNIX_EPOCH, who: "Ann".into(), what }]).remove(0)
        };
        assert_eq!(ended(Outcome::Done), "pc1 is done.");
        assert_eq!(ended(Outcome::NeedsRestart), "pc1 is done and needs a restart.");
        assert_eq!(ended(Outcome::Waiting), "pc1 is not done: something still waits.");
        for outcome in [Outcome::Failed, Outcome::NeedsPerson, Outcome::Unreachable, Outcome::Cancelled] {
            assert_eq!(ended(outcome), "pc1 is not done: not everything went in.", "{outcome:?}");
        }
    }

    #[test]
    fn a_repair_and_a_restart_that_did_not_work_say_who_wanted_them_and_why_not() {
        let round = "0192a5a4-7a2e-7000-8000-000000000000".parse().unwrap();
        let (pc, at, cause) = (|| "pc1".to_owned(), Timestamp::UNIX_EPOCH, Some(Cause::DiskFull));
        let outcome = Outcome::Failed;
        let all = [
            What::RepairAgreed { round, pc: pc(), begins: None, not_whole: Vec::new() },
            What::RepairAgreed { round, pc: pc(), begins: Some(at), not_whole: Vec::new() },
            What::RepairEnded { round, pc: pc(), outcome: Outcome::Done, cause: None, not_whole: Vec::new() },
            What::RepairEnded { round, pc: pc(), outcome, cause, not_whole: Vec::new() },
            What::NotRepairedByItself { pc: pc(), at, outcome, cause },
            What::NotRestartedByItself { pc: pc(), at, outcome, cause },
        ];
        let said = said(&all.map(|what| Line { time: at, who: "Ann".into(), what }));
        assert_eq!(said[0], "Ann agreed that pc1 finishes what was interrupted.");
        assert!(said[1].ends_with("not before 1970-01-01T00:00:00Z."), "{}", said[1]);
        assert_eq!(said[2], "pc1 finished what was interrupted.");
        let why = super::cause(Cause::DiskFull);
        for not in &said[3..] {
            assert!(not.ends_with(&why), "{not}");
        }
    }
}
