//! Each font goes into the file once.

use std::collections::HashMap;

use krilla::Data;
use krilla::text::{Font, Tag};

use crate::text::Run;

/// By the font's data and index, and what a variable font is set to.
type Key = (u64, u32, Vec<(u32, u32)>);

#[derive(Default)]
pub(super) struct Fonts {
    known: HashMap<Key, Option<Font>>,
}

impl Fonts {
    /// Nothing for what is no font.
    pub(super) fn get(&mut self, run: &Run) -> Option<Font> {
        let variations: Vec<_> = run
            .variations
            .iter()
            .map(|(tag, value)| (u32::from_be_bytes(tag.to_be_bytes()), value.to_bits()))
            .collect();
        let key = (run.font.data.id(), run.font.index, variations);
        self.known.entry(key).or_insert_with(|| font(run)).clone()
    }
}

fn font(run: &Run) -> Option<Font> {
    let (data, _) = run.font.data.clone().into_raw_parts();
    let variations: Vec<_> =
        run.variations.iter().map(|(tag, value)| (Tag::new(&tag.to_be_bytes()), *value)).collect();
    Font::new_variable(Data::from(data), run.font.index, &variations)
}
