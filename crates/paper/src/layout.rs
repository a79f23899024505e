//! Blocks become pieces, each of which stands on one page.

mod blocks;
mod lists;
pub(crate) mod piece;
mod table;
pub(crate) mod tags;

use crate::document::{Block, Document, Emphasis, Level, Side};
use crate::drawing::Row;
use crate::error::Error;
use crate::look::{BODY, Face, Ink, SECTION, SMALL, SMALL_BOLD, STRONG, SUBSECTION, TITLE};
use crate::text::{Runs, Typesetter, clean};
use piece::Piece;
use tags::{NodeId, Role, Structure};

/// The most shapes one strip may have: two pages full of them.
pub(crate) const MOST_SHAPES: u64 = 5_000;

/// Lays blocks out one below the other.
pub(crate) struct Flow<'a> {
    pub(crate) setter: &'a mut Typesetter,
    pub(crate) structure: &'a mut Structure,
    pub(crate) width: f32,
    pub(crate) pieces: Vec<Piece>,
    /// The level of the last heading.
    level: u16,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(setter: &'a mut Typesetter, structure: &'a mut Structure, width: f32) -> Self {
        Self { setter, structure, width, pieces: Vec::new(), level: 1 }
    }

    /// What stands above everything: whose it is, what it is about, and what it comes to.
    pub(crate) fn add_head(&mut self, document: &Document) {
        let gap = self.setter.scaled(16.0);
        let column = (self.width - gap) / 2.0;
        let mut row = Row::default();
        let office = self.paragraph();
        let lines = self.setter.set(&document.office, SMALL_BOLD, column, Side::Start, Runs::AsItself);
        row.add_lines(lines, 0.0, 0.0, column, Ink::Quiet);
        row.give_rest_to(office);
        let subject = self.paragraph();
        let lines = self.setter.set(&document.subject, SMALL, column, Side::End, Runs::AsDocument);
        row.add_lines(lines, column + gap, 0.0, column, Ink::Quiet);
        row.give_rest_to(subject);
        self.push(Piece::of(row, 0.0).kept());
        let title = self.structure.add(Structure::ROOT, Role::Heading(1, clean(&document.title)));
        self.add_text(&document.title, TITLE, Ink::Text, title, 10.0, true);
    }

    /// Everything in a part.
    pub(crate) fn add_blocks(&mut self, blocks: &[Block]) -> Result<(), Error> {
        blocks.iter().try_for_each(|block| self.add(block))
    }

    fn add(&mut self, block: &Block) -> Result<(), Error> {
        match block {
            Block::Heading { level, text } => self.add_heading(*level, text),
            Block::Paragraph { emphasis, text } => self.add_paragraph(*emphasis, text),
            Block::Strip(strip) => self.add_strip(strip)?,
            Block::Bars(bars) => self.add_bars(bars),
            Block::Facts(facts) => self.add_facts(facts),
            Block::Answers(answers) => self.add_answers(answers),
            Block::Columns { first, second } => self.add_columns(first, second)?,
            Block::Table(table) => self.add_table(table)?,
            Block::PageBreak => self.push(Piece::page_break()),
        }
        Ok(())
    }

    fn add_heading(&mut self, level: Level, text: &str) {
        let level = heading_level(level, self.level);
        self.level = level;
        let face = if level == 2 { SECTION } else { SUBSECTION };
        let node = self.structure.add(Structure::ROOT, Role::Heading(level, clean(text)));
        self.add_text(text, face, Ink::Text, node, 12.0, true);
    }

    fn add_paragraph(&mut self, emphasis: Emphasis, text: &str) {
        let (face, ink) = match emphasis {
            Emphasis::Plain => (BODY, Ink::Text),
            Emphasis::Strong => (STRONG, Ink::Text),
            Emphasis::Quiet => (SMALL, Ink::Quiet),
        };
        let node = self.paragraph();
        self.add_text(text, face, ink, node, 5.0, false);
    }

    /// Line by line, so that a long text goes on on the next page, and no line stands alone at its foot or head.
    fn add_text(&mut self, text: &str, face: Face, ink: Ink, node: NodeId, before: f32, keep_all: bool) {
        let lines = self.setter.set(text, face, self.width, Side::Start, Runs::AsDocument);
        let count = lines.len();
        let before = self.setter.scaled(before);
        for (index, line) in lines.into_iter().enumerate() {
            let mut row = Row::default();
            row.add_lines(vec![line], 0.0, 0.0, self.width, ink);
            row.give_rest_to(node);
            let mut piece = Piece::of(row, if index == 0 { before } else { 0.0 });
            piece.keep = keep_all || (count > 1 && (index == 0 || index + 2 == count));
            self.push(piece);
        }
    }

    fn paragraph(&mut self) -> NodeId {
        self.structure.add(Structure::ROOT, Role::Paragraph)
    }

    fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }
}

/// No level is left out, for those who jump from heading to heading; `last` is the one above.
pub(crate) fn heading_level(level: Level, last: u16) -> u16 {
    let wanted = if level == Level::Section { 2 } else { 3 };
    wanted.min(last + 1)
}
