//! What was agreed for later, and taking it back.

use patchround_office::{Error, Office, names, round::Later, tell::Told};
use patchround_words::{say, say_with};

use super::Place;
use crate::{
    args::Update,
    exit::Exit,
    out,
    sentence::{number, value},
    watch::Watch,
};

/// Says what has not begun, and how to take it back.
pub(super) fn tell(office: &Office) -> Result<(), Error> {
    let later = office.later()?;
    later.iter().for_each(|order| out::line(&line(order)));
    if !later.is_empty() {
        out::line(&say("later-cancel"));
    }
    Ok(())
}

pub(super) async fn cancel(at: &Place, args: &Update) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let pcs = office.store.pcs()?;
    let pc = args.pc.as_deref().map(|name| names::find(name, &pcs)).transpose()?.map(|pc| pc.id);
    let watch = Watch::new(args.json.json);
    let all = office.take_back(pc, &|told: &Told<'_>| watch.see(told)).await?;
    if all.is_empty() {
        out::aside(&say("later-none"));
    }
    for order in &all {
        let id = if order.is_back { "later-taken-back" } else { "later-not-taken-back" };
        out::aside(&say_with(id, &[("pc", value(&*order.pc))]));
    }
    Ok(if all.iter().all(|order| order.is_back) { Exit::Done } else { Exit::Unreachable })
}

fn line(order: &Later) -> String {
    let values = [("pc", value(&*order.pc)), ("updates", number(order.updates))];
    if let Some(first) = &order.after {
        return say_with("later-after-first", &[&values[..], &[("first", value(&**first))]].concat());
    }
    match order.begins {
        Some(begins) if order.just_on => {
            say_with("later-just-on", &[values[0].clone(), ("time", value(out::time(begins)))])
        }
        Some(begins) => {
            say_with("later-line", &[&values[..], &[("time", value(out::time(begins)))]].concat())
        }
        None => say_with("later-waits", &values),
    }
}
