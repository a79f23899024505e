//! Text becomes lines of glyphs: which font, which order, where a line ends.

mod clean;
mod fonts;
mod shape;
mod shown;

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use krilla::text::KrillaGlyph;
use parley::{BaseDirection, FontData, LayoutContext};
use skrifa::Tag;

use crate::document::{Direction, Side};
use crate::look::Face;
use fonts::Fonts;
use shown::Shown;

pub(crate) use clean::clean;

/// How often the fonts are asked again before everything they may not have is replaced.
const ROUNDS: usize = 4;

/// One line of text, shaped.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The whole text it is a line of, as it was given.
    pub(crate) text: Rc<str>,
    /// Which part of it stands in this line.
    pub(crate) range: Range<usize>,
    /// In the order in which they are read.
    pub(crate) runs: Vec<Run>,
    /// Where its ink begins and ends within the width it was set in.
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// From the top of the line.
    pub(crate) baseline: f32,
    pub(crate) height: f32,
    /// Whether any of it runs from right to left.
    pub(crate) has_rtl: bool,
    /// Whether it runs from right to left as a whole.
    pub(crate) is_rtl: bool,
    /// What it is set in.
    pub(crate) face: Face,
}

/// Glyphs of one font.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) font: FontData,
    pub(crate) variations: Vec<(Tag, f32)>,
    pub(crate) size: f32,
    /// Of its first glyph.
    pub(crate) left: f32,
    pub(crate) glyphs: Vec<KrillaGlyph>,
}

impl Line {
    /// What stands in this line.
    pub(crate) fn words(&self) -> &str {
        self.text.get(self.range.clone()).unwrap_or_default().trim()
    }
}

/// Which way a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runs {
    /// As the document: for sentences.
    AsDocument,
    /// As its first letter says: for names and what comes from elsewhere.
    AsItself,
}

/// Sets text in lines.
pub(crate) struct Typesetter {
    fonts: Fonts,
    layouts: LayoutContext<()>,
    direction: Direction,
    language: Option<fontique::Language>,
    scale: f32,
    replaced: BTreeSet<char>,
}

impl Typesetter {
    /// With `system`, what our fonts have no letters for is drawn with the system's, which takes a look at all of them.
    pub(crate) fn new(language: &str, direction: Direction, system: bool) -> Self {
        Self {
            fonts: Fonts::new(system),
            layouts: LayoutContext::new(),
            direction,
            language: fontique::Language::parse(language).ok(),
            scale: 1.0,
            replaced: BTreeSet::new(),
        }
    }

    /// For everything that is set from now on.
    pub(crate) fn set_scale(&mut self, scale: f32) {
        self.scale = scale;
    }

    /// A length on paper at the present scale.
    pub(crate) fn scaled(&self, length: f32) -> f32 {
        length * self.scale
    }

    /// Every character that no font had, so far.
    pub(crate) fn replaced(&self) -> &BTreeSet<char> {
        &self.replaced
    }

    /// The lines of `text` in `width`; none for an empty text. A word that is wider is broken.
    pub(crate) fn set(&mut self, text: &str, face: Face, width: f32, side: Side, runs: Runs) -> Vec<Line> {
        let face = face.scaled(self.scale);
        let mut shown = Shown::new(&clean(text));
        if shown.text().trim().is_empty() {
            return Vec::new();
        }
        for _ in 0..ROUNDS {
            let (lines, missing) = self.shape(&shown, face, width.max(1.0), side, runs);
            if missing.is_empty() {
                return lines;
            }
            if !self.fonts.ask_the_system() {
                self.replaced.extend(shown.replace(&missing));
            }
        }
        self.replaced.extend(shown.replace_all());
        self.shape(&shown, face, width.max(1.0), side, runs).0
    }

    /// As wide as `text` would be in one line.
    pub(crate) fn width(&mut self, text: &str, face: Face) -> f32 {
        let lines = self.set(text, face, 100_000.0, Side::Start, Runs::AsItself);
        lines.iter().map(|line| line.right - line.left).fold(0.0, f32::max)
    }

    fn base(&self, runs: Runs) -> BaseDirection {
        match (runs, self.direction) {
            (Runs::AsItself, _) => BaseDirection::Auto,
            (Runs::AsDocument, Direction::LeftToRight) => BaseDirection::Ltr,
            (Runs::AsDocument, Direction::RightToLeft) => BaseDirection::Rtl,
        }
    }
}
