//! What the helper was told of each source.

use std::collections::BTreeMap;

use patchround_protocol::session::{FromPerson, Own as Offers};
use patchround_updates::own::SOURCES;

use super::lists::nothing;

/// What was said in this conversation, by source; `None` where nothing was. Sources that are not there are among them: the
/// helper may know of one that was.
#[derive(Debug)]
pub(super) struct Told(BTreeMap<String, Option<Offers>>);

impl Default for Told {
    fn default() -> Self {
        Self(SOURCES.iter().map(|source| ((*source).to_owned(), None)).collect())
    }
}

impl Told {
    /// Another conversation: the helper may have forgotten everything.
    pub(super) fn begins_anew(&mut self) {
        self.0.values_mut().for_each(|told| *told = None);
    }

    /// What there is to say so that the helper knows these lists: what is other than it was told, or all of them. A source
    /// that is not among them any more offers nothing.
    pub(super) fn news(&mut self, lists: &[Offers], is_asked: bool) -> Vec<FromPerson> {
        let gone = self.0.keys().filter(|source| lists.iter().all(|list| list.source != **source));
        let gone: Vec<Offers> = gone.map(|source| nothing(source)).collect();
        let mut news = Vec::new();
        for list in lists.iter().chain(&gone) {
            let told = self.0.entry(list.source.clone()).or_default();
            if is_asked || told.as_ref() != Some(list) {
                let (source, updates, cause) = (&list.source, list.updates.len(), list.cause);
                tracing::info!(source, updates, ?cause, "Telling what there is for a person's own programs");
                *told = Some(list.clone());
                news.push(FromPerson::Own(Box::new(list.clone())));
            }
        }
        news
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use crate::samples::own_update;

    fn list(source: &str, commits: &[u8]) -> Offers {
        let updates = commits.iter().map(|commit| own_update("a", *commit)).collect();
        Offers { updates, ..nothing(source) }
    }

    fn said(lists: &[Offers]) -> Vec<FromPerson> {
        lists.iter().map(|list| FromPerson::Own(Box::new(list.clone()))).collect()
    }

    #[test]
    fn only_what_is_new_is_told_and_everything_anew_in_the_next_conversation() {
        let mut told = Told::default();
        let (first, second) =
            ([list("flatpak", &[1]), list("b", &[])], [list("flatpak", &[2]), list("b", &[])]);
        assert_eq!(told.news(&first, false), said(&first));
        assert_eq!(told.news(&first, false), []);
        assert_eq!(told.news(&second, false), said(&second[..1]));
        told.begins_anew();
        assert_eq!(told.news(&second, false), said(&second));
        assert_eq!(told.news(&second, true), said(&second), "somebody waits for it");
    }

    #[test]
    fn a_source_that_is_gone_offers_nothing_and_that_is_told_once() {
        let mut told = Told::default();
        let gone = said(&[nothing("flatpak")]);
        assert_eq!(told.news(&[], false), gone, "it may have been there before this program began");
        assert_eq!(told.news(&[], false), []);
        told.news(&[list("flatpak", &[1])], false);
        assert_eq!(told.news(&[], false), gone);
        assert_eq!(told.news(&[], false), []);
        told.begins_anew();
        assert_eq!(told.news(&[], false), gone, "the helper may not have heard it");
        assert_eq!(told.news(&[list("flatpak", &[1])], false), said(&[list("flatpak", &[1])]));
    }
}
