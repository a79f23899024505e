//! What is printed. A reader that went away is no error.

use std::io::{self, Write};

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use patchround_office::names::plain;
use patchround_protocol::limits;
use serde::Serialize;

/// One line for the person.
pub(crate) fn line(text: &str) {
    _ = writeln!(io::stdout().lock(), "{text}");
}

/// One line that is not part of the answer.
pub(crate) fn aside(text: &str) {
    _ = writeln!(io::stderr().lock(), "{text}");
}

/// One JSON value on one line.
pub(crate) fn json(value: &impl Serialize) {
    line(&serde_json::to_string(value).expect("our own types are always written"));
}

/// One JSON value on one line that is not part of the answer.
pub(crate) fn aside_json(value: &impl Serialize) {
    aside(&serde_json::to_string(value).expect("our own types are always written"));
}

/// Text that a PC sent, as a terminal may show it.
pub(crate) fn foreign(text: &str) -> String {
    plain(text, limits::LINE_CHARS)
}

/// A moment on this computer's clock, to the minute.
pub(crate) fn time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%A %-d %B, %H:%M").to_string()
}

/// A day, with its year unless it is this one.
pub(crate) fn day(day: Date) -> String {
    let is_this_year = day.year() == Zoned::now().year();
    day.strftime(if is_this_year { "%A %-d %B" } else { "%A %-d %B %Y" }).to_string()
}
