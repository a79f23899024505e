//! Orders of other people that new ones meet on PCs, put together: one sentence, and one line of the record.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use patchround_protocol::{RoundId, wire::Also};
use patchround_words::{say, say_with};

use crate::{concern::Notice, error::Error, office::Office, say::notice, store::record::What};

/// People that are named, at most.
const NAMED: usize = 8;

/// Orders of other people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Others {
    by: BTreeSet<Option<String>>,
    pcs: BTreeSet<String>,
    /// Updates that both order, over all PCs.
    updates: usize,
    /// The sentence of the only one.
    alone: Option<String>,
    orders: usize,
}

impl Others {
    /// Takes in one more. `None` is somebody whom the charter does not have.
    pub(crate) fn add(&mut self, pc: &str, who: Option<&str>, order: &Also) {
        if self.by.len() < NAMED {
            self.by.insert(who.map(ToOwned::to_owned));
        }
        self.pcs.insert(pc.to_owned());
        self.updates += usize::try_from(order.updates).unwrap_or_default();
        self.orders += 1;
        self.alone = (self.orders == 1)
            .then(|| notice(pc, &Notice::Ordered { who: who.map(ToOwned::to_owned), order: order.clone() }));
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.orders == 0
    }

    /// All of them in one sentence.
    pub(crate) fn sentence(&self) -> String {
        let many = || {
            said("notice-ordered-many", self.by.iter().map(Option::as_deref), self.updates, self.pcs.len())
        };
        self.alone.clone().unwrap_or_else(many)
    }
}

/// A sentence about how much whoever it was ordered on how many PCs.
pub(crate) fn said<'a>(
    id: &str,
    by: impl Iterator<Item = Option<&'a str>>,
    updates: usize,
    pcs: usize,
) -> String {
    let names: Vec<String> =
        by.map(|who| who.map_or_else(|| say("somebody-else"), ToOwned::to_owned)).collect();
    let [updates, pcs] = [updates, pcs].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    say_with(id, &[("who", names.join(", ").into()), ("count", updates.into()), ("pcs", pcs.into())])
}

/// What is not in the record yet, round by round.
pub(crate) type NotNoted = RefCell<BTreeMap<RoundId, Others>>;

impl Office {
    /// Writes down whose orders those of a round met, in one line for all PCs that were asked together.
    pub(crate) fn note_others(&self) -> Result<(), Error> {
        for (round, Others { by, pcs, updates, .. }) in self.others.take() {
            let by = by.into_iter().collect();
            self.note(&What::OrderedByOthers { round, by, updates, pcs: pcs.len() })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::PublicKey;

    use super::*;
    use crate::samples;

    #[test]
    fn what_was_ordered_on_several_pcs_by_others_is_one_sentence() {
        let by = PublicKey([0; 32]);
        let order = Also { by, ordered: samples::now(), begins: None, updates: 2 };
        let mut others = Others::default();
        others.add("till", Some("Ben"), &order);
        assert!(others.sentence().starts_with("Ben ordered 2 of these updates for till as well"));
        others.add("office", Some("Ben"), &order);
        others.add("office", None, &order);
        let all = "Somebody else, Ben ordered 6 of these updates as well, on 2 PCs. What is in place there is not put in again.";
        assert_eq!(others.sentence(), all);
    }
}
