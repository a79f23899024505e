//! One shape for each thing that is counted, and a word for each kind.

use super::{Form, Mark, Row};
use crate::document::{Group, Shape, Side, Strip};
use crate::look::{BODY, Ink};
use crate::text::{Runs, Typesetter};

const SHAPE: f32 = 9.0;
const STEP: f32 = 12.0;
const BETWEEN_GROUPS: f32 = 16.0;

/// The rows of a strip that is `width` wide, without its title.
pub(crate) fn strip(setter: &mut Typesetter, strip: &Strip, width: f32) -> Vec<Row> {
    let line = setter.scaled(BODY.leading + 2.0);
    let mut pen = Pen { rows: Vec::new(), at: width, width, line };
    for group in &strip.groups {
        pen.begin_group(setter, group);
        for _ in 0..group.count {
            pen.add_shape(setter, group.shape);
        }
        pen.add_words(setter, &group.words);
    }
    pen.rows
}

struct Pen {
    rows: Vec<Row>,
    at: f32,
    width: f32,
    line: f32,
}

impl Pen {
    /// A group begins in the row of the one before where all of it has room.
    fn begin_group(&mut self, setter: &mut Typesetter, group: &Group) {
        let shapes = setter.scaled(STEP) * group.count as f32;
        let words = setter.width(&group.words, BODY) * 1.1;
        self.at += setter.scaled(BETWEEN_GROUPS);
        if self.at + shapes + words + setter.scaled(STEP) > self.width {
            self.begin_row();
        }
    }

    fn begin_row(&mut self) {
        self.rows.push(Row { height: self.line, marks: Vec::new() });
        self.at = 0.0;
    }

    fn add_shape(&mut self, setter: &Typesetter, shape: Shape) {
        let size = setter.scaled(SHAPE);
        if self.at + size > self.width {
            self.begin_row();
        }
        let (form, ink) = look(shape);
        let top = (self.line - size) / 2.0;
        let mark = Mark::form(form, ink, self.at, top, size, size);
        self.at += setter.scaled(STEP);
        self.row().marks.push(mark);
    }

    fn add_words(&mut self, setter: &mut Typesetter, words: &str) {
        let words_width = setter.width(words, BODY) * 1.1;
        self.at += setter.scaled(3.0);
        if self.at + words_width > self.width {
            self.begin_row();
        }
        let room = self.width - self.at;
        for (index, line) in
            setter.set(words, BODY, room, Side::Start, Runs::AsDocument).into_iter().enumerate()
        {
            let left = if index == 0 { self.at } else { 0.0 };
            if index > 0 {
                self.begin_row();
            }
            let top = (self.line - line.height) / 2.0;
            self.row().marks.push(Mark::text(line, left, top, room, Ink::Text));
        }
        self.at += words_width;
    }

    fn row(&mut self) -> &mut Row {
        if self.rows.is_empty() {
            self.begin_row();
        }
        self.rows.last_mut().expect("a row was begun if there was none")
    }
}

fn look(shape: Shape) -> (Form, Ink) {
    match shape {
        Shape::Circle => (Form::Circle, Ink::Good),
        Shape::Triangle => (Form::Triangle, Ink::Late),
        Shape::Diamond => (Form::Diamond, Ink::Waiting),
        Shape::Slashed => (Form::Slashed, Ink::Off),
    }
}
