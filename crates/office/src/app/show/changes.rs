//! What an update changes, in at most three lines with their sources.

use patchround_protocol::Update;

use crate::{
    app::answer::{ChangeLine, Changes},
    changes,
};

/// Of several updates of one program, the first that has something to tell.
pub(super) fn told<'a>(updates: impl IntoIterator<Item = &'a Update>) -> Changes {
    let mut is_known = false;
    for update in updates {
        let lines = changes::of_update(update);
        is_known |= update.changes.is_some();
        if !lines.is_empty() {
            let line = |change: changes::Change| ChangeLine {
                source: changes::source(&change.from),
                words: change.words,
            };
            return Changes { lines: lines.into_iter().map(line).collect(), none: None };
        }
    }
    Changes { lines: Vec::new(), none: Some(changes::none(is_known)) }
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
