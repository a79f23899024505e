//! Marks become ink and tagged content.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use super::fonts::Fonts;
use super::tags::Drawn;
use crate::drawing::{Form, Mark, Outline, What, painted};
use crate::layout::tags::Structure;
use crate::look::Ink;
use crate::text::Line;

/// Everything on one page.
pub(super) fn paint(
    surface: &mut Surface<'_>,
    page: usize,
    marks: &[Mark],
    structure: &Structure,
    fonts: &mut Fonts,
    drawn: &mut Drawn,
) {
    for mark in marks {
        let id = begin(surface, mark);
        paint_mark(surface, mark, fonts);
        surface.end_tagged();
        if let Some(node) = mark.node {
            drawn.add(structure, node, id, page, mark);
        }
    }
}

fn begin(surface: &mut Surface<'_>, mark: &Mark) -> Identifier {
    let sign = |sign: &char| sign.to_string();
    let decoration = ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout));
    match (&mark.what, mark.node) {
        (_, None) => surface.start_tagged(decoration),
        (What::Text(..), _) => surface.start_tagged(ContentTag::Span(SpanTag::empty())),
        (What::Sign(_, _, c), _) => {
            surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(Some(&sign(c)))))
        }
        (What::Form(..) | What::Nothing, _) => surface.start_tagged(ContentTag::Other),
    }
}

fn paint_mark(surface: &mut Surface<'_>, mark: &Mark, fonts: &mut Fonts) {
    match &mark.what {
        What::Text(line, ink) => paint_line(surface, mark, line, *ink, fonts),
        What::Form(form, ink) | What::Sign(form, ink, _) => paint_form(surface, mark, *form, *ink),
        What::Nothing => {}
    }
}

fn paint_line(surface: &mut Surface<'_>, mark: &Mark, line: &Line, ink: Ink, fonts: &mut Fonts) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(ink)));
    for run in &line.runs {
        if let Some(font) = fonts.get(run) {
            let start = Point::from_xy(mark.left + run.left, mark.top + line.baseline);
            surface.draw_glyphs(start, &run.glyphs, font, &line.text, run.size, false);
        }
    }
}

fn paint_form(surface: &mut Surface<'_>, mark: &Mark, form: Form, ink: Ink) {
    surface.push_transform(&Transform::from_translate(mark.left, mark.top));
    for drawn in painted(form, ink, mark.width, mark.height) {
        let stroke = |width| Stroke { paint: color(drawn.ink).into(), width, ..Stroke::default() };
        surface.set_fill(drawn.stroke.is_none().then(|| fill(drawn.ink)));
        surface.set_stroke(drawn.stroke.map(stroke));
        if let Some(path) = path(&drawn.outline) {
            surface.draw_path(&path);
        }
    }
    surface.pop();
}

fn path(outline: &Outline) -> Option<Path> {
    let mut path = PathBuilder::new();
    match outline {
        Outline::Closed(points) => {
            let mut points = points.iter();
            points.next().map(|(x, y)| path.move_to(*x, *y))?;
            points.for_each(|(x, y)| path.line_to(*x, *y));
            path.close();
        }
        Outline::Open((x, y), (to_x, to_y)) => {
            path.move_to(*x, *y);
            path.line_to(*to_x, *to_y);
        }
        Outline::Circle { x, y, radius } => add_circle(&mut path, *x, *y, *radius),
    }
    path.finish()
}

/// Four curves; the factor is the usual one for a quarter of a circle.
fn add_circle(path: &mut PathBuilder, x: f32, y: f32, radius: f32) {
    let handle = 0.552_285 * radius;
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + handle, x + handle, y + radius, x, y + radius);
    path.cubic_to(x - handle, y + radius, x - radius, y + handle, x - radius, y);
    path.cubic_to(x - radius, y - handle, x - handle, y - radius, x, y - radius);
    path.cubic_to(x + handle, y - radius, x + radius, y - handle, x + radius, y);
    path.close();
}

fn color(ink: Ink) -> rgb::Color {
    let (red, green, blue) = ink.rgb();
    rgb::Color::new(red, green, blue)
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: color(ink).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}
