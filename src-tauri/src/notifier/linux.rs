//! Messages over D-Bus (Desktop Notifications Specification).

use std::sync::Arc;

use anyhow::Result;
use notify_rust::{Hint, Notification, NotificationHandle, NotificationResponse};
use patchround_office::app::Message;
use tauri::async_runtime::{JoinHandle, spawn, spawn_blocking};

use super::chosen;
use crate::acts::Do;

/// What a click beside the buttons is called there. Some desktops show no buttons without it.
const CLICK: &str = "default";

/// Whether it is known here that a message was shown.
pub(super) const IS_TOLD: bool = true;

/// A message that was shown. Dropped, nobody listens to its buttons any more.
pub(super) struct Shown {
    handle: Arc<NotificationHandle>,
    listening: JoinHandle<()>,
}

impl Shown {
    /// Takes it away, if it is still there.
    pub(super) async fn withdraw(self) {
        self.handle.close_async().await;
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Shows a message in the place of an earlier one.
///
/// # Errors
/// When no desktop shows messages.
pub(super) async fn show(message: Message, earlier: Option<Shown>, act: Do) -> Result<Shown> {
    let place = earlier.as_ref().map(|earlier| earlier.handle.id());
    // The earlier one's buttons mean nothing any more, wherever the new one appears.
    drop(earlier);
    let reads_markup = reads_markup().await?;
    let handle = Arc::new(draft(&message, place, reads_markup).show_async().await?);
    let listening = spawn(listen(handle.clone(), message, act));
    Ok(Shown { handle, listening })
}

async fn listen(handle: Arc<NotificationHandle>, message: Message, act: Do) {
    let answered = |response: &NotificationResponse| {
        if let Some(chosen) = chosen(&message, response) {
            act(chosen);
        }
    };
    handle.wait_for_action_async(answered).await;
}

async fn reads_markup() -> Result<bool> {
    let asked = spawn_blocking(notify_rust::get_capabilities).await;
    let able = asked.expect("asking does not panic")?;
    Ok(able.iter().any(|ability| ability == "body-markup"))
}

fn draft(message: &Message, place: Option<u32>, reads_markup: bool) -> Notification {
    let mut draft = Notification::new();
    let body = if reads_markup { escaped(&message.body) } else { message.body.clone() };
    draft.appname("Patchround").icon("patchround-app").summary(&message.title).body(&body);
    draft.hint(Hint::DesktopEntry("Patchround".to_owned())).hint(Hint::SuppressSound(true));
    draft.action(CLICK, &message.title);
    for (number, button) in message.buttons.iter().enumerate() {
        draft.action(&number.to_string(), &button.text);
    }
    if let Some(place) = place {
        draft.id(place);
    }
    draft
}

/// Names of PCs may look like markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use patchround_office::app::{Act, Button, messages::Kind};

    use super::*;

    fn message() -> Message {
        Message {
            kind: Kind::Result,
            title: "10 of 12 PCs are up to date.".to_owned(),
            body: "<b>till</b> needs you & waits.".to_owned(),
            buttons: vec![Button { text: "See what to do".to_owned(), act: Act::OpenResult }],
            click: Act::OpenResult,
        }
    }

    #[test]
    fn a_click_is_an_action_and_every_button_is_one() {
        let draft = draft(&message(), None, false);
        assert_eq!(draft.actions, ["default", "10 of 12 PCs are up to date.", "0", "See what to do"]);
    }

    #[test]
    fn a_name_that_looks_like_markup_is_shown_as_it_is() {
        assert_eq!(draft(&message(), None, false).body, "<b>till</b> needs you & waits.");
        assert_eq!(draft(&message(), None, true).body, "&lt;b&gt;till&lt;/b&gt; needs you &amp; waits.");
    }
}
