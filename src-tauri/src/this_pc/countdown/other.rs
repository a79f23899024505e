//! The system's own message box. Its words stay as they are: it cannot be counted down in it.

use patchround_companion::countdown::Words;
use rfd::{AsyncMessageDialog, MessageButtons, MessageDialogResult, MessageLevel};
use tauri::{
    AppHandle, Runtime,
    async_runtime::{JoinHandle, spawn},
};
use tokio::sync::mpsc::Sender;

use super::Pressed;

/// The dialog, to which nobody listens any more when this is dropped.
pub(super) struct Dialog<R: Runtime> {
    listening: JoinHandle<()>,
    _app: AppHandle<R>,
}

impl<R: Runtime> Dialog<R> {
    /// Shows it.
    pub(super) fn open(app: &AppHandle<R>, words: Words, press: Sender<Pressed>) -> Self {
        let buttons = match words.more.clone() {
            Some(more) => MessageButtons::OkCancelCustom(more, words.now.clone()),
            None => MessageButtons::OkCustom(words.now.clone()),
        };
        let dialog = AsyncMessageDialog::new().set_level(MessageLevel::Warning).set_buttons(buttons);
        let dialog = dialog.set_title(&words.title).set_description(&words.text);
        let listening = spawn(async move {
            let pressed = match dialog.show().await {
                MessageDialogResult::Custom(button) if Some(&button) == words.more.as_ref() => Pressed::More,
                MessageDialogResult::Custom(button) if button == words.now => Pressed::Now,
                _ => return,
            };
            _ = press.send(pressed).await;
        });
        Self { listening, _app: app.clone() }
    }
}

impl<R: Runtime> Drop for Dialog<R> {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Says nothing: the words of a message box stay as they are.
pub(super) fn say<R: Runtime>(_: &AppHandle<R>, _: Words) {}
