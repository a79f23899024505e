//! A golden file: one JSON object, with what is said in each case of one kind of message.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{text_of, writes};

/// Compares what this build says in each case with what the golden file has.
///
/// # Errors
/// Names every case that differs, that is not in the file, or that nobody says any more.
pub fn compare(file: &Path, said: &BTreeMap<String, Value>) -> Result<()> {
    let mut golden = read(file)?;
    if writes() && add(&mut golden, said) {
        write(file, &golden)?;
    }
    let differs = |(case, value): (&String, &Value)| match golden.get(case) {
        None => Some(format!("`{case}` is missing; `cargo xtask golden` adds it")),
        Some(golden) if golden == value => None,
        Some(golden) => Some(format!("`{case}` differs:\n  golden: {golden}\n  said:   {value}")),
    };
    let mut problems: Vec<String> = said.iter().filter_map(differs).collect();
    let gone = golden.keys().filter(|case| !said.contains_key(*case));
    problems.extend(gone.map(|case| format!("`{case}` is not said any more")));
    if problems.is_empty() { Ok(()) } else { bail!("{}: {}", file.display(), problems.join("\n")) }
}

/// Whether a text says all that another one says, and perhaps more.
pub fn says_all_of(text: &Value, other: &Value) -> bool {
    match (text, other) {
        (Value::Object(text), Value::Object(other)) => {
            other.iter().all(|(key, value)| text.get(key).is_some_and(|text| says_all_of(text, value)))
        }
        (Value::Array(text), Value::Array(other)) => {
            text.len() == other.len() && text.iter().zip(other).all(|(text, other)| says_all_of(text, other))
        }
        _ => text == other,
    }
}

/// Adds new cases, and new members to known ones.
fn add(golden: &mut BTreeMap<String, Value>, said: &BTreeMap<String, Value>) -> bool {
    let is_known = |(case, value): &(&String, &Value)| golden.get(*case) == Some(value);
    let adds =
        |(case, value): &(&String, &Value)| golden.get(*case).is_none_or(|old| says_all_of(value, old));
    let new: Vec<_> = said.iter().filter(|case| !is_known(case) && adds(case)).collect();
    let has_new = !new.is_empty();
    golden.extend(new.into_iter().map(|(case, value)| (case.clone(), value.clone())));
    has_new
}

fn read(file: &Path) -> Result<BTreeMap<String, Value>> {
    if !file.exists() {
        return Ok(BTreeMap::new());
    }
    let text = fs::read_to_string(file).with_context(|| format!("Failed to read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("Failed to understand {}", file.display()))
}

fn write(file: &Path, golden: &BTreeMap<String, Value>) -> Result<()> {
    let value = Value::Object(golden.clone().into_iter().collect());
    let dir = file.parent().context("Failed to find the folder of a golden file")?;
    fs::create_dir_all(dir)?;
    fs::write(file, text_of(&value)).with_context(|| format!("Failed to write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(value: Value) -> BTreeMap<String, Value> {
        [("a".to_owned(), value)].into()
    }

    #[test]
    fn what_is_missing_and_what_has_changed_are_both_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("hello.json");
        let missing = compare(&file, &said(json!({"n": 1}))).unwrap_err().to_string();
        assert!(missing.contains("`a` is missing"), "{missing}");
        write(&file, &said(json!({"n": 1}))).unwrap();
        compare(&file, &said(json!({"n": 1}))).unwrap();
        let changed = compare(&file, &said(json!({"n": 2}))).unwrap_err().to_string();
        assert!(changed.contains("`a` differs"), "{changed}");
        let gone = compare(&file, &BTreeMap::new()).unwrap_err().to_string();
        assert!(gone.contains("not said any more"), "{gone}");
    }

    #[test]
    fn a_golden_text_is_only_ever_added_to() {
        let mut golden = said(json!({"n": 1, "in": {"list": [{"x": 1}]}}));
        let more = said(json!({"n": 1, "in": {"list": [{"x": 1, "y": 2}]}, "new": null}));
        assert!(add(&mut golden, &more));
        assert_eq!(golden, more);
        assert!(!add(&mut golden, &said(json!({"n": 2}))));
        assert_eq!(golden, more);
    }
}
