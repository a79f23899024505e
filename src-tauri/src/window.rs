//! The window: made when it is wanted, hidden when it is closed, and gone a minute later with all its memory.

use std::{
    sync::{Mutex, MutexGuard},
    time::{Duration, Instant},
};

use patchround_office::app::Snapshot;
use serde::Serialize;
use tauri::{
    AppHandle, Emitter, Manager, Runtime, WebviewWindow, WebviewWindowBuilder, WindowEvent,
    async_runtime::spawn, window::Color,
};
use tauri_plugin_window_state::{AppHandleExt, StateFlags};
use tokio::time::sleep;

use crate::{screen, shell::Shell};

/// What is kept of the window from one time to the next. Not whether it can be seen: it may begin hidden.
pub(crate) const KEPT: StateFlags = StateFlags::SIZE.union(StateFlags::POSITION).union(StateFlags::MAXIMIZED);

const LABEL: &str = "main";
/// A closed window that is opened again within this time is there at once, as it was left.
const KEPT_FOR: Duration = Duration::from_secs(60);
/// The longest that a window waits for its page before it is shown.
const PAINTED_WITHIN: Duration = Duration::from_millis(400);
/// Who chooses "Quit" again within this time need not answer a question first.
const EARNEST: Duration = Duration::from_secs(60);
/// What is behind a page that has not been painted: `--bg` of the page's tokens.
const LIGHT: Color = Color(0xff, 0xff, 0xff, 0xff);
const DARK: Color = Color(0x14, 0x19, 0x1f, 0xff);

/// Where the window can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// The plan of "Update all".
    Plan,
    /// What needs the person in charge.
    Needs,
    /// How the last round ended.
    Result,
    /// The report of the month that is over.
    Report,
    /// Whether to end the program.
    Quit,
}

/// How the window is, as far as Tauri does not know.
#[derive(Debug, Default)]
pub(crate) struct Window(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Whether the person has it open.
    is_open: bool,
    /// Whether it waits to be shown until there is something to see.
    is_unseen: bool,
    /// Whether its page hears where to go.
    has_ears: bool,
    /// Where its page is to go once it can hear.
    wanted: Option<Place>,
    /// Since when the person has been asked whether to end the program.
    asked_to_quit: Option<Instant>,
    /// Counts closings, so that only the last one has consequences.
    closings: u32,
}

impl Window {
    /// Whether the person is asked for the second time in a minute, and so is in earnest: a web view may stay white.
    pub(crate) fn is_asked_again(&self, now: Instant) -> bool {
        let before = self.state().asked_to_quit.replace(now);
        before.is_some_and(|before| now.duration_since(before) < EARNEST)
    }

    /// Whether nothing has happened to it since this closing.
    fn stays_closed(&self, closing: u32) -> bool {
        let state = self.state();
        !state.is_open && state.closings == closing
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nothing panics while it holds the window's state")
    }
}

/// Opens the window where it was, or at a place. May be called from any thread.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>, place: Option<Place>) {
    on_main_thread(app, move |app| {
        let opened = open_now(app, place);
        opened.unwrap_or_else(|error| tracing::error!(%error, "Failed to open the window"));
    });
}

fn open_now<R: Runtime>(app: &AppHandle<R>, place: Option<Place>) -> tauri::Result<()> {
    let shell = app.state::<Shell>();
    shell.window.state().is_open = true;
    shell.tell(|host| host.window = true);
    if let Some(window) = app.get_webview_window(LABEL) {
        // It has not drawn what came while it was closed.
        window.emit("snapshot", &**shell.engine.snapshots().borrow())?;
        go(&window, place)?;
        let is_unseen = shell.window.state().is_unseen;
        return if is_unseen { Ok(()) } else { bring_forward(&window) };
    }
    let mut state = shell.window.state();
    (state.is_unseen, state.has_ears, state.wanted) = (true, false, place);
    drop(state);
    build(app)
}

fn build<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let config = app.config().app.windows.iter().find(|window| window.label == LABEL);
    let config = config.expect("the configuration has the window").clone();
    let window = WebviewWindowBuilder::from_config(app, &config)?.build()?;
    window.set_background_color(Some(background(&window)))?;
    let app = app.clone();
    spawn(async move {
        sleep(PAINTED_WITHIN).await;
        show(&app);
    });
    Ok(())
}

/// What is behind a page that has not been painted. To be called in the window's thread.
pub(crate) fn background<R: Runtime>(window: &WebviewWindow<R>) -> Color {
    if screen::is_dark(window) { DARK } else { LIGHT }
}

fn go<R: Runtime>(window: &WebviewWindow<R>, place: Option<Place>) -> tauri::Result<()> {
    let Some(place) = place else { return Ok(()) };
    {
        let shell = window.state::<Shell>();
        let mut state = shell.window.state();
        if !state.has_ears {
            state.wanted = Some(place);
            return Ok(());
        }
    }
    window.emit("open", place)
}

