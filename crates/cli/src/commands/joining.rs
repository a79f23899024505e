//! `code`, `find --join`, `add`, `remove`, `rename`.

use jiff::Timestamp;
use patchround_office::{
    Error,
    around::Found,
    names::Address,
    pair::{Joined, PairError},
};
use patchround_protocol::PcId;
use patchround_words::{say, say_with};
use serde::Serialize;

use super::{
    Place,
    finding::{self, Search},
};
use crate::{exit::Exit, failure, out, sentence::value};

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

pub(super) fn code(at: &Place, new: bool, json: bool) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let (code, is_new) = if new { (office.new_code()?, true) } else { office.code()? };
    if json {
        out::json(&Made { code: &code.code, expires: code.expires });
    } else {
        let values = [("code", value(&*code.code)), ("until", value(out::time(code.expires)))];
        out::line(&say_with(if is_new { "code-made" } else { "code-again" }, &values));
        out::line(&say_with("code-next", &values));
    }
    Ok(Exit::Done)
}

pub(super) async fn join(at: &Place, search: Search) -> anyhow::Result<Exit> {
    let office = at.open()?;
    office.can_pair()?;
    let around = search.look(&office).await?;
    let waiting: Vec<&Found> = around.helpers.iter().filter(|found| may_wait(found)).collect();
    let (mut exit, mut joined, mut failed) = (Exit::Done, Vec::new(), Vec::new());
    for found in &waiting {
        match office.join(&found.addresses).await {
            Ok(new) => joined.push(new),
            // What said nothing of itself may well not wait.
            Err(Error::Pair(PairError::WindowClosed | PairError::NotPatchround))
                if found.pairing.is_none() => {}
            Err(error @ (Error::Pair(_) | Error::CodeUsedUp | Error::CodeExpired)) => {
                exit = exit.max(Exit::from(&error));
                let values = [("address", value(finding::address(found))), ("why", value(error.say()))];
                failed.push((error.kind(), say_with("found-not-joined", &values)));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if search.json {
        out::json(&joined.iter().map(as_json).collect::<Vec<_>>());
    } else {
        joined.iter().for_each(tell_joined);
    }
    if joined.is_empty() && exit == Exit::Done {
        exit = Exit::Unreachable;
        failed.push(("nobody_waits", say("found-none-waiting")));
        failed.extend(finding::obstacles(&around));
    }
    for (kind, said) in failed {
        failure::aside(kind, said, exit, search.json);
    }
    Ok(exit)
}

/// Whether it says that it waits, or says nothing and was found by asking every address.
fn may_wait(found: &Found) -> bool {
    found.pairing.unwrap_or(!found.ours)
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
