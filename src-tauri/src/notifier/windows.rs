//! Toasts of Windows, of a program whose entry in the menu bears the same name (AppUserModelID).
//!
//! What notify-rust listens to ends with the banner. Most people answer later, where Windows keeps what it has shown: so a
//! click is heard for as long as this program runs.

use anyhow::{Context, Result, ensure};
use notify_rust::NotificationResponse;
use patchround_office::app::Message;
use tauri::async_runtime::spawn_blocking;
use tauri_winrt_notification::Toast;
use windows::{
    UI::Notifications::{NotificationSetting, ToastNotificationManager},
    core::HSTRING,
};

use super::chosen;
use crate::{ID, acts::Do};

/// Whether it is known here that a message was shown.
pub(super) const IS_TOLD: bool = true;

/// A message that was shown.
pub(super) struct Shown;

impl Shown {
    /// Windows takes a message away by itself after a while; the library gives no way to do it earlier.
    #[expect(clippy::unused_async, reason = "the signature is that of Linux")]
    pub(super) async fn withdraw(self) {}
}

/// Shows a message.
///
/// # Errors
/// When the person, or who manages the PC, has switched messages off.
pub(super) async fn show(message: Message, earlier: Option<Shown>, act: Do) -> Result<Shown> {
    let _ = earlier; // which goes by itself
    let shown = spawn_blocking(move || {
        ensure!(are_wanted()?, "messages are switched off");
        toast(message, act).show().context("Windows shows no message")
    });
    shown.await.context("showing has ended early")??;
    Ok(Shown)
}

fn are_wanted() -> Result<bool> {
    let notifier = ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(ID))?;
    Ok(notifier.Setting()? == NotificationSetting::Enabled)
}

fn toast(message: Message, act: Do) -> Toast {
    let mut toast = Toast::new(ID).title(&message.title).text1(&message.body).sound(None);
    for (number, button) in message.buttons.iter().enumerate() {
        toast = toast.add_button(&button.text, &number.to_string());
    }
    toast.on_activated(move |button| {
        let response = button.map_or(NotificationResponse::Default, NotificationResponse::Action);
        if let Some(chosen) = chosen(&message, &response) {
            act(chosen);
        }
        Ok(())
    })
}
