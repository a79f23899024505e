//! Embeds the pages, and allows each its few commands and nothing else.

use std::{fs, path::Path};

/// What a page may call. Each needs its line in `capabilities/main.json` or `capabilities/this-pc.json` as well.
const COMMANDS: &[&str] = &[
    "snapshot",
    "ask",
    "words",
    "wanted",
    "pick_folder",
    "quit",
    "this_pc",
    "this_pc_shown",
    "this_pc_answer",
    "this_pc_wrong",
    "this_pc_ask",
    "this_pc_wanted",
];

fn main() {
    stand_in_for_the_page();
    // Tauri does not look: a page that was built anew would be left out until the program itself changes.
    println!("cargo::rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    tauri_build::try_build(attributes).expect("the app's own configuration is complete");
}

/// `cargo check` needs a page to exist. The real one is built by `npm run build` in `ui` and is never touched.
fn stand_in_for_the_page() {
    let page = Path::new("../ui/dist/index.html");
    if !page.exists() {
        fs::create_dir_all("../ui/dist").expect("the checkout can be written to");
        fs::write(page, "<!doctype html><title>Patchround</title>").expect("the checkout can be written to");
    }
}
