//! Screens of macOS: a person who can start a program has one.

use tauri::{Runtime, Theme, WebviewWindow};

/// Always, here.
pub(crate) fn can_be_drawn_on() -> bool {
    true
}

/// Whether the page will be dark.
pub(crate) fn is_dark<R: Runtime>(window: &WebviewWindow<R>) -> bool {
    matches!(window.theme(), Ok(Theme::Dark))
}
