//! What an update changes for who works with it: our own lines first (`notes/`, written by hand), then what the PC read
//! in the maker's notes. At most three, and none that cites nothing.

mod curated;
mod version;

pub use patchround_protocol::update::{Change, ChangeSource};
use patchround_protocol::{
    Update,
    ids::PackageName,
    limits::{CHANGES, LINE_CHARS},
};
use patchround_words::{say, say_with};

use crate::plain::plain;

/// At most three lines on what changes between two versions of a package; none where nobody has said.
///
/// Which of two versions is newer is only guessed here, to choose what is shown: the package manager decides.
pub fn of(
    package: &PackageName,
    installed: Option<&str>,
    candidate: &str,
    from_the_pc: Option<&[Change]>,
) -> Vec<Change> {
    let Some(installed) = installed else { return Vec::new() };
    let ours = curated::lines(package, installed, candidate);
    let told = ours.into_iter().chain(from_the_pc.into_iter().flatten().cloned());
    let mut lines: Vec<Change> = Vec::new();
    for change in told.filter(|change| change.from != ChangeSource::Unknown) {
        if lines.len() < CHANGES && lines.iter().all(|line| line.words != change.words) {
            lines.push(change);
        }
    }
    lines
}

/// The same for an update that a PC offers.
pub fn of_update(update: &Update) -> Vec<Change> {
    of(&update.package, update.installed.as_deref(), &update.candidate, update.changes.as_deref())
}

/// What is said where there is no line: that the maker has not said, or, where nobody has read his notes, that we do not
/// know.
pub fn none(is_read: bool) -> String {
    say(if is_read { "changes-none" } else { "changes-unknown" })
}

/// Where a line is from, in words.
pub fn source(from: &ChangeSource) -> String {
    let text = |text: &str| plain(text, LINE_CHARS).into();
    match from {
        ChangeSource::Package { package, version, file } => {
            let values = [("file", text(file)), ("what", text(package.as_str())), ("version", text(version))];
            say_with("changes-from", &values)
        }
        ChangeSource::Document { document } => {
            say_with("changes-from-document", &[("document", text(document))])
        }
        ChangeSource::Unknown => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::change;

    fn words(installed: Option<&str>, candidate: &str, from_the_pc: Option<&[Change]>) -> Vec<String> {
        let lines = of(&"shotwell".parse().unwrap(), installed, candidate, from_the_pc);
        lines.into_iter().map(|line| line.words).collect()
    }

    #[test]
    fn our_own_lines_come_first_and_three_are_told() {
        let said: Vec<Change> = (0..5).map(|n| change(&format!("The maker says {n}."))).collect();
        let (from, to) = (Some("0.32.0-1"), "0.32.10-1");
        let ours = words(from, to, None);
        assert_eq!(ours.len(), 1, "{ours:?}");
        let told = words(from, to, Some(&said));
        assert_eq!(told, [&ours[..], &["The maker says 0.".into(), "The maker says 1.".into()]].concat());
        let no_big_step = words(Some("0.32.10-1"), "0.32.10-2", Some(&said));
        assert_eq!(no_big_step, ["The maker says 0.", "The maker says 1.", "The maker says 2."]);
    }

    #[test]
    fn what_cannot_be_cited_or_is_said_already_is_left_out() {
        let uncited = Change { words: "It is new.".into(), from: ChangeSource::Unknown };
        let said = [uncited, change("It is faster."), change("It is faster.")];
        assert_eq!(words(Some("0.32.10-1"), "0.32.10-2", Some(&said)), ["It is faster."]);
    }

    #[test]
    fn who_does_not_have_it_yet_is_told_of_no_change() {
        assert_eq!(words(None, "0.32.10-1", Some(&[change("It is faster.")])), Vec::<String>::new());
    }
}
