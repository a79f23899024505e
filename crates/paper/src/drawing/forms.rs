//! The forms, as outlines with paint. Each is known by its outline alone.

use crate::look::Ink;

/// A form that fills a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Filled.
    Block,
    /// A hollow box to tick.
    Tick,
    /// Slanting lines within a thin frame: no data.
    Hatch,
    /// A filled circle.
    Circle,
    /// A filled triangle.
    Triangle,
    /// A hollow diamond.
    Diamond,
    /// A hollow circle with a slash.
    Slashed,
}

/// A line in a box of a width and a height.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outline {
    Closed(Vec<(f32, f32)>),
    Open((f32, f32), (f32, f32)),
    Circle { x: f32, y: f32, radius: f32 },
}

/// An outline with its paint.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Painted {
    pub(crate) outline: Outline,
    pub(crate) ink: Ink,
    /// The width of the stroke; filled without one.
    pub(crate) stroke: Option<f32>,
}

/// Everything there is to draw for a form in a box of this size.
pub(crate) fn painted(form: Form, ink: Ink, width: f32, height: f32) -> Vec<Painted> {
    let thin = 0.08 * height.min(10.0);
    let filled = |outline| Painted { outline, ink, stroke: None };
    let drawn = |outline| Painted { outline, ink, stroke: Some(1.6 * thin) };
    match form {
        Form::Block => vec![filled(frame(width, height, 0.0))],
        Form::Tick => vec![drawn(frame(width, height, thin))],
        Form::Hatch => hatch(ink, width, height),
        Form::Circle => vec![filled(circle(width, height, 0.0))],
        Form::Triangle => {
            vec![filled(Outline::Closed(vec![(width / 2.0, 0.0), (width, height), (0.0, height)]))]
        }
        Form::Diamond => vec![drawn(diamond(width, height, 1.3 * thin))],
        Form::Slashed => {
            let slash = Outline::Open((0.06 * width, 0.94 * height), (0.94 * width, 0.06 * height));
            vec![drawn(circle(width, height, 1.5 * thin)), drawn(slash)]
        }
    }
}

fn frame(width: f32, height: f32, inset: f32) -> Outline {
    let (right, bottom) = (width - inset, height - inset);
    Outline::Closed(vec![(inset, inset), (right, inset), (right, bottom), (inset, bottom)])
}

fn circle(width: f32, height: f32, inset: f32) -> Outline {
    Outline::Circle { x: width / 2.0, y: height / 2.0, radius: (width.min(height) / 2.0 - inset).max(0.1) }
}

fn diamond(width: f32, height: f32, inset: f32) -> Outline {
    let (middle, center) = (width / 2.0, height / 2.0);
    Outline::Closed(vec![(middle, inset), (width - inset, center), (middle, height - inset), (inset, center)])
}

/// Lines from the lower left to the upper right, cut at the frame.
fn hatch(ink: Ink, width: f32, height: f32) -> Vec<Painted> {
    const STEP: f32 = 4.0;
    let stroke = Some(0.6);
    let mut lines = vec![Painted { outline: frame(width, height, 0.3), ink, stroke }];
    let mut foot = STEP;
    while foot < width + height {
        let (low, high) = (foot.min(width), (foot - height).max(0.0));
        let outline = Outline::Open((high, (foot - high).min(height)), (low, foot - low));
        lines.push(Painted { outline, ink, stroke });
        foot += STEP;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(outline: &Outline) -> Vec<(f32, f32)> {
        match outline {
            Outline::Closed(points) => points.clone(),
            Outline::Open(a, b) => vec![*a, *b],
            Outline::Circle { x, y, radius } => vec![(x - radius, y - radius), (x + radius, y + radius)],
        }
    }

    #[test]
    fn no_form_leaves_its_box() {
        let forms = [
            Form::Block,
            Form::Tick,
            Form::Hatch,
            Form::Circle,
            Form::Triangle,
            Form::Diamond,
            Form::Slashed,
        ];
        for (form, (width, height)) in
            forms.iter().flat_map(|form| [(form, (9.0, 9.0)), (form, (203.0, 8.0))])
        {
            for (x, y) in
                painted(*form, Ink::Bar, width, height).iter().flat_map(|drawn| points(&drawn.outline))
            {
                assert!(
                    (-0.01..=width + 0.01).contains(&x) && (-0.01..=height + 0.01).contains(&y),
                    "{form:?} {x} {y}"
                );
            }
        }
    }
}
