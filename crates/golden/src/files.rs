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
    let differs = |(case, value): (&String, &Value)| {
        golden
            .get(case)
            .filter(|golden| *golden != value)
            .map(|golden| format!("`{case}` differs:\n  golden: {golden}\n  said:   {value}"))
    };
    let mut problems: Vec<String> = said.iter().filter_map(differs).collect();
    problems.extend(
        golden
            .keys()
            .filter(|case| !said.contains_key(*case))
            .map(|case| format!("`{case}` is not said any more")),
    );
    let missing: Vec<String> = said.keys().filter(|case| !golden.contains_key(*case)).cloned().collect();
    if writes() && !missing.is_empty() {
        golden.extend(missing.iter().map(|case| (case.clone(), said[case].clone())));
        write(file, &golden)?;
    } else {
        problems
            .extend(missing.iter().map(|case| format!("`{case}` is missing; `cargo xtask golden` adds it")));
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{}: {}", file.display(), problems.join("\n"))
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
}
