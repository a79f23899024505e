//! `winget list --details`: a header for each program, its facts line by line, and what its sources have newer.
//!
//! ```text
//! (1/2) Git [Git.Git]
//! Version: 2.37.3
//! Local Identifier: ARP\Machine\X64\Git_is1
//! Available Upgrades:
//!   winget [2.45.1]
//! ```
//!
//! The words are in the language of whoever runs it. What is not: the brackets, the numbers in front where there is more
//! than one program, the order in which the version comes first, the identifier in the list of installed programs, and
//! the lines that are set in.

use super::name::{is_name, is_version};

/// Lines of an answer that has no program in it: a sentence or two, and how many were left out.
const SENTENCES: usize = 8;
/// Between a fact's name and itself; some languages have a wider one.
const COLONS: [char; 2] = [':', '\u{ff1a}'];

/// One program that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// As it calls itself.
    pub name: String,
    /// Its name in the catalogue.
    pub id: String,
    /// The version that is there, as winget tells it.
    pub version: String,
    /// Whose it is, where the identifier says so: that of a program of the Store does not.
    pub place: Option<Place>,
    /// What each source has newer: its name, and the version.
    pub upgrades: Vec<(String, String)>,
}

/// In whose list of installed programs one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The whole PC's.
    Machine,
    /// One person's.
    Person,
}

/// The programs; none where the answer is not whole, or not understood.
pub fn parse(text: &str) -> Option<Vec<Block>> {
    let mut reader = Reader::default();
    if !text.ends_with('\n') {
        return None;
    }
    for line in text.split('\n').map(shown) {
        reader.read(&line)?;
    }
    reader.end()
}

/// What stays to be seen of a line: progress is drawn over, and colours are none of ours.
fn shown(line: &str) -> String {
    let line = line.trim_end();
    let last = line.rsplit(['\r', '\u{8}']).next().unwrap_or(line);
    let mut shown = String::new();
    let mut parts = last.split('\u{1b}');
    shown.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).map_or(part.len(), |at| at + 1);
        shown.push_str(&part[end..]);
    }
    shown
}

#[derive(Debug, Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The one whose lines come.
    open: Option<Block>,
    /// Whether the lines that are set in are what sources have newer.
    is_listing: bool,
    /// The number of the last header, and of how many.
    counted: (usize, usize),
    sentences: usize,
    /// Whether anything looks like a program and is none.
    is_odd: bool,
}

impl Reader {
    fn read(&mut self, line: &str) -> Option<()> {
        if line.trim().is_empty() {
            return Some(());
        }
        if line.starts_with(' ') && self.open.is_some() {
            self.upgrade(line.trim());
            return Some(());
        }
        if let Some((at, of, name, id)) = header(line).filter(|header| header.1 > 1 || self.is_between()) {
            return self.begin(at, of, name, id);
        }
        if self.is_between() {
            self.close()?;
            self.sentences += 1;
            self.is_odd |= line.ends_with(']');
            return Some(());
        }
        self.fact(line)
    }

    /// Whether no program's facts come: before the first, or after what there is newer of one.
    fn is_between(&self) -> bool {
        self.open.as_ref().is_none_or(|open| !open.upgrades.is_empty())
    }

    fn begin(&mut self, at: usize, of: usize, name: &str, id: &str) -> Option<()> {
        self.close()?;
        let (last, all) = self.counted;
        let goes_on = at == last + 1 && of == all;
        let begins = at == 1 && last == all;
        if !goes_on && !begins {
            return None;
        }
        self.counted = (at, of);
        self.is_listing = false;
        let (name, id) = (name.to_owned(), id.to_owned());
        self.open = Some(Block { name, id, version: String::new(), place: None, upgrades: Vec::new() });
        Some(())
    }

    fn fact(&mut self, line: &str) -> Option<()> {
        let open = self.open.as_mut()?;
        let Some((_, value)) = line.split_once(COLONS) else {
            // A value that goes on in the next line.
            return (!open.version.is_empty()).then_some(());
        };
        let value = value.trim();
        self.is_listing = value.is_empty();
        if open.version.is_empty() {
            value.clone_into(&mut open.version);
            return (!value.is_empty()).then_some(());
        }
        open.place = open.place.or_else(|| place(value));
        Some(())
    }

    fn upgrade(&mut self, line: &str) {
        let said = line.strip_suffix(']').and_then(|line| line.split_once(" ["));
        let is_one = |(source, version): &(&str, &str)| !source.contains(' ') && is_version(version);
        if let (true, Some(open), Some((source, version))) =
            (self.is_listing, self.open.as_mut(), said.filter(is_one))
        {
            open.upgrades.push((source.to_owned(), version.to_owned()));
        }
    }

    fn close(&mut self) -> Option<()> {
        if let Some(block) = self.open.take() {
            if block.version.is_empty() {
                return None;
            }
            self.blocks.push(block);
        }
        Some(())
    }

    fn end(mut self) -> Option<Vec<Block>> {
        self.close()?;
        let (last, all) = self.counted;
        let is_empty = self.blocks.is_empty();
        let is_answer = !is_empty || (self.sentences > 0 && self.sentences <= SENTENCES && !self.is_odd);
        (last == all && is_answer).then_some(self.blocks)
    }
}

/// The place among how many, the name and the id: `(1/4) Name [Id]`, or `Name [Id]` of a single one.
fn header(line: &str) -> Option<(usize, usize, &str, &str)> {
    let (name, id) = line.strip_suffix(']')?.rsplit_once(" [")?;
    let counted = name.strip_prefix('(').and_then(|rest| {
        let (numbers, name) = rest.split_once(") ")?;
        let (at, of) = numbers.split_once('/')?;
        Some((at.parse().ok()?, of.parse().ok()?, name))
    });
    let (at, of, name) = counted.unwrap_or((1, 1, name));
    is_name(id).then_some((at, of, name.trim(), id))
}

fn place(value: &str) -> Option<Place> {
    let (list, rest) = value.split_once('\\')?;
    let (whose, _) = rest.split_once('\\')?;
    match (list, whose) {
        ("ARP", "Machine") => Some(Place::Machine),
        ("ARP", "User") => Some(Place::Person),
        _ => None,
    }
}

#[cfg(test)]
#[path = "details/tests.rs"]
mod tests;
