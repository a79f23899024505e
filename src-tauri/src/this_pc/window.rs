//! The small window: made when it is wanted, and gone with all its memory when it is closed.

use std::{
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use patchround_words::{Surface, say, speak};
use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager, Runtime, WebviewWindowBuilder, async_runtime::spawn};
use tokio::time::sleep;

use super::Person;
use crate::window::{background, bring_forward, on_main_thread};

/// Its name, in the configuration and in `capabilities/this-pc.json`.
pub(super) const LABEL: &str = "this-pc";
/// The longest that it waits for its page before it is shown.
const PAINTED_WITHIN: Duration = Duration::from_millis(400);
/// How often an open window is drawn anew: its words name how long ago things were.
const REDRAWN: Duration = Duration::from_secs(60);

/// Where it can be opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Open {
    /// How this PC is, and what is planned.
    #[default]
    Home,
    /// The question that is to be answered first, where there is one.
    Question,
    /// A note to whoever is in charge.
    Note,
}

/// How it is, as far as Tauri does not know.
#[derive(Debug, Default)]
pub(super) struct Window(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Whether it waits to be shown until there is something to see.
    is_unseen: bool,
    /// Whether its page hears where to go.
    has_ears: bool,
    /// Where its page is to go once it can hear.
    wanted: Open,
}

impl Window {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nothing panics while it holds the window's state")
    }
}

/// Opens the window. May be called from any thread.
pub(super) fn open<R: Runtime>(app: &AppHandle<R>, place: Open) {
    on_main_thread(app, move |app| {
        let opened = open_now(app, place);
        opened.unwrap_or_else(|error| tracing::error!(%error, "Failed to open the window"));
    });
}

pub(super) fn open_now<R: Runtime>(app: &AppHandle<R>, place: Open) -> tauri::Result<()> {
    let person = app.state::<Person>();
    // Whoever opens it wants to know now.
    person.pc.look_again();
    if let Some(window) = app.get_webview_window(LABEL) {
        let (is_unseen, has_ears) = {
            let mut state = person.window.state();
            state.wanted = place;
            (state.is_unseen, state.has_ears)
        };
        if has_ears {
            window.emit("this-pc-open", place)?;
        }
        return if is_unseen { Ok(()) } else { bring_forward(&window) };
    }
    *person.window.state() = State { is_unseen: true, has_ears: false, wanted: place };
    let config = app.config().app.windows.iter().find(|window| window.label == LABEL);
    let config = config.expect("the configuration has the window").clone();
    speak(person.language, Surface::Window);
    let title = format!("{} - Patchround", say("ui-this-pc"));
    let window = WebviewWindowBuilder::from_config(app, &config)?.title(title).build()?;
    window.set_background_color(Some(background(&window)))?;
    spawn(attend(app.clone()));
    Ok(())
}

/// Shows the window in good time, and draws it anew each minute for as long as it is there.
async fn attend<R: Runtime>(app: AppHandle<R>) {
    sleep(PAINTED_WITHIN).await;
    show(&app);
    loop {
        sleep(REDRAWN).await;
        if app.get_webview_window(LABEL).is_none() {
            return;
        }
        draw(&app);
    }
}

/// The page is there, and hears from now on. Where it has to go.
pub(super) fn has_ears<R: Runtime>(app: &AppHandle<R>) -> Open {
    let wanted = {
        let person = app.state::<Person>();
        let mut state = person.window.state();
        state.has_ears = true;
        state.wanted
    };
    show(app);
    wanted
}

/// Hands the newest picture to the page, if there is one.
pub(super) fn draw<R: Runtime>(app: &AppHandle<R>) {
    if app.get_webview_window(LABEL).is_some()
        && let Err(error) = app.emit("this-pc", app.state::<Person>().picture())
    {
        tracing::warn!(%error, "Failed to hand a picture to the page");
    }
}

/// Whether somebody can see it.
pub(super) fn is_seen<R: Runtime>(app: &AppHandle<R>) -> bool {
    let Some(window) = app.get_webview_window(LABEL) else { return false };
    window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(true)
}

fn show<R: Runtime>(app: &AppHandle<R>) {
    on_main_thread(app, |app| {
        let is_unseen = std::mem::take(&mut app.state::<Person>().window.state().is_unseen);
        if let Some(window) = app.get_webview_window(LABEL).filter(|_| is_unseen) {
            let shown = bring_forward(&window);
            shown.unwrap_or_else(|error| tracing::error!(%error, "Failed to show the window"));
        }
    });
}
