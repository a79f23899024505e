//! How far the updates of each PC have come that were tried there.

use patchround_protocol::PcId;
use rusqlite::params;

use super::{Store, json_maybe, to_json};
use crate::{course::Courses, error::Error};

impl Store {
    /// Moves the courses of a PC on. Not to be called on its own where more belongs together, see [`Store::at_once`].
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::StoreDamaged`].
    pub(crate) fn move_courses(&self, pc: PcId, change: impl FnOnce(&mut Courses)) -> Result<(), Error> {
        let id = pc.to_string();
        let sql = "SELECT courses FROM pc WHERE id = ?1";
        let read = self.rows(sql, params![id], |row| json_maybe::<Courses>(row, "courses"))?.pop();
        let before = read.flatten().unwrap_or_default();
        let mut courses = before.clone();
        change(&mut courses);
        if courses == before {
            return Ok(());
        }
        self.run("UPDATE pc SET courses = ?2 WHERE id = ?1", params![id, kept(&courses)?]).map(drop)
    }
}

/// As the store has them.
pub(super) fn kept(courses: &Courses) -> Result<Option<String>, Error> {
    (!courses.is_empty()).then(|| to_json(courses)).transpose()
}
