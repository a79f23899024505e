//! `firmware`: one firmware update of one PC, after a yes of its own.

use patchround_office::{Error, firmware, names, round::Begin, tell::Told};
use patchround_protocol::{UpdateId, limits};
use patchround_words::say;

use super::{Place, round};
use crate::{args::Firmware, exit::Exit, out, watch::Watch};

pub(super) async fn put_in(at: &Place, args: &Firmware) -> anyhow::Result<Exit> {
    let json = args.json.json;
    let bad = |_| Error::BadUpdateId(names::plain(&args.id, limits::LINE_CHARS));
    let id = args.id.parse::<UpdateId>().map_err(bad)?;
    let office = at.open()?;
    let pc = names::find(&args.pc, &office.store.pcs()?)?.id;
    let watch = Watch::new(json);
    let views = round::joined(&office, json, &|told: &Told<'_>| watch.see(told)).await?;
    let view = views.iter().find(|view| view.pc.id == pc);
    let view = view.ok_or_else(|| Error::UnknownPc(args.pc.clone()))?;
    let update = firmware::offered(view, &id)?;
    if !json {
        firmware::consent(view, update).iter().for_each(|sentence| out::line(sentence));
    }
    if !args.yes_firmware {
        round::somebody_to_ask(json, "error-no-terminal-firmware")?;
    }
    if !args.yes_firmware && !round::agreed(&firmware::question()) {
        out::line(&say("plan-not-started"));
        return Ok(Exit::Done);
    }
    let round = office.order_firmware(view, &id)?;
    let end = office.run(round, &|told: &Told<'_>| watch.see(told)).await?;
    if json {
        out::json(&end);
    } else {
        round::tell_end(&office, &views, &end, Begin::Now).await?;
    }
    Ok(Exit::from(&end))
}
