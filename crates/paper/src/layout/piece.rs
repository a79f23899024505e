//! What stands on one page, and how it is split when no page is long enough.

use std::rc::Rc;

use super::tags::NodeId;
use crate::drawing::{Form, Mark, Row, What};

/// A part of a page, as wide as the page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Piece {
    /// The space above it, unless it is the first on its page.
    pub(crate) before: f32,
    pub(crate) height: f32,
    /// Whether it stands on the same page as the next.
    pub(crate) keep: bool,
    /// Whether it only ends a page.
    pub(crate) is_break: bool,
    pub(crate) marks: Vec<Mark>,
    /// What is drawn once more above it when it is the first on its page.
    pub(crate) again: Option<Rc<Row>>,
}

impl Piece {
    pub(crate) fn of(row: Row, before: f32) -> Self {
        Self { before, height: row.height, marks: row.marks, ..Self::default() }
    }

    pub(crate) fn page_break() -> Self {
        Self { is_break: true, ..Self::default() }
    }

    pub(crate) fn kept(self) -> Self {
        Self { keep: true, ..self }
    }

    /// Everything that fits into `height`, and the rest; there is always something in the first.
    pub(crate) fn split(self, height: f32) -> (Self, Self) {
        let first = self
            .marks
            .iter()
            .filter(|mark| !mark.can_be_cut())
            .map(Mark::bottom)
            .fold(f32::INFINITY, f32::min);
        let limit = if first.is_finite() { height.max(first) } else { height.max(1.0) };
        let (mut stay, mut go) = (Vec::new(), Vec::new());
        for mark in self.marks {
            if mark.bottom() <= limit + 0.01 {
                stay.push(mark);
            } else if mark.can_be_cut() && mark.top < limit {
                let (above, below) = mark.cut(limit);
                stay.push(above);
                go.push(below);
            } else {
                go.push(mark);
            }
        }
        let up = go.iter().map(|mark| mark.top).fold(f32::INFINITY, f32::min);
        let go: Vec<_> = go.into_iter().map(|mark| mark.moved(0.0, -up)).collect();
        let bottom = |marks: &[Mark]| marks.iter().map(Mark::bottom).fold(0.0, f32::max);
        let rest = Self {
            height: bottom(&go),
            marks: go,
            keep: self.keep,
            again: self.again.clone(),
            ..Self::default()
        };
        (
            Self {
                before: self.before,
                height: bottom(&stay),
                marks: stay,
                again: self.again,
                ..Self::default()
            },
            rest,
        )
    }
}

impl Mark {
    /// Whether it is an upright rule, which may go on on the next page.
    fn can_be_cut(&self) -> bool {
        matches!(self.what, What::Form(Form::Block, _)) && self.width < 2.0
    }

    fn cut(self, at: f32) -> (Self, Self) {
        let below = Self { top: at, height: self.bottom() - at, ..self.clone() };
        (Self { height: at - self.top, ..self }, below)
    }
}

impl Row {
    /// Every mark that is nobody's yet becomes part of `node`.
    pub(crate) fn give_rest_to(&mut self, node: NodeId) {
        for mark in self.marks.iter_mut().filter(|mark| mark.node.is_none()) {
            mark.node = Some(node);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::Ink;

    #[test]
    fn a_rule_beside_a_long_column_goes_on_where_it_was_cut() {
        let row = |top: f32| Mark::form(Form::Circle, Ink::Good, 0.0, top, 10.0, 10.0);
        let rule = Mark::form(Form::Block, Ink::Rule, 20.0, 0.0, 1.0, 100.0);
        let marks = (0..10).map(|index| row(10.0 * index as f32)).chain([rule]).collect();
        let (stays, goes) = Piece { height: 100.0, marks, ..Piece::default() }.split(35.0);
        assert_eq!((stays.marks.len(), stays.height), (4, 35.0));
        assert_eq!((goes.marks.len(), goes.height), (8, 70.0));
        assert!(goes.marks.iter().all(|mark| mark.top >= 0.0));
    }
}
