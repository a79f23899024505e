//! The join file: how a PC comes into an office without a typed code (rules.md 3.4, security.md A.3).

use std::{fmt, str::FromStr};

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    charter::{Charter, Role},
    ids::{NotAnId, OfficeId},
    limits,
    sign::Envelope,
    wire::Refusal,
};

#[cfg(test)]
mod tests;

/// 128 secret bits that an invited PC and its manager share. Forgotten in memory when dropped, never in a
/// log; written as 26 characters of base32.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Token(Zeroizing<[u8; limits::TOKEN_BYTES]>);

impl Token {
    /// The token that these bytes are; they must come from the system's randomness.
    pub fn from_bytes(bytes: [u8; limits::TOKEN_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The secret itself.
    pub fn secret(&self) -> &[u8] {
        self.0.as_ref()
    }
}

impl FromStr for Token {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).map(Zeroizing::new);
        let bytes = bytes.ok().and_then(|bytes| bytes.as_slice().try_into().ok());
        bytes.map(Self::from_bytes).ok_or(NotAnId("token"))
    }
}

impl TryFrom<String> for Token {
    type Error = NotAnId;

    fn try_from(mut text: String) -> Result<Self, NotAnId> {
        let token = text.parse();
        text.zeroize();
        token
    }
}

impl From<Token> for String {
    fn from(token: Token) -> Self {
        token.to_string()
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Zeroizing::new(BASE32_NOPAD.encode(self.secret())))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// What a manager puts on a USB stick for new PCs. Whoever has it can join a PC to this office, and no PC
/// that was given it joins another one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinFile {
    /// The office.
    pub office: OfficeId,
    /// Its charter when the file was made.
    pub charter: Envelope,
    /// What the PC proves, and has proven, instead of a code.
    pub token: Token,
    /// The last moment it holds, at most [`limits::INVITATION_LIFE`] after it was made.
    pub not_after: Timestamp,
    /// For how many PCs; the manager counts.
    pub pcs: u32,
}

/// Why a join file is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JoinFileError {
    /// Over [`limits::JOIN_FILE_BYTES`].
    #[error("The file is too large to be a join file")]
    TooLarge,
    /// Not a join file, or damaged.
    #[error("The file cannot be read as a join file")]
    Malformed,
    /// Its charter is not this office's, or not signed by an owner it names.
    #[error("The file's charter is not the office's own")]
    BadCharter,
    /// Past its end.
    #[error("The join file has expired")]
    Expired,
    /// Its end is further away than that of any join file: this PC's clock is wrong, or the file.
    #[error("The join file ends too far in the future")]
    EndsTooLate,
}

impl JoinFile {
    /// Reads a file's bytes; give it one byte more than [`limits::JOIN_FILE_BYTES`] to have it refused.
    ///
    /// # Errors
    /// The first reason not to use it.
    pub fn read(bytes: &[u8], now: Timestamp) -> Result<Self, JoinFileError> {
        if bytes.len() > limits::JOIN_FILE_BYTES {
            return Err(JoinFileError::TooLarge);
        }
        let file: Self = serde_json::from_slice(bytes).map_err(|_| JoinFileError::Malformed)?;
        if !(1..=limits::INVITATION_PCS).contains(&file.pcs) {
            return Err(JoinFileError::Malformed);
        }
        let charter = Charter::first(&file.charter).map_err(|_| JoinFileError::BadCharter)?;
        if charter.office != file.office {
            return Err(JoinFileError::BadCharter);
        }
        file.holds(now)?;
        Ok(file)
    }

    /// Whether the file may be used now. Clocks differ, so an end is too far away only a day later.
    ///
    /// # Errors
    /// [`JoinFileError::Expired`] or [`JoinFileError::EndsTooLate`].
    pub fn holds(&self, now: Timestamp) -> Result<(), JoinFileError> {
        let latest = now.saturating_add(limits::INVITATION_LIFE + limits::CLOCK_SLACK);
        match latest {
            _ if self.not_after < now => Err(JoinFileError::Expired),
            Ok(latest) if self.not_after <= latest => Ok(()),
            _ => Err(JoinFileError::EndsTooLate),
        }
    }

    /// Whether this is the charter of the file's office: the file's own, or a later one that an owner of
    /// the file's charter (or its recovery key) signed. A later one need not be the very next: whoever may
    /// sign it could have signed those between as well.
    ///
    /// # Errors
    /// Why not.
    pub fn pins(&self, charter: &Envelope, now: Timestamp) -> Result<(), Refusal> {
        let ours = Charter::first(&self.charter)?;
        let theirs: Charter = charter.open(|_| true)?;
        if theirs.office != ours.office || ours.office != self.office {
            return Err(Refusal::OtherOffice);
        }
        if charter.payload == self.charter.payload {
            return Ok(Charter::first(charter).map(drop)?);
        }
        if theirs.version <= ours.version {
            return Err(Refusal::Outdated);
        }
        let follows = theirs.version > ours.version + 1 || theirs.prev == Some(self.charter.hash());
        let may_sign = ours.may(&charter.key, Role::Own, now) || ours.is_recovered_by(&charter.key);
        if follows && may_sign { Ok(()) } else { Err(Refusal::NotAllowed) }
    }
}
