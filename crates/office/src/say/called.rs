//! What a person calls an update.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{UpdateId, ids::PackageName, limits, update::SYSTEM_PARTS};
use patchround_words::{say, say_with};

use crate::{
    plain::plain,
    store::record::{Line, What},
};

/// Names that stand for several packages of one PC: there the package has to be said.
pub type Shared = BTreeSet<String>;

/// An update's name where nothing but its id is known: without the architecture that apt puts behind it, and without
/// the account of whose own program it is.
pub fn package_name(id: &UpdateId) -> String {
    plain(id.in_session().native().split(':').next().unwrap_or_default(), limits::LINE_CHARS)
}

/// "for ana only", of an update of one person's own program. The name of their account is in the scan that offers it.
pub fn whose(id: &UpdateId, person: Option<&str>) -> Option<String> {
    id.person()?;
    let person = person.map(|name| plain(name, limits::NAME_CHARS)).filter(|name| !name.is_empty());
    Some(
        person.map_or_else(
            || say("for-one-person"),
            |person| say_with("for-person", &[("person", person.into())]),
        ),
    )
}

/// A name with whose it is, where it is one person's own program.
pub fn for_whom(name: String, id: &UpdateId, person: Option<&str>) -> String {
    match whose(id, person) {
        None => name,
        Some(whose) => say_with("name-for", &[("name", name.into()), ("whose", whose.into())]),
    }
}

/// What a person would call what a source calls so.
pub(crate) fn called(name: &str) -> String {
    if name == SYSTEM_PARTS { say("system-parts") } else { plain(name, limits::NAME_CHARS) }
}

/// As [`called`], where single updates have to be told apart. `person` is the account that [`whose`] names.
pub(crate) fn called_alone(id: &UpdateId, name: &str, person: Option<&str>) -> String {
    for_whom(alone(id, name), id, person)
}

fn alone(id: &UpdateId, name: &str) -> String {
    if name != SYSTEM_PARTS {
        return called(name);
    }
    say_with("system-parts-one", &[("package", package_name(id).into())])
}

/// As it has to be for what is signed: with the package wherever the name does not say it.
pub(crate) fn called_exactly(package: &PackageName, name: &str) -> String {
    let (called, package) = (called(name), plain(package.as_str(), limits::NAME_CHARS));
    if called.to_lowercase() == package { called } else { of_many(called, package) }
}

/// As [`called_alone`], in a list that has these shared names, and where a name may not be known.
pub(crate) fn called_among(
    id: &UpdateId,
    name: Option<&str>,
    shared: &Shared,
    person: Option<&str>,
) -> String {
    let called = match name {
        None => package_name(id),
        Some(name) if name != SYSTEM_PARTS && shared.contains(name) => {
            of_many(called(name), package_name(id))
        }
        Some(name) => alone(id, name),
    };
    for_whom(called, id, person)
}

fn of_many(name: String, package: String) -> String {
    say_with("record-name-of-many", &[("name", name.into()), ("package", package.into())])
}

/// Which names are shared, of updates as PC, name and id. What several people have of one program is one package: whose
/// it is tells one from the other.
pub(crate) fn shared<'a>(all: impl IntoIterator<Item = (&'a str, &'a str, &'a UpdateId)>) -> Shared {
    let mut packages: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
    for (pc, name, id) in all {
        packages.entry((pc, name)).or_default().insert(id.in_session().native().to_owned());
    }
    let shared = packages.into_iter().filter(|(_, packages)| packages.len() > 1);
    shared.map(|((_, name), _)| name.to_owned()).collect()
}

/// Which names are shared in the record.
pub fn shared_names(record: &[Line]) -> Shared {
    shared(record.iter().filter_map(|line| match &line.what {
        What::ByItself { pc, id, name: Some(name), .. }
        | What::UpdateEnded { pc, id, name: Some(name), .. } => Some((&**pc, &**name, id)),
        _ => None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        text.replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn one_program_for_the_whole_pc_and_for_two_people_has_three_names_and_no_number_in_them() {
        let of_pc: UpdateId = "flatpak:app/org.lab.Notes/x86_64/stable@ab".parse().unwrap();
        let [ana, bo] = ["1000", "1001"].map(|account| of_pc.of_person(account).unwrap());
        let all = [(&of_pc, None), (&ana, Some("ana")), (&bo, None)];
        let shared = shared(all.iter().map(|(id, _)| ("till", "Notes", *id)));
        assert!(shared.is_empty(), "{shared:?}");
        let names = all.map(|(id, person)| said(&called_among(id, Some("Notes"), &shared, person)));
        assert_eq!(names, ["Notes", "Notes (for ana only)", "Notes (for one person only)"]);
        assert_eq!(said(&called_alone(&ana, "Notes", Some("\u{1b}\u{202e}"))), "Notes (for one person only)");
        let unknown = said(&called_among(&ana, None, &shared, Some("ana")));
        assert_eq!(unknown, "app/org.lab.Notes/x86_64/stable (for ana only)");
    }
}
