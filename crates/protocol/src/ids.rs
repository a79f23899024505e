//! Identities: what names an office, a PC, a key, a job and an update.

use std::{fmt, str::FromStr};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::limits;

/// Text that is not the id it was meant to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Not a valid {0}")]
pub struct NotAnId(pub &'static str);

macro_rules! bytes32 {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; 32]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NotAnId($what))?;
                Ok(Self(bytes.try_into().map_err(|_| NotAnId($what))?))
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

bytes32! {
    /// An Ed25519 public key that signs documents. Written as 64 lower-case hex digits.
    PublicKey, "public key"
}
bytes32! {
    /// SHA-256 of the DER `SubjectPublicKeyInfo` of a device's TLS key (RFC 7250): what is pinned.
    SpkiHash, "key hash"
}
bytes32! {
    /// SHA-256 of a document's exact bytes.
    DocumentHash, "document hash"
}
bytes32! {
    /// SHA-256 of a line and of the hash of the line before it (docs/protocol.md).
    LineHash, "line hash"
}

impl DocumentHash {
    /// Hashes a document as it was signed.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

/// A PC is its TLS key: a reinstalled PC is another PC.
pub type PcId = SpkiHash;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId(stringify!($name)))
            }
        }
    };
}

uuid_id! {
    /// One office: the PCs, people and rules of one charter.
    OfficeId
}
uuid_id! {
    /// One job (UUIDv7: sorts by the time it was made).
    JobId
}
uuid_id! {
    /// One run over the office (UUIDv7).
    RoundId
}

/// The source whose updates are firmware.
pub const FIRMWARE: &str = "fwupd";

/// One newer version that a source offers on one PC, for example
/// `apt:openssl:amd64@3.0.19-1~deb12u2`.
///
/// The text is `source:native-name@version`, made only of characters that no
/// package manager reads as an option or a path outside its own names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct UpdateId(String);

impl UpdateId {
    /// Builds an id from a source's own names.
    ///
    /// # Errors
    /// [`NotAnId`] if a part is empty, begins with `-`, holds a character outside
    /// `[A-Za-z0-9.+_:~^{}/-]`, or the whole is too long.
    pub fn new(source: &str, name: &str, version: &str) -> Result<Self, NotAnId> {
        format!("{source}:{name}@{version}").parse()
    }

    /// The source's id, for example `apt`.
    pub fn source(&self) -> &str {
        self.parts().0
    }

    /// The source's own name for the thing, for example `openssl:amd64`.
    pub fn native(&self) -> &str {
        self.parts().1
    }

    /// The version that is offered.
    pub fn version(&self) -> &str {
        self.parts().2
    }

    /// Whether it is firmware, which never goes in with anything else: a person names it alone, on one PC, and says yes
    /// to what it asks for.
    pub fn is_firmware(&self) -> bool {
        self.source() == FIRMWARE
    }

    /// As it is named among those of the whole PC where it is of one person's own programs: with the number of their
    /// account before its own name, `flatpak:~1000/app/org.lab.App/x86_64/stable@...`.
    ///
    /// # Errors
    /// [`NotAnId`] if it is somebody's already, the account is not one or the whole gets too long.
    pub fn of_person(&self, account: &str) -> Result<Self, NotAnId> {
        let (source, native, version) = self.parts();
        let is_account = is_account(account) && !native.starts_with(OF_PERSON);
        let id = is_account.then(|| Self::new(source, &format!("{OF_PERSON}{account}/{native}"), version));
        id.unwrap_or(Err(NotAnId("update id of a person")))
    }

    /// The number of the account whose own program it is for; `None` for one of the whole PC.
    pub fn person(&self) -> Option<&str> {
        let (account, _) = self.native().strip_prefix(OF_PERSON)?.split_once('/')?;
        is_account(account).then_some(account)
    }

