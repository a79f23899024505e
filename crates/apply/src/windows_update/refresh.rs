//! Having the agent ask its server.

use patchround_protocol::event::Phase;
use patchround_updates::{
    Pc,
    windows_update::{agent::Search, causes},
};

use super::{agent, busy, failed};
use crate::{Ended, meter::Meter, patience::Patience};

/// Looks online for updates and for drivers, once nobody installs any more.
pub(super) fn refresh(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
    if let Err(busy) = Patience::on(pc).until_nobody(meter, || busy::writer(pc)) {
        return busy;
    }
    let mut worst = Ended::DONE;
    for (search, percent) in
        [(Search::Software { online: true }, 0.0), (Search::Drivers { online: true }, 50.0)]
    {
        meter.moved(Phase::Downloading, percent, None);
        worst = worst.worse(looked(pc, &search));
    }
    worst
}

/// A search that found something besides an error has not read everything anew.
fn looked(pc: &Pc<'_>, search: &Search) -> Ended {
    let agent = match agent(pc) {
        Ok(agent) => agent,
        Err(ended) => return ended,
    };
    match agent.search(search) {
        Ok(found) => found.warning.map_or(Ended::DONE, |code| {
            Ended::failed(causes::of_code(code), &format!("Found what there is, with {code:#010X}"))
        }),
        Err(error) => failed(error),
    }
}
