//! Screens of X11 and Wayland.

use gtk::{Settings, prelude::*};
use tauri::{Runtime, WebviewWindow};

/// Connects to the screen. Without this, the window library would end the program with a panic.
pub(crate) fn can_be_drawn_on() -> bool {
    gtk::init().is_ok()
}

/// Whether the page will be dark: the web view asks GTK, and where there is a portal Tauri has told GTK its answer.
///
/// To be called in the window's thread.
pub(crate) fn is_dark<R: Runtime>(_: &WebviewWindow<R>) -> bool {
    gtk::is_initialized_main_thread()
        && Settings::default().is_some_and(|settings| {
            let theme = settings.gtk_theme_name().unwrap_or_default().to_lowercase();
            settings.is_gtk_application_prefer_dark_theme()
                || theme.ends_with("-dark")
                || theme.ends_with(":dark")
        })
}
