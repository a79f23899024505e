//! What the office chose of feeds.

use rusqlite::params;

use super::Store;
use crate::error::Error;

/// What was chosen of one feed. Of one of which nothing was it is used, from its maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Whether it is used.
    pub is_on: bool,
    /// From where; `None` is from its maker.
    pub address: Option<String>,
}

impl Default for Choice {
    fn default() -> Self {
        Self { is_on: true, address: None }
    }
}

impl Store {
    /// What was chosen, by the short names of feeds.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn feed_choices(&self) -> Result<Vec<(String, Choice)>, Error> {
        let sql = "SELECT name, is_on, address FROM feed ORDER BY name";
        self.rows(sql, params![], |row| {
            Ok((row.get("name")?, Choice { is_on: row.get("is_on")?, address: row.get("address")? }))
        })
    }

    /// Keeps what was chosen of a feed.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn choose_feed(&self, name: &str, choice: &Choice) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO feed (name, is_on, address) VALUES (?1, ?2, ?3)";
        self.run(sql, params![name, choice.is_on, choice.address]).map(drop)
    }
}
