use std::time::Duration;

use jiff::SignedDuration;
use patchround_practice::{Manners, PcSpec};

use super::{
    sends_nobody_to_an_icon, start_again, start_hidden,
    tray::{NEXT_EVENING, are_ordered},
    update_all,
};
use crate::{
    notifications::Notifications,
    office::{failing, office, pc, restarting, urgent},
    session::Session,
    wait::until,
    webdriver::Window,
};

const TITLE: &str = "1 of 3 PCs is up to date.";
const NOT_SHOWN: &str = "This computer does not show messages from Patchround.";

/// A round that ends while the window is closed is told, and its button leads to the result. Where no messages are
/// shown, the window says so and has them all.
pub(crate) async fn the_end_of_a_round_is_told_and_leads_to_its_result(session: &mut Session) {
    let quick = |name| pc(name, 1, Duration::from_secs(1));
    let pcs = vec![restarting(quick("front-desk")), failing(quick("till")), quick("workshop")];
    let _practice = office(session, pcs).await;
    let window = Window::open(session, &[]).await;
    try_a_message(session, &window).await;
    window.press("Office").await;
    update_all(&window).await;
    session.close_window().await;
    match &session.messages {
        Some(messages) => by_the_message(session, messages).await,
        None => assert_eq!(start_again(session, &[]).await.code(), Some(0)),
    }
    session.has_window(true).await;
    window.says(TITLE).await;
    if let Some(tray) = &session.tray {
        tray.shows("needs").await;
    }
    if session.messages.is_none() {
        window.press("Done").await;
        window.press("Settings").await;
        window.says(NOT_SHOWN).await;
        window.press("Messages so far").await;
        window.says(TITLE).await;
    }
    sends_nobody_to_an_icon(session, &window);
}

async fn try_a_message(session: &Session, window: &Window) {
    window.press("Settings").await;
    window.press("Show a test message").await;
    match &session.messages {
        Some(messages) => {
            let shown = messages.shows("This is a test message.").await;
            assert_eq!(shown.body, "Messages from Patchround look like this.");
            session.close_window().await;
            messages.press(&shown, None, "the window opens", async || session.sees_window()).await;
        }
        None => window.says(NOT_SHOWN).await,
    }
}

async fn by_the_message(session: &Session, messages: &Notifications) {
    let shown = messages.shows(TITLE).await;
    assert_eq!((shown.body.as_str(), shown.buttons()), ("till", vec!["See what to do"]));
    assert!(!session.apps().is_empty());
    let button = Some("See what to do");
    messages.press(&shown, button, "the window opens", async || session.sees_window()).await;
    messages.is_withdrawn(&shown).await;
}

/// The daily message comes without any window, and its "Update tonight" needs none either.
pub(crate) async fn what_needs_somebody_is_told_and_can_be_agreed_for_tonight(session: &mut Session) {
    let practice = office(session, vec![urgent(pc("front-desk", 2, Duration::ZERO)), wrong_clock()]).await;
    let app = start_hidden(session).await;
    match &session.messages {
        Some(messages) => {
            let shown = messages.shows("needs you").await;
            assert_eq!(shown.title, "1 thing needs you.");
            assert!(shown.body.contains("till"), "{shown:?}");
            let buttons = shown.buttons();
            assert!(buttons[0].starts_with(NEXT_EVENING) && buttons[1..] == ["See details"], "{shown:?}");
            let ordered = async || are_ordered(&practice, 1);
            messages.press(&shown, Some(buttons[0]), "the PC knows what to do", ordered).await;
            let answer = messages.shows("1 PC is updated").await;
            assert_eq!(answer.buttons(), ["Undo"]);
        }
        None => assert_eq!(start_again(session, &["--tonight"]).await.code(), Some(0)),
    }
    until("the PC knows what to do", async || are_ordered(&practice, 1)).await;
    if let Some(tray) = &session.tray {
        tray.shows("needs").await;
        tray.choose("Needs you (3)").await;
        session.has_window(true).await;
    }
    drop(app);

    let window = Window::open(session, &[]).await;
    window.says("Agreed for later (1)").await;
    window.says("Needs you (3)").await;
    sends_nobody_to_an_icon(session, &window);
}

/// What attackers use is told by itself while the office is open, and one press puts the fix in. Where no messages are shown, the
/// window says it first of all.
pub(crate) async fn an_urgent_fix_is_told_at_once_and_one_press_puts_it_in(session: &mut Session) {
    let front_desk = urgent(pc("front-desk", 0, Duration::ZERO));
    let practice = office(session, vec![front_desk, pc("till", 0, Duration::ZERO)]).await;
    let is_in = async || practice.pcs()[0].installed() == 1;
    match &session.messages {
        Some(messages) => {
            let _app = start_hidden(session).await;
            let shown = messages.shows("Urgent security fix for Web browser.").await;
            assert_eq!(shown.body, "Attackers use this flaw right now. 1 PC needs the fix.");
            assert_eq!(shown.buttons(), ["Update now", "See details"]);
            messages.press(&shown, Some("Update now"), "the PC has the fix", is_in).await;
            messages.is_withdrawn(&shown).await;
        }
        None => {
            let window = Window::open(session, &[]).await;
            window.says("Urgent fix for Web browser: 1 PC needs it now.").await;
            update_all(&window).await;
            until("the PC has the fix", is_in).await;
        }
    }
}

fn wrong_clock() -> PcSpec {
    let ahead = Manners { clock_ahead: SignedDuration::from_hours(72), ..Manners::default() };
    pc("till", 0, Duration::ZERO).with(ahead)
}
