//! Words that exist only on paper.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// Wiped when it is dropped, and in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(words: String) -> Self {
        Self(Zeroizing::new(words))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use crate::app::ask::Ask;

    #[test]
    fn the_words_on_paper_are_in_no_log() {
        let ask = r#"{"ask":"change_office","office":"Bakery","person":"Maria",
            "open":{"days":["mon"],"from":8,"to":18},"words":"moon hip surge main favorite near"}"#;
        let ask: Ask = serde_json::from_str(ask).unwrap();
        assert!(matches!(&ask, Ask::ChangeOffice { words, .. } if words.as_str().starts_with("moon")));
        assert!(!format!("{ask:?}").contains("moon"), "{ask:?}");
    }
}
