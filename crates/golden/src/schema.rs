//! The JSON Schemas of `docs/schema`: written from the types, kept fresh, and real answers checked against them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use jsonschema::Validator;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{text_of, writes};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of what is written of a type (JSON Schema 2020-12). `about` says what it is for.
pub fn of<T: JsonSchema>(about: &str) -> Value {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    if !about.is_empty() {
        schema["description"] = about.into();
    }
    plain_words(&mut schema);
    schema
}

/// Compares a schema with its file `docs/schema/NAME.json`, or renews the file.
///
/// # Errors
/// When the file is stale.
pub fn fresh(name: &str, schema: &Value) -> Result<()> {
    let (file, text) = (place(name), text_of(schema));
    if fs::read_to_string(&file).is_ok_and(|kept| kept == text) {
        return Ok(());
    }
    if writes() {
        return fs::write(&file, text).with_context(|| format!("Failed to write {}", file.display()));
    }
    bail!("docs/schema/{name}.json is stale; `cargo xtask golden` renews it")
}

/// Checks a real answer against `docs/schema/NAME.json`.
///
/// Stricter than the schema is for its readers: a member that it does not describe is an error here.
///
/// # Errors
/// Every breach, with its place in the answer.
pub fn check(name: &str, answer: &Value) -> Result<()> {
    let file = place(name);
    let text = fs::read_to_string(&file).with_context(|| format!("Failed to read {}", file.display()))?;
    let mut schema: Value = serde_json::from_str(&text)?;
    close(&mut schema);
    let definitions = schema.get_mut("$defs").and_then(Value::as_object_mut);
    definitions.into_iter().flatten().filter_map(|(_, it)| it.as_object_mut()).for_each(close_within);
    breaches(&schema, answer).with_context(|| format!("docs/schema/{name}.json does not describe the answer"))
}

/// Checks all that a command has printed with `--json`, line by line, against `docs/schema/COMMAND.json`.
///
/// # Errors
/// As [`check`]; also when a line is not JSON.
pub fn check_lines(command: &str, printed: &str) -> Result<()> {
    for line in printed.lines() {
        let value = serde_json::from_str(line).with_context(|| format!("{command} printed {line}"))?;
        check(command, &value)?;
    }
    Ok(())
}

fn breaches(schema: &Value, answer: &Value) -> Result<()> {
    let validator = validator(schema)?;
    let found: Vec<String> =
        validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
    if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n")) }
}

fn validator(schema: &Value) -> Result<Validator> {
    let built = jsonschema::options().should_validate_formats(true).build(schema);
    built.map_err(|error| anyhow::anyhow!("Not a schema: {error}"))
}

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema").join(format!("{name}.json"))
}

/// Forbids members that nothing describes, in an object and in whatever its members hold. Definitions and the
/// parts of an alternative are left open: they may describe an object together with others.
fn close(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else { return };
    close_within(members);
    let describes = ["properties", "$ref", "oneOf", "anyOf"].iter().any(|key| members.contains_key(*key));
    if describes && !members.contains_key("additionalProperties") {
        members.insert("unevaluatedProperties".to_owned(), false.into());
    }
}

fn close_within(members: &mut Map<String, Value>) {
    for (key, below) in members.iter_mut() {
        match (key.as_str(), below) {
            ("properties", Value::Object(properties)) => properties.values_mut().for_each(close),
            ("items" | "additionalProperties", items) => close(items),
            ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
                parts.iter_mut().filter_map(Value::as_object_mut).for_each(close_within);
            }
            _ => {}
        }
    }
}

/// Documentation's links to code mean nothing outside of it.
fn plain_words(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = text.replace("[`", "`").replace("`]", "`");
            }
            members.values_mut().for_each(plain_words);
        }
        Value::Array(items) => items.iter_mut().for_each(plain_words),
        _ => {}
    }
}

/// What schemas describe and none of their answers says: each word, each member, each alternative, by its type and
/// its place there. A type is described in several schemas and said in any. A word `unknown` is never said.
///
/// Found by taking each out of the schema in turn: then one of the answers must break it.
pub fn unsaid<'a>(kinds: impl IntoIterator<Item = (&'a Value, Vec<Value>)>) -> BTreeSet<String> {
    let (mut said, mut unsaid) = (BTreeSet::new(), BTreeSet::new());
    for (schema, answers) in kinds {
        let fits = |mutant: &Value| {
            validator(mutant).is_ok_and(|mutant| answers.iter().all(|answer| mutant.is_valid(answer)))
        };
        let mut places = Vec::new();
        removable(schema, &mut String::new(), &mut places);
        for (place, instead) in places {
            let thing = thing(schema, &place, &instead);
            if said.contains(&thing) {
                continue;
            }
            let mut mutant = schema.clone();
            *mutant.pointer_mut(&place).expect("a place that was found in it") = instead;
            if fits(&mutant) {
                unsaid.insert(thing)
            } else {
                said.insert(thing)
            };
        }
    }
    unsaid.difference(&said).cloned().collect()
}

