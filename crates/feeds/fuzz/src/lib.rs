//! What must hold whatever a server sends as a feed: the bodies of the fuzz targets, and of the tests that replay their
//! corpora.
//!
//! Runs as: a developer, and `tests/fuzz_corpus.rs`.
//! Must not: reach for the network.

use patchround_feeds::parse;
use patchround_protocol::{CveId, feeds::Catalogue, limits};

/// The flaw and the system of which the records in the corpus are.
const FLAW: &str = "CVE-2025-9002";
const SYSTEM: &str = "fedora";

/// What is read of a catalogue can be signed, and reads back the same after it was kept.
pub fn kev(data: &[u8]) {
    let Ok(read) = parse::kev(data) else { return };
    let listed = &read.catalogue.listed;
    assert!(listed.len() <= limits::FEEDS_LISTED);
    assert!(listed.windows(2).all(|pair| pair[0].cve < pair[1].cve), "sorted, each once");
    assert!(listed.iter().all(|one| one.ransomware != Some(false)), "nobody says no");
    let kept = serde_json::to_vec(&read.catalogue).expect("a catalogue can be written");
    let again: Catalogue = serde_json::from_slice(&kept).expect("what was written can be read");
    assert_eq!(again, read.catalogue);
}

/// A forecast is in order and between nothing and certainty.
pub fn epss(data: &[u8]) {
    let Ok(read) = parse::epss(data) else { return };
    assert!(read.likely.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted, each once");
    assert!(read.likely.iter().all(|(_, likely)| *likely <= 10_000));
}

/// A record is of what was asked for, and within its scale.
pub fn records(data: &[u8]) {
    let cve: CveId = FLAW.parse().expect("an id is an id");
    let text = String::from_utf8_lossy(data);
    if parse::vulnrichment(cve, data).is_ok() || parse::osv(cve, data).is_ok_and(|read| read.value.is_some())
    {
        // JSON can write each letter as its number.
        assert!(text.contains(FLAW) || text.contains('\\'), "another flaw's");
    }
    let scores = [parse::osv(cve, data).ok().and_then(|read| read.value), parse::score(&text)];
    assert!(scores.into_iter().flatten().all(|score| score <= 100));
    if let Ok(read) = parse::endoflife(SYSTEM, data) {
        let ends = read.value.expect("it is never taken back");
        assert!(ends.len() <= parse::RELEASES);
        assert!(ends.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted, each once");
        let fits = |name: &str| !name.is_empty() && name.chars().count() <= limits::NAME_CHARS;
        assert!(ends.iter().all(|(name, _)| fits(name) && !name.contains(char::is_control)));
    }
}
