use std::{fs, time::Duration};

use patchround_practice::Practice;
use patchround_protocol::EventKind;
use serde_json::json;

use super::{has_ended, sends_nobody_to_an_icon, start_again, start_hidden};
use crate::{
    office::{office, pc},
    session::Session,
    tray_host::TrayHost,
    wait::until,
    webdriver::Window,
};

/// "Update tonight at 20:00" or, later in the day, "Update tomorrow at 20:00".
pub(super) const NEXT_EVENING: &str = "Update to";

/// Presses the button a moment later: whoever waits for an answer to that waits for a program that has ended.
const QUIT: &str = "
const button = [...document.querySelectorAll('dialog button')].find((one) => one.innerText.trim() === 'Quit');
setTimeout(() => button.click(), 200);
return null;";

/// Every row of the menu; where there is none, what a person does instead.
pub(crate) async fn what_the_tray_offers_is_done(session: &mut Session) {
    let pcs = vec![pc("front-desk", 2, Duration::ZERO), pc("till", 2, Duration::ZERO)];
    let practice = office(session, pcs).await;
    let window = Window::open(session, &[]).await;
    window.says("2 of 2 PCs need updates").await;
    match &session.tray {
        Some(tray) => by_the_tray(session, &window, tray, &practice).await,
        None => by_starting_again(session, &window, &practice).await,
    }
    sends_nobody_to_an_icon(session, &window);
}

async fn by_the_tray(session: &Session, window: &Window, tray: &TrayHost, practice: &Practice) {
    tray.shows("good").await;
    let title = tray.title().await.unwrap();
    window.says(&title).await;
    assert!(!tray.row(&title).await.enabled, "the state is read and not chosen");

    session.close_window().await;
    tray.choose("Open Patchround").await;
    session.has_window(true).await;
    session.close_window().await;
    tray.click().await;
    session.has_window(true).await;

    tray.choose("Update all…").await;
    window.says("Nothing has started yet.").await;
    window.press("Not now").await;

    be_quiet(tray, true, "off").await;
    be_quiet(tray, false, "good").await;

    session.close_window().await;
    tray.choose(NEXT_EVENING).await;
    until("both PCs have their order", async || are_ordered(practice, 2)).await;
    tray.choose("Open Patchround").await;
    window.says("Agreed for later (2)").await;
    tray.choose("Quit").await;
    window.says("You will not see messages.").await;
    window.press("Keep it running").await;
    window.press("Settings").await;
    window.press("Quit Patchround…").await;
    window.script(QUIT, json!([])).await.unwrap();
    until("the app has ended", async || session.apps().is_empty()).await;
}

async fn be_quiet(tray: &TrayHost, is: bool, icon: &str) {
    tray.choose("Quiet until tomorrow").await;
    tray.shows(icon).await;
    assert_eq!(tray.row("Quiet until tomorrow").await.checked, Some(is));
}

async fn by_starting_again(session: &Session, window: &Window, practice: &Practice) {
    session.close_window().await;
    assert_eq!(start_again(session, &[]).await.code(), Some(0));
    session.has_window(true).await;

    session.close_window().await;
    assert_eq!(start_again(session, &["--plan"]).await.code(), Some(0));
    session.has_window(true).await;
    window.says("Nothing has started yet.").await;
    window.press("Not now").await;

    session.close_window().await;
    assert_eq!(start_again(session, &["--tonight"]).await.code(), Some(0));
    session.has_window(true).await;
    until("both PCs have their order", async || are_ordered(practice, 2)).await;
    window.says("Agreed for later (2)").await;
}

/// Whether so many PCs have taken an order.
pub(super) fn are_ordered(practice: &Practice, pcs: usize) -> bool {
    let is_order = |kind: &EventKind| matches!(kind, EventKind::JobAccepted { .. });
    let ordered = practice.pcs().iter().filter(|pc| pc.events().iter().any(|event| is_order(&event.kind)));
    ordered.count() == pcs
}

/// Panels start late, and are started anew.
pub(crate) async fn a_tray_that_comes_late_or_anew_gets_the_icon(session: &mut Session) {
    let mut app = start_hidden(session).await;
    let log = session.log("app");
    until("the app has looked for a tray", async || {
        fs::read_to_string(&log).is_ok_and(|log| log.contains("tray icon"))
    })
    .await;
    for _ in 0..2 {
        let tray = TrayHost::start(&session.bus_address()).await;
        tray.shows("off").await;
        tray.end().await;
    }
    let tray = TrayHost::start(&session.bus_address()).await;
    quit(&tray).await;
    assert_eq!(has_ended(&mut app).await.code(), Some(0));
}

/// Without an answer to its question: chosen again, it is meant.
pub(super) async fn quit(tray: &TrayHost) {
    tray.choose("Quit").await;
    tray.choose("Quit").await;
}

/// When a person signs in, the app and the panel start at the same time.
pub(crate) async fn a_tray_that_comes_while_the_app_looks_for_one_gets_the_icon(session: &mut Session) {
    let tray = TrayHost::start_too_late_by_a_moment(&session.bus_address()).await;
    let _app = start_hidden(session).await;
    tray.shows("off").await;
    tray.row("Open Patchround").await;
}
