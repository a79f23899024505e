//! The tray of a PC's people, as data (ux.md 1.5). No row ends the program: a question has to find somebody.

use patchround_companion::show::{Look, Picture};
use patchround_office::app::{Act, Tray, TrayIcon, TrayRow};
use patchround_words::{Language, Surface, say, speak};

/// Before anything is known.
pub(super) fn nothing() -> Tray {
    Tray { icon: TrayIcon::Off, title: String::new(), rows: Vec::new() }
}

/// The tray of a picture.
pub(super) fn tray(shown: &Picture, quiet: bool, language: Language) -> Tray {
    speak(language, Surface::Window);
    let title = shown.state.sentence.clone();
    let item = |act, text| TrayRow::Item { act, text, checked: None };
    let is_asked = shown.questions.iter().any(|question| !question.is_answered);
    let asked = is_asked.then(|| item(Act::OpenNeeds, say("person-see")));
    let ask = shown.ask.as_ref().map(|ask| item(Act::OpenNote, format!("{}…", ask.title)));
    let rows = [TrayRow::Label(title.clone()), TrayRow::Separator]
        .into_iter()
        .chain(asked)
        .chain([item(Act::OpenPlan, say("person-tray-planned"))])
        .chain(ask)
        .chain([
            TrayRow::Separator,
            item(Act::Open, say("tray-open")),
            TrayRow::Item { act: Act::Quiet, text: say("tray-quiet"), checked: Some(quiet) },
        ])
        .collect();
    Tray { icon: icon(shown, quiet), title, rows }
}

fn icon(shown: &Picture, quiet: bool) -> TrayIcon {
    match shown.state.look {
        Look::Needs => TrayIcon::Needs,
        Look::Restart => TrayIcon::Restart,
        Look::Off => TrayIcon::Off,
        Look::Ready | Look::Good if quiet => TrayIcon::Off,
        Look::Ready | Look::Good => TrayIcon::Good,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use patchround_companion::{
        Known, Line,
        show::{Moment, picture},
    };
    use patchround_protocol::session::View;

    use super::*;
    use crate::this_pc::CHANGES;

    fn of(view: Option<View>, quiet: bool) -> Tray {
        let line = if view.is_some() { Line::Open } else { Line::Silent };
        let known = Known { line, since: Timestamp::now(), view };
        tray(&picture(&known, 1, &Moment::now(Language::English, CHANGES)), quiet, Language::English)
    }

    fn good() -> View {
        View {
            office: Some("Corner Office".to_owned()),
            scanned_at: Some(Timestamp::now()),
            outstanding: Some(0),
            restart_pending: Some(false),
            ..View::default()
        }
    }

    #[test]
    fn the_first_row_is_the_state_and_no_row_ends_the_program() {
        let tray = of(Some(good()), false);
        assert_eq!(tray.rows[0], TrayRow::Label("This PC is up to date.".to_owned()));
        assert_eq!(tray.icon, TrayIcon::Good);
        assert!(tray.rows.len() <= 9);
        let ends = |row: &TrayRow| matches!(row, TrayRow::Item { act: Act::Quit, .. });
        assert!(!tray.rows.iter().any(ends));
    }

    #[test]
    fn whoever_is_in_charge_can_be_asked_from_the_tray_where_notes_are_taken() {
        let asks =
            |tray: &Tray| tray.rows.iter().any(|row| matches!(row, TrayRow::Item { act: Act::OpenNote, .. }));
        assert!(asks(&of(Some(View { wrote: Some(Vec::new()), ..good() }), false)));
        assert!(!asks(&of(Some(good()), false)), "a helper of before takes none");
    }

    #[test]
    fn a_pc_that_is_silent_never_looks_good() {
        assert_eq!(of(None, false).icon, TrayIcon::Off);
        assert_eq!(of(Some(good()), true).icon, TrayIcon::Off, "quiet is seen");
    }
}
