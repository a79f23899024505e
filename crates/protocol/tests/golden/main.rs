//! Every wire message and document as it is written, in golden files: of this version, of the one before and of
//! a later one.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod documents;
mod inside;
mod kind;
mod session;
mod skew;
mod whole;
mod wire;

use std::path::{Path, PathBuf};

use kind::Kind;
use patchround_golden::compare;

/// Every kind of message, with what is said in each case.
fn kinds() -> Vec<Kind> {
    [documents::kinds(), wire::kinds(), session::kinds(), inside::kinds()].into_iter().flatten().collect()
}

fn golden(version: &str, kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/golden").join(version).join(format!("{kind}.json"))
}

#[test]
fn this_build_writes_what_the_golden_files_say() {
    let differs = |kind: &Kind| compare(&golden("1", kind.name), &kind.said()).err();
    let problems: Vec<String> =
        kinds().iter().filter_map(differs).map(|error| format!("{error:#}")).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn golden_texts_are_read_back_as_what_was_meant() {
    for kind in kinds() {
        for case in &kind.cases {
            assert!((case.reads_as_meant)(&case.said), "{} {}: {}", kind.name, case.name, case.said);
        }
    }
}
