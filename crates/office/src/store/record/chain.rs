//! The hash of each line, over its text as it is stored.

use patchround_protocol::ids::LineHash;
use rusqlite::{Connection, Row, params, types::ValueRef};

use crate::error::Error;

/// The chain of an office's record.
const RECORD: &str = "record";

/// The hash of a line: its number, time, person and what, after the line with the hash before.
pub(super) fn hash(before: LineHash, number: i64, [time, who, what]: [&[u8]; 3]) -> LineHash {
    before.then(RECORD, &[&number.to_be_bytes(), time, who, what])
}

/// The hash of a stored line, whatever is in it.
pub(super) fn hash_of(before: LineHash, row: &Row<'_>) -> Result<LineHash, Error> {
    let parts = [bytes(row, "time")?, bytes(row, "who")?, bytes(row, "what")?];
    Ok(hash(before, row.get("line")?, parts))
}

/// Gives every line its hash, once: when a store is brought to the version that has them.
pub(in crate::store) fn begin(db: &Connection) -> Result<(), Error> {
    let mut before = LineHash::START;
    let mut hashes = Vec::new();
    let mut lines = db.prepare("SELECT * FROM record ORDER BY line")?;
    let mut rows = lines.query([])?;
    while let Some(row) = rows.next()? {
        before = hash_of(before, row)?;
        hashes.push((row.get::<_, i64>("line")?, before));
    }
    let mut keep = db.prepare("UPDATE record SET hash = ?2 WHERE line = ?1")?;
    for (line, hash) in hashes {
        keep.execute(params![line, hash.to_string()])?;
    }
    db.execute_batch(
        "CREATE TRIGGER record_is_not_changed BEFORE UPDATE ON record
         BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;",
    )?;
    Ok(())
}

fn bytes<'a>(row: &'a Row<'_>, column: &str) -> Result<&'a [u8], Error> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
        _ => &[],
    })
}
