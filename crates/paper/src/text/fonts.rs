//! Our own fonts, and the system's where a name needs them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::Direction;
use fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, FontData};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::BoundingBox;
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider};

static OURS: [&[u8]; 4] = [
    include_bytes!("../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoSansArabic-Bold.ttf"),
];

/// In the order in which they are asked for a letter: spaces come from the font of most of the text. All but our own are
/// only there once the system was asked; the system's first choice for Hebrew is a font for the commentaries of Rashi.
pub(super) fn families(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => {
            "'Noto Sans', 'Noto Sans Arabic', 'Noto Sans Hebrew', system-ui, sans-serif"
        }
        Direction::RightToLeft => {
            "'Noto Sans Arabic', 'Noto Sans', 'Noto Sans Hebrew', system-ui, sans-serif"
        }
    }
}

/// Whether these are the bytes of one of our own fonts.
pub(crate) fn is_ours(font: &FontData) -> bool {
    OURS.iter().any(|ours| std::ptr::eq(*ours, font.data.data()))
}

pub(super) struct Fonts {
    context: FontContext,
    system: System,
    /// By font, whether its letters can be drawn at all: pictures of letters cannot.
    drawable: HashMap<(u64, u32), bool>,
}

#[derive(PartialEq, Eq)]
enum System {
    Never,
    NotYet,
    Asked,
}

impl Fonts {
    pub(super) fn new(system: bool) -> Self {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        for font in OURS {
            collection.register_fonts(Blob::new(Arc::new(font)), None);
        }
        let context = FontContext { collection, source_cache: SourceCache::default() };
        let system = if system { System::NotYet } else { System::Never };
        Self { context, system, drawable: HashMap::new() }
    }

    pub(super) fn context(&mut self) -> &mut FontContext {
        &mut self.context
    }

    /// Looks for the system's fonts, once; `false` when there is nothing more to ask.
    pub(super) fn ask_the_system(&mut self) -> bool {
        if self.system != System::NotYet {
            return false;
        }
        self.context.collection.load_system_fonts();
        self.system = System::Asked;
        true
    }

    /// Whether a glyph leaves ink on paper, or is meant to leave none.
    pub(super) fn draws(&mut self, font: &FontData, glyph: u32, is_space: bool) -> bool {
        if glyph == 0 {
            return false;
        }
        if is_space || is_ours(font) {
            return true;
        }
        let key = (font.data.id(), font.index);
        *self.drawable.entry(key).or_insert_with(|| has_outlines(font)) && has_ink(font, glyph)
    }
}

fn has_outlines(font: &FontData) -> bool {
    FontRef::from_index(font.data.data(), font.index)
        .is_ok_and(|font| font.glyf().is_ok() || font.cff().is_ok() || font.cff2().is_ok())
}

/// Whether a glyph leaves ink, and none beyond its line: some signs are as high as three.
fn has_ink(font: &FontData, glyph: u32) -> bool {
    let Ok(font) = FontRef::from_index(font.data.data(), font.index) else { return false };
    let glyph = GlyphId::new(glyph);
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let em = font.head().map_or(1000.0, |head| f32::from(head.units_per_em()));
    let right = metrics.advance_width(glyph).unwrap_or_default() + 0.5 * em;
    let is_high = |ink: BoundingBox| ink.y_max > 1.3 * em || ink.y_min < -0.7 * em;
    let stays = |ink: BoundingBox| !is_high(ink) && ink.x_min >= -0.5 * em && ink.x_max <= right;
    font.outline_glyphs().get(glyph).is_some() && metrics.bounds(glyph).is_none_or(stays)
}
