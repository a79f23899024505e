//! The window through WebDriver, as far as these tests need it: what can be read in it, pressed and typed.

use std::{
    cell::RefCell,
    env,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};
use ureq::Agent;

use crate::{
    processes::Program,
    session::Session,
    wait::{eventually, until},
};

/// How long one command may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// What an element is called in WebDriver's answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Things are found by what a person reads: their first line, without the marks that isolate directions.
const FIND: &str = r"
const [things, name] = arguments;
const plain = (text) => (text ?? '').replace(/[\u2066-\u2069]/g, '').trim().split('\n')[0].trim();
const words = (thing) => plain(thing.getAttribute('aria-label') ?? thing.labels?.[0]?.innerText ?? thing.innerText);
const isThere = (thing) => thing.getClientRects().length > 0 && !thing.disabled;
return [...document.querySelectorAll(things)].find((thing) => isThere(thing) && words(thing) === name) ?? null;";
const READ: &str = r"return document.body.innerText.replace(/[\u2066-\u2069]/g, '');";

/// The window of an app that was started to be driven. Dropped, the driver ends.
pub(crate) struct Window {
    agent: Agent,
    /// The address of the driver, and of its session once there is one.
    at: String,
    /// Everything that was read in it.
    read: RefCell<String>,
    _driver: Program,
}

impl Window {
    /// Starts the app and waits until its page is there.
    pub(crate) async fn open(session: &Session, words: &[&str]) -> Self {
        let [port, native] = free_ports();
        let mut driver = session.command(driver());
        driver.args([
            "--native-driver",
            "/usr/bin/WebKitWebDriver",
            "--port",
            &port,
            "--native-port",
            &native,
        ]);
        let driver = Program::start(driver, &session.log("driver"));
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        let at = format!("http://127.0.0.1:{port}");
        let mut window = Self { agent: config.build().into(), at, read: RefCell::default(), _driver: driver };
        until("the driver answers", async || window.get("/status").await.is_ok()).await;
        let app = json!({ "application": Session::app_file(), "args": words });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "tauri:options": app } } });
        let opened = window.post("/session", wanted).await.unwrap();
        window.at = format!("{}/session/{}", window.at, opened["sessionId"].as_str().unwrap());
        until("the page is there", async || window.text().await.is_ok_and(|text| !text.trim().is_empty()))
            .await;
        window
    }

    /// What can be read in the window now.
    pub(crate) async fn text(&self) -> Result<String, String> {
        let text = self.script(READ, json!([])).await?;
        let text = text.as_str().unwrap_or_default().to_owned();
        self.read.borrow_mut().extend([text.as_str(), "\n"]);
        Ok(text)
    }

    /// Everything that could be read in it so far.
    pub(crate) fn all_read(&self) -> String {
        self.read.borrow().clone()
    }

    /// Waits until these words can be read.
    pub(crate) async fn says(&self, words: &str) {
        eventually(&format!("\"{words}\" in the window"), async || {
            let text = self.text().await?;
            if text.contains(words) { Ok(()) } else { Err(text) }
        })
        .await;
    }

    /// Presses what bears these words: a button, a folded line.
    pub(crate) async fn press(&self, words: &str) {
        self.click("button, summary, [role=row]", words).await;
    }

    /// Ticks what bears these words.
    pub(crate) async fn tick(&self, words: &str) {
        self.click("input[type=checkbox], input[type=radio]", words).await;
    }

    /// Types into the field that is called so, in the place of what is there.
    pub(crate) async fn fill(&self, field: &str, text: &str) {
        eventually(&format!("\"{field}\" can be filled in"), async || {
            let id = self.try_to_find("input", field).await?;
            self.post(&format!("/element/{id}/clear"), json!({})).await?;
            self.post(&format!("/element/{id}/value"), json!({ "text": text })).await
        })
        .await;
    }

    /// Runs a script in the page.
    pub(crate) async fn script(&self, script: &str, words: Value) -> Result<Value, String> {
        self.post("/execute/sync", json!({ "script": script, "args": words })).await
    }

    /// Whether a dialog of the web view is open, such as a script's alert.
    pub(crate) async fn has_dialog(&self) -> bool {
        self.get("/alert/text").await.is_ok()
    }

    async fn click(&self, things: &str, words: &str) {
        eventually(&format!("\"{words}\" can be pressed"), async || {
            let id = self.try_to_find(things, words).await?;
            self.post(&format!("/element/{id}/click"), json!({})).await
        })
        .await;
    }

    async fn try_to_find(&self, things: &str, words: &str) -> Result<String, String> {
        let found = self.script(FIND, json!([things, words])).await?;
        match found[ELEMENT].as_str() {
            Some(id) => Ok(id.to_owned()),
            None => Err(self.text().await?),
        }
    }

    async fn get(&self, path: &str) -> Result<Value, String> {
        self.ask(path, None).await
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        self.ask(path, Some(body)).await
    }

    /// In a thread of its own: the practice PCs live in this one.
    async fn ask(&self, path: &str, body: Option<Value>) -> Result<Value, String> {
        let (agent, at) = (self.agent.clone(), format!("{}{path}", self.at));
        let asked = tokio::task::spawn_blocking(move || {
            let answer = match body {
                Some(body) => agent.post(at).send_json(body),
                None => agent.get(at).call(),
            };
            answer?.body_mut().read_json::<Value>()
        });
        let mut answer = asked.await.unwrap().map_err(|error| error.to_string())?;
        let value = answer["value"].take();
        if value["error"].is_string() { Err(value.to_string()) } else { Ok(value) }
    }
}

/// What `cargo xtask test` names, else what cargo has installed.
fn driver() -> PathBuf {
    let of_cargo = || {
        let home = env::var_os("CARGO_HOME").map(PathBuf::from);
        let home = home.unwrap_or_else(|| Path::new(&env::var_os("HOME").unwrap_or_default()).join(".cargo"));
        home.join("bin/tauri-driver")
    };
    env::var_os("PATCHROUND_TAURI_DRIVER").map_or_else(of_cargo, PathBuf::from)
}

/// Two that are free, below those that the system hands out to whoever asks for any: between now and the start of the
/// driver nobody else comes by them. Each process looks from a place of its own.
fn free_ports() -> [String; 2] {
    const FIRST: u16 = 12_000;
    const COUNT: u16 = 16_000;
    let own = u16::try_from(std::process::id() % u32::from(COUNT / 8)).expect("it is below a u16") * 8;
    let all = (0..COUNT).map(|step| FIRST + (own + step) % COUNT);
    let mut free = all.filter(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok());
    [(); 2].map(|()| free.next().expect("a port is free").to_string())
}
