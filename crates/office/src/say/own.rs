//! What is said of programs that one person of a PC has for themselves.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use patchround_protocol::{
    limits,
    wire::{PersonScan, Scan},
};
use patchround_words::{Value, say, say_with};

use super::cause;
use crate::{app::when, pc_state::PcView, plain::plain};

/// A list is old that was not read anew for so long while its person was there.
const OLD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How an update stands that goes in once its person has signed in.
pub fn waits_for_person(person: Option<&str>) -> String {
    match named(person.unwrap_or_default()) {
        Some(name) => say_with("life-person-away", &[("person", Value::from(name))]),
        None => say("life-somebody-away"),
    }
}

/// What is not known of the programs that people of a PC have for themselves, a sentence each. It leaves open nothing else
/// of the PC.
pub fn unread_of_people(view: &PcView) -> Vec<String> {
    let sources = view.pc.scan.iter().flat_map(|scan| scan.people.iter().map(move |own| (scan, own)));
    let mut said: Vec<String> = sources.filter_map(|(scan, own)| unread(&view.pc.name, own, scan)).collect();
    said.sort();
    said.dedup();
    said
}

fn unread(pc: &str, own: &PersonScan, scan: &Scan) -> Option<String> {
    let person = named(&own.person).unwrap_or_else(|| say("somebody"));
    let values = [("pc", Value::from(pc)), ("person", person.into())];
    match (own.cause, own.refreshed_at) {
        (Some(why), _) => {
            Some(say_with("own-unread", &[&values[..], &[("cause", cause(why).into())]].concat()))
        }
        (None, None) => Some(say_with("own-never-refreshed", &values)),
        (None, Some(since)) => is_old(own, since, scan).then(|| {
            let day = when::day(since.to_zoned(TimeZone::system()).date());
            say_with("own-old", &[&values[..], &[("day", day.into())]].concat())
        }),
    }
}

/// By the PC's own clock. Whoever was away cannot have had their list read.
fn is_old(own: &PersonScan, since: Timestamp, scan: &Scan) -> bool {
    let now = scan.scanned_at.max(own.told_at);
    now.duration_since(own.told_at) <= OLD && now.duration_since(since) > OLD
}

fn named(person: &str) -> Option<String> {
    Some(plain(person, limits::NAME_CHARS)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::{Cause, PcState};

    use super::*;
    use crate::samples;

    #[test]
    fn what_could_not_be_read_of_a_persons_own_programs_is_said_and_leaves_the_pc_as_it_is() {
        let ana = samples::person_scan("1000", "ana");
        let said = |own: PersonScan| {
            let scan = Scan { people: vec![own], ..samples::scan(&[]) };
            let view = PcView { pc: samples::stored_pc("till", Some(scan)), heard: true, working: false };
            assert_eq!(view.state(samples::now()), PcState::UpToDate);
            unread_of_people(&view).join(" ").replace(['\u{2068}', '\u{2069}'], "")
        };
        assert_eq!(said(ana.clone()), "");
        let unread = said(PersonScan { cause: Some(Cause::NoNetwork), ..ana.clone() });
        assert!(unread.contains("ana") && unread.contains(&cause(Cause::NoNetwork)), "{unread}");
        assert!(said(PersonScan { refreshed_at: None, ..ana.clone() }).contains("ana"));
        let nobody = PersonScan { person: String::new(), cause: Some(Cause::Timeout), ..ana };
        assert!(said(nobody).contains("one person"));
    }

    #[test]
    fn a_list_that_was_not_read_anew_for_a_week_while_its_person_was_there_is_said_to_be_old() {
        let now = samples::now();
        let said = |told: i64, read: i64| {
            let (told_at, refreshed_at) = (now - told.hours(), Some(now - read.hours()));
            let own = PersonScan { told_at, refreshed_at, ..samples::person_scan("1000", "ana") };
            let scan = Scan { people: vec![own], scanned_at: now, ..samples::scan(&[]) };
            let view = PcView { pc: samples::stored_pc("till", Some(scan)), heard: true, working: false };
            assert_eq!(view.state(now), PcState::UpToDate);
            unread_of_people(&view).join(" ").replace(['\u{2068}', '\u{2069}'], "")
        };
        let day = when::day((now - 200.hours()).to_zoned(TimeZone::system()).date());
        let old = said(0, 200);
        assert!(["ana", "till", &day].iter().all(|part| old.contains(part)), "{old}");
        assert_eq!(said(24 * 7, 200), old, "they were there within the week");
        assert_eq!(said(0, 24 * 7), "", "a week is not old");
        assert_eq!(said(24 * 7 + 1, 200), "", "they are away");
    }
}
