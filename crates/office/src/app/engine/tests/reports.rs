//! The report of a month, on the screen and in a file.

use super::*;
use crate::{
    Office,
    app::ask::{ReportForm, ReportPaper},
    report::Found,
};

#[tokio::test]
async fn a_report_is_saved_beside_what_is_there_and_is_known_again() {
    let dir = tempfile::tempdir().unwrap();
    let downloads = dir.path().join("downloads");
    let (engine, _orders) =
        Engine::start(Options { downloads: Some(downloads.clone()), ..options(dir.path()) });
    practised(&engine).await;
    let Answer::Report(report) = engine.ask(Ask::Report { month: None }).await else { panic!("no report") };
    assert_eq!(report.pcs.iter().map(|group| group.pcs.len()).sum::<usize>(), 5, "{report:#?}");
    assert!(report.can_save && report.known, "{report:#?}");
    for form in [ReportForm::Pdf, ReportForm::Pdf, ReportForm::Html, ReportForm::Csv, ReportForm::Json] {
        let ask = Ask::SaveReport {
            month: report.month.clone(),
            form,
            paper: ReportPaper::A4,
            language: "de".into(),
        };
        let Answer::Saved(saved) = engine.ask(ask).await else { panic!("{form:?} was not saved") };
        assert!(saved.hash.contains("SHA-256"), "{saved:?}");
    }
    let month = report.month;
    let names: BTreeSet<String> = std::fs::read_dir(&downloads)
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let expected = ["-2.pdf", ".csv", ".html", ".json", ".pdf"].map(|end| format!("patchround-{month}{end}"));
    assert_eq!(names, expected.into());

    let office = Office::open_to_read(&dir.path().join("office").join("practice")).unwrap();
    for name in &names {
        let file = std::fs::read(downloads.join(name)).unwrap();
        assert!(matches!(office.find_report(&file).unwrap(), Found::Made { .. }), "{name}");
    }
}
