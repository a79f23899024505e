use patchround_companion::{Place, ThisPc};
use patchround_words::Language;
use serde_json::{Value, json};
use tauri::{
    App, WebviewWindow, WebviewWindowBuilder,
    async_runtime::block_on,
    test::{MockRuntime, mock_builder},
};

use crate::{
    shell::context,
    testing::{Tested, call},
    this_pc::{Person, configure, window::LABEL},
};

const OWN: [&str; 7] =
    ["this_pc", "this_pc_shown", "this_pc_answer", "this_pc_wrong", "this_pc_ask", "this_pc_wanted", "words"];
const QUESTION: &str = "00000000-0000-0000-0000-000000000007";

/// The role on a PC without a helper.
fn role() -> App<MockRuntime> {
    let nowhere = tempfile::tempdir().unwrap();
    let pc = block_on(async { ThisPc::follow(Place::of(Some(nowhere.path()))) });
    let app = configure(mock_builder(), Person::new(pc, Language::English));
    app.build(context()).unwrap()
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::default()).build().unwrap()
}

#[test]
fn the_page_pulls_pictures_with_numbers_that_rise() {
    let app = role();
    let window = window(&app, LABEL);
    let number = || call(&window, "this_pc", json!({})).unwrap()["revision"].as_u64().unwrap();
    assert!(number() < number());
}

#[test]
fn the_page_is_told_once_it_hears_where_to_go() {
    let app = role();
    crate::this_pc::window::open_now(app.handle(), crate::this_pc::Open::Question).unwrap();
    let window = tauri::Manager::get_webview_window(&app, LABEL).unwrap();
    assert_eq!(call(&window, "this_pc_wanted", json!({})), Ok(json!("question")));
}

#[test]
fn every_answer_of_the_page_is_read_and_nothing_else_is() {
    let app = role();
    let window = window(&app, LABEL);
    let answer =
        |answer: Value| call(&window, "this_pc_answer", json!({ "question": QUESTION, "answer": answer }));
    let time = "2026-06-04T18:00:00Z";
    for said in [
        json!({ "answer": "now" }),
        json!({ "answer": "time", "time": time }),
        json!({ "answer": "objection", "worry": { "worry": "busy", "until": time }, "words": "" }),
        json!({ "answer": "objection", "worry": { "worry": "tool" }, "words": "My invoices" }),
        json!({ "answer": "objection", "worry": { "worry": "unwanted" }, "words": "" }),
    ] {
        let came = answer(said.clone()).unwrap();
        assert_eq!(came["counts"], false, "there is no such question: {said}");
        assert!(came["sentence"].as_str().is_some_and(|sentence| sentence.ends_with('.')), "{came}");
    }
    for said in
        [json!({}), json!({ "answer": "time" }), json!({ "answer": "time", "time": "soon" }), json!("now")]
    {
        assert!(answer(said.clone()).is_err(), "{said}");
    }
    let unnamed = json!({ "question": "apt:libreoffice@26", "answer": { "answer": "now" } });
    assert!(call(&window, "this_pc_answer", unnamed).is_err(), "an update is no question");
}

#[test]
fn the_page_may_call_nothing_else() {
    let app = role();
    let window = window(&app, LABEL);
    for command in [
        "snapshot",
        "ask",
        "wanted",
        "pick_folder",
        "quit",
        "plugin:event|emit",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:path|resolve_directory",
    ] {
        let refused = call(&window, command, json!({ "ask": { "ask": "check" } })).unwrap_err();
        assert!(is_refusal(&refused), "{command}: {refused}");
    }
}

#[test]
fn no_other_window_may_call_any_of_it() {
    let app = role();
    for label in ["main", "other"] {
        let window = window(&app, label);
        for command in OWN.into_iter().filter(|command| !(label == "main" && *command == "words")) {
            let body = json!({ "question": QUESTION, "answer": { "answer": "now" }, "tag": "en" });
            let refused = call(&window, command, body).unwrap_err();
            assert!(is_refusal(&refused), "{label} {command}: {refused}");
        }
    }
    let office = Tested::new();
    let refused = call(&office.window(LABEL), "ask", json!({ "ask": { "ask": "check" } })).unwrap_err();
    assert!(is_refusal(&refused), "{refused}");
}

fn is_refusal(error: &Value) -> bool {
    error.as_str().is_some_and(|text| text.contains("not allowed") || text.contains("not found"))
}
