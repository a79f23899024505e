use std::collections::BTreeMap;

use patchround_golden::schema;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// One kind of message.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) schema: Value,
    pub(crate) cases: Vec<Case>,
    /// Reads a text of any version and writes what was understood.
    pub(crate) understands: fn(&Value) -> Option<Value>,
}

/// What is said in one case.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) said: Value,
    pub(crate) reads_as_meant: Box<dyn Fn(&Value) -> bool>,
}

impl Kind {
    pub(crate) fn new<T>(name: &'static str, about: &str, cases: Vec<(&str, T)>) -> Self
    where
        T: Serialize + DeserializeOwned + JsonSchema + 'static,
    {
        Self {
            name,
            schema: schema::of::<T>(about),
            cases: cases.into_iter().map(case).collect(),
            understands: understood::<T>,
        }
    }

    pub(crate) fn said(&self) -> BTreeMap<String, Value> {
        self.cases.iter().map(|case| (case.name.clone(), case.said.clone())).collect()
    }
}

fn case<T: Serialize + DeserializeOwned + 'static>((name, meant): (&str, T)) -> Case {
    let said = serde_json::to_value(&meant).unwrap();
    let expected = said.clone();
    let reads_as_meant = Box::new(move |text: &Value| understood::<T>(text).as_ref() == Some(&expected));
    Case { name: name.to_owned(), said, reads_as_meant }
}

fn understood<T: Serialize + DeserializeOwned>(text: &Value) -> Option<Value> {
    read::<T>(text).map(|read| serde_json::to_value(read).unwrap())
}

/// As it is read off the wire: from its text.
fn read<T: DeserializeOwned>(text: &Value) -> Option<T> {
    serde_json::from_str(&text.to_string()).ok()
}