    /// As its source names it in the session of the person whose own program it is for; itself for one of the whole PC.
    pub fn in_session(&self) -> Self {
        let own = self.person().and_then(|account| {
            let native = self.native().strip_prefix(OF_PERSON)?.strip_prefix(account)?.strip_prefix('/')?;
            Self::new(self.source(), native, self.version()).ok()
        });
        own.unwrap_or_else(|| self.clone())
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (&str, &str, &str) {
        split(&self.0).expect("an UpdateId is checked when it is made")
    }
}

impl FromStr for UpdateId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let fits = text.len() <= limits::UPDATE_ID_CHARS;
        let clean = split(text).is_some_and(|(a, b, c)| [a, b, c].into_iter().all(is_plain));
        if fits && clean { Ok(Self(text.to_owned())) } else { Err(NotAnId("update id")) }
    }
}

impl TryFrom<String> for UpdateId {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<UpdateId> for String {
    fn from(id: UpdateId) -> Self {
        id.0
    }
}

impl fmt::Display for UpdateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Stands before the account of a person's own updates: no source begins a name like that.
const OF_PERSON: char = '~';

/// A number (Linux, macOS) or a security identifier (Windows).
fn is_account(text: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    !text.is_empty() && !text.starts_with('-') && text.bytes().all(is_plain)
}

fn split(text: &str) -> Option<(&str, &str, &str)> {
    let (source, rest) = text.split_once(':')?;
    let (native, version) = rest.rsplit_once('@')?;
    Some((source, native, version))
}

fn is_plain(part: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b".+_:~^{}/-".contains(&b);
    !part.is_empty() && !part.starts_with('-') && part.bytes().all(allowed)
}

/// A package's own name, as its package manager writes it; never an option.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct PackageName(String);

impl PackageName {
    /// The name's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PackageName {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() <= limits::LINE_CHARS && is_plain(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnId("package name"))
        }
    }
}

impl TryFrom<String> for PackageName {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<PackageName> for String {
    fn from(name: PackageName) -> Self {
        name.0
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_update_id_gives_its_parts_back() {
        let id = UpdateId::new("apt", "libc6:amd64", "2.36-9+deb12u14~1").unwrap();
        assert_eq!((id.source(), id.native(), id.version()), ("apt", "libc6:amd64", "2.36-9+deb12u14~1"));
        // What was built after a release has a caret in rpm's versions.
        let id = UpdateId::new("dnf", "tool.x86_64", "2:1.0^20261101git1-3.fc44").unwrap();
        assert_eq!(id.version(), "2:1.0^20261101git1-3.fc44");
    }

    #[test]
    fn an_update_of_a_persons_own_program_names_their_account_and_is_its_sources_own_again() {
        let own: UpdateId = "flatpak:app/org.lab.App/x86_64/stable@ab".parse().unwrap();
        for account in ["1000", "S-1-5-21-1-2-3-1001"] {
            let named = own.of_person(account).unwrap();
            assert_eq!((named.person(), named.in_session()), (Some(account), own.clone()));
            assert_eq!((named.source(), named.version()), ("flatpak", "ab"));
            assert!(named.of_person("1001").is_err(), "it is somebody's already");
        }
        assert_eq!((own.person(), own.in_session()), (None, own.clone()));
        assert!(own.of_person("").is_err() && own.of_person("a/b").is_err() && own.of_person("-1").is_err());
        let tilde: UpdateId = "apt:~x@1".parse().unwrap();
        assert_eq!((tilde.person(), tilde.in_session()), (None, tilde.clone()));
    }

    #[test]
    fn an_option_a_space_or_a_shell_sign_is_not_an_update_id() {
        for bad in [
            "apt:-o@1",
            "apt:a b@1",
            "apt:a;b@1",
            "apt:a@",
            "apt:@1",
            ":a@1",
            "apt:a@-1",
            "apt:a$(x)@1",
            "a@1",
        ] {
            assert!(bad.parse::<UpdateId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_is_read_back_from_its_text() {
        let key = PublicKey([7; 32]);
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!("07".parse::<PublicKey>().is_err());
    }

    proptest! {
        #[test]
        fn no_accepted_update_id_part_reads_as_an_option(text in "\\PC{0,60}") {
            if let Ok(id) = text.parse::<UpdateId>() {
                prop_assert!(!id.native().starts_with('-') && !id.version().starts_with('-'));
                prop_assert_eq!(UpdateId::new(id.source(), id.native(), id.version()).unwrap(), id);
            }
        }
    }
}
