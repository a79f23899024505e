//! Messages of macOS, which shows them under the name and the icon of the bundle that a program says it is, once.

use std::sync::Once;

use anyhow::Result;
use notify_rust::{Notification, NotificationResponse, set_application};
use patchround_office::app::Message;
use tauri::async_runtime::spawn_blocking;

use super::chosen;
use crate::{ID, acts::Do};

static NAMED: Once = Once::new();

/// Whether it is known here that a message was shown: whoever has switched messages off sees none, and nobody says so.
pub(super) const IS_TOLD: bool = false;

/// A message that is shown.
pub(super) struct Shown;

impl Shown {
    /// macOS takes a message away by itself after a while, and gives no way to do it earlier.
    #[expect(clippy::unused_async, reason = "the signature is that of Linux")]
    pub(super) async fn withdraw(self) {}
}

/// Shows a message.
///
/// # Errors
/// None that are known before it is gone.
#[expect(clippy::unused_async, reason = "the signature is that of Linux")]
pub(super) async fn show(message: Message, earlier: Option<Shown>, act: Do) -> Result<Shown> {
    let _ = earlier; // which goes by itself
    NAMED.call_once(|| {
        if let Err(error) = set_application(ID) {
            tracing::info!(%error, "Failed to name whose messages these are");
        }
    });
    // It is sent, and the thread waits until it is gone.
    drop(spawn_blocking(move || {
        let listen = |response: &NotificationResponse| {
            if let Some(chosen) = chosen(&message, response) {
                act(chosen);
            }
        };
        let gone = draft(&message).show().and_then(|handle| handle.wait_for_response(listen));
        if let Err(error) = gone {
            tracing::info!(%error, "Failed to show a message");
        }
    }));
    Ok(Shown)
}

fn draft(message: &Message) -> Notification {
    let mut draft = Notification::new();
    draft.appname("Patchround").summary(&message.title).body(&message.body);
    for (number, button) in message.buttons.iter().enumerate() {
        draft.action(&number.to_string(), &button.text);
    }
    draft
}
