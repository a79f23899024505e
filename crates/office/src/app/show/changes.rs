//! What an update changes, in at most three lines with their sources.

use patchround_protocol::Update;

use crate::{
    app::answer::{ChangeLine, Changes},
    changes,
};

/// Of several updates of one program, the first that has something to tell. Where the maker's notes are shown, nothing is said of his silence.
pub(super) fn told<'a>(updates: impl IntoIterator<Item = &'a Update>) -> Changes {
    let (mut is_known, mut has_notes) = (false, false);
    for update in updates {
        let lines = changes::of_update(update);
        is_known |= update.changes.is_some();
        has_notes |= update.notes.is_some();
        if !lines.is_empty() {
            let line = |change: changes::Change| ChangeLine {
                source: changes::source(&change.from),
                words: change.words,
            };
            return Changes { lines: lines.into_iter().map(line).collect(), none: None };
        }
    }
    Changes { lines: Vec::new(), none: (!has_notes).then(|| changes::none(is_known)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn nothing_is_said_of_the_maker_before_his_notes_were_read() {
        let unread = samples::update("apt:a@2");
        let silent = Update { changes: Some(Vec::new()), ..samples::update("apt:a@2") };
        let none = |updates: &[&Update]| told(updates.iter().copied()).none.unwrap();
        assert_eq!(none(&[&unread]), "We do not know yet what changes.");
        assert_eq!(none(&[&unread, &silent]), "The maker has not said what changes.");
    }

    #[test]
    fn a_maker_whose_notes_are_shown_is_not_said_to_be_silent() {
        let notes = Update { notes: Some("It starts faster.".into()), ..samples::update("apt:a@2") };
        assert_eq!(told([&notes]), Changes { lines: Vec::new(), none: None });
    }

    #[test]
    fn a_line_is_told_with_the_file_it_stands_in() {
        let says = Update {
            changes: Some(vec![samples::change("It starts faster.")]),
            ..samples::update("apt:a@2")
        };
        let told = told([&samples::update("apt:b@2"), &says]);
        let line = ChangeLine {
            words: "It starts faster.".into(),
            source: "From usr/share/doc/a/NEWS.Debian.gz, a 2".into(),
        };
        assert_eq!(told, Changes { lines: vec![line], none: None });
    }
}
