//! `code`, `find`, `add`, `remove`, `rename`.

use std::time::Duration;

use jiff::Timestamp;
use patchround_office::{
    Error, Office,
    names::Address,
    pair::{Hint, Joined},
    store::pcs::StoredPc,
};
use patchround_protocol::PcId;
use patchround_words::{say, say_with};
use serde::Serialize;

use super::Place;
use crate::{exit::Exit, out, sentence::value};

/// A pairing code as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Made<'a> {
    code: &'a str,
    expires: Timestamp,
}

/// A PC that has just joined as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct New {
    id: PcId,
    name: String,
    address: String,
    os: Option<String>,
}

/// A hint as other programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Found<'a> {
    addresses: Vec<String>,
    instance: &'a str,
    pairing: bool,
    ours: bool,
    pc: Option<&'a str>,
}

pub(super) fn code(at: &Place, json: bool) -> anyhow::Result<Exit> {
    let code = at.open()?.new_code()?;
    if json {
        out::json(&Made { code: &code.code, expires: code.expires });
    } else {
        let values = [("code", value(&*code.code))];
        out::line(&say_with("code-made", &values));
        out::line(&say_with("code-next", &values));
    }
    Ok(Exit::Done)
}

pub(super) async fn find(at: &Place, seconds: u64, json: bool) -> anyhow::Result<Exit> {
    let office = match at.open() {
        Err(Error::Held(_)) => Office::open_to_read(&at.dir)?,
        other => other?,
    };
    let hints = office.find(Duration::from_secs(seconds)).await?;
    let pcs = office.store.pcs()?;
    if json {
        out::json(&hints.iter().map(|hint| found(hint, &pcs)).collect::<Vec<_>>());
    } else if hints.is_empty() {
        out::line(&say("found-none"));
    } else {
        hints.iter().for_each(|hint| out::line(&found_line(hint, &pcs)));
    }
    Ok(Exit::Done)
}

pub(super) async fn join(at: &Place, seconds: u64, json: bool) -> anyhow::Result<Exit> {
    let office = at.open()?;
    office.store.valid_code(Timestamp::now())?;
    let mut hints = office.find(Duration::from_secs(seconds)).await?;
    hints.retain(|hint| hint.pairing);
    let mut exit = if hints.is_empty() { Exit::Unreachable } else { Exit::Done };
    let mut joined = Vec::new();
    for hint in &hints {
        match office.join(hint).await {
            Ok(new) if json => joined.push(as_json(&new)),
            Ok(new) => tell_joined(&new),
            Err(error @ (Error::Pair(_) | Error::CodeUsedUp | Error::CodeExpired)) => {
                exit = exit.max(Exit::from(&error));
                let values = [("address", value(address(hint))), ("why", value(error.say()))];
                out::aside(&say_with("found-not-joined", &values));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if json {
        out::json(&joined);
    }
    if hints.is_empty() {
        out::aside(&say("found-none-waiting"));
    }
    Ok(exit)
}

pub(super) async fn add(at: &Place, address: &str, name: Option<&str>, json: bool) -> anyhow::Result<Exit> {
    let address = Address::parse(address)?;
    let joined = at.open()?.add(&address, name).await?;
    if json {
        out::json(&as_json(&joined));
    } else {
        tell_joined(&joined);
        out::line(&say("joined-next"));
    }
    Ok(Exit::Done)
}

pub(super) fn remove(at: &Place, pc: &str) -> anyhow::Result<Exit> {
    let pc = at.open()?.remove(pc)?;
    out::line(&say_with("removed", &[("pc", value(pc))]));
    Ok(Exit::Done)
}

pub(super) fn rename(at: &Place, pc: &str, name: &str) -> anyhow::Result<Exit> {
    let from = at.open()?.rename(pc, name)?;
    out::line(&say_with("renamed", &[("from", value(from)), ("pc", value(name.trim()))]));
    Ok(Exit::Done)
}

fn as_json(joined: &Joined) -> New {
    New {
        id: joined.id,
        name: joined.name.clone(),
        address: joined.address.to_string(),
        os: joined.os.clone(),
    }
}

fn tell_joined(joined: &Joined) {
    let values = [("pc", value(&*joined.name)), ("address", value(joined.address.to_string()))];
    out::line(&say_with("joined", &values));
}

fn found<'a>(hint: &'a Hint, pcs: &'a [StoredPc]) -> Found<'a> {
    Found {
        addresses: hint.addresses.iter().map(ToString::to_string).collect(),
        instance: &hint.instance,
        pairing: hint.pairing,
        ours: hint.ours,
        pc: known(hint, pcs),
    }
}

fn found_line(hint: &Hint, pcs: &[StoredPc]) -> String {
    let address = ("address", value(address(hint)));
    match (hint.ours, hint.pairing, known(hint, pcs)) {
        (true, _, Some(name)) => say_with("found-ours", &[address, ("pc", value(name))]),
        (true, _, None) => say_with("found-ours-unnamed", &[address]),
        (false, true, _) => say_with("found-pairing", &[address]),
        (false, false, _) => say_with("found-other", &[address]),
    }
}

/// Which PC it probably is; only TLS could tell for sure.
fn known<'a>(hint: &Hint, pcs: &'a [StoredPc]) -> Option<&'a str> {
    pcs.iter().find(|pc| hint.ours && hint.addresses.contains(&pc.address)).map(|pc| pc.name.as_str())
}

/// The address that lasts longest.
fn address(hint: &Hint) -> String {
    hint.addresses.first().map(ToString::to_string).unwrap_or_default()
}
