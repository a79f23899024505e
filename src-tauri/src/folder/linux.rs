//! GTK's own dialog, which is there anyway: it needs neither D-Bus nor a portal.

use gtk::{FileChooserAction, FileChooserNative, ResponseType, prelude::*};
use tauri::{Runtime, WebviewWindow};
use tokio::sync::oneshot;

/// Lets the person choose a folder. Nothing if they did not.
pub(crate) async fn pick<R: Runtime>(window: &WebviewWindow<R>) -> Option<String> {
    let (chosen, choice) = oneshot::channel();
    let parent = window.clone();
    let asked = window.run_on_main_thread(move || ask(&parent, chosen));
    asked.inspect_err(|error| tracing::warn!(%error, "Failed to ask for a folder")).ok()?;
    choice.await.ok()
}

/// When the dialog is closed without a choice, `chosen` is dropped.
fn ask<R: Runtime>(parent: &WebviewWindow<R>, chosen: oneshot::Sender<String>) {
    let parent = parent.gtk_window().ok();
    let dialog = FileChooserNative::new(None, parent.as_ref(), FileChooserAction::SelectFolder, None, None);
    let chosen = std::cell::Cell::new(Some(chosen));
    // The dialog lives as long as somebody holds it: its own answer does, and lets go.
    let held = std::cell::Cell::new(Some(dialog.clone()));
    dialog.connect_response(move |dialog, response| {
        let folder = dialog.filename().filter(|_| response == ResponseType::Accept);
        if let (Some(chosen), Some(folder)) = (chosen.take(), folder) {
            _ = chosen.send(folder.to_string_lossy().into_owned());
        }
        drop(held.take());
    });
    dialog.show();
}
