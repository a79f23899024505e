//! A month on paper (ux.md 5.2): the owner's page, and what whoever checks the office wants to see behind it. In the language
//! that this thread speaks.

pub(crate) mod behind;
pub(crate) mod owner;

use jiff::{civil::Date, tz::TimeZone};
use patchround_paper::{Direction, Document, Fit, Made, Paper, Part, html, pdf};
use patchround_words::{Value, language, say, say_with};

use super::{Evidence, made::hash, table::csv};
use crate::{app::when, error::Error};

/// What is printed on.
pub type Sheet = Paper;

/// What a month is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// To print and to send.
    Pdf,
    /// One page for a browser.
    Html,
    /// A table for spreadsheets.
    Csv,
    /// Everything, for programs.
    Json,
}

/// The month as a document: a page for the owner, and pages for who checks.
fn page(evidence: &Evidence, sheet: Sheet, made: Date) -> Document {
    let spoken = language();
    let right_to_left = spoken.direction() == patchround_words::Direction::RightToLeft;
    Document {
        language: spoken.tag().to_owned(),
        direction: if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight },
        paper: sheet,
        title: owner::title(evidence),
        office: evidence.office.clone(),
        subject: say_with("report-title", &[("month", month(evidence).into())]),
        keywords: vec![hash(&evidence.to_json())],
        made: Made { date: made, line: say_with("report-made", &[("day", when::day(made).into())]) },
        footer: footer(evidence),
        parts: vec![
            Part { fit: Fit::OnePage, blocks: owner::blocks(evidence) },
            Part { fit: Fit::Flow, blocks: behind::blocks(evidence) },
        ],
    }
}

impl Evidence {
    /// The month as a file.
    ///
    /// # Errors
    /// [`Error::NotPrinted`].
    pub fn written(&self, form: Form, sheet: Sheet, made: Date) -> Result<Vec<u8>, Error> {
        match form {
            Form::Pdf | Form::Html => self.printed(sheet, made, form == Form::Pdf),
            Form::Csv => Ok(csv(self).into_bytes()),
            Form::Json => Ok(self.to_json()),
        }
    }

    /// The SHA-256 of the data, as the page says it.
    pub fn hash_line(&self) -> String {
        say_with("page-hash", &[("hash", hash(&self.to_json()).into())])
    }

    fn printed(&self, sheet: Sheet, made: Date, as_pdf: bool) -> Result<Vec<u8>, Error> {
        let document = page(self, sheet, made);
        if !as_pdf {
            return Ok(html(&document).into_bytes());
        }
        let printed = pdf(&document, &page_number).map_err(|error| Error::NotPrinted(error.to_string()))?;
        Ok(printed.bytes)
    }
}

/// What stands at the foot of a page.
fn page_number(page: usize, pages: usize) -> String {
    say_with("page-number", &[("page", number(page)), ("pages", number(pages))])
}

fn footer(evidence: &Evidence) -> String {
    let list = evidence.exploited_list.map_or_else(
        || say("page-no-list"),
        |at| say_with("page-list", &[("day", when::day(at.to_zoned(TimeZone::UTC).date()).into())]),
    );
    let program = say_with("page-program", &[("version", evidence.program.clone().into())]);
    [program, list, evidence.hash_line()].join(" ")
}

pub(crate) fn month(evidence: &Evidence) -> String {
    when::month(evidence.month.year(), evidence.month.number())
}

fn number(count: impl TryInto<u32>) -> Value<'static> {
    Value::from(count.try_into().unwrap_or(u32::MAX))
}

fn text(text: impl Into<String>) -> Value<'static> {
    Value::from(text.into())
}

#[cfg(test)]
mod tests;
