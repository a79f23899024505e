//! The Mac App Store: the twin of `patchround_updates::mas`. Nothing of it goes in from here: the store wants the person's
//! own account.

use patchround_protocol::{Cause, Outcome, UpdateId};
use patchround_updates::{Pc, mas};

use crate::{Ended, meter::Meter, own::Own, tell};

/// The store of a person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OfPerson;

impl Own for OfPerson {
    fn id(&self) -> &'static str {
        mas::SOURCE
    }

    fn is_here(&self, pc: &Pc<'_>, home: &str) -> bool {
        mas::is_here(pc, home)
    }

    /// A list asks the store by itself.
    fn refresh(&self, _: &Pc<'_>, _: &str, _: &mut Meter<'_>) -> Ended {
        Ended::DONE
    }

    fn install(&self, _: &Pc<'_>, _: &str, ids: &[UpdateId], meter: &mut Meter<'_>) -> Ended {
        tell::each(ids, meter, |_| Ended::not_done(Outcome::NeedsPerson, Cause::AtThePc, ""))
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::progress::Progress;

    use super::*;
    use crate::replay::Replay;

    #[test]
    fn what_is_in_the_store_is_left_to_the_store() {
        let root = tempfile::tempdir().unwrap();
        let tools = Replay::default();
        let pc = Pc { root: root.path(), tools: &tools };
        let mut told = Vec::new();
        let mut report = |line| told.push(line);
        OfPerson.install(&pc, "/Users/ana", &["mas:1@2".parse().unwrap()], &mut Meter::new(&mut report));
        let [Progress::UpdateEnded { outcome, cause, .. }] = &told[..] else { panic!("{told:?}") };
        assert_eq!((*outcome, *cause), (Outcome::NeedsPerson, Some(Cause::AtThePc)));
        assert!(
            tools.asked().is_empty() && tools.changed().is_empty() && !OfPerson.is_here(&pc, "/Users/ana")
        );
    }
}
