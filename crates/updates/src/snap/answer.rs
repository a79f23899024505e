//! What every answer of snapd is wrapped in.

use patchround_protocol::Cause;
use serde::{Deserialize, de::DeserializeOwned};

use super::causes;
use crate::AskError;

/// Names of a change that are accepted; snapd counts.
const CHANGE_CHARS: usize = 40;

/// What snapd says of itself beside an answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Maintenance {
    /// `daemon-restart` or `system-restart`.
    pub kind: String,
}

impl Maintenance {
    /// Whether the PC has to be restarted, or is being restarted.
    pub fn wants_restart(&self) -> bool {
        self.kind == "system-restart"
    }
}

/// What was asked for, and what snapd says of itself.
///
/// # Errors
/// [`AskError::Refused`] where it refused, or this is no such answer.
pub fn sync<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Option<Maintenance>), AskError> {
    let answer: Answer<T> = whole(body)?;
    Ok((answer.result, answer.maintenance))
}

/// The change that an order became.
///
/// # Errors
/// As [`sync`].
pub fn change(body: &[u8]) -> Result<String, AskError> {
    let Ordered { change } = whole(body)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    match change.len() {
        1..=CHANGE_CHARS if change.chars().all(is_plain) => Ok(change),
        _ => Err(garbled(body)),
    }
}

#[derive(Deserialize)]
struct Kind {
    r#type: String,
}

#[derive(Deserialize)]
struct Answer<T> {
    result: T,
    #[serde(default)]
    maintenance: Option<Maintenance>,
}

#[derive(Deserialize)]
struct Ordered {
    change: String,
}

#[derive(Deserialize)]
struct Refusal {
    result: Refused,
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    kind: String,
    message: String,
}

fn whole<T: DeserializeOwned>(body: &[u8]) -> Result<T, AskError> {
    let Kind { r#type } = serde_json::from_slice(body).map_err(|_| garbled(body))?;
    if r#type == "error" {
        let Refusal { result: Refused { kind, message } } =
            serde_json::from_slice(body).map_err(|_| garbled(body))?;
        let cause = causes::of(&kind, &message);
        let said = if kind.is_empty() { message } else { format!("{message}\n[{kind}]") };
        return Err(AskError::Refused { cause, said });
    }
    serde_json::from_slice(body).map_err(|_| garbled(body))
}

fn garbled(body: &[u8]) -> AskError {
    let said = format!("Not an answer of snapd\n{}", String::from_utf8_lossy(body));
    AskError::Refused { cause: Cause::Unexpected, said }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused<T>(answer: Result<T, AskError>) -> Cause {
        answer.err().unwrap().cause()
    }

    #[test]
    fn an_answer_is_unwrapped_and_a_refusal_is_a_cause() {
        let (numbers, maintenance) = sync::<Vec<u8>>(br#"{"type":"sync","result":[1,2]}"#).unwrap();
        assert_eq!((numbers, maintenance), (vec![1, 2], None));
        let restart = br#"{"type":"sync","result":[],"maintenance":{"kind":"system-restart","message":"x"}}"#;
        assert!(sync::<Vec<u8>>(restart).unwrap().1.unwrap().wants_restart());
        let full = br#"{"type":"error","status-code":507,"result":{"message":"x","kind":"insufficient-disk-space"}}"#;
        assert_eq!(refused(sync::<Vec<u8>>(full)), Cause::DiskFull);
        assert_eq!(refused(change(full)), Cause::DiskFull);
    }

    #[test]
    fn what_is_no_answer_is_unexpected_and_a_change_is_a_plain_name() {
        for bad in ["", "[]", r#"{"type":"sync"}"#, r#"{"type":"error"}"#, r#"{"type":"sync","result":"x"}"#]
        {
            assert_eq!(refused(sync::<Vec<u8>>(bad.as_bytes())), Cause::Unexpected, "{bad}");
        }
        assert_eq!(change(br#"{"type":"async","change":"42"}"#).unwrap(), "42");
        for bad in ["", "../x", "1?a", &"9".repeat(41)] {
            let body = format!(r#"{{"type":"async","change":"{bad}"}}"#);
            assert_eq!(refused(change(body.as_bytes())), Cause::Unexpected, "{bad}");
        }
    }
}
