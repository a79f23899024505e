//! The app without a screen, for tests: the real commands, capabilities and engine.

use patchround_office::app::{Engine, Options, UNDO};
use serde_json::Value;
use tauri::{
    App, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody, InvokeResponseBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;

use crate::{
    autostart::Launch,
    shell::{Shell, configure, context},
};

/// The app, and the folder it keeps its office in.
pub(crate) struct Tested {
    pub(crate) app: App<MockRuntime>,
    _dir: TempDir,
}

impl Tested {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = Options {
            dir: dir.path().join("office"),
            discovery: false,
            asks_feeds: false,
            feeds: None,
            downloads: None,
            region: None,
            playground: None,
            packages: None,
            talks: false,
            undo: UNDO,
            language: None,
        };
        let (engine, _) = Engine::start(options);
        let launch = Launch { program: "/usr/bin/patchround-app".into(), words: Vec::new() };
        let app = configure(mock_builder(), Shell::new(engine, launch));
        Self { app: app.build(context()).unwrap(), _dir: dir }
    }

    /// A window of this name with an empty page.
    pub(crate) fn window(&self, label: &str) -> WebviewWindow<MockRuntime> {
        WebviewWindowBuilder::new(&self.app, label, tauri::WebviewUrl::default()).build().unwrap()
    }
}

/// What a window's page gets when it calls a command.
pub(crate) fn call(window: &WebviewWindow<MockRuntime>, command: &str, body: Value) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(body),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|answer| match answer {
        InvokeResponseBody::Json(text) => serde_json::from_str(&text).unwrap(),
        InvokeResponseBody::Raw(_) => panic!("every answer is JSON"),
    })
}
