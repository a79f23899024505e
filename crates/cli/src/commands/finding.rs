//! `find`: who is on the network.

use std::time::Duration;

use patchround_office::{
    Error, Office,
    around::{self, Around, By, Found, Hearing, Kind, Other, Plan},
};
use patchround_words::{say, say_with};
use serde::Serialize;

use super::Place;
use crate::{
    exit::Exit,
    out,
    sentence::{number, value},
};

/// Other things that are named; a large office has many printers and phones.
const THINGS: usize = 8;

/// How to search.
#[derive(Clone, Copy)]
pub(super) struct Search {
    pub(super) seconds: u64,
    pub(super) everywhere: bool,
    pub(super) json: bool,
}

impl Search {
    /// Looks around; asking every address is said to a person before it begins.
    pub(super) async fn look(self, office: &Office) -> Result<Around, Error> {
        let plan = self.everywhere.then(around::everywhere);
        plan.iter().filter(|_| !self.json).for_each(announce);
        office.look_around(Duration::from_secs(self.seconds), plan).await
    }
}

/// What other programs read.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Report<'a> {
    search: &'static str,
    kept_apart: Option<bool>,
    pcs: Vec<Helper<'a>>,
    computers: Vec<Without>,
    things: Vec<Without>,
    cannot_tell: Vec<Without>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Helper<'a> {
    addresses: Vec<String>,
    instance: Option<&'a str>,
    pairing: Option<bool>,
    ours: bool,
    pc: Option<&'a str>,
    this_computer: bool,
    found_by: &'static str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Without {
    addresses: Vec<String>,
    name: Option<String>,
    router: bool,
}

pub(super) async fn find(at: &Place, search: Search) -> anyhow::Result<Exit> {
    let office = match at.open() {
        Err(Error::Held(_)) => Office::open_to_read(&at.dir)?,
        other => other?,
    };
    let around = search.look(&office).await?;
    if search.json {
        out::json(&report(&around));
        return Ok(Exit::Done);
    }
    around.helpers.iter().for_each(|found| out::line(&helper(found)));
    if is_none_found(&around.helpers) {
        out::line(&say("found-none"));
        out::line(&say(if search.everywhere { "found-none-everywhere" } else { "found-none-next" }));
    }
    tell_others(&around.others);
    obstacles(&around).for_each(|(_, said)| out::aside(&said));
    Ok(Exit::Done)
}

/// Whether nobody is there but this computer itself. A PC of the office counts wherever it is.
fn is_none_found(helpers: &[Found]) -> bool {
    helpers.iter().all(|found| found.this_computer && !found.ours)
}

/// Why something that is there may not have been found: a word for other programs, and the sentence.
pub(super) fn obstacles(around: &Around) -> impl Iterator<Item = (&'static str, String)> {
    let deaf = match around.hearing {
        Hearing::Works => None,
        Hearing::NoNetwork => Some(("no_network", "search-no-network")),
        Hearing::PortTaken => Some(("port_taken", "search-port-taken")),
        Hearing::Public => Some(("public_network", "search-public")),
        Hearing::NotAllowed => Some(("not_allowed", "search-not-allowed")),
        Hearing::Silent => Some(("silent", "search-silent")),
    };
    let apart = around.kept_apart.filter(|apart| *apart).map(|_| ("kept_apart", "kept-apart"));
    [deaf, apart].into_iter().flatten().map(|(kind, id)| (kind, say(id)))
}

/// The address that lasts longest.
pub(super) fn address(found: &Found) -> String {
    found.addresses.first().map(ToString::to_string).unwrap_or_default()
}

fn announce(plan: &Plan) {
    if plan.addresses.is_empty() {
        out::aside(&say("probe-nowhere"));
    } else {
        let networks = value(plan.networks.join(", "));
        let values = [("count", number(plan.addresses.len())), ("networks", networks)];
        out::aside(&say_with("probe-begins", &values));
    }
    if !plan.left_out.is_empty() {
        out::aside(&say_with("probe-left-out", &[("networks", value(plan.left_out.join(", ")))]));
    }
}

