//! What stands on one page, and how it is split when no page is long enough.

use std::rc::Rc;

use super::tags::NodeId;
use crate::drawing::{Mark, Row};

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
        let first = self.marks.iter().map(Mark::bottom).fold(f32::INFINITY, f32::min);
        let limit = height.max(first) + 0.01;
        let (mut stay, mut go): (Vec<_>, Vec<_>) =
            self.marks.into_iter().partition(|mark| mark.bottom() <= limit);
        if stay.is_empty() {
            std::mem::swap(&mut stay, &mut go);
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

impl Row {
    /// Every mark that is nobody's yet becomes part of `node`; an empty one becomes part of it, too.
    pub(crate) fn give_rest_to(&mut self, node: NodeId) {
        let is_new = |mark: &Mark| mark.node.is_none();
        for mark in self.marks.iter_mut().filter(|mark| is_new(mark)) {
            mark.node = Some(node);
        }
    }
}