/// A place by its type's name, whether the type is a schema's own or one of its definitions.
fn thing(schema: &Value, place: &str, instead: &Value) -> String {
    let here = schema.pointer(place).unwrap_or(&Value::Null);
    let gone = match (here, instead) {
        (Value::Array(words), Value::Array(left)) => words.iter().find(|word| !left.contains(word)),
        (Value::String(_), _) => Some(here),
        _ => None,
    };
    let own = schema["title"].as_str().unwrap_or_default();
    let place = place.strip_prefix("/$defs/").map_or_else(|| format!("{own}{place}"), str::to_owned);
    gone.map_or_else(|| place.clone(), |word| format!("{place} {word}"))
}

/// Places of a schema, each with what to put there so that the thing is gone.
fn removable(schema: &Value, place: &mut String, found: &mut Vec<(String, Value)>) {
    let Some(members) = schema.as_object() else { return };
    for (key, below) in members {
        let length = place.len();
        place.push('/');
        place.push_str(key);
        match (key.as_str(), below) {
            ("const", Value::String(word)) if word != "unknown" => found.push((place.clone(), json!({}))),
            ("enum", Value::Array(words)) => {
                let without = |gone: &Value| words.iter().filter(|word| *word != gone).cloned().collect();
                let known = words.iter().filter(|word| *word != "unknown");
                found.extend(known.map(|gone| (place.clone(), without(gone))));
            }
            ("type", Value::Array(types)) if types.len() == 2 => found.push((place.clone(), "null".into())),
            ("properties", Value::Object(properties)) => {
                let is_said = |(_, property): &(_, &Value)| property["const"] != "unknown";
                for (name, property) in properties.iter().filter(is_said) {
                    let inner = place.len();
                    place.push('/');
                    place.push_str(name);
                    found.push((place.clone(), false.into()));
                    removable(property, place, found);
                    place.truncate(inner);
                }
            }
            ("items", items) => {
                found.push((place.clone(), false.into()));
                removable(items, place, found);
            }
            ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
                for (number, part) in parts.iter().enumerate() {
                    let inner = place.len();
                    place.push_str(&format!("/{number}"));
                    removable(part, place, found);
                    place.truncate(inner);
                }
            }
            ("$defs", Value::Object(definitions)) => {
                for (name, definition) in definitions {
                    let inner = place.len();
                    place.push('/');
                    place.push_str(name);
                    removable(definition, place, found);
                    place.truncate(inner);
                }
            }
            _ => {}
        }
        place.truncate(length);
    }
}

/// The schema of a line that is one of several things.
pub fn line_of(schemas: &[Value]) -> Value {
    let (mut parts, mut definitions) = (Vec::new(), Map::new());
    for schema in schemas {
        let mut part = schema.as_object().cloned().unwrap_or_default();
        part.remove("$schema");
        if let Some(Value::Object(more)) = part.remove("$defs") {
            definitions.extend(more);
        }
        if let Some(title) = part.get("title").and_then(Value::as_str).map(str::to_owned) {
            parts.push(json!({ "$ref": format!("#/$defs/{title}") }));
            definitions.insert(title, part.into());
        }
    }
    json!({ "$schema": DIALECT, "description": "One line of what is printed.", "anyOf": parts, "$defs": definitions })
}

/// The schema of an array of what another schema describes.
pub fn array_of(schema: &Value) -> Value {
    let mut item = schema.clone();
    let taken = |item: &mut Value, key: &str| item.as_object_mut().and_then(|members| members.remove(key));
    let (dialect, definitions) = (taken(&mut item, "$schema"), taken(&mut item, "$defs"));
    let description = taken(&mut item, "description");
    let mut array = json!({ "type": "array", "items": item });
    for (key, value) in [("$schema", dialect), ("$defs", definitions), ("description", description)] {
        if let Some(value) = value {
            array[key] = value;
        }
    }
    array
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_is_not_described_is_a_breach_also_deep_within() {
        let mut schema = json!({
            "properties": { "rows": { "items": { "oneOf": [
                { "properties": { "what": { "const": "a" } }, "required": ["what"] },
                { "properties": { "what": { "const": "b" }, "n": {} }, "required": ["what"] },
            ], "properties": { "time": {} } } } },
        });
        close(&mut schema);
        let rows = |row: Value| json!({ "rows": [row] });
        breaches(&schema, &rows(json!({ "what": "b", "n": 1, "time": 2 }))).unwrap();
        for wrong in [json!({ "what": "a", "n": 1 }), json!({ "what": "c" }), json!({ "what": "a", "x": 1 })]
        {
            assert!(breaches(&schema, &rows(wrong.clone())).is_err(), "{wrong}");
        }
        assert!(breaches(&schema, &json!({ "rows": [], "more": 1 })).is_err());
    }
}