fn helper(found: &Found) -> String {
    let address = ("address", value(address(found)));
    match (&found.pc, found.ours) {
        (Some(pc), _) if found.this_computer => say_with("found-this-ours", &[address, ("pc", value(&**pc))]),
        _ if found.this_computer => say_with("found-this", &[address]),
        (Some(pc), _) => say_with("found-ours", &[address, ("pc", value(&**pc))]),
        (None, true) => say_with("found-ours-unnamed", &[address]),
        (None, false) if found.pairing == Some(true) => say_with("found-pairing", &[address]),
        (None, false) => say_with("found-other", &[address]),
    }
}

fn tell_others(others: &[Other]) {
    let of = |kind| others.iter().filter(move |other| other.kind == kind).collect::<Vec<_>>();
    let computers = of(Kind::Computer);
    if !computers.is_empty() {
        out::line(&say_with("found-computers", &[("count", number(computers.len()))]));
        computers.iter().for_each(|other| out::line(&format!("  {}", describe(other))));
        out::line(&say("found-computers-next"));
    }
    fold("found-things", &of(Kind::Thing));
    fold("found-unclear", &of(Kind::CannotTell));
}

/// What is not looked after in any case: the first few, and how many more.
fn fold(id: &str, others: &[&Other]) {
    if others.is_empty() {
        return;
    }
    out::line(&say_with(id, &[("count", number(others.len()))]));
    let mut names = others.iter().take(THINGS).map(|other| describe(other)).collect::<Vec<_>>().join(", ");
    if let Some(more) = others.len().checked_sub(THINGS).filter(|more| *more > 0) {
        names = say_with("names-more", &[("names", value(names)), ("count", number(more))]);
    }
    out::line(&format!("  {names}"));
}

fn describe(other: &Other) -> String {
    let address = other.addresses.iter().next().map(ToString::to_string).unwrap_or_default();
    let name = if other.router { Some(say("found-router")) } else { other.name.as_deref().map(out::foreign) };
    name.map_or_else(|| address.clone(), |name| format!("{address} ({name})"))
}

fn report(around: &Around) -> Report<'_> {
    let of = |kind| around.others.iter().filter(move |other| other.kind == kind).map(without).collect();
    Report {
        search: match around.hearing {
            Hearing::Works => "works",
            Hearing::NoNetwork => "no_network",
            Hearing::PortTaken => "port_taken",
            Hearing::Public => "public_network",
            Hearing::NotAllowed => "not_allowed",
            Hearing::Silent => "silent",
        },
        kept_apart: around.kept_apart,
        pcs: around.helpers.iter().map(as_json).collect(),
        computers: of(Kind::Computer),
        things: of(Kind::Thing),
        cannot_tell: of(Kind::CannotTell),
    }
}

fn as_json(found: &Found) -> Helper<'_> {
    Helper {
        addresses: found.addresses.iter().map(ToString::to_string).collect(),
        instance: found.instance.as_deref(),
        pairing: found.pairing,
        ours: found.ours,
        pc: found.pc.as_deref(),
        this_computer: found.this_computer,
        found_by: match found.by {
            By::LastAddress => "last_address",
            By::Announcement => "announcement",
            By::Name => "name",
            By::Probe => "probe",
        },
    }
}

fn without(other: &Other) -> Without {
    Without {
        addresses: other.addresses.iter().map(ToString::to_string).collect(),
        name: other.name.as_deref().map(out::foreign),
        router: other.router,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(this_computer: bool, pc: Option<&str>) -> Found {
        Found {
            addresses: vec!["127.0.0.1:7443".parse().unwrap()],
            instance: None,
            pairing: None,
            ours: pc.is_some(),
            pc: pc.map(str::to_owned),
            this_computer,
            by: By::LastAddress,
        }
    }

    #[test]
    fn a_pc_of_the_office_that_was_just_listed_is_not_denied_though_it_is_on_this_computer() {
        assert!(is_none_found(&[]));
        assert!(is_none_found(&[found(true, None)]));
        assert!(!is_none_found(&[found(true, None), found(true, Some("till"))]));
        assert!(!is_none_found(&[found(false, None)]));
        assert_eq!(
            helper(&found(true, Some("till"))),
            "127.0.0.1:7443: till of this office, on this computer"
        );
    }
}
