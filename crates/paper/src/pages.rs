//! Pieces come onto pages, each with its foot.

use crate::document::{Document, Fit, Part, Side};
use crate::drawing::{Form, Mark, Row};
use crate::error::Error;
use crate::layout::Flow;
use crate::layout::piece::Piece;
use crate::layout::tags::{Role, Structure};
use crate::look::{Ink, MARGIN, SCALES, SMALL};
use crate::text::{Runs, Typesetter};

/// How often the room for the foot is measured again, as the number of pages is only known afterwards.
const ROUNDS: usize = 4;

/// Between the text and the foot.
const ABOVE_FOOT: f32 = 8.0;

/// Everything on every page, in its place on the paper.
pub(crate) struct Composed {
    pub(crate) pages: Vec<Vec<Mark>>,
    pub(crate) structure: Structure,
    /// For each part, its pages and its scale.
    pub(crate) parts: Vec<(usize, f32)>,
}

/// Says what stands on a page in place of "Page 2 of 3".
pub(crate) type PageText<'a> = &'a dyn Fn(usize, usize) -> String;

/// Lays out the whole document.
pub(crate) fn compose(
    document: &Document,
    page_text: PageText<'_>,
    setter: &mut Typesetter,
) -> Result<Composed, Error> {
    let height = document.paper.size().1 - 2.0 * MARGIN;
    let mut reserved = foot(setter, document, &page_text(1, 1)).height;
    for _ in 0..ROUNDS {
        if reserved > height / 4.0 {
            break;
        }
        let mut composed = compose_parts(document, setter, height - reserved - ABOVE_FOOT)?;
        setter.set_scale(1.0);
        let feet = feet(document, page_text, setter, composed.pages.len());
        let needed = feet.iter().map(|foot| foot.height).fold(0.0, f32::max);
        if needed <= reserved {
            composed.add_feet(feet, height);
            composed.place_on_paper(document);
            return Ok(composed);
        }
        reserved = needed;
    }
    Err(Error::FootTooLong)
}

fn compose_parts(document: &Document, setter: &mut Typesetter, height: f32) -> Result<Composed, Error> {
    let mut composed = Composed { pages: Vec::new(), structure: Structure::new(), parts: Vec::new() };
    let empty = [Part { fit: Fit::Flow, blocks: Vec::new() }];
    let parts = if document.parts.is_empty() { &empty[..] } else { &document.parts[..] };
    for (index, part) in parts.iter().enumerate() {
        let head = (index == 0).then_some(document);
        composed.add_part(part, head, document, setter, height)?;
    }
    Ok(composed)
}

impl Composed {
    fn add_part(
        &mut self,
        part: &Part,
        head: Option<&Document>,
        document: &Document,
        setter: &mut Typesetter,
        height: f32,
    ) -> Result<(), Error> {
        let scales = if part.fit == Fit::OnePage { &SCALES[..] } else { &SCALES[..1] };
        let mut first = None;
        for scale in scales {
            setter.set_scale(*scale);
            let mut structure = self.structure.clone();
            let mut flow = Flow::new(setter, &mut structure, document.paper.size().0 - 2.0 * MARGIN);
            if let Some(document) = head {
                flow.add_head(document);
            }
            flow.add_blocks(&part.blocks)?;
            let pages = paginate(flow.pieces, height);
            let count = pages.len();
            if count == 1 || first.is_none() {
                first = Some((structure, pages, *scale));
            }
            // No smaller letters would bring three pages onto one.
            if count == 1 || count > 2 {
                break;
            }
        }
        let (structure, pages, scale) = first.expect("there is at least one scale");
        self.structure = structure;
        self.parts.push((pages.len(), scale));
        self.pages.extend(pages);
        Ok(())
    }

    /// The sentences at the foot are read out once, at the end.
    fn add_feet(&mut self, feet: Vec<Foot>, height: f32) {
        let made = self.structure.add(Structure::ROOT, Role::Paragraph);
        let footer = self.structure.add(Structure::ROOT, Role::Paragraph);
        let last = feet.len().saturating_sub(1);
        for (index, (page, foot)) in self.pages.iter_mut().zip(feet).enumerate() {
            let top = height - foot.height;
            let (mut sentences, mut footers) = (foot.made, foot.footer);
            if index == last {
                sentences.give_rest_to(made);
                footers.give_rest_to(footer);
            }
            let marks = sentences.marks.into_iter().chain(foot.rest.marks).chain(footers.marks);
            page.extend(marks.map(|mark| mark.moved(0.0, top)));
        }
    }

