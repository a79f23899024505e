//! Pages become a tagged PDF (PDF/UA-1), with its fonts in it.

mod fonts;
mod packed;
mod paint;
mod tags;

use std::collections::BTreeSet;

use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::{Document as Pdf, SerializeSettings};

use crate::document::Document;
use crate::drawing::{Mark, What};
use crate::error::Error;
use crate::pages::{Composed, compose};
use crate::text::{Typesetter, clean};

/// A PDF, and what became of the document in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// One for each part of the document.
    pub parts: Vec<PrintedPart>,
    /// Where every line of text stands, page by page.
    pub lines: Vec<PlacedLine>,
    /// Characters that no font here could draw: each is a sign of replacement on paper, and itself in the file's text.
    pub replaced: BTreeSet<char>,
}

/// How a part of the document came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrintedPart {
    /// How many pages it took.
    pub pages: usize,
    /// 1, or how much smaller its letters are so that it fits on one page.
    pub scale: f32,
}

/// A line of text on paper: the box it stands in, in points from the top left.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLine {
    /// Counted from 0.
    pub page: usize,
    /// Where its ink begins.
    pub left: f32,
    /// Where the line begins.
    pub top: f32,
    /// Where its ink ends.
    pub right: f32,
    /// Where the line ends.
    pub bottom: f32,
    /// What it says.
    pub text: String,
}

impl Printed {
    /// Whether every part is on one page.
    #[must_use]
    pub fn is_one_page_each(&self) -> bool {
        self.parts.iter().all(|part| part.pages == 1)
    }
}

/// The document as a PDF. `page_text` is asked for what stands at the foot of page `n` of `m`.
///
/// The same document gives the same bytes on the same computer; on another one too, unless it has characters that are not in
/// our own fonts.
///
/// # Errors
/// Without a title, with a foot or a strip that is too long; else only by a mistake in here.
pub fn pdf(document: &Document, page_text: &dyn Fn(usize, usize) -> String) -> Result<Printed, Error> {
    if clean(&document.title).trim().is_empty() {
        return Err(Error::NoTitle);
    }
    match print(document, page_text, true) {
        Err(Error::Pdf(problem)) => {
            tracing::warn!(%problem, "Failed to use a font of the system, and went on without them");
            print(document, page_text, false)
        }
        printed => printed,
    }
}

fn print(
    document: &Document,
    page_text: &dyn Fn(usize, usize) -> String,
    system: bool,
) -> Result<Printed, Error> {
    let mut setter = Typesetter::new(&document.language, document.direction, system);
    let composed = compose(document, page_text, &mut setter)?;
    let bytes = write(document, &composed).map_err(|error| Error::Pdf(format!("{error:?}")))?;
    let bytes = packed::packed(&bytes).unwrap_or(bytes);
    let parts = composed.parts.iter().map(|(pages, scale)| PrintedPart { pages: *pages, scale: *scale });
    let lines = composed.pages.iter().enumerate().flat_map(|(page, marks)| lines(page, marks));
    Ok(Printed { bytes, parts: parts.collect(), lines: lines.collect(), replaced: setter.replaced().clone() })
}

fn lines(page: usize, marks: &[Mark]) -> impl Iterator<Item = PlacedLine> {
    marks.iter().filter_map(move |mark| match &mark.what {
        What::Text(line, _) => Some(PlacedLine {
            page,
            left: mark.left + line.left,
            top: mark.top,
            right: mark.left + line.right,
            bottom: mark.bottom(),
            text: line.words().to_owned(),
        }),
        _ => None,
    })
}

fn write(document: &Document, composed: &Composed) -> Result<Vec<u8>, KrillaError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .expect("one standard cannot contradict another");
    let mut pdf = Pdf::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    pdf.set_metadata(metadata(document));
    let (width, height) = document.paper.size();
    let settings = PageSettings::from_wh(width, height).expect("paper has a size");
    let mut fonts = fonts::Fonts::default();
    let mut drawn = tags::Drawn::default();
    for (index, marks) in composed.pages.iter().enumerate() {
        let mut page = pdf.start_page_with(settings.clone());
        let mut surface = page.surface();
        paint::paint(&mut surface, index, marks, &composed.structure, &mut fonts, &mut drawn);
        surface.finish();
        page.finish();
    }
    pdf.set_outline(outline(&drawn));
    pdf.set_tag_tree(drawn.into_tree(&composed.structure, document.language_tag()));
    pdf.finish()
}

fn metadata(document: &Document) -> Metadata {
    let date = document.made.date;
    let direction =
        if document.direction.is_rtl() { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    Metadata::new()
        .title(clean(&document.title))
        .authors(vec![clean(&document.office)])
        .description(clean(&document.subject))
        .keywords(document.keywords.iter().map(|word| clean(word)).collect())
        .language(document.language_tag().to_owned())
        .creation_date(
            DateTime::new(u16::try_from(date.year()).unwrap_or_default())
                .month(part(date.month()))
                .day(part(date.day())),
        )
        .text_direction(direction)
}

/// Every heading, one below the other.
fn outline(drawn: &tags::Drawn) -> Outline {
    let mut outline = Outline::new();
    for heading in drawn.headings() {
        let place = XyzDestination::new(heading.page, Point::from_xy(heading.left, heading.top));
        outline.push_child(OutlineNode::new(heading.text.clone(), place));
    }
    outline
}
