//! How different two icons are to somebody who sees no colours (ux.md 1.5).
//!
//! The *ink* of a pixel is how far its grey is from the panel's, in parts of the icon's darkest pixel (or, on a black
//! panel, its lightest): 0 to 1. Of an icon's shape alone it is the coverage. The difference of two icons is the mean
//! of the distance of their inks over the pixels of the 16 x 16, at the best of all alignments that shift one of
//! them by at most a pixel each way. Pixels in which neither has ink count too, so two small icons are never very
//! different: over the pixels where either has ink, each difference would be larger.

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};

/// What an icon lies on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Panel {
    /// Nothing: the icon's shape without its colours.
    Shape,
    White,
    Black,
}

/// The ink of every pixel of a square.
pub(super) struct Ink {
    side: i32,
    pixels: Vec<f32>,
}

impl Ink {
    fn at(&self, x: i32, y: i32) -> f32 {
        let inside = (0..self.side).contains(&x) && (0..self.side).contains(&y);
        if inside { self.pixels[(y * self.side + x) as usize] } else { 0.0 }
    }
}

pub(super) fn ink(icon: &Pixmap, panel: Panel) -> Ink {
    let raw: Vec<f32> = icon.pixels().iter().map(|pixel| distance(*pixel, panel)).collect();
    let most = raw.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    Ink { side: icon.width() as i32, pixels: raw.into_iter().map(|ink| ink / most).collect() }
}

/// From 0 to 1, at the best alignment.
pub(super) fn difference(a: &Ink, b: &Ink) -> f32 {
    let shifts = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (x, y)));
    shifts.map(|shift| difference_shifted(a, b, shift)).fold(f32::INFINITY, f32::min)
}

/// What a shift pushes over the edge still counts.
fn difference_shifted(a: &Ink, b: &Ink, (right, down): (i32, i32)) -> f32 {
    let places = (-1..=a.side).flat_map(|y| (-1..=a.side).map(move |x| (x, y)));
    let distances = places.map(|(x, y)| (a.at(x, y) - b.at(x - right, y - down)).abs());
    distances.sum::<f32>() / (a.side * a.side) as f32
}

/// Of a pixel's grey to the panel's.
fn distance(pixel: PremultipliedColorU8, panel: Panel) -> f32 {
    let alpha = f32::from(pixel.alpha()) / 255.0;
    let grey = [(0.2126, pixel.red()), (0.7152, pixel.green()), (0.0722, pixel.blue())]
        .map(|(weight, channel)| weight * f32::from(channel) / 255.0)
        .iter()
        .sum::<f32>();
    match panel {
        Panel::Shape => alpha,
        Panel::White => alpha - grey,
        Panel::Black => grey,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square of `side` pixels with ink where `is_inked` says so.
    fn square(side: i32, is_inked: impl Fn(i32, i32) -> bool) -> Ink {
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        Ink { side, pixels: places.map(|(x, y)| f32::from(u8::from(is_inked(x, y)))).collect() }
    }

    #[test]
    fn the_same_icon_a_pixel_aside_is_the_same() {
        let here = square(4, |x, y| (x, y) == (1, 1));
        let aside = square(4, |x, y| (x, y) == (2, 0));
        assert_eq!(difference(&here, &aside), 0.0);
    }

    #[test]
    fn a_full_and_an_empty_square_differ_wholly_and_half_a_square_by_half() {
        let [full, half, empty] = [4, 2, 0].map(|to| square(4, |x, _| x < to));
        assert_eq!(difference(&full, &empty), 1.0);
        assert_eq!(difference(&full, &half), 0.5);
    }
}
