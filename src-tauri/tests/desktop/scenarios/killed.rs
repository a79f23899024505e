use std::time::Duration;

use super::{sends_nobody_to_an_icon, update_all};
use crate::{
    office::{office, pc},
    processes::kill,
    session::Session,
    wait::until,
    webdriver::Window,
};

const UPDATES: usize = 4;
/// Slow enough for the app to be there again before the PCs are done.
const PACE: Duration = Duration::from_secs(4);

/// `kill -9` while PCs install: they go on, and the app that is opened again tells the truth about them.
pub(crate) async fn an_app_that_is_killed_in_mid_round_loses_nothing(session: &mut Session) {
    let practice = office(session, vec![pc("front-desk", UPDATES, PACE), pc("till", UPDATES, PACE)]).await;
    let window = Window::open(session, &[]).await;
    update_all(&window).await;
    window.says("0 of 2 PCs are done").await;
    until("something is installed", async || practice.pcs().iter().any(|pc| pc.installed() > 0)).await;
    let apps = session.apps();
    assert_eq!(apps.len(), 1);
    kill(&apps);
    until("the app is gone", async || session.apps().is_empty()).await;
    drop(window);

    let window = Window::open(session, &[]).await;
    window.says("0 of 2 PCs are done").await;
    let all: usize = practice.pcs().iter().map(patchround_practice::PracticePc::installed).sum();
    assert!(all < 2 * UPDATES, "too slow to see the round go on");
    if let Some(tray) = &session.tray {
        tray.shows("working").await;
    }
    window.says("The last round").await;
    window.says("2 of 2 PCs are up to date.").await;
    window.press("See the result").await;
    window.press("Done").await;
    window.says("All 2 PCs are up to date").await;
    for pc in practice.pcs() {
        assert_eq!((pc.installed(), pc.offers().len()), (UPDATES, 0), "{}", pc.name());
    }
    if let Some(tray) = &session.tray {
        tray.shows("good").await;
    }
    sends_nobody_to_an_icon(session, &window);
}
