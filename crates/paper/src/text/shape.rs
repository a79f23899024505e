//! From parley's layout to lines of our own.

use std::ops::Range;

use krilla::text::{GlyphId, KrillaGlyph};
use parley::layout::{GlyphRun, Layout};
use parley::{
    Alignment, AlignmentOptions, FontFamily, FontWeight, LineHeight, OverflowWrap, PositionedLayoutItem,
    StyleProperty,
};

use super::clean::is_unseen;
use super::fonts::families;
use super::{Line, Run, Runs, Shown, Typesetter};
use crate::document::Side;
use crate::look::Face;

/// How often lines are broken again.
const TRIES: usize = 4;

/// One piece of a run that cannot be split: a letter with its marks, or a ligature.
struct Cluster {
    range: Range<usize>,
    /// In the order in which they stand.
    glyphs: Vec<parley::Glyph>,
    /// One form for letters that each have their own place in the text.
    is_ligature: bool,
}

impl Cluster {
    /// Whether it stays in its line: neither wider than all of it, nor with marks upon marks upon marks.
    fn stays_in(&self, advance: f32, width: f32, size: f32) -> bool {
        advance <= width.max(2.0 * size) && self.glyphs.iter().all(|glyph| glyph.y.abs() <= size)
    }

    /// Which part of the text each glyph stands for. A letter and the marks on it each get their own, so that readers that
    /// turn text from right to left by themselves keep the marks behind their letter; not where a mark is raised, as they
    /// would take it for another line.
    fn parts(&self, text: &str, is_rtl: bool) -> Vec<Range<usize>> {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| self.range.start + at).collect();
        let count = self.glyphs.len();
        let is_on_the_line = self.glyphs.iter().all(|glyph| glyph.y == 0.0);
        if self.is_ligature || count > starts.len() || !is_on_the_line {
            return vec![self.range.clone(); count];
        }
        let end = |index: usize| if index + 1 == count { self.range.end } else { starts[index + 1] };
        let mut parts: Vec<_> = (0..count).map(|index| starts[index]..end(index)).collect();
        if is_rtl {
            parts.reverse();
        }
        parts
    }
}

impl Typesetter {
    /// The lines, and the parts of the drawn text that could not be drawn. Where the direction changes at the end of a line,
    /// the space there can come to stand within it and push letters out; then the line is moved, or broken a little earlier.
    pub(super) fn shape(
        &mut self,
        shown: &Shown,
        face: Face,
        width: f32,
        side: Side,
        runs: Runs,
    ) -> (Vec<Line>, Vec<Range<usize>>) {
        let is_right = (side == Side::Start) == self.direction.is_rtl();
        let mut room = width;
        for _ in 0..TRIES {
            let (lines, missing) = self.shape_in(shown, face, room, is_right, runs);
            let widest = lines.iter().map(|line| line.right - line.left).fold(0.0, f32::max);
            if widest <= width || room < face.size {
                return (lines.into_iter().map(|line| line.within(width, is_right, room)).collect(), missing);
            }
            room -= (widest - width).max(face.size / 2.0);
        }
        let (lines, missing) = self.shape_in(shown, face, room, is_right, runs);
        (lines.into_iter().map(|line| line.within(width, is_right, room)).collect(), missing)
    }

    fn shape_in(
        &mut self,
        shown: &Shown,
        face: Face,
        width: f32,
        is_right: bool,
        runs: Runs,
    ) -> (Vec<Line>, Vec<Range<usize>>) {
        let layout = self.lay_out(shown.text(), face, width, is_right, runs);
        let mut drawn = vec![false; shown.text().len()];
        let lines =
            layout.lines().map(|line| self.line(&line, shown, face, width, &mut drawn)).collect::<Vec<_>>();
        let is_rtl = layout.is_rtl();
        let lines = lines.into_iter().map(|line| Line { is_rtl, ..line }).collect();
        let missing =
            shown.text().char_indices().filter(|(at, c)| !drawn[*at] && !c.is_whitespace() && !is_unseen(*c));
        (lines, missing.map(|(at, c)| at..at + c.len_utf8()).collect())
    }

    fn lay_out(&mut self, text: &str, face: Face, width: f32, is_right: bool, runs: Runs) -> Layout<()> {
        let base = self.base(runs);
        let mut builder = self.layouts.ranged_builder(self.fonts.context(), text, 1.0, false);
        builder.set_base_direction(base);
        builder.push_default(FontFamily::from(families(self.direction)));
        builder.push_default(StyleProperty::FontSize(face.size));
        builder.push_default(StyleProperty::FontWeight(if face.bold {
            FontWeight::BOLD
        } else {
            FontWeight::NORMAL
        }));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(face.leading)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.push_default(StyleProperty::Locale(self.language));
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        let alignment = if is_right { Alignment::Right } else { Alignment::Left };
        layout.align(alignment, AlignmentOptions::default());
        layout
    }

