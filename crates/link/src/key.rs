//! A computer's own TLS key.

use std::{fmt, sync::Arc};

use patchround_protocol::SpkiHash;
use rustls::{
    crypto::aws_lc_rs::sign::any_eddsa_type,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    sign::CertifiedKey,
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// `OneAsymmetricKey` of an Ed25519 seed up to the seed itself (RFC 8410, section 7).
const PKCS8_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// The Ed25519 key that is a computer's identity on the network; used for TLS and nothing else.
#[derive(Clone)]
pub struct DeviceKey {
    seed: Zeroizing<[u8; 32]>,
}

impl DeviceKey {
    /// Makes a new key from the system's randomness.
    pub fn generate() -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut()).expect("a running system gives random bytes");
        Self { seed }
    }

    /// The key that was stored as these bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self { seed: Zeroizing::new(*seed) }
    }

    /// The bytes to store, readable by nobody else.
    pub fn seed(&self) -> [u8; 32] {
        *self.seed
    }

    /// What others pin.
    pub fn id(&self) -> SpkiHash {
        spki_hash(&self.certified().cert[0])
    }

    /// The key as rustls takes a raw public key: its "certificate" is the bare SPKI (RFC 7250).
    pub(crate) fn certified(&self) -> Arc<CertifiedKey> {
        let mut pkcs8 = Zeroizing::new([0; 48]);
        pkcs8[..16].copy_from_slice(&PKCS8_PREFIX);
        pkcs8[16..].copy_from_slice(self.seed.as_ref());
        let signer = any_eddsa_type(&PrivatePkcs8KeyDer::from(&pkcs8[..])).expect("any 32 bytes are a seed");
        let spki = signer.public_key().expect("an Ed25519 key knows its public half").to_vec();
        Arc::new(CertifiedKey::new(vec![CertificateDer::from(spki)], signer))
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.id())
    }
}

/// The pin of a DER `SubjectPublicKeyInfo`.
pub(crate) fn spki_hash(spki: &[u8]) -> SpkiHash {
    SpkiHash(Sha256::digest(spki).into())
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;

    use super::*;

    #[test]
    fn a_stored_key_is_the_same_computer() {
        let key = DeviceKey::generate();
        assert_eq!(DeviceKey::from_seed(&key.seed()).id(), key.id());
        assert_ne!(DeviceKey::generate().id(), key.id());
    }

    #[test]
    fn the_id_is_the_hash_of_the_rfc_8410_public_key() {
        let public = SigningKey::from_bytes(&[7; 32]).verifying_key();
        let mut spki = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        spki.extend(public.as_bytes());
        assert_eq!(DeviceKey::from_seed(&[7; 32]).id(), spki_hash(&spki));
    }

    #[test]
    fn a_key_in_a_log_line_does_not_show_its_secret() {
        let key = DeviceKey::from_seed(&[7; 32]);
        assert_eq!(format!("{key:?}"), format!("DeviceKey({})", key.id()));
    }
}
