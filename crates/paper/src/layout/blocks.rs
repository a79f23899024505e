//! Charts, and blocks side by side.

use super::piece::Piece;
use super::tags::{Role, Structure};
use super::{Flow, MOST_SHAPES};
use crate::document::{Bars, Block, Strip};
use crate::drawing::{self, Row};
use crate::error::Error;
use crate::look::{Ink, STRONG};
use crate::text::clean;

impl Flow<'_> {
    pub(super) fn add_strip(&mut self, strip: &Strip) -> Result<(), Error> {
        let shapes = strip.groups.iter().map(|group| u64::from(group.count)).sum();
        if shapes > MOST_SHAPES {
            return Err(Error::TooManyShapes(shapes));
        }
        self.add_chart_title(&strip.title);
        let rows = drawing::strip(self.setter, strip, self.width);
        self.add_drawing(rows, strip.spoken());
        Ok(())
    }

    pub(super) fn add_bars(&mut self, bars: &Bars) {
        self.add_chart_title(&bars.title);
        let rows = drawing::bars(self.setter, bars, self.width);
        self.add_drawing(rows, bars.spoken());
    }

    fn add_chart_title(&mut self, title: &str) {
        let node = self.structure.add(Structure::ROOT, Role::Paragraph);
        self.add_text(title, STRONG, Ink::Text, node, 10.0, true);
    }

    /// All rows stand on one page where they can.
    fn add_drawing(&mut self, rows: Vec<Row>, spoken: String) {
        // A figure without a word is decoration.
        let has_words = !spoken.is_empty();
        let figure = self.structure.add(Structure::ROOT, Role::Figure(clean(&spoken)));
        let count = rows.len();
        for (index, mut row) in rows.into_iter().enumerate() {
            if has_words {
                row.give_rest_to(figure);
            }
            let before = if index == 0 { self.setter.scaled(3.0) } else { 0.0 };
            let mut piece = Piece::of(row, before);
            piece.keep = index + 1 < count;
            self.push(piece);
        }
    }

    pub(super) fn add_columns(&mut self, first: &[Block], second: &[Block]) -> Result<(), Error> {
        let gap = self.setter.scaled(24.0);
        let width = (self.width - gap) / 2.0;
        let level = self.level;
        let first = self.column(first, width, level)?;
        let second = self.column(second, width, level)?;
        let mut row = stacked(first, 0.0);
        let other = stacked(second, width + gap);
        row.height = row.height.max(other.height);
        let rule = self.setter.scaled(0.6);
        let line = drawing::Mark::form(
            drawing::Form::Block,
            Ink::Rule,
            width + (gap - rule) / 2.0,
            0.0,
            rule,
            row.height,
        );
        row.marks.extend(other.marks);
        row.marks.push(line);
        let before = self.setter.scaled(12.0);
        self.push(Piece::of(row, before));
        Ok(())
    }

    fn column(&mut self, blocks: &[Block], width: f32, level: u16) -> Result<Vec<Piece>, Error> {
        let mut flow = Flow::new(self.setter, self.structure, width);
        flow.level = level;
        flow.add_blocks(blocks)?;
        Ok(flow.pieces)
    }
}

/// Pieces one below the other, as one row.
fn stacked(pieces: Vec<Piece>, left: f32) -> Row {
    let mut row = Row::default();
    for (index, piece) in pieces.into_iter().enumerate() {
        let top = row.height + if index == 0 { 0.0 } else { piece.before };
        row.marks.extend(piece.marks.into_iter().map(|mark| mark.moved(left, top)));
        row.height = top + piece.height;
    }
    row
}
