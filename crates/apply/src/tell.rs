//! Telling how each id ended, once.

use std::collections::BTreeSet;

use patchround_protocol::{UpdateId, progress::Progress};

use crate::{Ended, meter::Meter};

/// How one id ended, and the version that is there.
pub(crate) struct Told(Ended, Option<String>);

impl From<Ended> for Told {
    fn from(ended: Ended) -> Self {
        Self(ended, None)
    }
}

impl From<(Ended, Option<String>)> for Told {
    fn from((ended, installed): (Ended, Option<String>)) -> Self {
        Self(ended, installed)
    }
}

/// Tells every id once and gives the worst end.
///
/// Package databases are read as leniently as their package managers read them: what is no version is not told.
pub(crate) fn each<T: Into<Told>>(
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    end: impl Fn(&UpdateId) -> T,
) -> Ended {
    let mut worst = Ended::DONE;
    for id in ids.iter().collect::<BTreeSet<_>>() {
        let Told(ended, installed) = end(id).into();
        meter.tell(Progress::UpdateEnded {
            id: id.clone(),
            outcome: ended.outcome,
            cause: ended.cause,
            installed: installed.filter(|v| UpdateId::new(id.source(), id.native(), v).is_ok()),
            details: ended.details.clone(),
        });
        worst = worst.worse(ended);
    }
    worst
}
