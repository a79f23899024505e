//! The engine: one thread that owns the office. Everybody else has an [`Engine`], which is only the way to it.

mod answers;
mod desk;
mod directory;
mod entered;
mod excepting;
mod feeds;
mod firmware;
mod holding;
mod joining;
mod later;
mod others;
mod people;
mod play;
mod prefs;
mod publish;
mod reports;
mod restarts;
mod rounds;
mod state;
mod undoing;
mod waking;
mod works;

use std::{net::SocketAddr, path::PathBuf, rc::Rc, sync::Arc, thread, time::Duration};

use futures_util::future::LocalBoxFuture;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::LocalSet,
};

use self::desk::Desk;
pub use self::prefs::keep_paper;
use super::{
    answer::Answer,
    ask::Ask,
    messages::Order,
    snapshot::Snapshot,
    tray::{Act, Tray},
};

/// How long what was just started can be taken back (ux.md 3.5).
pub const UNDO: Duration = Duration::from_secs(10);
/// Messages that wait for the shell.
const ORDERS: usize = 16;

/// How to run.
pub struct Options {
    /// The office's folder.
    pub dir: PathBuf,
    /// Whether the network may be searched.
    pub discovery: bool,
    /// Makes the PCs of a practice office, where there can be one.
    pub playground: Option<Playground>,
    /// The folder with our packages, copied beside a join file.
    pub packages: Option<PathBuf>,
    /// Whether the makers of feeds may be asked for what the world knows of flaws.
    pub asks_feeds: bool,
    /// The folder with the feeds that came with the program.
    pub feeds: Option<PathBuf>,
    /// Whether the PCs are talked to. Without, what is stored is shown, and nothing begins.
    pub talks: bool,
    /// How long what was just started can be taken back: [`UNDO`], but in tests.
    pub undo: Duration,
    /// The language to begin with, if none was chosen: a tag or a locale's name.
    pub language: Option<String>,
    /// Where files that the person wants to have are written; none where the system has no such folder.
    pub downloads: Option<PathBuf>,
    /// The locale's name that says which paper is usual here.
    pub region: Option<String>,
}

/// Switches made-up PCs on. Called within the engine's runtime.
pub type Playground = Box<dyn Fn() -> LocalBoxFuture<'static, std::io::Result<PlayPcs>> + Send>;

/// Made-up PCs. Dropped, they are gone.
pub struct PlayPcs {
    /// Where they answer.
    pub addresses: Vec<SocketAddr>,
    /// Types a code at every one of them that has not joined. Owns them.
    pub type_code: Box<dyn Fn(&str)>,
}

/// What is true of the computer the program runs on, as the shell finds it out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Host {
    /// Whether a window is open: then everything is looked at more often.
    pub window: bool,
    /// Whether messages can be shown; `None` while that is not known.
    pub messages: Option<bool>,
    /// Whether the program starts when the person signs in; `None` where that cannot be chosen.
    pub autostart: Option<bool>,
}

/// The way to the engine. Clones lead to the same one; when the last is gone, the engine ends. PCs that have their
/// order go on alone.
#[derive(Debug, Clone)]
pub struct Engine {
    letters: mpsc::UnboundedSender<Letter>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    tray: watch::Receiver<Arc<Tray>>,
}

/// What comes to the engine.
#[derive(Debug)]
enum Letter {
    Ask(Ask, oneshot::Sender<Answer>),
    Act(Act),
    Host(Host),
}

impl Engine {
    /// Starts the engine's thread, and waits for its first snapshot. Messages come out of the second value.
    pub fn start(options: Options) -> (Self, mpsc::Receiver<Order>) {
        let (letters, inbox) = mpsc::unbounded_channel();
        let (orders, messages) = mpsc::channel(ORDERS);
        let (ready, is_ready) = std::sync::mpsc::channel();
        thread::Builder::new()
            .name("engine".to_owned())
            .spawn(move || live(options, inbox, orders, &ready))
            .expect("a program can start a thread when it starts");
        let (snapshots, tray) = is_ready.recv().expect("the engine shows something before it ends");
        (Self { letters, snapshots, tray }, messages)
    }

    /// The newest snapshot, and every newer one.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }

    /// The tray, and every change of it.
    pub fn tray(&self) -> watch::Receiver<Arc<Tray>> {
        self.tray.clone()
    }

    /// Asks for something. What takes long is answered at once and seen in later snapshots.
    pub async fn ask(&self, ask: Ask) -> Answer {
        let (answer, answered) = oneshot::channel();
        let gone = Answer::Refused { sentence: patchround_words::say("said-gone") };
        if self.letters.send(Letter::Ask(ask, answer)).is_err() {
            return gone;
        }
        answered.await.unwrap_or(gone)
    }

    /// Carries out what was chosen in the tray or on a message, as far as that is the engine's.
    pub fn act(&self, act: Act) {
        // When the engine has ended the program is ending too.
        _ = self.letters.send(Letter::Act(act));
    }

    /// Tells what is true of this computer.
    pub fn tell_host(&self, host: Host) {
        _ = self.letters.send(Letter::Host(host));
    }
}

type Shown = (watch::Receiver<Arc<Snapshot>>, watch::Receiver<Arc<Tray>>);

/// The thread's whole life.
fn live(
    options: Options,
    inbox: mpsc::UnboundedReceiver<Letter>,
    orders: mpsc::Sender<Order>,
    ready: &std::sync::mpsc::Sender<Shown>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a program can make a runtime when it starts");
    let all = LocalSet::new();
    all.block_on(&runtime, async move {
        let desk = Rc::new(Desk::new(options, orders));
        desk.open();
        _ = ready.send(desk.shown());
        desk.live(inbox).await;
    });
    // Looking around may block for seconds; nothing waits for it.
    drop(all);
    runtime.shutdown_background();
}

#[cfg(test)]
mod tests;
