use super::{has_ended, start_again, start_hidden, tray::quit};
use crate::session::Session;

/// There is one app for an office, however often it is started.
pub(crate) async fn a_second_start_opens_the_window_of_the_first(session: &mut Session) {
    let mut first = start_hidden(session).await;
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
        quit(tray).await;
        assert_eq!(has_ended(&mut first).await.code(), Some(0));
    }
}
