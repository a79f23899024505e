//! Signatures over documents: Ed25519 over `domain || 0x00 || u64 length || exact bytes`.
//!
//! The verified bytes are the parsed bytes: a document is only ever read out of the
//! buffer whose signature was just checked, and there is no canonical JSON.

use data_encoding::BASE64;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::ids::{DocumentHash, PublicKey};

/// A document that is signed: its place in the signature's domain and its limits.
pub trait Document: Serialize + DeserializeOwned {
    /// The `NAME` of `patchround/NAME/1`.
    const NAME: &'static str;
    /// Most bytes a signed payload of this kind may have.
    const BYTES: usize;

    /// Checks every field against its limit.
    ///
    /// # Errors
    /// The name of the first field that is over its limit.
    fn check(&self) -> Result<(), &'static str>;
}

/// Why a signed document was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// Too large to be a document of this kind.
    #[error("Document is too large")]
    TooLarge,
    /// The key is not one that may sign this.
    #[error("Document is signed by a key that may not sign it")]
    NotAllowed,
    /// The signature does not belong to these bytes.
    #[error("Signature does not match the document")]
    BadSignature,
    /// The bytes are signed but are not a document we understand.
    #[error("Document cannot be read: {0}")]
    Unreadable(String),
    /// A field is over its limit.
    #[error("Field {0} is over its limit")]
    FieldLimit(&'static str),
}

/// A document with its signature, as it travels and as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Envelope {
    /// Whose signature this is.
    pub key: PublicKey,
    /// 64 signature bytes.
    #[serde(with = "base64")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("contentEncoding" = "base64")))]
    pub signature: Vec<u8>,
    /// The document's exact bytes.
    #[serde(with = "base64")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("contentEncoding" = "base64")))]
    pub payload: Vec<u8>,
}

impl Envelope {
    /// Signs a document.
    ///
    /// # Errors
    /// [`SignError::FieldLimit`] or [`SignError::TooLarge`]: nothing is ever signed that
    /// the other side would refuse.
    pub fn seal<D: Document>(document: &D, key: &SigningKey) -> Result<Self, SignError> {
        document.check().map_err(SignError::FieldLimit)?;
        let payload = serde_json::to_vec(document).expect("documents have only string keys");
        if payload.len() > D::BYTES {
            return Err(SignError::TooLarge);
        }
        let signature = key.sign(&signed_bytes(D::NAME, &payload)).to_bytes().to_vec();
        Ok(Self { key: public(key), signature, payload })
    }

    /// Verifies the signature and reads the document out of the verified bytes.
    ///
    /// `may_sign` decides whether the key counts; it is asked before any arithmetic.
    ///
    /// # Errors
    /// The first reason not to accept it, see [`SignError`].
    pub fn open<D: Document>(&self, may_sign: impl FnOnce(&PublicKey) -> bool) -> Result<D, SignError> {
        if self.payload.len() > D::BYTES {
            return Err(SignError::TooLarge);
        }
        if !may_sign(&self.key) {
            return Err(SignError::NotAllowed);
        }
        self.verify(D::NAME)?;
        let document: D =
            serde_json::from_slice(&self.payload).map_err(|e| SignError::Unreadable(e.to_string()))?;
        document.check().map_err(SignError::FieldLimit)?;
        Ok(document)
    }

    /// The hash of the exact bytes.
    pub fn hash(&self) -> DocumentHash {
        DocumentHash::of(&self.payload)
    }

    fn verify(&self, name: &str) -> Result<(), SignError> {
        let key = VerifyingKey::from_bytes(&self.key.0).map_err(|_| SignError::BadSignature)?;
        let signature = Signature::from_slice(&self.signature).map_err(|_| SignError::BadSignature)?;
        key.verify_strict(&signed_bytes(name, &self.payload), &signature).map_err(|_| SignError::BadSignature)
    }
}

/// The public half of a signing key.
pub fn public(key: &SigningKey) -> PublicKey {
    PublicKey(key.verifying_key().to_bytes())
}

fn signed_bytes(name: &str, payload: &[u8]) -> Vec<u8> {
    let length = u64::try_from(payload.len()).expect("usize fits in u64");
    let mut bytes = format!("patchround/{name}/1\0").into_bytes();
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

mod base64 {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::BASE64;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        BASE64.decode(text.as_bytes()).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Note {
        text: String,
    }

    impl Document for Note {
        const NAME: &'static str = "note";
        const BYTES: usize = 200;

        fn check(&self) -> Result<(), &'static str> {
            if self.text.len() > 20 { Err("text") } else { Ok(()) }
        }
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct OtherNote {
        text: String,
    }

    impl Document for OtherNote {
        const NAME: &'static str = "other-note";
        const BYTES: usize = 200;

        fn check(&self) -> Result<(), &'static str> {
            Ok(())
        }
    }

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[3; 32])
    }

    fn note() -> Note {
        Note { text: "hello".into() }
    }

    #[test]
    fn a_signed_document_is_read_back() {
        let envelope = Envelope::seal(&note(), &key()).unwrap();
        assert_eq!(envelope.open::<Note>(|k| *k == public(&key())), Ok(note()));
    }

    #[test]
    fn a_key_that_may_not_sign_is_refused_before_its_signature_is_looked_at() {
        let mut envelope = Envelope::seal(&note(), &key()).unwrap();
        envelope.signature.clear();
        assert_eq!(envelope.open::<Note>(|_| false), Err(SignError::NotAllowed));
    }

    #[test]
    fn a_signature_of_one_kind_of_document_is_worth_nothing_for_another() {
        let envelope = Envelope::seal(&note(), &key()).unwrap();
        assert_eq!(envelope.open::<OtherNote>(|_| true), Err(SignError::BadSignature));
    }

    #[test]
    fn a_field_over_its_limit_is_neither_signed_nor_accepted() {
        let long = Note { text: "x".repeat(21) };
        assert_eq!(Envelope::seal(&long, &key()), Err(SignError::FieldLimit("text")));
    }

    #[test]
    fn fields_of_a_later_version_are_ignored() {
        let payload = br#"{"text":"hello","later":{"a":[1]}}"#.to_vec();
        let signature = key().sign(&signed_bytes("note", &payload)).to_bytes().to_vec();
        let envelope = Envelope { key: public(&key()), signature, payload };
        assert_eq!(envelope.open::<Note>(|_| true), Ok(note()));
    }

    proptest! {
        #[test]
        fn no_changed_byte_is_accepted(at in 0usize..16, flip in 1u8..) {
            let mut envelope = Envelope::seal(&note(), &key()).unwrap();
            envelope.payload[at] ^= flip;
            prop_assert_eq!(envelope.open::<Note>(|_| true), Err(SignError::BadSignature));
        }

        #[test]
        fn no_made_up_signature_is_accepted(signature in proptest::collection::vec(any::<u8>(), 0..80)) {
            let mut envelope = Envelope::seal(&note(), &key()).unwrap();
            prop_assume!(signature != envelope.signature);
            envelope.signature = signature;
            prop_assert_eq!(envelope.open::<Note>(|_| true), Err(SignError::BadSignature));
        }
    }
}
