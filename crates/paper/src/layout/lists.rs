//! Facts with their numbers, and questions with boxes to tick.

use super::Flow;
use super::piece::Piece;
use super::tags::{NodeId, Role, Structure};
use crate::document::{Answers, Fact, Side};
use crate::drawing::{Form, Mark, Row, What};
use crate::look::{BODY, Ink, STRONG};
use crate::text::{Runs, Typesetter};

/// What is read out for a box to tick.
const BOX: char = '\u{2610}';

impl Flow<'_> {
    /// The numbers end below each other.
    pub(super) fn add_facts(&mut self, facts: &[Fact]) {
        if facts.is_empty() {
            return;
        }
        let list = self.structure.add(Structure::ROOT, Role::List);
        let widest = facts.iter().map(|fact| self.setter.width(&fact.number, STRONG)).fold(0.0, f32::max);
        let number = widest.min(0.4 * self.width) + 0.5;
        for (index, fact) in facts.iter().enumerate() {
            let row = self.fact(fact, list, number);
            let before = self.setter.scaled(if index == 0 { 4.0 } else { 2.0 });
            self.push(Piece::of(row, before));
        }
    }

    fn fact(&mut self, fact: &Fact, list: NodeId, number: f32) -> Row {
        let item = self.structure.add(list, Role::Item);
        let mut row = Row::default();
        let gap = self.setter.scaled(7.0);
        let left = if number > 1.0 { number + gap } else { 0.0 };
        let lines = self.setter.set(&fact.number, STRONG, number, Side::End, Runs::AsDocument);
        if !lines.is_empty() {
            let label = self.structure.add(item, Role::Label);
            row.add_lines(lines, 0.0, 0.0, number, Ink::Text);
            row.give_rest_to(label);
        }
        let body = self.structure.add(item, Role::Body);
        let lines = self.setter.set(&fact.text, BODY, self.width - left, Side::Start, Runs::AsDocument);
        row.add_lines(lines, left, 0.0, self.width - left, Ink::Text);
        row.give_rest_to(body);
        row
    }

    pub(super) fn add_answers(&mut self, questions: &[Answers]) {
        if questions.is_empty() {
            return;
        }
        let list = self.structure.add(Structure::ROOT, Role::List);
        for (index, question) in questions.iter().enumerate() {
            let item = self.structure.add(list, Role::Item);
            let body = self.structure.add(item, Role::Body);
            let mut row = Row::default();
            let lines = self.setter.set(&question.text, BODY, self.width, Side::Start, Runs::AsDocument);
            row.add_lines(lines, 0.0, 0.0, self.width, Ink::Text);
            add_boxes(self.setter, &mut row, &question.answers, self.width);
            row.give_rest_to(body);
            let before = self.setter.scaled(if index == 0 { 4.0 } else { 6.0 });
            self.push(Piece::of(row, before));
        }
    }
}

/// Side by side while there is room.
fn add_boxes(setter: &mut Typesetter, row: &mut Row, answers: &[String], width: f32) {
    let (size, gap, between) = (setter.scaled(9.5), setter.scaled(5.0), setter.scaled(18.0));
    let line = setter.scaled(BODY.leading);
    let (mut left, mut top) = (0.0, row.height + setter.scaled(2.0));
    for answer in answers {
        let wanted = size + gap + setter.width(answer, BODY);
        if left > 0.0 && left + wanted > width {
            (left, top) = (0.0, row.height);
        }
        let tick = Mark::form(Form::Tick, Ink::Text, left, top + (line - size) / 2.0, size, size);
        row.marks.push(Mark { what: What::Sign(Form::Tick, Ink::Text, BOX), ..tick });
        let room = width - left - size - gap;
        let lines = setter.set(answer, BODY, room, Side::Start, Runs::AsDocument);
        row.add_lines(lines, left + size + gap, top, room, Ink::Text);
        row.height = row.height.max(top + line);
        left += wanted + between;
    }
}
