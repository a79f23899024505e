//! No message, no member and no word is without a golden text, and every schema is fresh.

use std::{collections::BTreeSet, fs, path::Path};

use crate::kinds;
use patchround_golden::schema;

/// Types that are written elsewhere than on the wire, or as a part of another.
const DESCRIBED_ELSEWHERE: [&str; 3] = ["PcState", "Life", "EventKind"];

#[test]
fn every_member_and_every_word_of_every_message_has_a_golden_text() {
    let kinds = kinds();
    let missing =
        schema::unsaid(kinds.iter().map(|kind| (&kind.schema, kind.said().into_values().collect())));
    assert!(missing.is_empty(), "no golden case says:\n{}", Vec::from_iter(missing).join("\n"));
}

#[test]
fn every_type_of_the_protocol_that_can_be_written_has_a_golden_text() {
    let mut described = BTreeSet::from(DESCRIBED_ELSEWHERE.map(str::to_owned));
    for kind in kinds() {
        described.extend(kind.schema["title"].as_str().map(str::to_owned));
        described
            .extend(kind.schema["$defs"].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
    }
    let missing: Vec<String> = written_types().into_iter().filter(|name| !described.contains(name)).collect();
    assert!(missing.is_empty(), "give these a case in crates/protocol/tests/golden: {missing:?}");
}

#[test]
fn the_schemas_of_the_wire_are_fresh_and_describe_the_golden_texts() {
    let mut problems = Vec::new();
    for kind in kinds() {
        let name = format!("wire/{}", kind.name);
        problems.extend(schema::fresh(&name, &kind.schema).err());
        problems.extend(kind.cases.iter().filter_map(|case| schema::check(&name, &case.said).err()));
    }
    let problems: Vec<String> = problems.iter().map(|error| format!("{error:#}")).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The names of all types outside of tests that derive `Serialize`.
fn written_types() -> Vec<String> {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let sources =
        files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "rs"));
    sources.flat_map(|path| types_of(&fs::read_to_string(path).unwrap())).collect()
}

fn types_of(source: &str) -> Vec<String> {
    let (mut found, mut is_written) = (Vec::new(), false);
    for line in source.lines() {
        is_written |= line.starts_with("#[derive(") && line.contains("Serialize");
        let name = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        if let Some(name) = name {
            if is_written {
                found.extend(name.split([' ', '(', ';']).next().map(str::to_owned));
            }
            is_written = false;
        }
    }
    found
}
