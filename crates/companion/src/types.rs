//! The types of the window "This PC" in TypeScript: `ui/src/this-pc/generated` is what ts-rs makes of ours.

use std::{collections::BTreeMap, fs, path::PathBuf};

use ts_rs::{Config, TS};

use crate::show::{Answered, Picture};

/// Writes all of them into a folder and reads them back, with an index of their names.
fn written() -> BTreeMap<String, String> {
    let dir = tempfile::tempdir().unwrap();
    let config = Config::new().with_out_dir(dir.path());
    Picture::export_all(&config).unwrap();
    Answered::export_all(&config).unwrap();
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
    };
    let mut all: BTreeMap<String, String> = fs::read_dir(dir.path()).unwrap().map(read).collect();
    let names = all.keys().map(|file| file.trim_end_matches(".ts"));
    let index = names.map(|name| format!("export type {{ {name} }} from \"./{name}\";\n")).collect();
    all.insert("index.ts".to_owned(), index);
    all
}

fn place() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/this-pc/generated")
}

#[test]
fn the_types_of_this_pc_are_fresh() {
    let all = written();
    if std::env::var("PATCHROUND_TYPES").is_ok_and(|wish| wish == "write") {
        _ = fs::remove_dir_all(place());
        fs::create_dir_all(place()).unwrap();
        all.iter().for_each(|(file, text)| fs::write(place().join(file), text).unwrap());
    }
    let kept: BTreeMap<String, String> = fs::read_dir(place())
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    assert!(kept == all, "ui/src/this-pc/generated is stale: run `cargo xtask types`");
}
