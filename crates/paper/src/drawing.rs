//! What is drawn where: shared by the PDF and the charts of the HTML file.

mod bars;
mod forms;
mod strip;

use std::rc::Rc;

use crate::layout::tags::NodeId;
use crate::look::Ink;
use crate::text::Line;

pub(crate) use bars::bars;
pub(crate) use forms::{Form, Outline, Painted, painted};
pub(crate) use strip::strip;

/// One thing in its box. Boxes count from where reading begins and from the top; [`Mark::mirror`] turns them for a language
/// from right to left.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// What it is a part of for who listens; nothing for decoration.
    pub(crate) node: Option<NodeId>,
    pub(crate) what: What,
}

/// What is in a box.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// A line of text, which stands in the box as it was set.
    Text(Rc<Line>, Ink),
    /// A form that fills the box.
    Form(Form, Ink),
    /// A form that stands for a sign, which is what is read out.
    Sign(Form, Ink, char),
    /// Nothing to see: an empty cell is still a cell.
    Nothing,
}

/// A row of a drawing; rows stand one below the other and may be on different pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) height: f32,
    pub(crate) marks: Vec<Mark>,
}

impl Mark {
    pub(crate) fn text(line: Line, left: f32, top: f32, width: f32, ink: Ink) -> Self {
        let height = line.height;
        Self { left, top, width, height, node: None, what: What::Text(Rc::new(line), ink) }
    }

    pub(crate) fn form(form: Form, ink: Ink, left: f32, top: f32, width: f32, height: f32) -> Self {
        Self { left, top, width, height, node: None, what: What::Form(form, ink) }
    }

    pub(crate) fn moved(self, right: f32, down: f32) -> Self {
        Self { left: self.left + right, top: self.top + down, ..self }
    }

    pub(crate) fn bottom(&self) -> f32 {
        self.top + self.height
    }

    /// As seen in a mirror of this width.
    pub(crate) fn mirror(&mut self, width: f32) {
        self.left = width - self.left - self.width;
    }
}

impl Row {
    /// Lines one below the other, from `top` on; the row grows with them.
    pub(crate) fn add_lines(&mut self, lines: Vec<Line>, left: f32, top: f32, width: f32, ink: Ink) {
        let mut top = top;
        for line in lines {
            let height = line.height;
            self.marks.push(Mark::text(line, left, top, width, ink));
            top += height;
        }
        self.height = self.height.max(top);
    }
}
