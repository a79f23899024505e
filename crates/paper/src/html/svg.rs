//! Drawings as SVG within the page.

use super::markup::Markup;
use crate::document::Direction;
use crate::drawing::{Mark, Outline, Painted, Row, What, painted};
use crate::look::Ink;
use crate::text::Line;

/// The rows of a drawing, one below the other, with the sentence that stands for them.
pub(super) fn write(markup: &mut Markup, alt: &str, rows: Vec<Row>, width: f32, direction: Direction) {
    let height: f32 = rows.iter().map(|row| row.height).sum();
    let view = format!("0 0 {} {}", number(width), number(height));
    markup.open("svg", &[("role", "img"), ("aria-label", alt), ("viewBox", &view)]);
    let mut top = 0.0;
    for row in rows {
        for mark in row.marks {
            let mut mark = mark.moved(0.0, top);
            if direction.is_rtl() {
                mark.mirror(width);
            }
            write_mark(markup, &mark, direction);
        }
        top += row.height;
    }
    markup.close("svg");
}

fn write_mark(markup: &mut Markup, mark: &Mark, direction: Direction) {
    match &mark.what {
        What::Text(line, ink) => write_text(markup, mark, line, *ink, direction),
        What::Form(form, ink) | What::Sign(form, ink, _) => {
            for drawn in painted(*form, *ink, mark.width, mark.height) {
                write_outline(markup, &drawn, mark.left, mark.top);
            }
        }
        What::Nothing => {}
    }
}

/// The reader's font is another one: the edge where the document begins to read is the one that stays.
fn write_text(markup: &mut Markup, mark: &Mark, line: &Line, ink: Ink, direction: Direction) {
    let edge = mark.left + if direction.is_rtl() { line.right } else { line.left };
    let anchor = if line.is_rtl == direction.is_rtl() { "start" } else { "end" };
    let class = if line.face.bold { format!("{} bold", ink.class()) } else { ink.class().to_owned() };
    let attributes = [
        ("class", class.as_str()),
        ("x", &number(edge)),
        ("y", &number(mark.top + line.baseline)),
        ("font-size", &number(line.face.size)),
        ("text-anchor", anchor),
        ("direction", if line.is_rtl { "rtl" } else { "ltr" }),
    ];
    markup.element("text", &attributes, line.words());
}

fn write_outline(markup: &mut Markup, drawn: &Painted, left: f32, top: f32) {
    let class = if drawn.stroke.is_some() {
        format!("{} line", drawn.ink.class())
    } else {
        drawn.ink.class().to_owned()
    };
    let stroke = number(drawn.stroke.unwrap_or_default());
    let mut attributes = vec![("class", class.as_str())];
    if drawn.stroke.is_some() {
        attributes.push(("stroke-width", &stroke));
    }
    let at = |(x, y): (f32, f32)| (number(x + left), number(y + top));
    match &drawn.outline {
        Outline::Closed(points) => {
            let points: Vec<String> =
                points.iter().map(|point| at(*point)).map(|(x, y)| format!("{x},{y}")).collect();
            let points = points.join(" ");
            attributes.push(("points", &points));
            markup.empty("polygon", &attributes);
        }
        Outline::Open(from, to) => {
            let ((x1, y1), (x2, y2)) = (at(*from), at(*to));
            attributes.extend([("x1", x1.as_str()), ("y1", &y1), ("x2", &x2), ("y2", &y2)]);
            markup.empty("line", &attributes);
        }
        Outline::Circle { x, y, radius } => {
            let ((x, y), radius) = (at((*x, *y)), number(*radius));
            attributes.extend([("cx", x.as_str()), ("cy", &y), ("r", &radius)]);
            markup.empty("circle", &attributes);
        }
    }
}

/// Short, and the same everywhere.
fn number(number: f32) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
