//! `report`: what is known of a month, as a file; and whether a file is a report of this office.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use jiff::{Timestamp, tz::TimeZone};
use patchround_office::{
    Error,
    report::{Evidence, Form, Found, Month, Sheet},
};
use patchround_words::{Language, Surface, language, say, say_with, speak};

use super::Place;
use crate::{
    args::{Format, Paper, Report},
    exit::Exit,
    out,
    sentence::{number, value},
};

/// Bytes of a file that may be a report: far more than any has.
const LARGEST: u64 = 64 * 1024 * 1024;

pub(super) fn report(at: &Place, wanted: &Report) -> anyhow::Result<Exit> {
    if let Some(file) = &wanted.verify {
        return verify(at, file);
    }
    let theirs =
        Language::of_tag(&wanted.language).ok_or_else(|| Error::NoLanguage(wanted.language.clone()))?;
    let office = at.open()?;
    let (now, zone) = (Timestamp::now(), TimeZone::system());
    let past = office.past(now, zone.clone())?;
    let month = wanted.month.unwrap_or_else(|| Month::of(now.to_zoned(zone).date()).before(1));
    if past.is_to_come(month) {
        out::line(&say("report-to-come"));
        return Ok(Exit::Failed);
    }
    let evidence = Evidence::of(month, &past);
    if evidence.pcs.is_empty() {
        out::line(&say("report-no-pcs"));
        return Ok(Exit::Failed);
    }
    let text = written(&evidence, wanted, theirs, now)?;
    let file = wanted.out.as_deref().expect("whoever verifies nothing names a file");
    let hash = office.write_report(&evidence, file, &text)?;
    tell(&evidence, file, &hash);
    Ok(Exit::Done)
}

/// In the language of whoever reads it.
fn written(
    evidence: &Evidence,
    wanted: &Report,
    theirs: Language,
    now: Timestamp,
) -> anyhow::Result<Vec<u8>> {
    let ours = language();
    speak(theirs, Surface::Window);
    let sheet = match wanted.paper {
        Paper::A4 => Sheet::A4,
        Paper::Letter => Sheet::Letter,
    };
    let form = match wanted.format {
        Format::Pdf => Form::Pdf,
        Format::Html => Form::Html,
        Format::Csv => Form::Csv,
        Format::Json => Form::Json,
    };
    let written = evidence.written(form, sheet, now.to_zoned(TimeZone::system()).date());
    speak(ours, Surface::Shell);
    Ok(written?)
}

fn tell(evidence: &Evidence, file: &Path, hash: &str) {
    out::line(&say_with(
        "report-written",
        &[("file", value(file.display().to_string())), ("hash", value(hash))],
    ));
    let late = evidence.late.len();
    if late > 0 {
        out::line(&say_with("report-late", &[("count", number(late))]));
    }
}

fn verify(at: &Place, file: &Path) -> anyhow::Result<Exit> {
    let office = at.open()?;
    let read = regular(file).map_err(|source| Error::Io { path: file.to_owned(), source })?;
    let of = |month: Month, who: String, at| {
        [("month", value(month.to_string())), ("who", value(who)), ("time", value(out::time(at)))]
    };
    match office.find_report(&read)? {
        Found::Made { at, who, month, record_is_whole } => {
            out::line(&say_with("report-is-ours", &of(month, who, at)));
            if record_is_whole {
                return Ok(Exit::Done);
            }
            out::line(&say("report-record-flawed"));
            Ok(Exit::NeedsPerson)
        }
        Found::Changed { at, who, month } => {
            out::line(&say_with("report-was-changed", &of(month, who, at)));
            Ok(Exit::Failed)
        }
        Found::Unknown => {
            out::line(&say("report-not-ours"));
            Ok(Exit::Failed)
        }
    }
}

/// The bytes of a file. A pipe or a device may never end.
fn regular(file: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(file)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, say("report-no-file")));
    }
    let mut bytes = Vec::new();
    fs::File::open(file)?.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
