use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use patchround_protocol::limits::{CHANGE_CHARS, CHANGES};
use patchround_trial::{avoided_words, reading_grade};

use super::*;
use crate::plain::plain;

/// Words of one line (ux.md 4.2).
const WORDS: usize = 12;
/// Of each file, after Flesch and Kincaid (ux.md 6).
const GRADE: f64 = 6.0;
/// How many common programs were written of to begin with.
const PROGRAMS: usize = 30;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lines_of(program: &Program) -> impl Iterator<Item = &Line> {
    program.steps.iter().flat_map(|step| &step.lines)
}

fn all() -> Vec<(&'static str, Program)> {
    FILES
        .iter()
        .map(|(name, text)| (*name, serde_json::from_str(text).unwrap_or_else(|e| panic!("{name}: {e}"))))
        .collect()
}

#[test]
fn every_file_of_notes_is_read() {
    let entries = std::fs::read_dir(root().join("crates/office/notes")).unwrap();
    let files: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let read: BTreeSet<String> = FILES.iter().map(|(name, _)| format!("{name}.json")).collect();
    let written: BTreeSet<String> = files.into_iter().filter(|file| file.ends_with(".json")).collect();
    assert_eq!(written, read, "name each in `FILES`");
}

#[test]
fn of_thirty_common_programs_at_least_one_line_is_told() {
    let told = all().iter().filter(|(_, program)| lines_of(program).next().is_some()).count();
    assert!(told >= PROGRAMS, "{told}");
}

#[test]
fn every_line_is_short_plain_and_in_words_of_an_office() {
    for (name, program) in all() {
        for line in lines_of(&program) {
            assert!(line.words.contains_key("en"), "{name}: English is what others are translated from");
            for (tag, words) in &line.words {
                assert!(Language::ALL.iter().any(|language| language.tag() == tag), "{name}: {tag}");
                assert_eq!(plain(words, CHANGE_CHARS), *words, "{name}");
                assert!(words.split_whitespace().count() <= WORDS, "{name}: {words}");
                assert!(words.ends_with(['.', '؟', '?']) && !words.contains('!'), "{name}: {words}");
            }
            let english = &line.words["en"];
            assert_eq!(avoided_words(english), Vec::<&str>::new(), "{name}: {english}");
        }
    }
}

#[test]
fn every_line_cites_a_file_in_a_package_or_a_document_that_is_here() {
    for (name, program) in all() {
        for line in lines_of(&program) {
            match &line.from {
                ChangeSource::Package { version, file, .. } => {
                    let quote = line.quote.as_deref().unwrap_or_default();
                    assert!(quote.len() > 5, "{name}: say what is written there, for {:?}", line.words["en"]);
                    assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{name}: {version}");
                    assert!(file.starts_with("usr/share/") && !file.ends_with('/'), "{name}: {file}");
                }
                ChangeSource::Document { document } => {
                    assert!(
                        root().join(document).is_file() && !document.contains(".."),
                        "{name}: {document}"
                    );
                }
                ChangeSource::Unknown => panic!("{name}: nothing is cited"),
            }
        }
    }
}

#[test]
fn every_file_is_easy_to_read() {
    for (name, program) in all() {
        let text: String = lines_of(&program).map(|line| format!("{}\n", line.words["en"])).collect();
        let grade = reading_grade(&text);
        assert!(grade <= GRADE, "{name}: {grade:.1}\n{text}");
    }
}

#[test]
fn a_program_and_a_step_are_written_of_once_in_at_most_three_lines() {
    let mut packages = BTreeSet::new();
    for (name, program) in all() {
        assert!(!program.program.is_empty() && !program.packages.is_empty(), "{name}");
        assert!(program.read.is_some() || lines_of(&program).next().is_some(), "{name}: say what was read");
        assert!(
            program.packages.into_iter().all(|package| packages.insert(package)),
            "{name}: a package is known already"
        );
        let mut steps = BTreeSet::new();
        for step in program.steps {
            assert!((1..=CHANGES).contains(&step.lines.len()), "{name} {}", step.reaches);
            assert!(step.reaches.starts_with(|c: char| c.is_ascii_digit()), "{name} {}", step.reaches);
            assert_eq!(makers(&step.reaches), step.reaches, "{name}: the maker's version, not the package's");
            assert!(steps.insert(step.reaches), "{name}: one step is there twice");
        }
    }
}

#[test]
fn only_steps_between_the_two_versions_are_told_the_newest_first() {
    let told = |from: &str, to: &str| {
        let lines = lines(&"shotwell".parse().unwrap(), from, to);
        lines.into_iter().map(|line| line.words).collect::<Vec<_>>()
    };
    let whole = told("0.30.17-1+b1", "0.32.10-1");
    assert!(whole.len() >= 2, "{whole:?}");
    assert_eq!(told("0.32.0-1", "0.32.10-1"), whole[..1]);
    assert_eq!(told("0.32.10-1", "0.32.10-2"), Vec::<String>::new(), "the step was made");
    assert_eq!(told("0.30.17-1", "0.30.18-1"), Vec::<String>::new(), "it does not get there");
}
