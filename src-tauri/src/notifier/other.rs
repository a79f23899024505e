//! Messages of Windows and macOS.

use notify_rust::{Notification, NotificationResponse, error::Result};
use patchround_office::app::Message;
use tauri::async_runtime::spawn_blocking;

#[cfg_attr(target_os = "macos", path = "other/macos.rs")]
#[cfg_attr(windows, path = "other/windows.rs")]
mod named;

use super::chosen;
use crate::acts::Do;

/// A message that was shown.
pub(super) struct Shown;

impl Shown {
    /// These systems take a message away by themselves after a while, and give no way to do it earlier.
    #[expect(clippy::unused_async, reason = "the signature is that of Linux")]
    pub(super) async fn withdraw(self) {}
}

/// Shows a message.
///
/// # Errors
/// When the person has switched messages off.
pub(super) async fn show(message: Message, earlier: Option<Shown>, act: Do) -> Result<Shown> {
    let _ = earlier; // which goes by itself
    let (told, was_shown) = tokio::sync::oneshot::channel();
    // The thread waits until the message is gone.
    drop(spawn_blocking(move || match draft(&message).show() {
        Ok(handle) => {
            _ = told.send(Ok(Shown));
            _ = handle.wait_for_response(|response: &NotificationResponse| {
                if let Some(chosen) = chosen(&message, response) {
                    act(chosen);
                }
            });
        }
        Err(error) => _ = told.send(Err(error)),
    }));
    was_shown.await.expect("showing does not panic")
}

fn draft(message: &Message) -> Notification {
    let mut draft = Notification::new();
    draft.appname("Patchround").summary(&message.title).body(&message.body);
    named::name(&mut draft);
    for (number, button) in message.buttons.iter().enumerate() {
        draft.action(&number.to_string(), &button.text);
    }
    draft
}
