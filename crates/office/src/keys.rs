//! The manager's keys, as files in the office's folder.
//!
//! `device.key` is for TLS only, `operator.key` signs jobs and policies, `owner.key` signs charters
//! and is sealed by a passphrase. The recovery key is on paper and nowhere else.

mod paper;
mod sealed;

use std::{fs, path::Path};

use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use patchround_link::DeviceKey;
use zeroize::Zeroizing;

use crate::{error::Error, state_dir::write_private};

const DEVICE: &str = "device.key";
const OPERATOR: &str = "operator.key";
const OWNER: &str = "owner.key";

/// The keys that daily work needs.
pub struct Keys {
    /// Who this computer is, in TLS.
    pub device: DeviceKey,
    /// What the manager signs jobs and policies with.
    pub operator: SigningKey,
}

/// All keys of a new office, before the owner's key is sealed and the recovery key is only on paper.
pub struct NewKeys {
    /// The keys that stay in use.
    pub keys: Keys,
    /// Signs the first charter.
    pub owner: SigningKey,
    /// May sign a charter after everything else is lost.
    pub recovery: SigningKey,
}

/// What has to be written on paper, now or never.
pub struct Paper {
    /// Six words that open the owner's key.
    pub passphrase: Zeroizing<String>,
    /// Twenty-four words that are the recovery key (BIP 39).
    pub recovery: Zeroizing<String>,
}

impl Keys {
    /// Reads the keys of an office.
    ///
    /// # Errors
    /// [`Error::KeyFile`] if one of the files is not what we wrote.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        let (device, operator) = (read_seed(&dir.join(DEVICE))?, read_seed(&dir.join(OPERATOR))?);
        Ok(Self { device: DeviceKey::from_seed(&device), operator: SigningKey::from_bytes(&operator) })
    }
}

impl NewKeys {
    /// Makes all keys anew.
    pub fn generate() -> Self {
        let signing = || SigningKey::from_bytes(&random::<32>());
        let keys = Keys { device: DeviceKey::generate(), operator: signing() };
        Self { keys, owner: signing(), recovery: signing() }
    }

    /// Writes the key files and gives back what belongs on paper.
    ///
    /// The sealed owner key is opened once with the new passphrase before anybody is told to trust it.
    ///
    /// # Errors
    /// [`Error::Io`]; nothing that was there is overwritten.
    pub fn write(&self, dir: &Path) -> Result<Paper, Error> {
        write_seed(&dir.join(DEVICE), &Zeroizing::new(self.keys.device.seed()))?;
        write_seed(&dir.join(OPERATOR), &Zeroizing::new(self.keys.operator.to_bytes()))?;
        let passphrase = paper::passphrase();
        let seed = Zeroizing::new(self.owner.to_bytes());
        let sealed = sealed::seal(&seed, &passphrase);
        let opened = sealed::open(&sealed, &passphrase);
        assert!(opened.as_deref() == Some(&*seed), "what was sealed a moment ago opens");
        write_private(&dir.join(OWNER), &serde_json::to_vec_pretty(&sealed)?)?;
        Ok(Paper { passphrase, recovery: paper::recovery_words(&self.recovery) })
    }
}

/// The key that signs charters, opened with the six words on paper; in capitals or not, however they are spaced.
///
/// # Errors
/// [`Error::WrongWords`]; [`Error::KeyFile`] if the file is not what we wrote.
pub(crate) fn open_owner(dir: &Path, words: &str) -> Result<SigningKey, Error> {
    let path = dir.join(OWNER);
    let text = fs::read(&path).map_err(|e| Error::io(&path, e))?;
    let sealed = serde_json::from_slice(&text).map_err(|_| Error::KeyFile(path))?;
    let lower = Zeroizing::new(words.to_lowercase());
    let words = Zeroizing::new(lower.split_whitespace().collect::<Vec<_>>().join(" "));
    let seed = sealed::open(&sealed, &words).ok_or(Error::WrongWords)?;
    Ok(SigningKey::from_bytes(&seed))
}

/// The words for paper of an office, as long as somebody keeps them in a file.
pub(crate) const FOR_PAPER: &str = "for-paper.txt";

/// Takes away the key files of an office that was never finished, and its words for paper: they open nothing.
pub(crate) fn clear_away(dir: &Path) -> Result<(), Error> {
    [DEVICE, OPERATOR, OWNER, FOR_PAPER].iter().try_for_each(|file| crate::state_dir::remove(&dir.join(file)))
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("an operating system without random numbers cannot run us");
    bytes
}

fn write_seed(path: &Path, seed: &[u8; 32]) -> Result<(), Error> {
    let text = Zeroizing::new(HEXLOWER.encode(seed));
    write_private(path, text.as_bytes())
}

fn read_seed(path: &Path) -> Result<Zeroizing<[u8; 32]>, Error> {
    let text = Zeroizing::new(fs::read(path).map_err(|e| Error::io(path, e))?);
    let damaged = || Error::KeyFile(path.to_owned());
    let bytes = Zeroizing::new(HEXLOWER.decode(&text).map_err(|_| damaged())?);
    Ok(Zeroizing::new(bytes.as_slice().try_into().map_err(|_| damaged())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back_and_the_recovery_key_is_only_on_paper() {
        let dir = tempfile::tempdir().unwrap();
        let new = NewKeys::generate();
        let paper = new.write(dir.path()).unwrap();
        let back = Keys::load(dir.path()).unwrap();
        assert_eq!(back.device.id(), new.keys.device.id());
        assert_eq!(back.operator.to_bytes(), new.keys.operator.to_bytes());
        assert_eq!(paper.passphrase.split(' ').count(), 6);
        assert_eq!(paper.recovery.split(' ').count(), 24);
        let secrets = [new.owner.to_bytes(), new.recovery.to_bytes()].map(|s| HEXLOWER.encode(&s));
        for file in fs::read_dir(dir.path()).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(secrets.iter().all(|s| !text.contains(s)));
        }
    }

    #[test]
    fn the_words_on_paper_open_the_owners_key_however_they_are_typed_and_others_do_not() {
        let dir = tempfile::tempdir().unwrap();
        let new = NewKeys::generate();
        let paper = new.write(dir.path()).unwrap();
        let typed = format!("  {}\n", paper.passphrase.to_uppercase().replace(' ', "   "));
        assert_eq!(open_owner(dir.path(), &typed).unwrap().to_bytes(), new.owner.to_bytes());
        assert!(matches!(open_owner(dir.path(), "six other words"), Err(Error::WrongWords)));
    }

    #[test]
    fn a_damaged_key_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        NewKeys::generate().write(dir.path()).unwrap();
        fs::write(dir.path().join(OPERATOR), "moon").unwrap();
        let Err(Error::KeyFile(path)) = Keys::load(dir.path()) else { panic!("read a damaged key") };
        assert!(path.ends_with(OPERATOR));
    }
}
