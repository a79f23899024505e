//! Nothing that no operator has signed changes anything in the network half's queue.

use std::{collections::BTreeMap, fs, path::Path};

use patchround_helper::queue::Queue;
use patchround_protocol::SpkiHash;
use proptest::{prelude::*, test_runner::TestRunner};

#[path = "../../protocol/tests/unsigned/mangled.rs"]
mod mangled;

use mangled::{charter, now, obeyed};

const PC: SpkiHash = SpkiHash([7; 32]);

fn on_disk(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder)
        .expect("a test's own folder and documents are sound")
        .map(|entry| entry.expect("a test's own folder and documents are sound").path());
    files
        .map(|path| {
            (
                path.display().to_string(),
                fs::read(&path).expect("a test's own folder and documents are sound"),
            )
        })
        .collect()
}

#[test]
fn what_an_operator_signed_is_stored_by_the_queue() {
    let folder = tempfile::tempdir().unwrap();
    let queue = Queue::open(folder.path()).unwrap();
    for (at, (name, envelope)) in obeyed(PC).iter().enumerate() {
        assert_eq!(queue.take(envelope, &charter(), PC, now()).is_ok(), at == 0, "{name}");
    }
    assert_eq!(on_disk(folder.path()).len(), 1);
}

#[test]
fn nothing_unsigned_changes_a_byte_of_the_queue() {
    let folder = tempfile::tempdir().unwrap();
    let queue = Queue::open(folder.path()).unwrap();
    queue.take(&obeyed(PC)[0].1, &charter(), PC, now()).unwrap();
    let before = on_disk(folder.path());
    TestRunner::default()
        .run(&mangled::mangled(PC), |envelope| {
            prop_assert!(queue.take(&envelope, &charter(), PC, now()).is_err());
            prop_assert_eq!(&on_disk(folder.path()), &before);
            Ok(())
        })
        .unwrap();
}