    fn line(
        &mut self,
        line: &parley::Line<'_, ()>,
        shown: &Shown,
        face: Face,
        width: f32,
        drawn: &mut [bool],
    ) -> Line {
        let mut ours = Line {
            text: shown.source().clone(),
            range: shown.range(line.text_range()),
            runs: Vec::new(),
            left: f32::INFINITY,
            right: f32::NEG_INFINITY,
            // All lines are equally high, whichever fonts are in them: Noto's letters reach 1.07 up and 0.29 down.
            baseline: (face.leading - 1.362 * face.size) / 2.0 + 1.069 * face.size,
            height: face.leading,
            has_rtl: false,
            is_rtl: false,
            face,
        };
        for item in line.items() {
            if let PositionedLayoutItem::GlyphRun(run) = item {
                ours.has_rtl |= run.run().is_rtl();
                self.add_run(&mut ours, &run, shown, width, drawn);
            }
        }
        // Within a line, too, the file holds text in the order in which it is read.
        ours.runs.sort_by_key(|run| run.glyphs.iter().map(|glyph| glyph.text_range.start).min());
        if ours.left > ours.right {
            (ours.left, ours.right) = (0.0, 0.0);
        }
        ours
    }

    fn add_run(
        &mut self,
        line: &mut Line,
        run: &GlyphRun<'_, ()>,
        shown: &Shown,
        width: f32,
        drawn: &mut [bool],
    ) {
        let font = run.run().font();
        let size = run.run().font_size();
        let mut at = run.offset();
        let mut ours = Run {
            font: font.clone(),
            variations: run.run().synthesis().variation_settings().to_vec(),
            size,
            left: at,
            glyphs: Vec::new(),
        };
        for cluster in clusters(run) {
            let text = &shown.text()[cluster.range.clone()];
            let advance: f32 = cluster.glyphs.iter().map(|glyph| glyph.advance).sum();
            let is_space = text.chars().all(|c| c.is_whitespace() || is_unseen(c));
            let has_room = is_space || cluster.stays_in(advance, width, size);
            let is_drawn =
                has_room && cluster.glyphs.iter().all(|glyph| self.fonts.draws(font, glyph.id, is_space));
            if text.chars().all(is_unseen) || !is_drawn {
                // Its place stays, so that what follows stands where the lines were broken for it.
                line.flush(&mut ours, at + advance);
                at += advance;
                continue;
            }
            drawn[cluster.range.clone()].fill(true);
            if !is_space {
                line.left = line.left.min(at);
                line.right = line.right.max(at + advance);
            }
            let parts = cluster.parts(text, run.run().is_rtl());
            let glyphs = cluster.glyphs.iter().zip(parts);
            ours.glyphs.extend(glyphs.map(|(glyph, part)| of_krilla(glyph, size, shown.range(part))));
            at += advance;
        }
        line.flush(&mut ours, at);
    }
}

impl Line {
    /// A line that was broken for `room` stands within `width`, on the same side.
    fn within(mut self, width: f32, is_right: bool, room: f32) -> Self {
        let aligned = if is_right { width - room } else { 0.0 };
        let right = aligned.min(width - self.right).max(-self.left);
        self.left += right;
        self.right += right;
        self.runs.iter_mut().for_each(|run| run.left += right);
        self
    }

    /// Takes the glyphs of a run so far; the next ones begin at `next`.
    fn flush(&mut self, run: &mut Run, next: f32) {
        if !run.glyphs.is_empty() {
            self.runs.push(run.clone());
        }
        run.glyphs.clear();
        run.left = next;
    }
}

/// In the order in which they stand, each ligature as one.
fn clusters(run: &GlyphRun<'_, ()>) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for cluster in run.run().clusters() {
        match clusters.last_mut() {
            Some(ligature) if cluster.is_ligature_continuation() => {
                ligature.range.end = cluster.text_range().end;
                ligature.is_ligature = true;
            }
            _ => clusters.push(Cluster {
                range: cluster.text_range(),
                glyphs: cluster.glyphs().collect(),
                is_ligature: false,
            }),
        }
    }
    if run.run().is_rtl() {
        clusters.reverse();
    }
    clusters
}

/// Krilla counts in parts of the font's size and upwards, parley in points and downwards.
fn of_krilla(glyph: &parley::Glyph, size: f32, range: Range<usize>) -> KrillaGlyph {
    KrillaGlyph::new(
        GlyphId::new(glyph.id),
        glyph.advance / size,
        glyph.x / size,
        -glyph.y / size,
        0.0,
        range,
        None,
    )
}
