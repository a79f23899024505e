//! What the page can call. Each needs its line in `build.rs` and in `capabilities/main.json`.

use patchround_office::app::{Answer, Ask, Snapshot};
use patchround_words::Language;
use tauri::{AppHandle, Runtime, State, WebviewWindow, ipc::Invoke};

use crate::{
    autostart, folder,
    shell::Shell,
    window::{self, Place},
    words as own_words,
};

/// Answers the page.
pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![snapshot, ask, words, wanted, pick_folder, quit]
}

/// The newest picture. The page pulls it once, before it listens for newer ones.
#[tauri::command]
fn snapshot(shell: State<'_, Shell>) -> Snapshot {
    (**shell.engine.snapshots().borrow()).clone()
}

/// Hands a wish to the engine, or carries out the one that is about this computer.
#[tauri::command]
async fn ask(ask: Ask, shell: State<'_, Shell>) -> Result<Answer, ()> {
    Ok(match ask {
        Ask::Autostart { on } => set_autostart(&shell, on),
        ask => shell.engine.ask(ask).await,
    })
}

fn set_autostart(shell: &Shell, on: bool) -> Answer {
    let set = autostart::set(&shell.launch, on);
    shell.tell(|host| host.autostart = autostart::is_on());
    match set {
        Ok(()) => Answer::Done,
        Err(error) => {
            tracing::warn!(%error, on, "Failed to set whether to start at sign-in");
            let language = shell.engine.snapshots().borrow().language.clone();
            Answer::Refused { sentence: own_words::autostart_not_set(&language) }
        }
    }
}

/// A language's catalogue, as Fluent text.
#[tauri::command]
pub(crate) fn words(tag: String) -> String {
    patchround_words::source(Language::of_tag(&tag).unwrap_or(Language::English))
}

/// Where the page has to go first. The page asks once, when it listens for where to go next.
#[tauri::command]
fn wanted<R: Runtime>(app: AppHandle<R>) -> Option<Place> {
    window::has_ears(&app)
}

/// Lets the person choose a folder. Nothing where none was chosen, or where there is no such dialog.
#[tauri::command]
async fn pick_folder<R: Runtime>(window: WebviewWindow<R>) -> Option<String> {
    folder::pick(&window).await
}

/// Ends the program. The page has asked the person.
#[tauri::command]
fn quit<R: Runtime>(app: AppHandle<R>) {
    app.exit(0);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::{Tested, call};

    #[test]
    fn the_page_pulls_the_newest_picture() {
        let tested = Tested::new();
        let snapshot = call(&tested.window("main"), "snapshot", json!({})).unwrap();
        assert!(snapshot["revision"].is_u64(), "{snapshot}");
        assert!(snapshot["place"]["at"].is_string(), "{snapshot}");
    }

    #[test]
    fn the_page_asks_the_engine_and_gets_its_answer() {
        let tested = Tested::new();
        let window = tested.window("main");
        let ask = |ask: Value| call(&window, "ask", json!({ "ask": ask })).unwrap();
        assert_eq!(ask(json!({ "ask": "language", "tag": "de" })), json!({ "answer": "done" }));
        let page = ask(json!({ "ask": "details" }));
        assert_eq!(page["answer"], "refused", "there is no office: {page}");
        assert!(page["sentence"].is_string());
    }

    #[test]
    fn what_is_no_question_is_refused() {
        let tested = Tested::new();
        let window = tested.window("main");
        assert!(call(&window, "ask", json!({ "ask": { "ask": "format_disk" } })).is_err());
        assert!(call(&window, "ask", json!({})).is_err());
    }

    #[test]
    fn the_words_of_a_language_are_fluent_text() {
        let tested = Tested::new();
        let window = tested.window("main");
        let words = |tag: &str| call(&window, "words", json!({ "tag": tag })).unwrap();
        assert!(words("en").as_str().unwrap().contains("\nui-"));
        assert_ne!(words("de"), words("en"));
        assert_eq!(words("xx"), words("en"), "a language there is none of is English");
    }

    #[test]
    fn the_page_may_call_nothing_else() {
        let tested = Tested::new();
        let window = tested.window("main");
        for command in [
            "plugin:event|emit",
            "plugin:window|close",
            "plugin:webview|create_webview_window",
            "plugin:path|resolve_directory",
            "plugin:window-state|save_window_state",
            "open",
        ] {
            let refused = call(&window, command, json!({})).unwrap_err();
            assert!(is_refusal(&refused), "{command}: {refused}");
        }
    }

    #[test]
    fn no_other_window_may_call_anything() {
        let tested = Tested::new();
        let window = tested.window("other");
        for command in ["snapshot", "ask", "words", "wanted", "pick_folder", "quit"] {
            let refused =
                call(&window, command, json!({ "ask": { "ask": "check" }, "tag": "en" })).unwrap_err();
            assert!(is_refusal(&refused), "{command}: {refused}");
        }
    }

    fn is_refusal(error: &Value) -> bool {
        error.as_str().is_some_and(|text| text.contains("not allowed") || text.contains("not found"))
    }
}
