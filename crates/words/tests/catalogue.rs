//! The catalogue and the programs know the same sentences.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use patchround_words::{Language, Surface, say_with, speak};

/// Ids that a program puts together: from a cause's name, a day, a month, or how something looks.
const BUILT: [&str; 7] = ["cause-", "next-", "weekday-", "month-", "group-", "result-count-", "report-pcs-"];
const FILES: [&str; 8] = [
    "causes.ftl",
    "helper.ftl",
    "office.ftl",
    "app.ftl",
    "people.ftl",
    "window.ftl",
    "flows.ftl",
    "person.ftl",
];

#[test]
fn every_sentence_that_a_program_says_is_in_the_catalogue() {
    let missing: Vec<_> = sources().iter().flat_map(|(path, text)| said(path, text)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

/// The page reads a part of the catalogue: an id of the rest would be shown as it is.
#[test]
fn every_sentence_that_the_page_says_is_in_what_the_page_reads() {
    let known = patchround_words::source(Language::English);
    let known: BTreeSet<&str> =
        known.lines().filter_map(|line| line.split_once(" =").map(|(id, _)| id)).collect();
    let is_page = |path: &Path| path.extension().is_some_and(|e| e == "ts" || e == "svelte");
    let pages = page().into_iter().filter(|(path, _)| is_page(path));
    let missing: Vec<_> = pages
        .flat_map(|(path, text)| {
            spoken(&text).into_iter().map(move |id| (path.clone(), id)).collect::<Vec<_>>()
        })
        .filter(|(_, id)| !known.contains(id.as_str()))
        .collect();
    assert_eq!(missing, Vec::new());
}

#[test]
fn every_sentence_of_the_catalogue_is_said_by_a_program() {
    let sources = [sources(), page()].concat();
    let literals: BTreeSet<String> = sources.iter().flat_map(|(_, text)| literals(text)).collect();
    let is_built = |id: &String| BUILT.iter().any(|prefix| id.starts_with(prefix));
    let silent: Vec<_> =
        catalogue_ids().into_iter().filter(|id| !is_built(id) && !literals.contains(id)).collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn no_sentence_uses_words_that_only_experts_know() {
    for (id, text) in catalogue_lines() {
        let text = without_values(&text).to_lowercase().replace("patchround", "");
        assert_eq!(patchround_trial::expert_words(&text), Vec::<&str>::new(), "{id}: {text}");
        assert!(!text.contains('!') && !text.contains("oops") && !text.contains("please"), "{id}");
    }
}

/// Each message of a language with everything that belongs to it.
fn messages(language: &str) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    let mut current = String::new();
    for file in FILES {
        for line in fs::read_to_string(here().join(language).join(file)).unwrap().lines() {
            let id = line.split_once(" =").map(|(id, _)| id).filter(|id| !id.contains(' '));
            match id {
                Some(id) => current = id.to_owned(),
                None if line.starts_with(' ') || line.starts_with('}') => {}
                None => current.clear(),
            }
            if !current.is_empty() {
                all.entry(current.clone()).or_default().push_str(line);
            }
        }
    }
    all
}

fn values(message: &str) -> BTreeSet<String> {
    let names = message.split('$').skip(1).filter_map(|rest| rest.split([' ', '}', ',', ')']).next());
    names.map(str::to_owned).collect()
}

#[test]
fn german_says_everything_that_english_says_with_the_same_values() {
    let (english, german) = (messages("en"), messages("de"));
    let ids = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(ids(&english).symmetric_difference(&ids(&german)).collect::<Vec<_>>(), Vec::<&String>::new());
    for (id, text) in &english {
        assert_eq!(values(text), values(&german[id]), "{id}");
        for attribute in [".window =", ".windows =", ".macos ="] {
            assert_eq!(text.contains(attribute), german[id].contains(attribute), "{id}");
        }
        assert!(!german[id].contains('!'), "{id}");
    }
}

#[test]
fn every_number_of_things_has_its_sentence() {
    for language in [Language::English, Language::German] {
        speak(language, Surface::Window);
        for count in [0, 1, 2, 3, 5, 11, 21, 101] {
            for id in ["office-ready", "run-sentence", "message-digest", "pc-ready", "ago-minutes"] {
                let said = say_with(id, &[("count", count.into()), ("all", 200.into())]);
                assert!(
                    said.contains(&count.to_string()) && !said.contains('{'),
                    "{language:?} {id}: {said}"
                );
            }
        }
    }
}

/// Ids in `say("...")` and `say_with("...")` that the catalogue lacks.
fn said(path: &Path, text: &str) -> Vec<String> {
    let calls = text.split("say").skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix("_with").unwrap_or(rest).strip_prefix('(')?;
        rest.trim_start().strip_prefix('"')?.split('"').next()
    });
    let missing = calls.filter(|id| !patchround_words::knows(id));
    missing.map(|id| format!("{} says {id}", path.display())).collect()
}

/// Ids in the page's `t('...')`.
fn spoken(text: &str) -> Vec<String> {
    let calls =
        text.split("t('").skip(1).filter_map(|rest| rest.split_once('\'').map(|(id, _)| id.to_owned()));
    calls.filter(|id| id.contains('-') && id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')).collect()
}

fn literals(text: &str) -> Vec<String> {
    text.split(['"', '\'', '`']).map(str::to_owned).collect()
}

fn catalogue_ids() -> Vec<String> {
    catalogue_lines().into_iter().map(|(id, _)| id).collect()
}

fn catalogue_lines() -> Vec<(String, String)> {
    let read = |name| fs::read_to_string(here().join("en").join(name)).unwrap();
    let text = FILES.map(read).concat();
    let entry = |line: &str| {
        let (id, text) = line.split_once(" =")?;
        let is_id =
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        is_id.then(|| (id.to_owned(), text.to_owned()))
    };
    text.lines().filter_map(entry).collect()
}

/// A sentence without what stands in braces.
fn without_values(text: &str) -> String {
    let words = |part: &str| part.split_once('}').map_or(part, |(_, rest)| rest).to_owned();
    text.split('{').map(words).collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for krate in fs::read_dir(here().join("..")).unwrap() {
        let krate = krate.unwrap().path();
        if !["words", "xtask"].iter().any(|own| krate.ends_with(own)) {
            collect(&krate.join("src"), &mut files);
        }
    }
    files
}

/// The window's page and its shell.
fn page() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for folder in ["../../ui/src", "../../src-tauri/src"] {
        collect(&here().join(folder), &mut files);
    }
    files
}

fn collect(dir: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(dir).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "ts" || e == "svelte") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
