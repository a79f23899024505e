//! `record`: what was decided and what happened, and whether it is as it was written.

use patchround_office::{
    Error, Office, say as sentences,
    store::record::{Flaw, Flawed, Record},
};
use patchround_words::{say, say_with};

use super::Place;
use crate::{
    exit::Exit,
    failure, out,
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
    let Record { lines, flaws } = office.store.read_record()?;
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
    Ok(flaws.iter().map(|flaw| tell(flaw, json)).max().unwrap_or(Exit::Done))
}

/// Says what is wrong with the record that was shown.
fn tell(flaw: &Flaw, json: bool) -> Exit {
    let kind = match flaw.how {
        Flawed::Changed => "record_changed",
        Flawed::Shortened => "record_shortened",
    };
    failure::aside(kind, sentences::flaw(flaw, &out::time), Exit::NeedsPerson, json);
    Exit::NeedsPerson
}
