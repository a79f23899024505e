//! What is drawn in place of a text, and which part of the text each drawn character stands for.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use super::clean::{REPLACEMENT, is_unseen};

/// A text, with a replacement for each character that no font has. The file still holds the text itself: it can be searched
/// and read out.
pub(super) struct Shown {
    source: Rc<str>,
    text: String,
    /// Where each character of `text` begins, in it and in the source; the last entry is both ends.
    starts: Vec<(usize, usize)>,
}

impl Shown {
    pub(super) fn new(source: &str) -> Self {
        let ends = std::iter::once((source.len(), source.len()));
        let starts = source.char_indices().map(|(at, _)| (at, at)).chain(ends).collect();
        Self { source: source.into(), text: source.to_owned(), starts }
    }

    /// What is drawn.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What it stands for.
    pub(super) fn source(&self) -> &Rc<str> {
        &self.source
    }

    /// The part of the source that a part of the drawn text stands for.
    pub(super) fn range(&self, drawn: Range<usize>) -> Range<usize> {
        self.at(drawn.start)..self.at(drawn.end)
    }

    /// Replaces every character that begins in one of the parts, and names them.
    pub(super) fn replace(&mut self, missing: &[Range<usize>]) -> BTreeSet<char> {
        let starts: BTreeSet<usize> = missing.iter().cloned().flatten().collect();
        self.replace_where(|at, _| starts.contains(&at))
    }

    /// Replaces everything but ASCII, which our own font has.
    pub(super) fn replace_all(&mut self) -> BTreeSet<char> {
        self.replace_where(|_, c| !c.is_ascii())
    }

    fn replace_where(&mut self, is_missing: impl Fn(usize, char) -> bool) -> BTreeSet<char> {
        let mut replaced = BTreeSet::new();
        let mut text = String::with_capacity(self.text.len());
        let mut starts = Vec::with_capacity(self.starts.len());
        for ((at, c), (_, source)) in self.text.char_indices().zip(&self.starts) {
            let is_missing = is_missing(at, c) && c != REPLACEMENT;
            if is_missing && is_unseen(c) {
                continue;
            }
            starts.push((text.len(), *source));
            text.push(if is_missing { REPLACEMENT } else { c });
            if is_missing {
                replaced.insert(c);
            }
        }
        starts.push((text.len(), self.source.len()));
        self.text = text;
        self.starts = starts;
        replaced
    }

    fn at(&self, drawn: usize) -> usize {
        let index = self.starts.partition_point(|(start, _)| *start < drawn);
        self.starts.get(index).map_or(self.source.len(), |(_, source)| *source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_still_stands_for_the_text_it_was() {
        let mut shown = Shown::new("a👍b");
        assert_eq!(shown.replace(std::slice::from_ref(&(1..5))).into_iter().collect::<String>(), "👍");
        assert_eq!(shown.text(), "a\u{fffd}b");
        assert_eq!(shown.range(1..4), 1..5);
        assert_eq!(shown.range(4..5), 5..6);
    }
}
