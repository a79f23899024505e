//! Homebrew: the twin of `patchround_updates::brew`, in the session of whoever owns it. Nothing is kept for a way back.

mod install;
#[cfg(test)]
mod tests;

use std::time::Duration;

use patchround_protocol::{Cause, UpdateId, event::Phase};
use patchround_updates::{
    AskError, Pc,
    brew::{self, Prefix, ask, causes},
    command::Told,
};

use crate::{Ended, meter::Meter, own::Own, patience::Patience, tell};

/// sources.md K: an index is fetched for ten minutes at most. It may be stopped: the old one stays.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// The Homebrew of a person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfPerson;

impl Own for OfPerson {
    fn id(&self) -> &'static str {
        brew::SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>, home: &str) -> bool {
        Prefix::of_person(pc, home).is_some()
    }

    fn refresh(&self, pc: &Pc<'_>, home: &str, meter: &mut Meter<'_>) -> Ended {
        let Some(prefix) = Prefix::of_person(pc, home) else { return Ended::DONE };
        meter.moved(Phase::Downloading, 0.0, None);
        ended(pc.tools.fetch(&ask::brew(&prefix, ["update"]), LIMIT, &mut |_| {}).map_err(AskError::from))
    }

    fn install(&self, pc: &Pc<'_>, home: &str, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        match Prefix::of_person(pc, home) {
            Some(prefix) => install::carry_out(pc, &prefix, ids, meter, &Patience::on(pc)),
            None => tell::each(ids, meter, |_| Ended::failed(Cause::NotForThisPc, "")),
        }
    }
}

/// How a run ended by its own account.
fn ended(told: Result<Told, AskError>) -> Ended {
    match told {
        Ok(told) if told.is_success() => Ended::DONE,
        Ok(told) => {
            let cut_off = told.status.is_none().then_some(Cause::InterruptedBefore);
            let cause = cut_off.unwrap_or_else(|| causes::classify(&told.said()));
            Ended::failed(cause, &format!("{}\n[{}]", told.said(), told.ending()))
        }
        Err(error) => error.into(),
    }
}
