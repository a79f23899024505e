//! Old and new together (security.md B.3): an unknown member is ignored, an unknown word reads as unknown, and
//! an unknown verb or parameter of a verb refuses the whole job.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use patchround_golden::says_all_of;
use serde_json::{Value, json};

use crate::{golden, kind::Kind, kinds};

/// A word and a member that no version has.
const LATER: &str = "zz_later";

/// Places where nothing unknown is taken, by the end of a place without its numbers: what a job asks for, which
/// time and which days are meant, and the shape of what both halves of one helper say to each other. A way back
/// is one of several: with a second one in it, it is not known.
const STRICT: [(&str, &str); 15] = [
    ("job", "/steps"),
    ("job", "/steps/verb"),
    ("job", "/when/at"),
    ("charter", "/floor/protected_hours/days"),
    ("policy", "/windows/days"),
    ("root_ask", ""),
    ("root_ask", "/ask"),
    ("root_ask", "/step"),
    ("root_ask", "/step/verb"),
    ("root_answer", "/answer"),
    ("progress", "/line"),
    ("welcomed", "/answer"),
    ("scan", "/updates/reversible"),
    ("to_person", "/questions/updates/reversible"),
    ("to_person", "/after/updates/reversible"),
];

#[test]
fn texts_of_the_version_before_are_understood() {
    for (kind, case, text) in stored("earlier") {
        let understood = (kind.understands)(&text).unwrap_or_else(|| panic!("{} {case}: {text}", kind.name));
        assert!(says_all_of(&understood, &text), "{} {case}: {text}\nread as {understood}", kind.name);
    }
}

#[test]
fn texts_of_a_later_version_are_understood_as_far_as_the_rules_say() {
    for (kind, case, text) in stored("later") {
        let understood = (kind.understands)(&text["said"]).unwrap_or_default();
        assert_eq!(understood, text["understood"], "{} {case}: {}", kind.name, text["said"]);
    }
}

#[test]
fn a_member_of_a_later_version_is_ignored_everywhere_but_in_what_is_ordered() {
    for kind in kinds() {
        for case in &kind.cases {
            for place in places(&case.said, &Value::is_object) {
                let mut text = case.said.clone();
                text.pointer_mut(&place).unwrap()[LATER] = json!({ "a": [1, { "b": null }] });
                let reads = (case.reads_as_meant)(&text);
                assert_eq!(reads, !is_strict(&kind, &place), "{} {} at {place:?}", kind.name, case.name);
            }
        }
    }
}

#[test]
fn a_word_of_a_later_version_reads_as_unknown_everywhere_but_in_what_is_ordered() {
    for kind in kinds() {
        let words = words(&kind.schema);
        let is_word = |value: &Value| value.as_str().is_some_and(|text| words.contains(text));
        for case in &kind.cases {
            for place in places(&case.said, &is_word) {
                let mut text = case.said.clone();
                *text.pointer_mut(&place).unwrap() = LATER.into();
                let understood = (kind.understands)(&text);
                assert_eq!(
                    understood.is_some(),
                    !is_strict(&kind, &place),
                    "{} {} at {place}",
                    kind.name,
                    case.name
                );
                assert!(!understood.is_some_and(|text| text.to_string().contains(LATER)), "{place}");
            }
        }
    }
}

#[test]
fn an_order_with_anything_unknown_in_it_is_refused_whole() {
    let job = kinds().into_iter().find(|kind| kind.name == "job").unwrap();
    let usual = &job.said()["usual"];
    for step in [
        json!({ "verb": LATER }),
        json!({ "verb": "refresh", "force": true }),
        json!({ "verb": "download", "ids": ["apt:a@1"], "from": "http://example.org" }),
        json!({ "verb": "install", "ids": ["apt:a@1"], "flags": ["-y"] }),
        json!({ "verb": "repair", "command": "id" }),
        json!({ "verb": "restart", "off": false, "now": true }),
        json!({ "verb": "undo", "ids": ["apt:a@1"], "file": "/tmp/a.deb" }),
        json!({ "verb": "release", "ids": ["apt:a@1"], "all": true }),
        json!({ "verb": "cancel", "job": "00000000-0000-0000-0000-000000000001", "script": "x" }),
    ] {
        let mut text = usual.clone();
        text["steps"].as_array_mut().unwrap().push(step);
        assert_eq!((job.understands)(&text), None, "{text}");
    }
}

/// The golden texts of another version.
fn stored(version: &str) -> Vec<(Kind, String, Value)> {
    let mut found = Vec::new();
    for file in fs::read_dir(golden(version, "any").parent().unwrap()).unwrap() {
        let name = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(golden(version, &name)).unwrap();
        for (case, text) in serde_json::from_str::<BTreeMap<String, Value>>(&text).unwrap() {
            let kind = kinds().into_iter().find(|kind| kind.name == name).expect("a kind of message");
            found.push((kind, case, text));
        }
    }
    assert!(!found.is_empty());
    found
}

fn is_strict(kind: &Kind, place: &str) -> bool {
    let names = place.split('/').skip(1).filter(|name| name.parse::<usize>().is_err());
    let names: String = names.map(|name| format!("/{name}")).collect();
    STRICT.contains(&(kind.name, &names))
}

/// Where in a value, itself included, such values are.
fn places(value: &Value, wanted: &dyn Fn(&Value) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::from_iter(wanted(value).then(String::new));
    let mut below = |name: &str, value: &Value| {
        found.extend(places(value, wanted).into_iter().map(|place| format!("/{name}{place}")));
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| below(name, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, value)| below(&n.to_string(), value)),
        _ => {}
    }
    found
}

/// Every word of every closed list of a schema.
fn words(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for place in places(schema, &Value::is_object) {
        let part = schema.pointer(&place).unwrap();
        let listed = part["enum"].as_array().into_iter().flatten().chain([&part["const"]]);
        found.extend(listed.filter_map(Value::as_str).map(str::to_owned));
    }
    found
}
