use super::{sends_nobody_to_an_icon, update_all};
use crate::{session::Session, webdriver::Window};

/// From the first start to the result of a round, in the practice office that the app brings.
pub(crate) async fn the_wizard_and_update_all_work_in_the_real_window(session: &mut Session) {
    let window = Window::open(session, &[]).await;
    set_up(session, &window).await;
    update_all(&window).await;
    window.says("PCs are done").await;
    if let Some(tray) = &session.tray {
        tray.shows("working").await;
    }
    // Of its three people one says yes, one asks to wait, and one says nothing.
    window.says("1 of 5 PCs is up to date. 2 need you.").await;
    window.says("Asked 3 people: 1 said now, 1 asked to wait, 1 has not answered.").await;
    window.press("Done").await;
    window.says("4 things need you.").await;
    if let Some(tray) = &session.tray {
        // Updates are ready, and somebody waits for an answer, which comes first.
        tray.shows("needs").await;
        tray.row("1 of 5 PCs needs updates.").await;
        tray.row("Needs you (").await;
    }
    if let Some(messages) = &session.messages {
        assert!(messages.all().is_empty(), "a practice office is quiet: {:?}", messages.all());
    }
    sends_nobody_to_an_icon(session, &window);
}

async fn set_up(session: &Session, window: &Window) {
    window.says("Set up your office").await;
    if let Some(tray) = &session.tray {
        tray.shows("off").await;
        assert_eq!(tray.title().await.unwrap(), "Set up your office");
    }
    window.press("Try it with a practice office first").await;
    window.says("This is a practice office.").await;
    window.fill("Office name", "Harbour Dental").await;
    window.fill("Who looks after the PCs?", "Maria Lopez").await;
    window.press("Next: add PCs").await;
    window.says("Joined now (5)").await;
    window.press("Next").await;
    window.says("Give your PCs names people know").await;
    window.press("Next").await;
    window.says("When may updates happen?").await;
    window.press("Next").await;
    window.says("We now look after 5 PCs.").await;
    window.tick("I have put these words in a safe place").await;
    window.press("Let me look first").await;
    window.says("5 of 5 PCs need updates").await;
}
