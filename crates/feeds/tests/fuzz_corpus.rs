//! Replays the fuzz targets' corpora, found failures included, with the very bodies that nightly fuzzes; and tries them
//! with what a few changed bytes make of each.

use std::{fs, path::Path};

use proptest::{prelude::*, sample::Index, test_runner::TestRunner};

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "a library of its own where it is fuzzed")]
mod bodies;

#[test]
fn what_the_fuzzer_found_for_kev_still_holds() {
    replay("kev", bodies::kev);
}

#[test]
fn what_the_fuzzer_found_for_epss_still_holds() {
    replay("epss", bodies::epss);
}

#[test]
fn what_the_fuzzer_found_for_records_still_holds() {
    replay("records", bodies::records);
}

#[test]
fn no_bytes_at_all_are_too_much() {
    let run = |bytes: Vec<u8>| {
        bodies::kev(&bytes);
        bodies::epss(&bytes);
        bodies::records(&bytes);
        Ok(())
    };
    TestRunner::default().run(&proptest::collection::vec(any::<u8>(), 0..300), run).expect("nothing panics");
}

#[expect(clippy::unwrap_used, reason = "a test that panics has failed")]
fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    let files: Vec<Vec<u8>> = files.collect();
    assert!(files.len() > 10, "the corpus is there");
    for file in &files {
        body(file);
    }
    let changes = proptest::collection::vec((any::<Index>(), any::<u8>()), 1..4);
    let strategy = (proptest::sample::select(files), changes);
    let changed = |(mut file, changes): (Vec<u8>, Vec<(Index, u8)>)| {
        let length = file.len();
        for (at, byte) in changes.into_iter().filter(|_| length > 0) {
            file[at.index(length)] = byte;
        }
        body(&file);
        Ok(())
    };
    TestRunner::default().run(&strategy, changed).unwrap();
}
