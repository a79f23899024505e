//! The app around the engine.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use anyhow::{Context as _, Result};
use patchround_office::app::{Engine, Host, Options, Order, Snapshot, UNDO};
use tauri::{App, AppHandle, Builder, Context, Manager, RunEvent, Runtime, async_runtime::spawn};
use tauri_plugin_window_state::Builder as WindowState;
use tokio::sync::{mpsc, watch};

use crate::{
    acts,
    args::Args,
    autostart::{self, Launch},
    commands,
    instance::{Claim, Door},
    notifier, playground, tray,
    window::{self, Window},
    words,
};

/// What every part of the app can reach.
pub(crate) struct Shell {
    pub(crate) engine: Engine,
    pub(crate) window: Window,
    pub(crate) launch: Launch,
    host: Mutex<Host>,
}

impl Shell {
    pub(crate) fn new(engine: Engine, launch: Launch) -> Self {
        Self { engine, window: Window::default(), launch, host: Mutex::default() }
    }

    /// Tells the engine what has become true of this computer.
    pub(crate) fn tell(&self, change: impl FnOnce(&mut Host)) {
        let mut host = self.host.lock().expect("nothing panics while it holds the host");
        change(&mut host);
        self.engine.tell_host(host.clone());
    }
}

/// Runs the app until somebody quits it.
///
/// # Errors
/// When there is no app to be had. Once it runs, what goes wrong is said in the window.
pub(crate) fn run(args: &Args, dir: PathBuf, claim: Option<Claim>) -> Result<()> {
    let (engine, orders) = Engine::start(options(args, dir));
    let shell = Shell::new(engine, Launch::again(args).context("Failed to find this program's own file")?);
    let wish = args.wish();
    let app = configure(Builder::default(), shell)
        .plugin(WindowState::new().with_state_flags(window::KEPT).build())
        .setup(move |app| {
            begin(app, claim, orders);
            acts::grant(app.handle(), wish);
            Ok(())
        })
        .build(context())
        .context("Failed to start")?;
    app.run(stay);
    Ok(())
}

/// The app's configuration, and the pages that are inside the program.
#[expect(clippy::exit, reason = "Tauri's macro does so, on macOS only")]
pub(crate) fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

fn options(args: &Args, dir: PathBuf) -> Options {
    Options {
        dir,
        discovery: !args.no_discovery,
        asks_feeds: !args.no_feeds,
        feeds: args.feeds.clone().or_else(patchround_office::feeds::gathering::seed),
        playground: Some(playground::playground()),
        packages: args.packages.clone(),
        talks: true,
        undo: UNDO,
        language: words::locale(),
        downloads: patchround_office::state_dir::downloads(),
        region: words::region(),
    }
}

/// What the app has in common with the one that tests drive.
pub(crate) fn configure<R: Runtime>(builder: Builder<R>, shell: Shell) -> Builder<R> {
    builder.manage(shell).on_window_event(window::heed).invoke_handler(commands::handler())
}

fn begin<R: Runtime>(app: &App<R>, claim: Option<Claim>, orders: mpsc::Receiver<Order>) {
    let app = app.handle();
    let shell = app.state::<Shell>();
    shell.tell(|host| host.autostart = autostart::is_on());
    spawn(push(app.clone(), shell.engine.snapshots()));
    spawn(tray::keep(app.clone(), shell.engine.tray(), acts::doer(app)));
    spawn(notifier::run(orders, acts::doer(app), tell_of_messages(app)));
    if let Some(Claim::Mine(door)) = claim {
        spawn(answer(app.clone(), door));
    }
}

/// Whole snapshots go to the page as they come.
async fn push<R: Runtime>(app: AppHandle<R>, mut snapshots: watch::Receiver<Arc<Snapshot>>) {
    while snapshots.changed().await.is_ok() {
        let newest = snapshots.borrow_and_update().clone();
        window::draw(&app, &newest);
    }
}

async fn answer<R: Runtime>(app: AppHandle<R>, mut door: Door) {
    loop {
        acts::grant(&app, door.wish().await);
    }
}

fn tell_of_messages<R: Runtime>(app: &AppHandle<R>) -> impl Fn(bool) + Send + Sync + 'static {
    let app = app.clone();
    move |can_be_shown| app.state::<Shell>().tell(|host| host.messages = Some(can_be_shown))
}

/// The program goes on without a window. It ends when it is told to, with a code.
fn stay<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    match event {
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::open(app, None),
        _ => _ = app,
    }
}
