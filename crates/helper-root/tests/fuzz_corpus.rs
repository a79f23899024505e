//! Replays the fuzz target's corpus, found failures included, with the very body that nightly fuzzes.

use std::{fs, path::Path};

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "a library of its own where it is fuzzed")]
mod bodies;

#[test]
fn what_the_fuzzer_found_for_the_line_of_the_root_socket_still_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/root_line");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        bodies::root_line(&fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 10, "the corpus is there");
}
