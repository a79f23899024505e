//! The role "This PC": the same program for the people of a PC. It shows what their PC asks them and takes their answers
//! to it; it knows of no office engine.

mod commands;
mod countdown;
mod tell;
mod tray;
mod window;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result};
use jiff::{Timestamp, Zoned};
use patchround_companion::{
    Place, ThisPc,
    show::{Changes, Moment, Picture, picture},
};
use patchround_office::{
    app::{Act, Order, Tray},
    changes,
};
use patchround_words::Language;
use tauri::{
    App, AppHandle, Builder, Manager, RunEvent, Runtime,
    async_runtime::{block_on, spawn},
};
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
};

use crate::{
    acts::Do,
    args::Args,
    instance::{Claim, Door, Wish},
    notifier,
    shell::context,
    tray as drawn, words,
};
use window::{Open, Window};

/// How long a start without any wish waits to hear whether this PC belongs to an office.
const HEARS_WITHIN: Duration = Duration::from_secs(2);
/// A PC that sleeps does not see time pass: look at the clock this often while a time is awaited.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Orders to the desktop that wait.
const WAITING: usize = 4;

/// The lines that are written by hand are in this program, too.
pub(crate) const CHANGES: Changes = Changes { lines: changes::of_update, source: changes::source };

/// What every part of this role can reach.
pub(crate) struct Person {
    pc: ThisPc,
    window: Window,
    language: Language,
    pictures: AtomicU32,
    /// Until when no message is shown.
    quiet: Mutex<Option<Timestamp>>,
    /// Whether the PC is on a limited network; looked at while a question is open.
    is_metered: Mutex<Option<bool>>,
    tray: watch::Sender<Arc<Tray>>,
}

impl Person {
    pub(crate) fn new(pc: ThisPc, language: Language) -> Self {
        let tray = watch::Sender::new(Arc::new(tray::nothing()));
        Self {
            pc,
            window: Window::default(),
            language,
            pictures: AtomicU32::new(0),
            quiet: Mutex::default(),
            is_metered: Mutex::default(),
            tray,
        }
    }

    fn moment(&self) -> Moment {
        let is_metered = *self.is_metered.lock().expect("nothing panics while it holds a word");
        Moment { is_metered, ..Moment::now(self.language, CHANGES) }
    }

    /// The newest picture, with a number of its own.
    fn picture(&self) -> Picture {
        let known = self.pc.known().borrow().clone();
        let revision = self.pictures.fetch_add(1, Ordering::Relaxed) + 1;
        picture(&known, revision, &self.moment())
    }

    fn is_quiet(&self) -> bool {
        let quiet = self.quiet.lock().expect("nothing panics while it holds the time");
        quiet.is_some_and(|until| Timestamp::now() < until)
    }

    /// Keeps messages back until tomorrow, or no longer.
    fn turn_quiet(&self) {
        let until =
            Zoned::now().tomorrow().and_then(|next| next.start_of_day()).ok().map(|day| day.timestamp());
        let until = until.filter(|_| !self.is_quiet());
        *self.quiet.lock().expect("nothing panics while it holds the time") = until;
    }

    fn draw_tray(&self) {
        self.tray.send_replace(Arc::new(tray::tray(&self.picture(), self.is_quiet(), self.language)));
    }
}

/// Where this role keeps its lock: beside the office's folder.
pub(crate) fn folder(office: &Path) -> PathBuf {
    office.with_file_name("this-pc")
}

/// Whether this PC belongs to an office, as its helper says; not where it says nothing within a moment.
pub(crate) fn belongs_to_an_office(place: &Place) -> bool {
    place.is_there()
        && block_on(async {
            let pc = ThisPc::follow(place.clone().without_own_programs());
            let mut known = pc.known();
            let heard = timeout(HEARS_WITHIN, known.wait_for(|known| known.view.is_some())).await;
            heard.is_ok_and(|known| {
                known.is_ok_and(|known| known.view.as_ref().is_some_and(|v| v.office.is_some()))
            })
        })
}

/// Runs this role until the session ends.
///
/// # Errors
/// When there is no app to be had.
pub(crate) fn run(args: &Args, place: Place, claim: Option<Claim>, has_tray: bool) -> Result<()> {
    let language = words::locale().as_deref().and_then(Language::of_tag).unwrap_or(Language::English);
    let pc = block_on(async { ThisPc::follow(place) });
    let wish = args.wish();
    let app = configure(Builder::default(), Person::new(pc, language))
        .setup(move |app| {
            begin(app, claim, has_tray);
            grant(app.handle(), wish);
            Ok(())
        })
        .build(context())
        .context("Failed to start")?;
    app.run(|app, event| match event {
        // It goes on without a window: a question has to find somebody.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        // Where a second start is none, but word to the first.
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => grant(app, Wish::Open),
        _ => _ = app,
    });
    Ok(())
}

/// What the role has in common with the one that tests drive.
pub(crate) fn configure<R: Runtime>(builder: Builder<R>, person: Person) -> Builder<R> {
    builder.manage(person).invoke_handler(commands::handler())
}

fn begin<R: Runtime>(app: &App<R>, claim: Option<Claim>, has_tray: bool) {
    let app = app.handle();
    let (orders, ordered) = mpsc::channel::<Order>(WAITING);
    spawn(tell::follow(app.clone(), orders));
    spawn(countdown::follow(app.clone()));
    spawn(notifier::run(ordered, doer(app), |_| {}));
    if has_tray {
        spawn(drawn::keep(app.clone(), app.state::<Person>().tray.subscribe(), doer(app)));
    }
    if let Some(Claim::Mine(door)) = claim {
        spawn(answer(app.clone(), door));
    }
}

async fn answer<R: Runtime>(app: AppHandle<R>, mut door: Door) {
    loop {
        grant(&app, door.wish().await);
    }
}

fn grant<R: Runtime>(app: &AppHandle<R>, wish: Wish) {
    if wish != Wish::Nothing {
        carry_out(app, Act::Open);
    }
}

fn doer<R: Runtime>(app: &AppHandle<R>) -> Do {
    let app = app.clone();
    Arc::new(move |act| carry_out(&app, act))
}

/// The rows of the tray and the buttons of messages are those of the office's window; here they lead to what this window
/// has. What it has not is passed over.
fn carry_out<R: Runtime>(app: &AppHandle<R>, act: Act) {
    match act {
        Act::Open | Act::OpenNeeds => window::open(app, Open::Question),
        Act::OpenPlan => window::open(app, Open::Home),
        Act::OpenNote => window::open(app, Open::Note),
        Act::Quiet => {
            let person = app.state::<Person>();
            person.turn_quiet();
            person.draw_tray();
        }
        Act::OpenResult | Act::OpenReport | Act::Tonight | Act::UrgentNow | Act::Undo(_) | Act::Quit => {}
    }
}
