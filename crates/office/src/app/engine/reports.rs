//! The report of a month: shown, and written into the folder for downloads.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use patchround_words::{Language, Surface, language, say, say_with, speak};

use super::desk::Desk;
use crate::{
    Error,
    app::{
        answer::{Answer, SavedReport},
        ask::{ReportForm, ReportPaper},
        show,
    },
    plain::plain,
    report::{Evidence, Form, Month, Sheet, usual_sheet},
};

const FOLDER_CHARS: usize = 80;
/// Files of one name that are left as they are.
const SAME_NAME: u32 = 1000;

/// What to write, for whom.
pub(super) struct Wanted {
    pub(super) form: ReportForm,
    pub(super) paper: ReportPaper,
    pub(super) language: String,
}

impl Desk {
    /// A month's report; without one, the last that is over, or else the newest.
    pub(super) fn report(&self, month: Option<&str>) -> Result<Answer, Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let now = Timestamp::now();
        let past = office.past(now, self.zone.clone())?;
        let chosen = match month.map(str::parse) {
            Some(Ok(month)) => month,
            Some(Err(_)) => return Ok(Answer::Refused { sentence: say("said-not-there") }),
            None => show::last_month(&past.record.lines, now, &self.zone)
                .or_else(|| past.months().first().map(|(month, _)| *month))
                .unwrap_or_else(|| Month::of(now.to_zoned(self.zone.clone()).date())),
        };
        let sheet = usual_sheet(self.options.region.as_deref(), &self.zone);
        let report = self.with_known(&office, |known| show::report(chosen, &past, sheet, known))?;
        Ok(Answer::Report(Box::new(report)))
    }

    /// Writes a month's report; what is there already stays.
    pub(super) fn save_report(&self, month: &str, wanted: &Wanted) -> Result<Answer, Error> {
        let office = self.office().ok_or_else(|| Error::NoOffice(self.dir()))?;
        let refused = |id| Ok(Answer::Refused { sentence: say(id) });
        let Ok(month) = month.parse::<Month>() else { return refused("said-not-there") };
        let Some(folder) = &self.options.downloads else { return refused("said-no-downloads") };
        let past = office.past(Timestamp::now(), self.zone.clone())?;
        if past.is_to_come(month) {
            return refused("report-to-come");
        }
        let evidence = Evidence::of(month, &past);
        if evidence.pcs.is_empty() {
            return refused("report-no-pcs");
        }
        let bytes = self.in_their_language(&evidence, wanted)?;
        std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
        let file = free_name(folder, month, wanted.form);
        office.write_report(&evidence, &file, &bytes)?;
        self.refresh();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let values = [
            ("file", plain(&name, FOLDER_CHARS).into()),
            ("folder", plain(&folder.display().to_string(), FOLDER_CHARS).into()),
        ];
        let sentence = say_with("said-report-saved", &values);
        Ok(Answer::Saved(SavedReport { sentence, hash: evidence.hash_line() }))
    }

    fn in_their_language(&self, evidence: &Evidence, wanted: &Wanted) -> Result<Vec<u8>, Error> {
        let ours = language();
        let theirs = Language::of_tag(&wanted.language);
        let theirs = theirs.ok_or_else(|| Error::NoLanguage(wanted.language.clone()))?;
        let (form, sheet) = (form(wanted.form), sheet(wanted.paper));
        speak(theirs, Surface::Window);
        let written = evidence.written(form, sheet, Timestamp::now().to_zoned(self.zone.clone()).date());
        speak(ours, Surface::Window);
        written
    }
}

/// A name that no file has yet.
fn free_name(folder: &Path, month: Month, form: ReportForm) -> PathBuf {
    let ending = ending(form);
    let names = (1..SAME_NAME).map(|n| match n {
        1 => format!("patchround-{month}.{ending}"),
        n => format!("patchround-{month}-{n}.{ending}"),
    });
    let mut paths = names.map(|name| folder.join(name));
    let free = paths.find(|path| path.symlink_metadata().is_err());
    free.unwrap_or_else(|| folder.join(format!("patchround-{month}.{ending}")))
}

fn ending(form: ReportForm) -> &'static str {
    match form {
        ReportForm::Pdf => "pdf",
        ReportForm::Html => "html",
        ReportForm::Csv => "csv",
        ReportForm::Json => "json",
    }
}

fn form(form: ReportForm) -> Form {
    match form {
        ReportForm::Pdf => Form::Pdf,
        ReportForm::Html => Form::Html,
        ReportForm::Csv => Form::Csv,
        ReportForm::Json => Form::Json,
    }
}

fn sheet(paper: ReportPaper) -> Sheet {
    match paper {
        ReportPaper::A4 => Sheet::A4,
        ReportPaper::Letter => Sheet::Letter,
    }
}
