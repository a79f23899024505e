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

/// An update's name where nothing but its id is known: without the architecture that apt puts behind it.
pub fn package_name(id: &UpdateId) -> String {
    plain(id.native().split(':').next().unwrap_or_default(), limits::LINE_CHARS)
}

/// What a person would call what a source calls so.
pub(crate) fn called(name: &str) -> String {
    if name == SYSTEM_PARTS { say("system-parts") } else { plain(name, limits::NAME_CHARS) }
}

/// As [`called`], where single updates have to be told apart.
pub(crate) fn called_alone(id: &UpdateId, name: &str) -> String {
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
pub(crate) fn called_among(id: &UpdateId, name: Option<&str>, shared: &Shared) -> String {
    match name {
        None => package_name(id),
        Some(name) if name != SYSTEM_PARTS && shared.contains(name) => {
            of_many(called(name), package_name(id))
        }
        Some(name) => called_alone(id, name),
    }
}

fn of_many(name: String, package: String) -> String {
    say_with("record-name-of-many", &[("name", name.into()), ("package", package.into())])
}

/// Which names are shared, of updates as PC, name and id.
pub(crate) fn shared<'a>(all: impl IntoIterator<Item = (&'a str, &'a str, &'a UpdateId)>) -> Shared {
    let mut packages: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for (pc, name, id) in all {
        packages.entry((pc, name)).or_default().insert(id.native());
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
