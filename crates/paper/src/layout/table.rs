//! Tables: a header that comes again on each page, and rows that stay whole.

use std::rc::Rc;

use super::Flow;
use super::piece::Piece;
use super::tags::{NodeId, Role, Structure};
use crate::document::{Column, Side, Table};
use crate::drawing::{Form, Mark, Row, What};
use crate::error::Error;
use crate::look::{Face, Ink, SMALL, SMALL_BOLD};
use crate::text::Runs;

const GAP: f32 = 8.0;

/// Room for a few letters, whatever the weights are.
const NARROWEST: f32 = 30.0;

/// With more, the columns would be narrower than letters.
pub(super) const MOST_COLUMNS: usize = 12;

/// Where a column is.
struct Place {
    left: f32,
    width: f32,
    side: Side,
}

impl Flow<'_> {
    pub(super) fn add_table(&mut self, table: &Table) -> Result<(), Error> {
        if table.columns.len() > MOST_COLUMNS {
            return Err(Error::TooManyColumns(table.columns.len()));
        }
        if table.columns.is_empty() {
            return Ok(());
        }
        let node = self.structure.add(Structure::ROOT, Role::Table);
        let places = self.places(table);
        let head = Rc::new(self.table_head(table, node, &places));
        let again = Rc::new(Row { marks: without_roles(&head.marks), ..*head });
        let before = self.setter.scaled(6.0);
        self.push(Piece::of(Row::clone(&head), before).kept());
        if table.rows.is_empty() {
            return Ok(());
        }
        let body = self.structure.add(node, Role::TableBody);
        for row in 0..table.rows.len() {
            let row = self.table_row(table, row, body, &places);
            self.push(Piece { again: Some(again.clone()), ..Piece::of(row, 0.0) });
        }
        Ok(())
    }

    fn places(&self, table: &Table) -> Vec<Place> {
        let gap = self.setter.scaled(GAP);
        let count = table.columns.len() as f32;
        let room = (self.width - gap * (count - 1.0)).max(0.0);
        let weight = |column: &Column| f32::from(column.weight.max(1));
        let all: f32 = table.columns.iter().map(weight).sum();
        let narrowest = self.setter.scaled(NARROWEST).min(room / count);
        let is_too_narrow = table.columns.iter().any(|column| room * weight(column) / all < narrowest);
        let (least, rest) = if is_too_narrow { (narrowest, room - count * narrowest) } else { (0.0, room) };
        let mut left = 0.0;
        let mut place = |column: &Column| {
            let width = least + rest * weight(column) / all;
            let place = Place { left, width, side: column.side };
            left += width + gap;
            place
        };
        table.columns.iter().map(&mut place).collect()
    }

    fn table_head(&mut self, table: &Table, node: NodeId, places: &[Place]) -> Row {
        let head = self.structure.add(node, Role::TableHead);
        let cells = self.structure.add(head, Role::Row);
        let mut row = Row::default();
        for (column, place) in table.columns.iter().zip(places) {
            let cell = self.structure.add(cells, Role::ColumnHeader);
            self.add_cell(&mut row, &column.title, SMALL_BOLD, place, cell);
        }
        self.close(&mut row, 1.0)
    }

    fn table_row(&mut self, table: &Table, index: usize, body: NodeId, places: &[Place]) -> Row {
        let cells = self.structure.add(body, Role::Row);
        let mut row = Row::default();
        for (column, place) in places.iter().enumerate() {
            let names_the_row = table.row_headers && column == 0;
            let role = if names_the_row { Role::RowHeader } else { Role::Cell };
            let cell = self.structure.add(cells, role);
            self.add_cell(&mut row, &table.cell(index, column), SMALL, place, cell);
        }
        self.close(&mut row, 0.4)
    }

    fn add_cell(&mut self, row: &mut Row, text: &str, face: Face, place: &Place, cell: NodeId) {
        let top = self.setter.scaled(2.5);
        let lines = self.setter.set(text, face, place.width, place.side, Runs::AsItself);
        if lines.is_empty() {
            let (width, height) = (place.width, self.setter.scaled(face.leading));
            row.marks.push(Mark {
                left: place.left,
                top,
                width,
                height,
                node: Some(cell),
                what: What::Nothing,
            });
            row.height = row.height.max(top + height);
        }
        row.add_lines(lines, place.left, top, place.width, Ink::Text);
        row.give_rest_to(cell);
    }

    /// With a rule below.
    fn close(&self, row: &mut Row, rule: f32) -> Row {
        let rule = self.setter.scaled(rule);
        let top = row.height + self.setter.scaled(2.5);
        row.marks.push(Mark::form(Form::Block, Ink::Rule, 0.0, top, self.width, rule));
        row.height = top + rule;
        std::mem::take(row)
    }
}

/// As decoration: who listens heard it the first time.
fn without_roles(marks: &[Mark]) -> Vec<Mark> {
    marks.iter().cloned().map(|mark| Mark { node: None, ..mark }).collect()
}
