//! Why nothing came of a command: a sentence, and with `--json` an object for other programs.

use std::fmt;

use patchround_office::Error;
use serde::Serialize;

use crate::{exit::Exit, out};

/// What this program itself refuses, with its sentence.
#[derive(Debug)]
pub(crate) struct Refused {
    kind: &'static str,
    said: String,
    exit: Exit,
}

impl Refused {
    pub(crate) fn new(kind: &'static str, said: String, exit: Exit) -> Self {
        Self { kind, said, exit }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl std::error::Error for Refused {}

/// What did not work in a command with `--json`.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Failure {
    /// The sentence for a person.
    error: String,
    /// One word that stays the same, as `wrong_use`, `no_office` or `unknown_pc`.
    kind: &'static str,
    /// What the program ends with.
    exit_code: u8,
}

/// Says why nothing came of it, where the answer would not be mistaken for one.
pub(crate) fn tell(error: &anyhow::Error, json: bool) -> Exit {
    let (kind, said, exit) = match (error.downcast_ref::<Error>(), error.downcast_ref::<Refused>()) {
        (Some(known), _) => (known.kind(), known.say(), Exit::from(known)),
        (_, Some(refused)) => (refused.kind, refused.said.clone(), refused.exit),
        _ => ("unexpected", format!("{error:#}"), Exit::Failed),
    };
    aside(kind, said, exit, json);
    exit
}

/// Says what did not work beside an answer.
pub(crate) fn aside(kind: &'static str, said: String, exit: Exit, json: bool) {
    if json {
        out::aside_json(&Failure { error: said, kind, exit_code: exit.code() });
    } else {
        out::aside(&said);
    }
}
