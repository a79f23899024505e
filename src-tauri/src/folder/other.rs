//! The system's own dialog.

use rfd::AsyncFileDialog;
use tauri::{Runtime, WebviewWindow};

/// Lets the person choose a folder. Nothing if they did not.
pub(crate) async fn pick<R: Runtime>(window: &WebviewWindow<R>) -> Option<String> {
    let folder = AsyncFileDialog::new().set_parent(window).pick_folder().await?;
    Some(folder.path().to_string_lossy().into_owned())
}
