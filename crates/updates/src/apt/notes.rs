//! What the maker of a package says of its newer versions, in at most three plain lines, each with the file it is from.
//!
//! Read are `NEWS.Debian`, which is written for whoever updates, and the release notes of the package's AppStream
//! metainfo: only what is newer than the installed version, the newest first. A changelog is not read for this: it tells
//! makers of packages what was done to them.
//!
//! Only the maker's own English text is taken: what a file marks as a translation (`xml:lang`) is passed over, and a text
//! in another language that nothing marks is told as it stands.

mod lines;
mod metainfo;
mod news;

pub use lines::line;
use patchround_protocol::{
    ids::PackageName,
    limits::CHANGES,
    update::{Change, ChangeSource},
};

/// A text of the maker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// Its path in the package, without a slash in front.
    pub file: String,
    /// What it says, as far as it could be read.
    pub text: String,
}

/// What the maker wrote into one package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// `NEWS.Debian`, or the `NEWS` of a package that is Debian's own.
    pub news: Option<Note>,
    /// AppStream metainfo files.
    pub metainfo: Vec<Note>,
}

/// How a version stands to the step that an update is: whoever calls asks the package manager.
pub trait Step {
    /// Whether this version of the package is the installed one or an older one.
    fn is_installed(&mut self, version: &str) -> bool;
    /// Whether this version of the maker's, which says nothing of its package's, is newer than the installed one and not
    /// newer than the one that is offered.
    fn is_release_between(&mut self, release: &str) -> Between;
}

/// Where a release of the maker's lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Newer than what is installed, and in what is offered.
    Yes,
    /// In what is installed already: so are those after it in the file.
    Installed,
    /// Newer than what is offered.
    Later,
}

/// At most three lines on what changes; none where the maker has not said.
pub fn changes(notes: &Notes, package: &PackageName, version: &str, step: &mut impl Step) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut add = |file: &str, lines: Vec<String>| {
        for words in lines {
            let file = file.to_owned();
            let from = ChangeSource::Package { package: package.clone(), version: version.to_owned(), file };
            if changes.len() < CHANGES && changes.iter().all(|known| known.words != words) {
                changes.push(Change { words, from });
            }
        }
        changes.len() < CHANGES
    };
    if let Some(news) = &notes.news {
        add(&news.file, news::lines(&news.text, |version| step.is_installed(version)));
    }
    for note in &notes.metainfo {
        let lines = metainfo::lines(&note.text, |release| step.is_release_between(release));
        if !add(&note.file, lines) {
            break;
        }
    }
    changes
}

#[cfg(test)]
mod tests;
