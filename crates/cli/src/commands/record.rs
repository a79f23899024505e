//! `record`: what was decided and what happened.

use patchround_office::{Error, Office, say as sentences};
use patchround_words::{say, say_with};

use super::Place;
use crate::{
    exit::Exit,
    out,
    sentence::{self, value},
};

/// Reads the results of unfinished rounds first, so that the record is whole.
pub(super) async fn record(at: &Place, json: bool) -> anyhow::Result<Exit> {
    let office = match at.open() {
        Err(Error::Held(_)) => Office::open_to_read(&at.dir)?,
        Err(error) => return Err(error.into()),
        Ok(office) => {
            if !office.store.open_jobs()?.is_empty() {
                office.look(&sentence::noticed).await?;
            }
            office
        }
    };
    let lines = office.store.record()?;
    if json {
        out::json(&lines);
    } else if lines.is_empty() {
        out::line(&say("record-none"));
    } else {
        let shared = sentences::shared_names(&lines);
        for line in &lines {
            let text = sentences::record(line, &shared, &out::time);
            let values = [("time", value(out::time(line.time))), ("text", value(text))];
            out::line(&say_with("record-line", &values));
        }
    }
    Ok(Exit::Done)
}
