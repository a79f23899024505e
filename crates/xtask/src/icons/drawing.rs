//! Which pictures there are, and how each is drawn.

use std::fs;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::containers::{self, Entry};
use super::likeness::Panel;
use crate::repository;

/// The tray's five icons, as `TrayIcon::name` of `office` has them.
pub(super) const STATES: [&str; 5] = ["needs", "restart", "working", "off", "good"];
/// What panels on Linux and the taskbar of Windows ask for.
const TRAY_SIZES: [u32; 5] = [16, 22, 24, 32, 48];
/// A menu bar of macOS is 18 points high; its screens are fine.
const TEMPLATE_SIZE: u32 = 36;
/// The names the Tauri bundler wants.
const APP_SIZES: [(&str, u32); 4] =
    [("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)];
/// Tauri takes the first for its windows.
const ICO_SIZES: [u32; 6] = [32, 16, 24, 48, 64, 256];
const ICNS_SIZES: [u32; 5] = [32, 64, 128, 256, 512];

/// Leaves of a tray icon its shape alone: neither colours nor what keeps it apart from the panel.
const SHAPE: &str = ".edge, .cut { display: none } .ink { color: #000 }";

const PNG_BEGINS: &[u8] = b"\x89PNG\r\n\x1a\n";

/// One file.
pub(super) struct Picture {
    /// Below `icons/`.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// Every picture that is made from a source.
pub(super) fn all() -> Vec<Picture> {
    STATES.iter().flat_map(|state| of_tray(state)).chain(of_app()).collect()
}

/// A tray icon: coloured, or its shape alone.
pub(super) fn tray(state: &str, panel: Panel, size: u32) -> Pixmap {
    let style = matches!(panel, Panel::Shape).then_some(SHAPE);
    draw(&format!("tray/{state}.svg"), style, size)
}

/// All pictures in a .png, .ico or .icns: each is a PNG somewhere in it.
pub(super) fn pixmaps(file: &[u8]) -> Vec<Pixmap> {
    let begins = |at: &usize| file[*at..].starts_with(PNG_BEGINS);
    (0..file.len()).filter(begins).map(|at| Pixmap::decode_png(&file[at..]).expect("a whole PNG")).collect()
}

fn of_tray(state: &str) -> Vec<Picture> {
    let coloured = TRAY_SIZES.map(|size| (format!("tray/{state}-{size}.png"), Panel::White, size));
    let template = (format!("tray/{state}-template.png"), Panel::Shape, TEMPLATE_SIZE);
    let named = coloured.into_iter().chain([template]);
    named.map(|(name, panel, size)| Picture { name, bytes: png(&tray(state, panel, size)) }).collect()
}

fn of_app() -> Vec<Picture> {
    let app = |size: u32| png(&draw("app.svg", None, size));
    let entries =
        |sizes: &[u32]| -> Vec<Entry> { sizes.iter().map(|&size| Entry { size, png: app(size) }).collect() };
    let ico = Picture { name: "icon.ico".to_owned(), bytes: containers::ico(&entries(&ICO_SIZES)) };
    let icns = Picture { name: "icon.icns".to_owned(), bytes: containers::icns(&entries(&ICNS_SIZES)) };
    let pngs = APP_SIZES.map(|(name, size)| Picture { name: name.to_owned(), bytes: app(size) });
    pngs.into_iter().chain([ico, icns]).collect()
}

fn draw(source: &str, style: Option<&str>, size: u32) -> Pixmap {
    let path = repository::root().join("icons").join(source);
    let svg = fs::read_to_string(&path).expect("the source is in the repository");
    let options = Options { style_sheet: style.map(str::to_owned), ..Options::default() };
    let tree = Tree::from_str(&svg, &options).expect("the source is an SVG");
    let scale = size as f32 / tree.size().width();
    let mut pixmap = Pixmap::new(size, size).expect("the size is not 0");
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap
}

fn png(pixmap: &Pixmap) -> Vec<u8> {
    pixmap.encode_png().expect("memory can be written to")
}
