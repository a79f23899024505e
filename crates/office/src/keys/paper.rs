//! Secrets as words that a person can write down (BIP 39, English list).

use bip39::{Language, Mnemonic};
use ed25519_dalek::SigningKey;
use zeroize::Zeroizing;

use super::random;

const PASSPHRASE_WORDS: usize = 6;

/// Six words of 2048, each drawn by itself: 66 bits.
pub(super) fn passphrase() -> Zeroizing<String> {
    let list = Language::English.word_list();
    let draw = || list[usize::from(u16::from_le_bytes(random())) % list.len()];
    Zeroizing::new((0..PASSPHRASE_WORDS).map(|_| draw()).collect::<Vec<_>>().join(" "))
}

/// The 24 words of a key; the last holds a check sum.
pub(super) fn recovery_words(key: &SigningKey) -> Zeroizing<String> {
    let words = Mnemonic::from_entropy(&key.to_bytes()).expect("32 bytes are 24 words");
    Zeroizing::new(words.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recovery_words_are_the_whole_key() {
        let key = SigningKey::from_bytes(&random());
        let back = Mnemonic::parse_normalized(&recovery_words(&key)).unwrap();
        assert_eq!(back.to_entropy(), key.to_bytes());
    }

    #[test]
    fn two_passphrases_differ_and_every_word_is_as_likely() {
        assert_ne!(*passphrase(), *passphrase());
        assert_eq!(
            65536 % Language::English.word_list().len(),
            0,
            "no word is drawn more often than another"
        );
    }
}
