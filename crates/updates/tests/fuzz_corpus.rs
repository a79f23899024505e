//! Replays the fuzz targets' corpora, found failures included, with the very bodies that nightly fuzzes.

use std::{fs, path::Path};

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "a library of its own where it is fuzzed")]
mod bodies;

#[test]
fn what_the_fuzzer_found_for_apt_still_holds() {
    replay("apt", bodies::apt);
}

#[test]
fn what_the_fuzzer_found_for_brew_still_holds() {
    replay("brew", bodies::brew);
}

#[test]
fn what_the_fuzzer_found_for_dnf_still_holds() {
    replay("dnf", bodies::dnf);
}

#[test]
fn what_the_fuzzer_found_for_flatpak_still_holds() {
    replay("flatpak", bodies::flatpak);
}

#[test]
fn what_the_fuzzer_found_for_fwupd_still_holds() {
    replay("fwupd", bodies::fwupd);
}

#[test]
fn what_the_fuzzer_found_for_notes_still_holds() {
    replay("notes", bodies::notes);
}

#[test]
fn what_the_fuzzer_found_for_pacman_still_holds() {
    replay("pacman", bodies::pacman);
}

#[test]
fn what_the_fuzzer_found_for_snap_still_holds() {
    replay("snap", bodies::snap);
}

#[test]
fn what_the_fuzzer_found_for_softwareupdate_still_holds() {
    replay("softwareupdate", bodies::softwareupdate);
}

#[test]
fn what_the_fuzzer_found_for_windows_update_still_holds() {
    replay("windows_update", bodies::windows_update);
}

#[test]
fn what_the_fuzzer_found_for_winget_still_holds() {
    replay("winget", bodies::winget);
}

#[test]
fn what_the_fuzzer_found_for_zypper_still_holds() {
    replay("zypper", bodies::zypper);
}

#[expect(clippy::unwrap_used, reason = "a test that panics has failed")]
fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        body(&fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 10, "the corpus is there");
}
