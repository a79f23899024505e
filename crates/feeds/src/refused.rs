//! Why something is not taken.

use serde::{Deserialize, Serialize};

/// Why what was offered is not taken. The copy that was kept before stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// Whoever answered could not show that it is the one that was asked.
    #[error("The certificate is not theirs")]
    Certificate,
    /// It would have come by a way on which others can change it.
    #[error("It would have come unencrypted")]
    Insecure,
    /// Larger than such a feed can be, also once unpacked.
    #[error("Too large")]
    TooLarge,
    /// It did not come within its time.
    #[error("Too slow")]
    Slow,
    /// It ended before its end.
    #[error("Cut off")]
    Cut,
    /// Something else, or garbled.
    #[error("Not what this feed looks like")]
    NotTheFormat,
    /// Nothing in it.
    #[error("Empty")]
    Empty,
    /// A tenth of what is kept, or less.
    #[error("Suddenly far smaller")]
    Shrunk,
    /// Older than what is kept: played again, or a mirror that lags behind.
    #[error("Older than the kept one")]
    Older,
    /// Its date is more than a day ahead: it is made up, or this computer's clock is wrong.
    #[error("From the future")]
    FromTheFuture,
    /// Its own date is long ago. It is used all the same, with its date.
    #[error("Old")]
    Stale,
    /// The kept copy is not what was written; nothing of it is used.
    #[error("The kept copy is damaged")]
    Damaged,
    /// This computer's disk did not take it.
    #[error("Failed to keep it")]
    NotKept,
    /// Nobody answered, or with a failure; also a word of a later version.
    #[error("Not reached")]
    #[serde(other)]
    NotReached,
}

impl Refused {
    /// Whether it says something of one record only: the next can be asked at once.
    pub(crate) const fn is_of_one_record(self) -> bool {
        matches!(
            self,
            Self::TooLarge
                | Self::NotTheFormat
                | Self::Empty
                | Self::Shrunk
                | Self::Older
                | Self::FromTheFuture
        )
    }
}
