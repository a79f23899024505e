use super::start_again;
use crate::{
    processes::Program,
    session::Session,
    wait::{eventually, until},
};

/// There is one app for an office, however often it is started.
pub(crate) async fn a_second_start_opens_the_window_of_the_first(session: &mut Session) {
    let mut first = Program::start(session.app(&["--hidden"]), &session.log("app"));
    let door = session.office().join("app.socket");
    until("the first runs", async || door.exists()).await;
    let one = session.apps();
    assert_eq!(one.len(), 1);

    assert_eq!(start_again(session, &["--hidden"]).await.code(), Some(0));
    session.has_window(false).await;
    for words in [&[][..], &["--plan"]] {
        assert_eq!(start_again(session, words).await.code(), Some(0));
        session.has_window(true).await;
        assert_eq!(session.apps(), one);
        session.close_window().await;
    }
    assert!(first.ended().is_none(), "it goes on without a window");
    if let Some(tray) = &session.tray {
        tray.choose("Quit").await;
        let ended = eventually("the app ends", async || first.ended().ok_or("it runs".to_owned())).await;
        assert_eq!(ended.code(), Some(0));
    }
}
