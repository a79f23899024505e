//! What can go wrong, one variant per thing a person can do about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use patchround_discovery::DiscoveryError;
use patchround_feeds::NotAnAddress;
use patchround_link::pairing::PairError;
use patchround_protocol::{Cause, UpdateId, sign::SignError, standing::NeverMet};

/// Why the office did not do what was asked. The sentence for a person is [`Error::say`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system knows no folder for this person.
    #[error("Failed to find a folder for this person's data")]
    NoHome,
    /// The folder belongs to somebody else.
    #[error("Folder {0} belongs to another user")]
    ForeignFolder(PathBuf),
    /// A file or folder could not be read or written.
    #[error("Failed to use {path}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another program works in this office; the text names it.
    #[error("Another program has the office open: {0}")]
    Held(String),
    /// There is no office here.
    #[error("No office in {0}")]
    NoOffice(PathBuf),
    /// There is an office already.
    #[error("There is an office already: {0}")]
    OfficeExists(String),
    /// A key file is not what we wrote.
    #[error("Key file {0} is damaged")]
    KeyFile(PathBuf),
    /// A later version has written the store.
    #[error("Store was written by a later version")]
    StoreTooNew,
    /// The store holds something we did not write.
    #[error("Store is damaged: {0}")]
    StoreDamaged(String),
    /// SQLite could not do it.
    #[error("Failed to use the store")]
    Store(#[from] rusqlite::Error),
    /// Nobody asked to wait with it, or they were answered.
    #[error("Nobody waits for an answer")]
    NotObjected,
    /// A name is empty, too long, or of characters that cannot be shown.
    #[error("Not a name: {0}")]
    BadName(String),
    /// Not the words that open the owner's key.
    #[error("Not the words of the owner")]
    WrongWords,
    /// No PC has this name.
    #[error("No PC is called {0}")]
    UnknownPc(String),
    /// Several PCs call themselves so; each with the name it has here and its address.
    #[error("Several PCs call themselves {name}")]
    WhichPc {
        /// What they call themselves.
        name: String,
        /// Which they are.
        pcs: Vec<String>,
    },
    /// Another PC has this name.
    #[error("Another PC is called {0}")]
    NameTaken(String),
    /// The PC to be added is in this office already.
    #[error("PC {0} is in this office already")]
    AlreadyJoined(String),
    /// Not an address.
    #[error("Not an address: {0}")]
    BadAddress(String),
    /// No port, where one stands behind an address.
    #[error("Not a port: {0}")]
    BadPort(String),
    /// A name that no name server knows.
    #[error("Failed to find the address of {0}")]
    UnknownHost(String),
    /// An update that is no firmware, where firmware is ordered.
    #[error("{0} is no firmware")]
    NotFirmware(UpdateId),
    /// Firmware that cannot be ordered now.
    #[error("Firmware cannot be ordered: {0:?}")]
    FirmwareNot(Cause),
    /// No pairing code was made.
    #[error("No pairing code")]
    NoCode,
    /// The pairing code's time is over.
    #[error("Pairing code has expired")]
    CodeExpired,
    /// The pairing code was tried wrongly too often.
    #[error("Pairing code has no tries left")]
    CodeUsedUp,
    /// No open join file has this number.
    #[error("No open join file has the number {0}")]
    UnknownInvitation(i64),
    /// More join files are open than one office needs.
    #[error("Too many join files are open")]
    TooManyInvitations,
    /// A file is there already and is not replaced.
    #[error("File {0} is there already")]
    FileExists(PathBuf),
    /// Text that is not an update id.
    #[error("Not an update id: {0}")]
    BadUpdateId(String),
    /// An update that no PC offers.
    #[error("No PC offers {0}")]
    UpdateGone(UpdateId),
    /// Something is to be kept back, and nobody said why.
    #[error("No reason to keep it back")]
    NoReason,
    /// Something is to be late on purpose, and nobody said what is done instead.
    #[error("Nothing is done instead")]
    NothingInstead,
    /// The end of a hold, an exception or a pause lies in the past or too far ahead.
    #[error("An end in the past, or after {latest}")]
    BadEnd {
        /// The last moment that is possible.
        latest: Timestamp,
    },
    /// Hours that ask for what the rules of the office never allow.
    #[error("Hours that can never be kept: {0:?}")]
    NeverMet(NeverMet),
    /// The office does not keep this back.
    #[error("{0} is not kept back")]
    NotHeld(String),
    /// More exceptions hold than one policy has room for.
    #[error("Too many exceptions")]
    TooManyExceptions,
    /// The owner did not agree to be late with this.
    #[error("No exception for {0}")]
    NotExcepted(String),
    /// A PC has kept no earlier version of this, or is back at it already.
    #[error("No earlier version of {0} is kept")]
    NothingKept(String),
    /// A PC has still to do something with a program, so nothing else is ordered for it there.
    #[error("PC {0} is still busy with an earlier order")]
    StillOrdered(String),
    /// A PC did not go back with this.
    #[error("{0} is not back at an earlier version")]
    NotBack(String),
    /// A language that there are no words of.
    #[error("No words in {0}")]
    NoLanguage(String),
    /// A page could not be made.
    #[error("Page not made: {0}")]
    NotPrinted(String),
    /// A limit that is no number of days.
    #[error("No limit in days")]
    BadLimit {
        /// The most days there can be.
        most: u16,
    },
    /// A feed cannot come from there.
    #[error(transparent)]
    BadFeedAddress(NotAnAddress),
    /// Nothing is paused.
    #[error("Nothing is paused")]
    NotPaused,
    /// Somebody is away, and nobody stands in.
    #[error("Nobody stands in")]
    NoStandIn,
    /// The stand-in is the person in charge.
    #[error("Nobody stands in for oneself")]
    StandsInForOneself,
    /// Days of being away that are over, end before they begin, or are more than a year.
    #[error("Not days on which somebody can be away")]
    BadDays,
    /// The person in charge is not away.
    #[error("Nobody is away")]
    NotAway,
    /// Pairing did not work.
    #[error("Failed to pair")]
    Pair(#[from] PairError),
    /// A document could not be signed or is not what we signed.
    #[error("Failed to sign or read a document")]
    Sign(#[from] SignError),
    /// Searching the network does not work on this computer.
    #[error("Failed to search the network")]
    Discovery(#[from] DiscoveryError),
}

impl Error {
    /// One word for other programs, which stays the same when the sentence gets better words.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoHome => "no_home",
            Self::ForeignFolder(_) => "foreign_folder",
            Self::Io { .. } => "io",
            Self::Held(_) => "held",
            Self::NoOffice(_) => "no_office",
            Self::OfficeExists(_) => "office_exists",
            Self::KeyFile(_) => "key_file",
            Self::StoreTooNew => "store_too_new",
            Self::StoreDamaged(_) | Self::Sign(_) => "store_damaged",
            Self::Store(_) => "store",
            Self::BadName(_) => "bad_name",
            Self::WrongWords => "wrong_words",
            Self::UnknownPc(_) => "unknown_pc",
            Self::WhichPc { .. } => "which_pc",
            Self::NameTaken(_) => "name_taken",
            Self::AlreadyJoined(_) => "already_joined",
            Self::BadAddress(_) => "bad_address",
            Self::BadPort(_) => "bad_port",
            Self::UnknownHost(_) => "unknown_host",
            Self::NoCode => "no_code",
            Self::CodeExpired => "code_expired",
            Self::CodeUsedUp => "code_used_up",
            Self::UnknownInvitation(_) => "unknown_invitation",
            Self::TooManyInvitations => "too_many_invitations",
            Self::FileExists(_) => "file_exists",
            Self::BadUpdateId(_) => "bad_update_id",
            Self::UpdateGone(_) => "update_gone",
            Self::NotFirmware(_) => "not_firmware",
            Self::FirmwareNot(_) => "firmware_not",
            Self::NoReason => "no_reason",
            Self::NothingInstead => "nothing_instead",
            Self::TooManyExceptions => "too_many_exceptions",
            Self::NotExcepted(_) => "not_excepted",
            Self::BadEnd { .. } => "bad_end",
            Self::NeverMet(_) => "never_met",
            Self::NotHeld(_) => "not_held",
            Self::NotObjected => "not_objected",
            Self::NothingKept(_) => "nothing_kept",
            Self::StillOrdered(_) => "still_ordered",
            Self::NotBack(_) => "not_back",
            Self::NoLanguage(_) => "no_language",
            Self::NotPrinted(_) => "not_printed",
            Self::BadLimit { .. } => "bad_limit",
            Self::BadFeedAddress(_) => "bad_feed_address",
            Self::NotPaused => "not_paused",
            Self::NoStandIn => "no_stand_in",
            Self::StandsInForOneself => "stands_in_for_oneself",
            Self::BadDays => "bad_days",
            Self::NotAway => "not_away",
            Self::Pair(_) => "not_joined",
            Self::Discovery(_) => "no_search",
        }
    }

    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::StoreDamaged(error.to_string())
    }
}
