//! `feeds`: what is known of flaws, from whom, and of which day.

use jiff::{Timestamp, tz::TimeZone};
use patchround_feeds::{Feed, State};
use patchround_office::{Office, feeds::gathering, say, store::feeds::Choice};
use patchround_words::say_with;
use serde::Serialize;

use super::{Place, holding};
use crate::{args::Feeds, exit::Exit, out, sentence::value};

/// A feed, as other programs read it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct FeedLine {
    /// Its short name.
    feed: &'static str,
    /// Whether the office uses it.
    is_on: bool,
    /// From where; its maker's address where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// When its maker published what is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Timestamp>,
    /// When what is kept was fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    fetched: Option<Timestamp>,
    /// When its server last said that this is what there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    checked: Option<Timestamp>,
    /// Flaws in it, or operating systems.
    entries: usize,
    /// Why what came last was not taken, in one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    refused: Option<patchround_feeds::Refused>,
}

pub(super) async fn feeds(at: &Place, wanted: &Feeds) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let changes = change(&office, wanted)?;
    let pcs = office.store.pcs()?;
    let found = office.gathering(gathering::seed(), pcs.iter())?;
    let asked = if wanted.refresh { Feed::ALL.to_vec() } else { wanted.forget.clone() };
    let which = asked.clone();
    let found = tokio::task::spawn_blocking(move || found.gather(&which)).await??;
    office.sign_feeds(found.gathered)?;
    show(&office, &found.states, wanted.json.json)?;
    let is_refused = found.states.iter().any(|state| state.refused.is_some() && asked.contains(&state.feed));
    let brought = match changes || wanted.refresh {
        false => Exit::Done,
        true if wanted.json.json => holding::bring_quietly(&office).await?.0,
        true => holding::bring(&office).await?,
    };
    Ok(if is_refused { Exit::Failed } else { brought })
}

/// Does what was chosen, and tells whether anything was.
fn change(office: &Office, wanted: &Feeds) -> anyhow::Result<bool> {
    let choices = office.feed_choices()?;
    let address = |feed: Feed| {
        let chosen = choices.iter().find(|(of, _)| *of == feed);
        chosen.and_then(|(_, choice)| choice.address.clone())
    };
    for feed in &wanted.on {
        office.choose_feed(*feed, Choice { is_on: true, address: address(*feed) })?;
    }
    for feed in &wanted.off {
        office.choose_feed(*feed, Choice { is_on: false, address: address(*feed) })?;
    }
    for (feed, from) in &wanted.from {
        let address = Some(from.clone()).filter(|from| from != MAKER);
        office.choose_feed(*feed, Choice { is_on: true, address })?;
    }
    for feed in &wanted.forget {
        office.gathering(None, std::iter::empty())?.forget(*feed)?;
    }
    Ok([wanted.on.len(), wanted.off.len(), wanted.from.len(), wanted.forget.len()] != [0; 4])
}

/// In the place of an address.
const MAKER: &str = "maker";

fn show(office: &Office, states: &[State], json: bool) -> anyhow::Result<()> {
    let choices = office.feed_choices()?;
    let address = |state: &State| {
        let chosen = choices.iter().find(|(of, _)| *of == state.feed);
        chosen.and_then(|(_, choice)| choice.address.clone())
    };
    if json {
        out::json(&states.iter().map(|state| line(state, address(state))).collect::<Vec<_>>());
        return Ok(());
    }
    for state in states {
        let values = [("key", value(state.feed.key())), ("name", value(say::feeds::name(state.feed)))];
        out::line(&say_with("feed-line", &values));
        out::line(&format!("  {}", say::feeds::state(state, &TimeZone::system())));
        if let Some(from) = address(state) {
            out::line(&format!("  {}", say_with("feed-from", &[("address", value(from))])));
        }
        if let Some(trouble) = say::feeds::trouble(state) {
            out::line(&format!("  {trouble}"));
        }
    }
    Ok(())
}

fn line(state: &State, address: Option<String>) -> FeedLine {
    FeedLine {
        feed: state.feed.key(),
        is_on: state.is_on,
        address,
        published: state.published,
        fetched: state.fetched,
        checked: state.checked,
        entries: state.entries,
        refused: state.refused,
    }
}
