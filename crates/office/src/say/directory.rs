//! The people of the office in sentences, and who can change everything on a PC.

use patchround_protocol::accounts::Accounts;
use patchround_words::{Value, say, say_with};

use crate::{
    app::when,
    people::InCharge,
    store::record::{Line, What},
};

/// A line of the record about people.
pub(super) fn record(line: &Line) -> String {
    let who = ("who", value(&line.who));
    match &line.what {
        What::PcUsedBy { pc, person } => {
            say_with("record-pc-used-by", &[who, ("pc", value(pc)), ("person", value(person))])
        }
        What::PcShared { pc } => say_with("record-pc-shared", &[who, ("pc", value(pc))]),
        What::PcUsedByNobody { pc } => say_with("record-pc-used-by-nobody", &[who, ("pc", value(pc))]),
        What::StandInChosen { name } => say_with("record-stand-in", &[who, ("name", value(name))]),
        What::NoStandIn => say_with("record-no-stand-in", &[who]),
        What::Away { from, until, stand_in } => {
            let days = [("from", when::day(*from).into()), ("until", when::day(*until).into())];
            say_with("record-away", &[&[who, ("name", value(stand_in))][..], &days].concat())
        }
        What::Back => say_with("record-back", &[who]),
        What::CanChangeEverything { pc, names, more } => accounts("record-can-change", pc, names, *more),
        What::CanNoLonger { pc, names, more } => accounts("record-can-no-longer", pc, names, *more),
        _ => String::new(),
    }
}

fn accounts(id: &str, pc: &str, names: &[String], more: u32) -> String {
    let count = u32::try_from(names.len()).unwrap_or(u32::MAX).saturating_add(more);
    say_with(id, &[("pc", value(pc)), ("names", and_more(names, more).into()), ("count", count.into())])
}

/// Names in a row, and how many more there are.
pub(super) fn and_more(names: &[String], more: u32) -> String {
    let first = names.join(", ");
    if more == 0 { first } else { say_with("names-more", &[("names", first.into()), ("count", more.into())]) }
}

/// Names that one sentence says, at most.
const NAMES: usize = 8;

/// Who can change everything on a PC, why that matters, and what to do: a sentence each. `None` where it is not known.
pub fn who_can_change(accounts: &Accounts) -> Vec<String> {
    let (can, people) = (accounts.people_who_can(), accounts.people);
    let count = |count: usize| Value::from(u32::try_from(count).unwrap_or(u32::MAX));
    let named = |names: &[String]| {
        let more = u32::try_from(names.len().saturating_sub(NAMES)).unwrap_or(u32::MAX);
        and_more(&names[..names.len().min(NAMES)], more)
    };
    let how_many = || say_with("can-change", &[("count", count(can)), ("all", people.into())]);
    let mut said = vec![if (can, people) == (1, 1) { say("can-change-only") } else { how_many() }];
    if !accounts.administrators.is_empty() {
        said.push(say_with("can-change-names", &[("names", named(&accounts.administrators).into())]));
    }
    if !accounts.by_group.is_empty() {
        let member = |m: &patchround_protocol::accounts::ByGroup| {
            say_with("can-change-member", &[("name", value(&m.name)), ("group", value(&m.group))])
        };
        let members: Vec<String> = accounts.by_group.iter().map(member).collect();
        said.push(say_with("can-change-by-group", &[("names", named(&members).into())]));
    }
    if !accounts.masters.is_empty() {
        said.push(say_with("can-change-masters", &[("names", named(&accounts.masters).into())]));
    }
    if can > 0 {
        said.extend([say("can-change-why"), say("can-change-next")]);
    }
    said
}

/// Who is in charge today, and for whom they stand in.
pub fn in_charge(now: &InCharge) -> String {
    let name = ("person", value(&now.name));
    match (&now.instead_of, now.until) {
        (Some(away), Some(until)) => {
            let until = ("until", when::day(until).into());
            say_with("in-charge-instead", &[name, ("away", value(away)), until])
        }
        _ => say_with("in-charge", &[name]),
    }
}

fn value(text: &str) -> Value<'static> {
    Value::from(text.to_owned())
}

#[cfg(test)]
mod tests {
    use patchround_protocol::accounts::ByGroup;

    use super::*;

    fn said(administrators: &[&str], by_group: &[&str], masters: &[&str]) -> Vec<String> {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let member = |name: String| ByGroup { name, group: "docker".into() };
        who_can_change(&Accounts {
            people: 5,
            administrators: own(administrators),
            masters: own(masters),
            by_group: own(by_group).into_iter().map(member).collect(),
        })
    }

    #[test]
    fn how_many_people_can_change_everything_comes_first_then_who_why_and_what_to_do() {
        let all = said(&["ana", "bo"], &["cy"], &["root"]);
        assert_eq!(all[0], "3 of 5 people can change everything on this PC.");
        assert_eq!(all[1], "They may do so: ana, bo.");
        assert_eq!(all[2], "They can do so by way of a group: cy (docker).");
        assert!(all[3].ends_with("root.") && all.len() == 6, "{all:?}");
        assert!(all[4].contains("bad program") && all[5].contains("for updates"), "{all:?}");
    }

    #[test]
    fn where_nobody_can_nobody_is_told_what_to_do_about_it() {
        assert_eq!(said(&[], &[], &[]), ["Nobody who uses this PC can change everything on it."]);
    }

    #[test]
    fn of_many_names_the_first_are_said_and_the_others_counted() {
        let names: Vec<String> = (0..12).map(|n| format!("a{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(said(&names, &[], &[])[1].ends_with("a7 and 4 more."), "{:?}", said(&names, &[], &[]));
    }
}
