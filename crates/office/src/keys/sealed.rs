//! A key sealed by a passphrase: Argon2id, then ChaCha20-Poly1305 (RFC 9106, RFC 8439).

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    ChaCha20Poly1305, Nonce,
    aead::{Aead, Key, KeyInit},
};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::random;

/// What is in the file. The numbers travel with it, so that later files can ask for more work.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Sealed {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    sealed: String,
}

pub(super) fn seal(seed: &[u8; 32], passphrase: &str) -> Sealed {
    let (salt, nonce) = (random::<16>(), random::<12>());
    let work = Params::DEFAULT;
    let cipher = cipher(&work, &salt, passphrase).expect("the default parameters are valid");
    let sealed =
        cipher.encrypt(&Nonce::from(nonce), seed.as_slice()).expect("32 bytes are not too long to encrypt");
    Sealed {
        memory_kib: work.m_cost(),
        passes: work.t_cost(),
        lanes: work.p_cost(),
        salt: HEXLOWER.encode(&salt),
        nonce: HEXLOWER.encode(&nonce),
        sealed: HEXLOWER.encode(&sealed),
    }
}

/// Opens it; `None` if the passphrase is another one or the file was changed.
pub(super) fn open(sealed: &Sealed, passphrase: &str) -> Option<Zeroizing<[u8; 32]>> {
    let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).ok();
    let work = Params::new(sealed.memory_kib, sealed.passes, sealed.lanes, None).ok()?;
    let nonce: [u8; 12] = hex(&sealed.nonce)?.try_into().ok()?;
    let cipher = cipher(&work, &hex(&sealed.salt)?, passphrase)?;
    let seed = Zeroizing::new(cipher.decrypt(&Nonce::from(nonce), hex(&sealed.sealed)?.as_slice()).ok()?);
    Some(Zeroizing::new(seed.as_slice().try_into().ok()?))
}

fn cipher(work: &Params, salt: &[u8], passphrase: &str) -> Option<ChaCha20Poly1305> {
    let mut key = Zeroizing::new([0; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, work.clone());
    argon.hash_password_into(passphrase.as_bytes(), salt, &mut *key).ok()?;
    Some(ChaCha20Poly1305::new(&Key::<ChaCha20Poly1305>::from(*key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_passphrase_opens_it() {
        let sealed = seal(&[7; 32], "one two three");
        assert_eq!(open(&sealed, "one two three").as_deref(), Some(&[7; 32]));
        assert!(open(&sealed, "one two four").is_none());
    }

    #[test]
    fn a_changed_file_does_not_open() {
        let mut sealed = seal(&[7; 32], "one two three");
        sealed.nonce = HEXLOWER.encode(&[0; 12]);
        assert!(open(&sealed, "one two three").is_none());
    }
}
