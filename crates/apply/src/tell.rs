//! Telling how each id ended, once.

use std::collections::{BTreeMap, BTreeSet};

use patchround_protocol::{UpdateId, progress::Progress};

use crate::{Ended, meter::Meter};

/// How ids ended, or would if the package database did not say otherwise.
pub(crate) type Verdicts = BTreeMap<UpdateId, Ended>;

/// Gives this end to every id that has none yet.
pub(crate) fn give_up(ids: &[UpdateId], why: &Ended, verdicts: &mut Verdicts) {
    for id in ids {
        verdicts.entry(id.clone()).or_insert_with(|| why.clone());
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installed_version_with_a_control_character_is_not_told() {
        let id: UpdateId = "apt:less:all@590".parse().unwrap();
        for (version, told) in [("581", Some("581")), ("58\u{9b}1", None), ("58\u{7f}1", None)] {
            let mut lines = Vec::new();
            let mut report = |line| lines.push(line);
            each(std::slice::from_ref(&id), &mut Meter::new(&mut report), |_| {
                (Ended::DONE, Some(version.to_owned()))
            });
            let [Progress::UpdateEnded { installed, .. }] = &lines[..] else { panic!("{lines:?}") };
            assert_eq!(installed.as_deref(), told);
        }
    }

    #[test]
    fn an_id_that_is_ordered_twice_is_told_once() {
        let ids: [UpdateId; 2] = ["apt:a:all@1".parse().unwrap(), "apt:a:all@1".parse().unwrap()];
        let mut lines = Vec::new();
        let mut report = |line| lines.push(line);
        each(&ids, &mut Meter::new(&mut report), |_| Ended::DONE);
        assert_eq!(lines.len(), 1);
    }
}
