//! What poppler's programs say about a PDF.

use std::path::Path;
use std::process::Command;

use patchround_trial::leave_out;

/// Whether they are there; else the test is left out.
pub(crate) fn is_here() -> bool {
    let missing: Vec<_> =
        ["pdffonts", "pdfinfo", "pdftoppm", "pdftotext"].into_iter().filter(|name| !has(name)).collect();
    if !missing.is_empty() {
        leave_out(&format!("it takes poppler-utils: {missing:?}"));
    }
    missing.is_empty()
}

/// The text, in the order of the file or in the order poppler makes of it.
pub(crate) fn text(pdf: &[u8], order: Order) -> String {
    let options: &[&str] = match order {
        Order::OfTheFile => &["-raw"],
        Order::OfPoppler => &[],
    };
    String::from_utf8(run("pdftotext", options, pdf, &["-"])).expect("UTF-8 was asked for")
}

pub(crate) enum Order {
    OfTheFile,
    OfPoppler,
}

/// A line for each font, its last words first: `yes yes yes` is embedded, subset, with text.
pub(crate) fn fonts(pdf: &[u8]) -> Vec<String> {
    let lines = String::from_utf8(run("pdffonts", &[], pdf, &[])).expect("names are ASCII");
    lines.lines().skip(2).map(str::to_owned).collect()
}

pub(crate) fn info(pdf: &[u8], options: &[&str]) -> String {
    String::from_utf8_lossy(&run("pdfinfo", options, pdf, &[])).into_owned()
}

/// A page as points from 0, black, to 255, white.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) points: Vec<u8>,
}

/// Every page, at 72 points to the inch: one for each point of the page.
pub(crate) fn pictures(pdf: &[u8]) -> Vec<Picture> {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("page");
    run("pdftoppm", &["-gray", "-r", "72"], pdf, &[target.to_str().expect("its name is ASCII")]);
    let mut names: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "pgm"))
        .collect();
    names.sort();
    names.iter().map(|name| picture(&std::fs::read(name).expect("a page"))).collect()
}

/// `P5`, width, height, 255, and the points.
fn picture(pgm: &[u8]) -> Picture {
    let mut parts = pgm.splitn(4, |byte| *byte == b'\n');
    assert_eq!(parts.next(), Some(&b"P5"[..]));
    let size = String::from_utf8(parts.next().expect("a size").to_vec()).expect("digits");
    let (width, height) = size.split_once(' ').expect("two numbers");
    assert_eq!(parts.next(), Some(&b"255"[..]));
    let points = parts.next().expect("points").to_vec();
    Picture { width: width.parse().expect("a number"), height: height.parse().expect("a number"), points }
}

fn has(name: &str) -> bool {
    Path::new("/usr/bin").join(name).exists()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the crate knows nothing of ours, and a test's own programs need no bounds"
)]
fn run(name: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), pdf).expect("room for it");
    let output =
        Command::new(Path::new("/usr/bin").join(name)).args(before).arg(file.path()).args(after).output();
    let output = output.expect("it starts");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
