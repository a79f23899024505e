//! `cargo xtask icons`: draws every picture of `icons/` anew from its SVG.
//!
//! Drawing is done by this module's tests, as golden files are written by the tests that compare them: only tests
//! are built with a renderer.

#[cfg(test)]
mod containers;
#[cfg(test)]
mod drawing;
#[cfg(test)]
mod likeness;

use anyhow::Result;

use crate::process::Cmd;
use crate::repository;

/// Runs the test that compares, so that it writes first.
pub(crate) fn write() -> Result<()> {
    Cmd::new("cargo")
        .dir(repository::root())
        .env("PATCHROUND_ICONS", "write")
        .args(["test", "--quiet", "--package", "xtask", "--"])
        .arg("the_pictures_in_the_repository_are_what_their_sources_give")
        .run()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::drawing::{self, Picture, STATES};
    use super::likeness::{self, Panel};
    use crate::repository;

    /// Of every single picture, and of all for the tray together.
    const MOST_BYTES: usize = 60 * 1024;
    const LEAST_DIFFERENCE: f32 = 0.25;

    #[test]
    fn the_pictures_in_the_repository_are_what_their_sources_give() {
        let drawn = drawing::all();
        if std::env::var("PATCHROUND_ICONS").is_ok_and(|wish| wish == "write") {
            drawn.iter().for_each(write);
        }
        for picture in &drawn {
            let kept = fs::read(path(picture)).unwrap_or_default();
            let same = drawing::pixmaps(&kept) == drawing::pixmaps(&picture.bytes);
            assert!(same, "icons/{} is not what its SVG gives: run `cargo xtask icons`", picture.name);
        }
    }

    #[test]
    fn there_is_no_picture_without_a_source() {
        let drawn: BTreeSet<String> = drawing::all().into_iter().map(|picture| picture.name).collect();
        let folders = ["", "tray/"].into_iter();
        let kept = folders.flat_map(|folder| {
            let entries = fs::read_dir(repository::root().join("icons").join(folder)).unwrap();
            entries.map(move |entry| format!("{folder}{}", entry.unwrap().file_name().to_string_lossy()))
        });
        let pictures = kept.filter(|name| [".png", ".ico", ".icns"].iter().any(|end| name.ends_with(end)));
        let strays: Vec<String> = pictures.filter(|name| !drawn.contains(name)).collect();
        assert_eq!(strays, Vec::<String>::new());
    }

    #[test]
    fn any_two_tray_icons_differ_by_a_quarter_at_16_pixels_in_grey() {
        for (index, a) in STATES.iter().enumerate() {
            for b in &STATES[index + 1..] {
                for panel in [Panel::Shape, Panel::White, Panel::Black] {
                    let [left, right] =
                        [a, b].map(|state| likeness::ink(&drawing::tray(state, panel, 16), panel));
                    let difference = likeness::difference(&left, &right);
                    assert!(difference >= LEAST_DIFFERENCE, "{a} and {b} on {panel:?}: {difference:.3}");
                }
            }
        }
    }

    #[test]
    fn no_picture_is_heavy() {
        let drawn = drawing::all();
        let of_tray = drawn.iter().filter(|picture| picture.name.starts_with("tray/"));
        let together: usize = of_tray.map(|picture| picture.bytes.len()).sum();
        assert!(together <= MOST_BYTES, "the tray's pictures have {together} bytes");
        for Picture { name, bytes } in &drawn {
            assert!(bytes.len() <= MOST_BYTES, "{name} has {} bytes", bytes.len());
        }
    }

    fn write(picture: &Picture) {
        fs::write(path(picture), &picture.bytes).unwrap();
    }

    fn path(picture: &Picture) -> std::path::PathBuf {
        repository::root().join("icons").join(&picture.name)
    }
}
