//! Horizontal bars from 0, with their numbers beside them.

use super::{Form, Mark, Row};
use crate::document::{Bar, Bars, Side};
use crate::look::{BODY, Face, Ink, STRONG};
use crate::text::{Runs, Typesetter};

const GAP: f32 = 8.0;

/// Where the three columns of a chart are.
struct Columns {
    label: f32,
    bar: f32,
    printed: f32,
    gap: f32,
    max: u64,
}

/// A row for each bar of a chart that is `width` wide, without its title.
pub(crate) fn bars(setter: &mut Typesetter, chart: &Bars, width: f32) -> Vec<Row> {
    let columns = columns(setter, chart, width);
    chart.bars.iter().map(|bar| row(setter, &columns, bar)).collect()
}

fn columns(setter: &mut Typesetter, chart: &Bars, width: f32) -> Columns {
    let gap = setter.scaled(GAP);
    let label = widest(setter, chart.bars.iter().map(|bar| &bar.label), BODY).min(0.3 * width);
    let printed = widest(setter, chart.bars.iter().map(|bar| &bar.printed), STRONG).min(0.25 * width);
    let greatest = chart.bars.iter().filter_map(|bar| bar.value).max().unwrap_or(0);
    let bar = (width - label - printed - 2.0 * gap).max(1.0);
    Columns { label, bar, printed, gap, max: chart.max.max(greatest).max(1) }
}

/// With a tenth more than our own font takes, for the reader's font in the HTML file.
fn widest<'a>(setter: &mut Typesetter, texts: impl Iterator<Item = &'a String>, face: Face) -> f32 {
    texts.map(|text| setter.width(text, face)).fold(0.0, f32::max) * 1.1 + 1.0
}

fn row(setter: &mut Typesetter, columns: &Columns, bar: &Bar) -> Row {
    let mut row = Row { height: setter.scaled(BODY.leading), marks: Vec::new() };
    let labels = setter.set(&bar.label, BODY, columns.label, Side::Start, Runs::AsItself);
    row.add_lines(labels, 0.0, 0.0, columns.label, Ink::Text);
    let zero = columns.label + columns.gap;
    let length = bar.value.map(|value| columns.bar * (value as f32 / columns.max as f32));
    let thickness = setter.scaled(9.5);
    let top = (setter.scaled(BODY.leading) - thickness) / 2.0;
    match length {
        Some(length) if length > 0.0 => {
            row.marks.push(Mark::form(Form::Block, Ink::Bar, zero, top, length, thickness))
        }
        Some(_) => {}
        None => row.marks.push(Mark::form(Form::Hatch, Ink::Off, zero, top, columns.bar, thickness)),
    }
    let beside = zero + length.unwrap_or(columns.bar) + columns.gap;
    let printed = setter.set(&bar.printed, STRONG, columns.printed, Side::Start, Runs::AsDocument);
    row.add_lines(printed, beside, 0.0, columns.printed, Ink::Text);
    row.height += setter.scaled(1.5);
    let axis = setter.scaled(0.8);
    row.marks.push(Mark::form(Form::Block, Ink::Rule, zero - axis, 0.0, axis, row.height));
    row
}
