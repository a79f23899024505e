//! What is tried. Each does the same on every desktop, and where something is missing, what a person does instead.

mod hostile;
mod killed;
mod messages;
mod real_office;
mod starts;
mod tray;
mod wizard;

pub(crate) use self::{
    hostile::hostile_names_and_notes_are_shown_as_text,
    killed::an_app_that_is_killed_in_mid_round_loses_nothing,
    messages::{
        an_urgent_fix_is_told_at_once_and_one_press_puts_it_in,
        the_end_of_a_round_is_told_and_leads_to_its_result,
        what_needs_somebody_is_told_and_can_be_agreed_for_tonight,
    },
    real_office::a_real_office_is_set_up_and_its_pcs_are_updated,
    starts::a_second_start_opens_the_window_of_the_first,
    tray::{
        a_tray_that_comes_late_or_anew_gets_the_icon,
        a_tray_that_comes_while_the_app_looks_for_one_gets_the_icon, what_the_tray_offers_is_done,
    },
    wizard::the_wizard_and_update_all_work_in_the_real_window,
};

use std::process::ExitStatus;

use crate::{
    processes::Program,
    session::Session,
    wait::{eventually, until},
    webdriver::Window,
};

/// Starts the app without a window, as the session does when a person signs in, and waits until it can be reached.
async fn start_hidden(session: &Session) -> Program {
    let app = Program::start(session.app(&["--hidden"]), &session.log("app"));
    let door = session.office().join("app.socket");
    until("the app runs", async || door.exists()).await;
    app
}

/// Starts the app once more, and waits for the end of that start.
async fn start_again(session: &Session, words: &[&str]) -> ExitStatus {
    has_ended(&mut Program::start(session.app(words), &session.log("second"))).await
}

async fn has_ended(app: &mut Program) -> ExitStatus {
    eventually("the app ends", async || app.ended().ok_or("it runs".to_owned())).await
}

/// Begins a round on everything from the office's first screen.
pub(crate) async fn update_all(window: &Window) {
    window.press("Update all…").await;
    window.says("Nothing has started yet.").await;
    window.press("Start now").await;
}

/// How people speak of the icon. Not single words: those for paper are drawn from a list that has "icon" and "tray".
const OF_AN_ICON: [&str; 9] = [
    "the icon",
    "an icon",
    "our icon",
    "its icon",
    "tray icon",
    "the tray",
    "system tray",
    "taskbar",
    "notification area",
];

/// Where there is no icon nobody is sent to look for one.
fn sends_nobody_to_an_icon(session: &Session, window: &Window) {
    let read = window.all_read().to_lowercase();
    let words = read.split_whitespace().collect::<Vec<_>>().join(" ");
    for phrase in OF_AN_ICON {
        assert!(session.tray.is_some() || !words.contains(phrase), "{phrase} in: {read}");
    }
}
