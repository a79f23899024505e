//! Arabic says everything that a window, the tray, messages and the report say, in all its six plural forms.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
};
use patchround_words::{Language, Surface, say, say_with, speak};

/// The files that are complete. What only a shell on a PC says (`helper.ftl`) is said in English.
const COMPLETE: [&str; 7] =
    ["causes.ftl", "office.ftl", "app.ftl", "people.ftl", "window.ftl", "flows.ftl", "person.ftl"];
const CATEGORIES: [&str; 6] = ["few", "many", "one", "other", "two", "zero"];
const ISOLATE: char = '\u{2066}';
const POP_ISOLATE: char = '\u{2069}';
const FROM_RIGHT: char = '\u{200f}';

/// What a sentence is made of, beside its words.
#[derive(Debug, Default, PartialEq, Eq)]
struct Made {
    values: BTreeSet<String>,
    /// The numbers that choose its form.
    chosen_by: BTreeSet<String>,
    forms: Vec<Vec<String>>,
    words: Vec<String>,
}

#[test]
fn arabic_says_everything_that_english_says_with_the_same_values() {
    for file in COMPLETE {
        let (english, arabic) = (sentences("en", file), sentences("ar", file));
        let ids = |all: &BTreeMap<String, Made>| all.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(
            ids(&english).symmetric_difference(&ids(&arabic)).collect::<Vec<_>>(),
            Vec::<&String>::new()
        );
        for (id, made) in &english {
            assert_eq!(made.values, arabic[id].values, "{id}");
            assert!(made.chosen_by.is_subset(&arabic[id].chosen_by), "{id}: {:?}", made.chosen_by);
        }
    }
}

#[test]
fn arabic_has_a_form_for_every_kind_of_number() {
    for (id, made) in all_sentences() {
        for forms in made.forms {
            assert_eq!(forms, CATEGORIES, "{id}");
        }
    }
}

#[test]
fn every_number_of_things_has_its_arabic_sentence() {
    speak(Language::Arabic, Surface::Window);
    for id in ["office-ready", "run-sentence", "message-digest", "pc-ready", "ago-minutes", "ui-program-pcs"]
    {
        let of = |count: i64| say_with(id, &[("count", count.into()), ("all", 200.into())]);
        for count in [3, 5, 11, 21, 100, 101] {
            assert!(of(count).contains(&count.to_string()), "{id}: {}", of(count));
        }
        let forms: BTreeSet<_> = [0, 1, 2, 3, 11].map(of).into();
        assert_eq!(forms.len(), 5, "{id}: each of these numbers has words of its own");
    }
}

#[test]
fn arabic_is_written_with_its_own_punctuation() {
    for (id, made) in all_sentences() {
        let text = made.words.concat();
        assert!(!text.contains([',', ';', '?', '!']), "{id}: {text}");
    }
}

/// What isolates a sentence takes its direction from the first letter outside the values that are isolated in it.
#[test]
fn a_sentence_without_arabic_letters_of_its_own_says_how_it_is_written() {
    let is_arabic = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
    for (id, made) in all_sentences().into_iter().filter(|(_, made)| !made.values.is_empty()) {
        let text = made.words.concat();
        assert!(text.contains(is_arabic) || text.starts_with([FROM_RIGHT, ISOLATE]), "{id}: {text}");
    }
    speak(Language::Arabic, Surface::Window);
    let day = say_with("day", &[("weekday", "أ".into()), ("day", 5.into()), ("month", "ب".into())]);
    assert!(day.starts_with(FROM_RIGHT), "{day}");
}

/// An isolate that does not end would turn the rest of the line around.
#[test]
fn what_stays_from_left_to_right_in_arabic_ends_where_it_ought_to() {
    for (id, made) in all_sentences() {
        let text = made.words.concat();
        let is_mark = |c: &char| matches!(c, '\u{200e}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let marks: String = text.chars().filter(is_mark).collect();
        let pair = format!("{ISOLATE}{POP_ISOLATE}");
        assert_eq!(marks.replace(&pair, ""), "", "{id}: {text}");
    }
}

#[test]
fn what_arabic_lacks_is_said_in_english() {
    assert!(sentences("ar", "helper.ftl").is_empty(), "then it is complete, and belongs to the others");
    speak(Language::English, Surface::Window);
    let english = say("helper-broke-off");
    speak(Language::Arabic, Surface::Window);
    assert_eq!(say("helper-broke-off"), english);
}

fn all_sentences() -> BTreeMap<String, Made> {
    COMPLETE.iter().flat_map(|file| sentences("ar", file)).collect()
}

/// The sentences of a file, and those for windows as `ID.window`.
fn sentences(language: &str, file: &str) -> BTreeMap<String, Made> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(language).join(file);
    let resource = parser::parse(fs::read_to_string(path).unwrap()).unwrap();
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    });
    let all = messages.flat_map(|message| {
        let id = message.id.name;
        let value = message.value.map(|value| (id.clone(), made(&value)));
        let other = message.attributes.into_iter();
        let other: Vec<_> = other.map(|it| (format!("{id}.{}", it.id.name), made(&it.value))).collect();
        value.into_iter().chain(other)
    });
    all.collect()
}

fn made(pattern: &Pattern<String>) -> Made {
    let mut made = Made::default();
    look(pattern, &mut made);
    made
}

fn look(pattern: &Pattern<String>, made: &mut Made) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => made.words.push(value.clone()),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => take(inline, made),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                take(selector, made);
                made.chosen_by.extend(variable(selector));
                made.forms.push(forms(variants));
                variants.iter().for_each(|variant| look(&variant.value, made));
            }
        }
    }
}

fn take(inline: &InlineExpression<String>, made: &mut Made) {
    made.values.extend(variable(inline));
    if let InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } = inline {
        positional.iter().for_each(|argument| take(argument, made));
    }
}

fn variable(inline: &InlineExpression<String>) -> Option<String> {
    match inline {
        InlineExpression::VariableReference { id } => Some(id.name.clone()),
        _ => None,
    }
}

fn forms(variants: &[Variant<String>]) -> Vec<String> {
    let mut names: Vec<_> = variants
        .iter()
        .map(|variant| match &variant.key {
            VariantKey::Identifier { name } => name.clone(),
            VariantKey::NumberLiteral { value } => value.clone(),
        })
        .collect();
    names.sort();
    names
}
