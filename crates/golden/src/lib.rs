//! What tests compare with: golden files of messages, and the JSON Schemas of `docs/schema`.
//!
//! Runs as: a test.
//! Must not: be part of a program, or change a golden text that is there.
//!
//! With `PATCHROUND_GOLDEN=write` what is missing in a golden text is added and a stale schema is renewed; `cargo
//! xtask golden` runs the tests that way. What was once said on the wire stays said: to change it, a person has
//! to take the old text out by hand.

mod files;
pub mod schema;

pub use files::{compare, says_all_of};

use std::{collections::BTreeMap, env};

use serde_json::Value;

/// Whether what is missing is to be written.
fn writes() -> bool {
    env::var_os("PATCHROUND_GOLDEN").is_some_and(|wish| wish == "write")
}

/// A value as it is kept: keys in alphabetical order, whatever order the library has them in.
fn text_of(value: &Value) -> String {
    let text = serde_json::to_string_pretty(&sorted(value)).expect("a value is always written");
    text + "\n"
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let in_order: BTreeMap<_, _> = members.iter().map(|(key, value)| (key, sorted(value))).collect();
            in_order.into_iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}
