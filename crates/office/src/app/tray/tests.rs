use super::*;
use crate::app::snapshot::{Need, PcRow, Settings, StateLine, Talk};

fn office(look: Look, here: Option<Look>, needs: usize) -> Snapshot {
    let state = StateLine {
        look,
        sentence: "3 of 12 PCs need updates.".to_owned(),
        details: Vec::new(),
        checked: None,
        checked_at: None,
        checking: false,
        can_update: true,
    };
    let pc = |look| PcRow {
        id: "1".to_owned(),
        name: "Office".to_owned(),
        who: None,
        look,
        state: String::new(),
        note: None,
        seen: String::new(),
        updates: 0,
        here: true,
    };
    let need = Need::default();
    let office = OfficeView {
        state,
        needs: vec![need; needs],
        pcs: here.map(pc).into_iter().collect(),
        tonight: Some("Update tonight at 18:30".to_owned()),
        ..OfficeView::default()
    };
    Snapshot { office: Some(office), ..Snapshot::nothing() }
}

fn texts(tray: &Tray) -> Vec<String> {
    let text = |row: &TrayRow| match row {
        TrayRow::Label(text) => format!("({text})"),
        TrayRow::Item { text, checked: Some(checked), .. } => format!("[{}] {text}", u8::from(*checked)),
        TrayRow::Item { text, .. } => text.replace(['\u{2068}', '\u{2069}'], ""),
        TrayRow::Separator => "-".to_owned(),
    };
    tray.rows.iter().map(text).collect()
}

#[test]
fn the_menu_has_its_rows_in_their_order() {
    insta::assert_debug_snapshot!(texts(&tray(&office(Look::Ready, None, 2))), @r#"
    [
        "(3 of 12 PCs need updates.)",
        "-",
        "Update all…",
        "Update tonight at 18:30",
        "Needs you (2)",
        "-",
        "Open Patchround",
        "[0] Quiet until tomorrow",
        "Quit",
    ]
    "#);
}

#[test]
fn updates_that_are_merely_ready_are_no_alarm() {
    assert_eq!(tray(&office(Look::Ready, None, 0)).icon, TrayIcon::Good);
    assert_eq!(tray(&office(Look::Restart, None, 0)).icon, TrayIcon::Good, "another PC's restart");
}

#[test]
fn somebody_who_waits_for_an_answer_is_seen_although_updates_are_ready() {
    let mut asked = office(Look::Ready, None, 1);
    assert_eq!(tray(&asked).icon, TrayIcon::Good, "what the office lacks is no alarm");
    let talk = Talk { pc: String::new(), note: String::new(), button: String::new() };
    asked.office.as_mut().unwrap().needs[0].talk = Some(talk);
    let tray = tray(&asked);
    assert_eq!(tray.icon, TrayIcon::Needs);
    assert!(tray.title.ends_with("Needs you (1)"), "who cannot see the icon hears it: {}", tray.title);
}

#[test]
fn what_needs_somebody_comes_before_this_pcs_restart_and_that_before_work() {
    assert_eq!(tray(&office(Look::Needs, Some(Look::Restart), 1)).icon, TrayIcon::Needs);
    assert_eq!(tray(&office(Look::Working, Some(Look::Restart), 0)).icon, TrayIcon::Restart);
    assert_eq!(tray(&office(Look::Working, Some(Look::Good), 0)).icon, TrayIcon::Working);
    assert_eq!(tray(&office(Look::Off, None, 0)).icon, TrayIcon::Off);
}

#[test]
fn somebody_who_wants_quiet_sees_it() {
    let mut quiet = office(Look::Good, None, 0);
    quiet.settings = Settings { quiet: true, ..Settings::default() };
    assert_eq!(tray(&quiet).icon, TrayIcon::Off);
}

#[test]
fn an_office_that_cannot_be_used_needs_somebody() {
    let trouble = Place::Trouble { sentence: "Damaged.".to_owned() };
    let tray = tray(&Snapshot { place: trouble, office: None, ..Snapshot::nothing() });
    assert_eq!((tray.icon, tray.title.as_str()), (TrayIcon::Needs, "Damaged."));
}