/// The page is there, and hears from now on. Where it has to go first.
pub(crate) fn has_ears<R: Runtime>(app: &AppHandle<R>) -> Option<Place> {
    let wanted = {
        let shell = app.state::<Shell>();
        let mut state = shell.window.state();
        state.has_ears = true;
        state.wanted.take()
    };
    tracing::debug!("The page is there");
    show(app);
    wanted
}

/// Shows a window that waited for its page.
fn show<R: Runtime>(app: &AppHandle<R>) {
    on_main_thread(app, |app| {
        let is_unseen = std::mem::take(&mut app.state::<Shell>().window.state().is_unseen);
        if let Some(window) = app.get_webview_window(LABEL).filter(|_| is_unseen) {
            let shown = bring_forward(&window);
            shown.unwrap_or_else(|error| tracing::error!(%error, "Failed to show the window"));
        }
    });
}

/// Shows a window before all others.
pub(crate) fn bring_forward<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    window.show()?;
    window.unminimize()?;
    window.set_focus()
}

/// Hands a picture to the page, if somebody may be looking.
pub(crate) fn draw<R: Runtime>(app: &AppHandle<R>, snapshot: &Snapshot) {
    let is_open = app.state::<Shell>().window.state().is_open;
    if is_open && let Err(error) = app.emit("snapshot", snapshot) {
        tracing::warn!(%error, "Failed to hand a snapshot to the page");
    }
}

/// Heeds what happens to the window.
pub(crate) fn heed<R: Runtime>(window: &tauri::Window<R>, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            close(window);
        }
        WindowEvent::Destroyed => _ = was_closed(window.app_handle()),
        _ => {}
    }
}

fn close<R: Runtime>(window: &tauri::Window<R>) {
    let app = window.app_handle();
    // A hidden window does not know where it was.
    let kept = app.save_window_state(KEPT);
    kept.unwrap_or_else(|error| tracing::warn!(%error, "Failed to keep the window's place"));
    window.hide().unwrap_or_else(|error| tracing::warn!(%error, "Failed to hide the window"));
    let closing = was_closed(app);
    let app = app.clone();
    spawn(async move {
        sleep(KEPT_FOR).await;
        on_main_thread(&app, move |app| forget(app, closing));
    });
}

/// Which closing it was.
fn was_closed<R: Runtime>(app: &AppHandle<R>) -> u32 {
    let shell = app.state::<Shell>();
    shell.tell(|host| host.window = false);
    let mut state = shell.window.state();
    (state.is_open, state.is_unseen) = (false, false);
    state.closings += 1;
    state.closings
}

fn forget<R: Runtime>(app: &AppHandle<R>, closing: u32) {
    let is_over = app.state::<Shell>().window.stays_closed(closing);
    if let Some(window) = app.get_webview_window(LABEL).filter(|_| is_over) {
        window.destroy().unwrap_or_else(|error| tracing::warn!(%error, "Failed to let the window go"));
    }
}

/// Acts in the thread of the windows.
pub(crate) fn on_main_thread<R: Runtime>(
    app: &AppHandle<R>,
    act: impl FnOnce(&AppHandle<R>) + Send + 'static,
) {
    let handle = app.clone();
    if let Err(error) = app.run_on_main_thread(move || act(&handle)) {
        tracing::error!(%error, "Failed to reach the window's thread");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::{Tested, call};

    #[test]
    fn a_new_window_is_told_where_to_go_once_its_page_can_hear() {
        let tested = Tested::new();
        let app = tested.app.handle();
        open_now(app, Some(Place::Plan)).unwrap();
        open_now(app, Some(Place::Needs)).unwrap();
        let window = app.get_webview_window(LABEL).unwrap();
        assert_eq!(call(&window, "wanted", json!({})), Ok(json!("needs")));
        assert_eq!(call(&window, "wanted", json!({})), Ok(json!(null)));
    }

    #[test]
    fn whoever_wants_to_quit_again_within_a_minute_is_not_asked_again() {
        let (window, now) = (Window::default(), Instant::now());
        assert!(!window.is_asked_again(now));
        assert!(window.is_asked_again(now + Duration::from_secs(59)));
        assert!(!window.is_asked_again(now + Duration::from_secs(120)));
    }

    #[test]
    fn only_a_window_that_stays_closed_is_let_go() {
        let tested = Tested::new();
        let app = tested.app.handle();
        let window = &tested.app.state::<Shell>().window;
        open_now(app, None).unwrap();
        let first = was_closed(app);
        assert!(window.stays_closed(first));
        open_now(app, None).unwrap();
        assert!(!window.stays_closed(first), "it is open");
        let second = was_closed(app);
        assert!(!window.stays_closed(first), "its minute is not over");
        assert!(window.stays_closed(second));
    }
}
