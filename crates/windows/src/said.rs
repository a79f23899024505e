//! What a person said to the root half: a value in their own part of the registry, where no account but theirs, the
//! administrators' and the system's writes. It ends with this start of the PC.
//!
//! Reading it waits for nothing and leads nowhere: a file in a person's folder would be reached through whatever that person
//! has made of the folders above it.

use std::{io, path::Path, ptr::null};

use windows_registry::{CURRENT_USER, Key, Type, USERS};
use windows_sys::Win32::System::Registry::{REG_BINARY, RegQueryValueExW};

use crate::{name, registry::plain, wide::wide};

/// In each person's part.
const KEY: &str = r"Software\Patchround said";
const VALUE: &str = "Restart";
/// Most bytes of it that are read.
const BYTES: u32 = 1024;

/// Where it is, for this PC or for a state folder of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    key: String,
}

impl Said {
    /// That of this PC.
    pub fn here() -> Self {
        Self { key: KEY.to_owned() }
    }

    /// That of a state folder, of which this PC's root half knows nothing.
    pub fn given(folder: &Path) -> Self {
        let pipe = name::of(&folder.join("said"));
        Self { key: format!("{KEY} {}", pipe.rsplit('\\').next().unwrap_or_default()) }
    }

    /// What whoever runs us has said.
    ///
    /// # Errors
    /// When the system says no.
    pub fn read(&self) -> io::Result<Option<Vec<u8>>> {
        read(CURRENT_USER, &self.key)
    }

    /// Says it for whoever runs us.
    ///
    /// # Errors
    /// When the system says no.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let key = CURRENT_USER.options().read().write().create().volatile().open(&self.key).map_err(plain)?;
        key.set_bytes(VALUE, Type::Bytes, bytes).map_err(plain)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// When the system says no.
    pub fn remove(&self) -> io::Result<()> {
        match CURRENT_USER.remove_tree(&self.key).map_err(plain) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// What an account has said; nothing where it is not signed in.
    ///
    /// # Errors
    /// [`io::ErrorKind::PermissionDenied`] for everybody but that account, the administrators and the system.
    pub fn by(&self, account: &str) -> io::Result<Option<Vec<u8>>> {
        if account.contains('\\') {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        read(USERS, &format!(r"{account}\{}", self.key))
    }
}

/// What is longer than anything that is said there says nothing.
fn read(whose: &Key, path: &str) -> io::Result<Option<Vec<u8>>> {
    let key = match whose.open(path).map_err(plain) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        key => key?,
    };
    let (name, mut room, mut length, mut kind) = (wide(VALUE)?, vec![0; BYTES as usize], BYTES, 0);
    // SAFETY: the key is open, the name has an end, and there is as much room as is said.
    let answer = unsafe {
        RegQueryValueExW(
            key.as_raw(),
            name.as_ptr(),
            null(),
            &raw mut kind,
            room.as_mut_ptr(),
            &raw mut length,
        )
    };
    room.truncate(length as usize);
    Ok((answer == 0 && kind == REG_BINARY).then_some(room))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Somebody;

    fn said() -> (tempfile::TempDir, Said) {
        let folder = tempfile::tempdir().unwrap();
        let said = Said::given(&folder.path().join("B\u{fc}ro 1"));
        (folder, said)
    }

    #[test]
    fn what_a_person_says_is_found_under_their_account_until_they_take_it_back() {
        let ((_folder, said), us) = (said(), Somebody::us().unwrap().account);
        assert_eq!((said.read().unwrap(), said.by(&us).unwrap()), (None, None));
        said.remove().unwrap();
        for words in [b"yes".as_slice(), b"yes, but later"] {
            said.write(words).unwrap();
            assert_eq!(said.read().unwrap().as_deref(), Some(words));
            assert_eq!(said.by(&us).unwrap().as_deref(), Some(words));
        }
        assert_eq!(Said::here().by("S-1-5-21-1-2-3-4711").unwrap(), None, "nobody is signed in as that");
        assert!(said.by(&format!(r"{us}\Software")).is_err(), "no account has such a name");
        said.remove().unwrap();
        assert_eq!((said.read().unwrap(), said.by(&us).unwrap()), (None, None));
    }

    #[test]
    fn what_is_too_long_or_of_another_kind_says_nothing() {
        let (_folder, said) = said();
        said.write(&vec![b' '; BYTES as usize + 1]).unwrap();
        assert_eq!(said.read().unwrap(), None);
        said.write(&vec![b' '; BYTES as usize]).unwrap();
        assert_eq!(said.read().unwrap().map(|bytes| bytes.len()), Some(BYTES as usize));
        let key = CURRENT_USER.options().read().write().open(&said.key).unwrap();
        key.set_string(VALUE, "yes").unwrap();
        assert_eq!(said.read().unwrap(), None);
        said.remove().unwrap();
    }
}
