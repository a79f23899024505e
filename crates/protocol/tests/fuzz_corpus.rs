//! Replays the fuzz targets' corpora, found failures included, with the very bodies that nightly fuzzes.

use std::{fs, path::Path};

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "a library of its own where it is fuzzed")]
mod bodies;

fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("a test's own folder and documents are sound") {
        body(
            &fs::read(entry.expect("a test's own folder and documents are sound").path())
                .expect("a test's own folder and documents are sound"),
        );
        count += 1;
    }
    assert!(count > 10, "the corpus of {target} is there");
}

#[test]
fn what_the_fuzzer_found_for_documents_still_holds() {
    replay("documents", bodies::documents);
}

#[test]
fn what_the_fuzzer_found_for_jobs_still_holds() {
    replay("jobs", bodies::jobs);
}

#[test]
fn what_the_fuzzer_found_for_events_still_holds() {
    replay("events", bodies::events);
}

#[test]
fn what_the_fuzzer_found_for_the_root_socket_still_holds() {
    replay("root_ask", bodies::root_ask);
}

#[test]
fn what_the_fuzzer_found_for_progress_files_still_holds() {
    replay("progress", bodies::progress);
}