    fn place_on_paper(&mut self, document: &Document) {
        let width = document.paper.size().0 - 2.0 * MARGIN;
        for mark in self.pages.iter_mut().flatten() {
            if document.direction.is_rtl() {
                mark.mirror(width);
            }
            *mark = mark.clone().moved(MARGIN, MARGIN);
        }
    }
}

/// The foot of one page.
struct Foot {
    height: f32,
    made: Row,
    footer: Row,
    /// The rule and the number of the page: decoration.
    rest: Row,
}

fn feet(document: &Document, page_text: PageText<'_>, setter: &mut Typesetter, pages: usize) -> Vec<Foot> {
    (1..=pages).map(|page| foot(setter, document, &page_text(page, pages))).collect()
}

fn foot(setter: &mut Typesetter, document: &Document, page_text: &str) -> Foot {
    let width = document.paper.size().0 - 2.0 * MARGIN;
    let gap = 16.0;
    let number = setter.width(page_text, SMALL).min(0.3 * width) + 1.0;
    let column = width - number - gap;
    let mut made = Row::default();
    let mut rest = Row::default();
    let mut footer = Row::default();
    rest.marks.push(Mark::form(Form::Block, Ink::Rule, 0.0, 0.0, width, 0.5));
    let lines = setter.set(&document.made.line, SMALL, column, Side::Start, Runs::AsDocument);
    made.add_lines(lines, 0.0, 6.0, column, Ink::Quiet);
    let lines = setter.set(page_text, SMALL, number, Side::End, Runs::AsDocument);
    rest.add_lines(lines, width - number, 6.0, number, Ink::Quiet);
    let below = made.height.max(rest.height);
    let lines = setter.set(&document.footer, SMALL, width, Side::Start, Runs::AsDocument);
    footer.add_lines(lines, 0.0, below, width, Ink::Quiet);
    Foot { height: below.max(footer.height), made, footer, rest }
}

/// The marks of each page; there is at least one page.
fn paginate(pieces: Vec<Piece>, height: f32) -> Vec<Vec<Mark>> {
    let mut pages = Paginator { pages: vec![Vec::new()], at: 0.0, is_fresh: true, height };
    let mut waiting: std::collections::VecDeque<Piece> = pieces.into();
    while let Some(piece) = waiting.pop_front() {
        if piece.is_break {
            pages.turn();
            continue;
        }
        let together = piece.height + kept_height(&piece, &waiting, height);
        if !pages.is_fresh && !pages.has_room(&piece, together) {
            pages.turn();
        }
        pages.repeat_head(&piece);
        if pages.at + piece.height > height + 0.01 {
            let (stays, goes) = piece.split(height - pages.at);
            waiting.push_front(goes);
            pages.put(stays);
            pages.turn();
        } else {
            pages.put(piece);
        }
    }
    if pages.pages.len() > 1 && pages.is_fresh {
        pages.pages.pop();
    }
    pages.pages
}

/// How much more has to stand on the same page, unless no page is long enough for it.
fn kept_height(piece: &Piece, next: &std::collections::VecDeque<Piece>, height: f32) -> f32 {
    let mut more = 0.0;
    let mut keep = piece.keep;
    for piece in next.iter().take_while(|next| !next.is_break) {
        if !keep {
            break;
        }
        more += piece.before + piece.height;
        keep = piece.keep;
    }
    if piece.height + more > height { 0.0 } else { more }
}

struct Paginator {
    pages: Vec<Vec<Mark>>,
    at: f32,
    is_fresh: bool,
    height: f32,
}

impl Paginator {
    fn has_room(&self, piece: &Piece, together: f32) -> bool {
        self.at + piece.before + together <= self.height + 0.01
    }

    fn turn(&mut self) {
        if !self.is_fresh {
            self.pages.push(Vec::new());
            (self.at, self.is_fresh) = (0.0, true);
        }
    }

    /// A head that would leave no room for its rows stands there once.
    fn repeat_head(&mut self, piece: &Piece) {
        if let Some(head) =
            piece.again.as_ref().filter(|head| self.is_fresh && head.height <= self.height / 3.0)
        {
            self.add(head.marks.clone());
            self.at = head.height;
        }
    }

    fn put(&mut self, piece: Piece) {
        self.at += if self.is_fresh { 0.0 } else { piece.before };
        self.add(piece.marks);
        self.at += piece.height;
        self.is_fresh = false;
    }

    fn add(&mut self, marks: Vec<Mark>) {
        let at = self.at;
        let page = self.pages.last_mut().expect("there is always a page");
        page.extend(marks.into_iter().map(|mark| mark.moved(0.0, at)));
    }
}
