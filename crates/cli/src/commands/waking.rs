//! `wake`: has a PC that is off woken by another one.

use patchround_office::{names, say as sentences, wake::WhyNot};

use super::Place;
use crate::{exit::Exit, out, watch::Watch};

pub(super) async fn wake(at: &Place, name: &str, json: bool) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let pc = names::find(name, &office.store.pcs()?)?.id;
    let watch = Watch::new(json);
    // Who is on is known only then.
    office.look(&|told| watch.see(told)).await?;
    let end = office.wake(pc).await?;
    if json {
        out::json(&end);
    } else {
        out::line(&sentences::wake(&end));
    }
    Ok(match end.why_not {
        None | Some(WhyNot::IsOn | WhyNot::JustAsked) => Exit::Done,
        Some(WhyNot::NoCard | WhyNot::NobodyElse) => Exit::Failed,
    })
}
