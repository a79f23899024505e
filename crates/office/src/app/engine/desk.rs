//! The desk: the office that is open, and everything that happens to it, in one thread.

use std::{cell::RefCell, path::PathBuf, rc::Rc, sync::Arc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use patchround_words::{Language, Surface, speak};
use tokio::{
    sync::{Mutex, Notify, mpsc, oneshot, watch},
    task::spawn_local,
    time::{Instant, sleep},
};

use super::{
    Host, Letter, Options, PlayPcs, Shown,
    prefs::Prefs,
    state::{Outside, State},
};
use crate::{
    Office,
    app::{answer::Answer, ask::Ask, messages::Order, snapshot::Snapshot, tray::Act, tray::Tray},
    error::Error,
};

/// How often the PCs are looked at while somebody looks on,
const LOOK_ON: Duration = Duration::from_secs(30);
/// and while nobody does.
const LOOK_AWAY: Duration = Duration::from_secs(300);
/// Practice people answer within moments, on this computer: whoever plays sees it soon.
const LOOK_PLAY: Duration = TICK;
/// How often it is seen whether it is time to.
const TICK: Duration = Duration::from_secs(5);
/// How often an office that another program works in is tried again.
const HELD_TRY: Duration = Duration::from_secs(3);

/// Everything.
pub(super) struct Desk {
    pub(super) options: Options,
    pub(super) office: RefCell<Option<Rc<Office>>>,
    pub(super) play: RefCell<Option<PlayPcs>>,
    pub(super) state: RefCell<State>,
    pub(super) outside: RefCell<Outside>,
    pub(super) prefs: RefCell<Prefs>,
    /// Held by whatever talks to the PCs: one thing at a time.
    pub(super) work: Mutex<()>,
    pub(super) changed: Notify,
    pub(super) orders: mpsc::Sender<Order>,
    pub(super) snapshots: watch::Sender<Arc<Snapshot>>,
    pub(super) tray: watch::Sender<Arc<Tray>>,
    pub(super) zone: TimeZone,
}

impl Desk {
    pub(super) fn new(options: Options, orders: mpsc::Sender<Order>) -> Self {
        let prefs = Prefs::read(&options.dir);
        let asked = options.language.as_deref().and_then(Language::of_tag);
        speak(prefs.language().or(asked).unwrap_or(Language::English), Surface::Window);
        Self {
            office: RefCell::default(),
            play: RefCell::default(),
            state: RefCell::default(),
            outside: RefCell::default(),
            prefs: RefCell::new(prefs),
            work: Mutex::default(),
            changed: Notify::new(),
            orders,
            snapshots: watch::Sender::new(Arc::new(Snapshot::nothing())),
            tray: watch::Sender::new(Arc::new(Tray::nothing())),
            zone: TimeZone::system(),
            options,
        }
    }

    /// The folder of the office that is open: the person's own, or the practice office's.
    pub(super) fn dir(&self) -> PathBuf {
        if self.play.borrow().is_some() { self.play_dir() } else { self.options.dir.clone() }
    }

    /// Opens the office of [`Self::dir`], or says why not. A round that was left there is followed on.
    pub(super) fn open(self: &Rc<Self>) {
        self.forget();
        let discovery = self.options.discovery && self.play.borrow().is_none();
        let trouble = match Office::open(&self.dir(), discovery) {
            Ok(office) => self.opened(office).err(),
            Err(Error::NoOffice(_)) => None,
            Err(error) => Some(error),
        };
        let mut outside = self.outside.borrow_mut();
        outside.is_held = matches!(trouble, Some(Error::Held(_)));
        outside.trouble = trouble.map(|error| error.say());
        drop(outside);
        if self.state.borrow().running.is_some() {
            self.begin_work(self.clone().resume());
        }
        self.refresh();
    }

    /// Closes what is open; what was known of it is gone, and its work ends.
    pub(super) fn forget(&self) {
        *self.office.borrow_mut() = None;
        drop(self.state.take());
    }

    fn opened(&self, office: Office) -> Result<(), Error> {
        let views = office.stored_views()?;
        let checked = views.iter().filter_map(|view| view.pc.last_seen).max();
        self.state.borrow_mut().running = super::rounds::left_running(&office)?;
        *self.office.borrow_mut() = Some(Rc::new(office));
        self.see(views)?;
        self.state.borrow_mut().checked = checked;
        Ok(())
    }

    /// Takes in what the PCs are like now.
    pub(super) fn see(&self, views: Vec<crate::PcView>) -> Result<(), Error> {
        let Some(office) = self.office() else { return Ok(()) };
        let clocks = office.clocks(self.zone.clone())?;
        let own = patchround_discovery::lan::own_addresses();
        let is_here = |view: &&crate::PcView| own.contains(&view.pc.address.ip());
        let here = views.iter().find(is_here).map(|view| view.pc.id);
        let mut state = self.state.borrow_mut();
        state.here = here.filter(|_| self.play.borrow().is_none());
        (state.views, state.clocks) = (views.into(), Some(Rc::new(clocks)));
        Ok(())
    }

    pub(super) fn office(&self) -> Option<Rc<Office>> {
        self.office.borrow().clone()
    }

    /// Changes what is remembered, and writes it down. A practice office leaves nothing behind.
    pub(super) fn remember(&self, change: impl FnOnce(&mut Prefs)) {
        change(&mut self.prefs.borrow_mut());
        self.prefs.borrow().write(&self.dir());
        self.refresh();
    }

    pub(super) fn shown(&self) -> Shown {
        self.publish();
        (self.snapshots.subscribe(), self.tray.subscribe())
    }

    /// Lives until nobody can ask any more.
    pub(super) async fn live(self: Rc<Self>, mut inbox: mpsc::UnboundedReceiver<Letter>) {
        spawn_local(self.clone().publishing());
        spawn_local(self.clone().looking());
        while let Some(letter) = inbox.recv().await {
            match letter {
                Letter::Ask(ask, answer) => self.clone().reply(ask, answer).await,
                Letter::Act(act) => self.act(act),
                Letter::Host(host) => self.hosted(host),
            }
        }
    }

    /// What is asked is answered in its order, but for what the network may hold up: that holds up nothing else.
    async fn reply(self: Rc<Self>, ask: Ask, answer: oneshot::Sender<Answer>) {
        let may_take_long = matches!(ask, Ask::Add { .. } | Ask::Practice);
        // Nobody may wait for the answer any more.
        let replied = async move { drop(answer.send(self.answer(ask).await)) };
        if may_take_long {
            spawn_local(replied);
        } else {
            replied.await;
        }
    }

    fn hosted(&self, host: Host) {
        let was = std::mem::replace(&mut self.outside.borrow_mut().host, host);
        if was.window && !self.outside.borrow().host.window {
            self.unsay();
        }
        self.refresh();
    }

    fn act(self: &Rc<Self>, act: Act) {
        match act {
            Act::Tonight => self.tonight(),
            Act::UrgentNow => self.urgent_now(),
            Act::Undo(number) => {
                if let Answer::Refused { sentence } = self.undo(number) {
                    self.said(sentence, false, true);
                    self.answered();
                }
            }
            Act::Quiet => {
                // A quiet that is over is none. Asked first: what follows changes what is remembered.
                let is_quiet = self.prefs.borrow().is_quiet(Timestamp::now());
                self.quiet(!is_quiet);
            }
            _ => {}
        }
    }

    /// Looks at the PCs again and again.
    async fn looking(self: Rc<Self>) {
        let (mut last, mut tried) = (None::<Instant>, Instant::now());
        loop {
            let pause = self.look_pause();
            if last.is_none_or(|last| last.elapsed() >= pause) {
                let desk = self.clone();
                self.begin_look(async move { desk.look().await });
                last = Some(Instant::now());
            }
            if self.feeds_are_due() {
                self.gather_feeds();
            }
            if self.outside.borrow().is_held && tried.elapsed() >= HELD_TRY {
                tried = Instant::now();
                self.open();
            }
            sleep(TICK).await;
        }
    }

    fn look_pause(&self) -> Duration {
        let waits = |office: &Rc<Office>| office.later().is_ok_and(|later| !later.is_empty());
        match self.outside.borrow().host.window {
            _ if self.play.borrow().is_some() && self.office().as_ref().is_some_and(waits) => LOOK_PLAY,
            true => LOOK_ON,
            false => LOOK_AWAY,
        }
    }

    /// Looks at the PCs once, unless something talks to them already.
    pub(super) async fn look(&self) {
        if let Ok(_work) = self.work.try_lock() {
            self.look_now().await;
        }
    }

    /// Looks at the PCs as soon as nothing else talks to them: one of them was never read. It is read also where the
    /// person who let it in has gone on meanwhile.
    pub(super) fn look_soon(self: &Rc<Self>) {
        if std::mem::replace(&mut self.state.borrow_mut().looks_soon, true) {
            return;
        }
        let desk = self.clone();
        self.begin_look(async move {
            let _work = desk.work.lock().await;
            desk.state.borrow_mut().looks_soon = false;
            desk.look_now().await;
        });
    }

    async fn look_now(&self) {
        let Some(office) = self.office().filter(|_| self.options.talks) else { return };
        let looked = office.look(&|told| self.hear_others(told)).await;
        match looked {
            _ if !self.is_open(&office) => {}
            Ok(views) => self.seen(views),
            Err(error) => self.broken(&error),
        }
    }

    /// Takes in what a look has found. What it could not ask is as old as it was.
    pub(super) fn seen(&self, views: Vec<crate::PcView>) {
        let answered = views.iter().filter(|view| view.heard).filter_map(|view| view.pc.last_seen).max();
        if let Err(error) = self.see(views) {
            return self.broken(&error);
        }
        if answered.is_some() {
            self.state.borrow_mut().checked = answered;
        }
        self.refresh();
    }

    /// The office itself does not work any more: nothing is shown that may not be true.
    pub(super) fn broken(&self, error: &Error) {
        tracing::error!(%error, "Failed to use the office");
        self.forget();
        self.outside.borrow_mut().trouble = Some(error.say());
        self.refresh();
    }
}
