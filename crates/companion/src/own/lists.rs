//! What is read, as it is told.

use patchround_protocol::{
    Update,
    limits::{OWN_SOURCES, OWN_UPDATES, SESSION_LINE_BYTES},
    session::{FromPerson, Own as Offers},
    wire::SourceScan,
};

/// Each source as far as a line holds it. What goes in as soon as it is ordered comes first: the rest follows once that is
/// in.
pub(super) fn offers(read: Vec<(SourceScan, Vec<Update>)>) -> Vec<Offers> {
    let sources = read.into_iter().take(OWN_SOURCES);
    sources
        .map(|(scan, mut updates)| {
            updates.sort_by_key(|update| !update.is_outstanding());
            let SourceScan { source, cause, refreshed_at, .. } = scan;
            fitting(Offers { source, cause, refreshed_at, updates: Vec::new() }, updates)
        })
        .collect()
}

/// A source that is not there any more.
pub(super) fn nothing(source: &str) -> Offers {
    Offers { source: source.to_owned(), cause: None, refreshed_at: None, updates: Vec::new() }
}

fn fitting(offers: Offers, updates: Vec<Update>) -> Offers {
    // The line's end is one more, and one too long for a line leaves room for others.
    let mut room = SESSION_LINE_BYTES - 1 - bytes(&FromPerson::Own(Box::new(offers.clone())));
    let fits = |update: &Update| {
        let with_comma = bytes(update) + 1;
        let fits = with_comma <= room;
        if fits {
            room -= with_comma;
        }
        fits
    };
    let updates = updates.into_iter().filter(fits).take(OWN_UPDATES).collect();
    Offers { updates, ..offers }
}

fn bytes(what: &impl serde::Serialize) -> usize {
    serde_json::to_string(what).map_or(SESSION_LINE_BYTES, |text| text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::own_update;

    fn scan(source: &str) -> SourceScan {
        SourceScan {
            source: source.to_owned(),
            cause: None,
            unfinished: None,
            refreshed_at: None,
            whole: false,
            managed: false,
            unfinished_of: Vec::new(),
        }
    }

    fn line(offers: &Offers) -> usize {
        bytes(&FromPerson::Own(Box::new(offers.clone()))) + 1
    }

    #[test]
    fn of_many_updates_the_first_are_told_and_those_that_are_kept_back_come_last() {
        let mut updates: Vec<Update> = (0..150).map(|n| own_update(&format!("a{n}"), 1)).collect();
        for update in &mut updates[..80] {
            update.held = Some(patchround_protocol::update::Held { by: None, why: None, until: None });
        }
        let told = offers(vec![(scan("flatpak"), updates.clone())]).remove(0).updates;
        assert_eq!(told.len(), OWN_UPDATES);
        assert_eq!(told[..70], updates[80..], "in the order in which the source has them");
        assert_eq!(told[70..], updates[..30]);
    }

    #[test]
    fn a_line_holds_what_fits_and_one_that_is_too_long_does_not_cost_the_others() {
        let with_notes = |n: usize, bytes: usize| {
            let notes = Some("\"".repeat(bytes / 2));
            Update { notes, ..own_update(&format!("a{n}"), 1) }
        };
        let mut updates = vec![with_notes(0, SESSION_LINE_BYTES)];
        updates.extend((1..60).map(|n| with_notes(n, 10_000)));
        updates.push(own_update("small", 1));
        let told = offers(vec![(scan("flatpak"), updates)]).remove(0);
        assert!((15..40).contains(&told.updates.len()), "{}", told.updates.len());
        assert!(told.updates.last().is_some_and(|last| last.id == own_update("small", 1).id));
        assert!((SESSION_LINE_BYTES - 12_000..=SESSION_LINE_BYTES).contains(&line(&told)), "{}", line(&told));
    }

    #[test]
    fn a_line_that_is_full_is_no_byte_longer_than_the_helper_reads() {
        let alone = line(&fitting(nothing("flatpak"), vec![own_update("a", 1)])) + ",\"notes\":\"\"".len();
        for (spare, is_told) in [(0, true), (1, false)] {
            let known = serde_json::to_value(own_update("a", 1)).unwrap();
            let without = if known.get("notes").is_some() { "null".len() + "\"notes\":,".len() } else { 0 };
            let notes = "x".repeat(SESSION_LINE_BYTES - alone + without + spare - 1);
            let told = fitting(nothing("flatpak"), vec![Update { notes: Some(notes), ..own_update("a", 1) }]);
            assert_eq!(told.updates.len(), usize::from(is_told), "{spare}: {}", line(&told));
        }
    }

    #[test]
    fn no_more_sources_are_told_than_the_helper_takes() {
        let read = ["a", "b", "c", "d", "e"].map(|source| (scan(source), Vec::new()));
        assert_eq!(offers(read.to_vec()).len(), OWN_SOURCES);
    }
}
