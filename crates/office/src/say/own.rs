//! What is said of programs that one person of a PC has for themselves.

use patchround_protocol::{limits, wire::PersonScan};
use patchround_words::{Value, say, say_with};

use super::cause;
use crate::{pc_state::PcView, plain::plain};

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
    let sources = view.pc.scan.iter().flat_map(|scan| &scan.people);
    let mut said: Vec<String> = sources.filter_map(|own| unread(&view.pc.name, own)).collect();
    said.sort();
    said.dedup();
    said
}

fn unread(pc: &str, own: &PersonScan) -> Option<String> {
    let person = named(&own.person).unwrap_or_else(|| say("somebody"));
    let values = [("pc", Value::from(pc)), ("person", person.into())];
    match (own.cause, own.refreshed_at) {
        (Some(why), _) => {
            Some(say_with("own-unread", &[&values[..], &[("cause", cause(why).into())]].concat()))
        }
        (None, None) => Some(say_with("own-never-refreshed", &values)),
        (None, Some(_)) => None,
    }
}

fn named(person: &str) -> Option<String> {
    Some(plain(person, limits::NAME_CHARS)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use patchround_protocol::{Cause, PcState, wire::Scan};

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
}
