//! Makes snapshots, the tray and messages from what is known, whenever something has changed.

use std::{rc::Rc, sync::Arc, time::Duration};

use jiff::Timestamp;
use patchround_words::{Direction as Way, Language, language, say, say_with};
use tokio::time::{Instant, sleep, timeout_at};

use super::{
    desk::Desk,
    joining::packages,
    prefs,
    state::{ForLater, JustSaid, Picture, State},
};
use crate::{
    Error, Office,
    app::{
        messages::{self, Order, Situation},
        rules::OpenHours,
        show::{self, Known, WorkedOut, number},
        snapshot::{
            Direction, JoinFileRow, JoinedPc, Joining, LanguageChoice, Look, MessageRow, OfficeView, Place,
            RunView, Said, Settings, Snapshot,
        },
        tray::{Tray, tray},
        when,
    },
    others::Others,
    plain::plain,
    round::tonight as next_evening,
    say::people as sentences,
    store::rounds::StoredJob,
};

/// Changes within this time make one snapshot.
const GATHER: Duration = Duration::from_millis(100);
/// Words such as "20 minutes ago" are made anew after so long.
const STALE: Duration = Duration::from_secs(60);
/// The last step of the wizard.
pub(super) const STEPS: u8 = 5;
const NAME_CHARS: usize = 80;
/// What was said is shown for so many times the time of its Undo, as a page keeps it while somebody points at it.
const SAID_FOR: u32 = 6;

impl Desk {
    /// Something has changed.
    pub(super) fn refresh(&self) {
        self.state.borrow_mut().office = None;
        self.changed.notify_one();
    }

    /// A round went on: the rest of the office is as it was.
    pub(super) fn progressed(&self) {
        self.changed.notify_one();
    }

    /// Says what was just done, or could not be.
    pub(super) fn said(&self, sentence: String, undo: bool, trouble: bool) {
        self.say_of(Said { number: 0, sentence, undo, trouble }, None);
    }

    /// Says what can be undone as long as that is shown.
    pub(super) fn said_of(&self, sentence: String, of: Rc<ForLater>) {
        self.say_of(Said { number: 0, sentence, undo: true, trouble: false }, Some(of));
    }

    pub(super) fn say_of(&self, said: Said, of: Option<Rc<ForLater>>) {
        let number = {
            let outside = &mut *self.outside.borrow_mut();
            outside.said_before += 1;
            outside.said_before
        };
        let until = Instant::now() + self.options.undo * SAID_FOR;
        let (alone, others) = (said.sentence.clone(), Others::default());
        let said = Said { number, ..said };
        self.state.borrow_mut().said = Some(JustSaid { said, until, of, alone, others });
        self.changed.notify_one();
    }

    /// Nobody is shown it, nor offered its Undo, any more.
    pub(super) fn unsay(&self) {
        self.state.borrow_mut().said = None;
        self.changed.notify_one();
    }

    /// When the picture of the office has to be made anew though nothing has changed.
    fn ages_at(&self) -> Instant {
        let now = Timestamp::now();
        // From the next evening on another one is the next.
        let evening = self.office().and_then(|office| next_evening(&office.policy(), now, &self.zone));
        let evening = evening.and_then(|at| Duration::try_from(at.duration_since(now)).ok());
        Instant::now() + evening.map_or(STALE, |evening| evening.min(STALE))
    }

    /// Whatever happens meanwhile, and however often: what is over goes, and what has aged is made anew.
    pub(super) async fn publishing(self: Rc<Self>) {
        let mut ages_at = self.ages_at();
        loop {
            let said = self.state.borrow().said.as_ref().map(|just| just.until);
            let until = said.map_or(ages_at, |said| said.min(ages_at));
            // Nothing has changed by then: it goes on as well.
            let _ = timeout_at(until, self.changed.notified()).await;
            sleep(GATHER).await;
            self.state.borrow_mut().said.take_if(|just| just.until <= Instant::now());
            if ages_at <= Instant::now() {
                self.state.borrow_mut().office = None;
                ages_at = self.ages_at();
            }
            self.publish();
        }
    }

    /// Makes everything that is shown anew, and tells who looks on if it differs.
    pub(super) fn publish(&self) {
        let place = self.place();
        let office = self.office().filter(|_| !matches!(place, Place::Trouble { .. }));
        let office = match office.map(|office| self.office_view(&office)).transpose() {
            Ok(office) => office,
            Err(error) => return self.broken(&error),
        };
        let mut new = Snapshot { place, office, settings: self.settings(), ..self.frame() };
        let tray = tray(&new);
        self.tray.send_if_modified(|old| replace(old, Arc::new(tray)));
        self.snapshots.send_if_modified(|old| {
            new.revision = old.revision;
            let differs = **old != new || old.revision == 0;
            new.revision += u32::from(differs);
            differs.then(|| *old = Arc::new(new)).is_some()
        });
        self.withdraw_answer();
        self.messages();
    }

    fn frame(&self) -> Snapshot {
        Snapshot {
            language: language().tag().to_owned(),
            direction: match language().direction() {
                Way::LeftToRight => Direction::Ltr,
                Way::RightToLeft => Direction::Rtl,
            },
            practice: self.play.borrow().is_some(),
            said: self.state.borrow().said.as_ref().map(|just| just.said.clone()),
            ..Snapshot::nothing()
        }
    }

    fn place(&self) -> Place {
        if let Some(sentence) = self.outside.borrow().trouble.clone() {
            return Place::Trouble { sentence };
        }
        let step = if self.office.borrow().is_none() { Some(1) } else { self.step_left() };
        let Some(step) = step else { return Place::Office };
        Place::Setup {
            step,
            person: self.office().map_or_else(account, |office| office.person()),
            open: self
                .office()
                .map_or_else(OpenHours::usual, |office| OpenHours::of(&office.charter().floor)),
            paper: prefs::paper(&self.dir()).filter(|_| step == STEPS),
        }
    }

    /// Where the wizard goes on. Words for paper that nobody has been shown mean that it is not over, also where the step
    /// could not be remembered.
    fn step_left(&self) -> Option<u8> {
        let step = self.prefs.borrow().step;
        step.or_else(|| prefs::paper(&self.dir()).map(|_| 2))
    }

    fn office_view(&self, office: &Office) -> Result<OfficeView, Error> {
        let stored = self.state.borrow_mut().office.take();
        let mut picture = match stored {
            Some(picture) => picture,
            None => self.whole_picture(office)?,
        };
        let view = &mut picture.view;
        if let Some(run) = self.run_view(office)? {
            if view.state.look == Look::Working {
                view.state.sentence.clone_from(&run.sentence);
            }
            view.run = Some(run);
        }
        let view = view.clone();
        self.state.borrow_mut().office = Some(picture);
        Ok(view)
    }

    fn whole_picture(&self, office: &Office) -> Result<Picture, Error> {
        let record = office.store.record()?;
        let picture = |known: &Known<'_>| Picture {
            view: show::office(known),
            matters: show::matters(known),
            urgent: show::urgent(known),
        };
        let mut picture = self.with_known(office, picture)?;
        let view = &mut picture.view;
        view.open = OpenHours::of(&office.charter().floor);
        view.paused = self.paused(office);
        view.feeds = self.feed_rows();
        view.asked = office.asking_now()?.and_then(sentences::counts);
        view.joining = self.joining_view(office)?;
        let month = show::last_month(&record, Timestamp::now(), &self.zone);
        view.month = month.map(|month| month.to_string());
        let unseen = self.unseen_round(office)?.filter(|_| view.run.is_none());
        if let Some(end) = unseen.map(|round| office.round_end(round)).transpose()? {
            view.result = Some(self.with_known(office, |known| show::result(&end, known))?);
        }
        let now = Timestamp::now();
        let row = |past: &crate::app::messages::Past| MessageRow {
            time: when::moment(past.time, now, &self.zone),
            title: past.title.clone(),
            body: past.body.clone(),
        };
        view.messages = self.prefs.borrow().messages.past().map(row).collect();
        Ok(picture)
    }

    fn paused(&self, office: &Office) -> Option<String> {
        let now = Timestamp::now();
        let until = when::moment(office.paused_until(now)?, now, &self.zone);
        Some(say_with("office-paused", &[("until", until.into())]))
    }

    /// Calls a function of what is known with all that is known now.
    pub(super) fn with_known<T>(&self, office: &Office, f: impl FnOnce(&Known<'_>) -> T) -> Result<T, Error> {
        let run = self.run_view(office)?;
        let mut later = office.later()?;
        // What runs is not later, though some of its PCs have still to get their turn.
        let running = self.state.borrow().running.as_ref().map(|running| running.round);
        later.retain(|order| Some(order.round) != running);
        let restarts = office.restarts()?;
        let State { views, clocks, here, checked, checking, names, .. } = &*self.state.borrow();
        let nobody;
        let clocks = match clocks {
            Some(clocks) => &**clocks,
            None => {
                nobody = office.clocks(self.zone.clone())?;
                &nobody
            }
        };
        Ok(f(&Known {
            now: Timestamp::now(),
            zone: self.zone.clone(),
            name: &office.charter().name,
            person: &office.person(),
            policy: &office.policy(),
            floor: &office.charter().floor,
            views,
            clocks,
            here: *here,
            later: &later,
            restarts: &restarts,
            objections: &office.objections()?,
            wrong: &office.said_wrong()?,
            notes: &office.notes()?,
            over: &office.exceptions_over(Timestamp::now())?,
            together: &office.together()?,
            open: &office.open_questions()?,
            go_ahead: office.go_ahead_at(Timestamp::now()),
            run,
            names,
            checked: *checked,
            checking: *checking,
            worked_out: WorkedOut::default(),
        }))
    }

    fn run_view(&self, office: &Office) -> Result<Option<RunView>, Error> {
        let state = self.state.borrow();
        if let Some(begins) = &state.begins {
            return Ok(Some(begins.view()));
        }
        let Some(running) = &state.running else { return Ok(None) };
        let jobs: Vec<StoredJob> = office.store.jobs_of(running.round)?;
        let rest = office.store.round(running.round)?.and_then(|round| round.rest);
        let name = |id| state.views.iter().find(|view| view.pc.id == id).map(|view| view.pc.name.clone());
        let name = |id| name(id).unwrap_or_default();
        Ok(Some(show::run(&jobs, rest.as_ref(), &running.progress, name, Timestamp::now())))
    }

    fn joining_view(&self, office: &Office) -> Result<Joining, Error> {
        let now = Timestamp::now();
        let code = office.store.valid_code(now).ok();
        let files = office.store.invitations(now)?;
        let state = self.state.borrow();
        let joining = &state.joining;
        let until = |at| [("time", when::time(at, &self.zone).into())];
        let who = |id| state.views.iter().find(|view| view.pc.id == id).and_then(show::who);
        let name = |id| state.views.iter().find(|view| view.pc.id == id).map(|view| view.pc.name.clone());
        let joined = joining.joined.iter().filter_map(|pc| {
            let os = pc.os.as_deref().map(|os| plain(os, NAME_CHARS));
            let what = if state.here == Some(pc.id) { Some(say("joined-here")) } else { os };
            Some(JoinedPc { id: pc.id.to_string(), name: name(pc.id)?, what, who: who(pc.id) })
        });
        let file = |file: &crate::store::invitations::StoredInvitation| {
            let values = [
                ("used", file.used.into()),
                ("pcs", file.pcs.into()),
                ("when", when::moment(file.not_after, now, &self.zone).into()),
            ];
            Some(JoinFileRow { id: file.id.try_into().ok()?, sentence: say_with("file-row", &values) })
        };
        Ok(Joining {
            until: code.as_ref().map(|code| say_with("code-until", &until(code.expires))),
            code: code.map(|code| code.code),
            joined: joined.collect(),
            listening: joining.listening.is_some(),
            obstacle: joining.obstacle.clone(),
            trouble: joining.trouble.clone(),
            files: files.iter().filter_map(file).collect(),
            has_helper: self.options.packages.as_deref().is_some_and(|from| packages(from).next().is_some()),
            around: joining.around.clone(),
            looking: joining.looking,
        })
    }

    fn settings(&self) -> Settings {
        let (prefs, host) = (self.prefs.borrow(), &self.outside.borrow().host);
        let now = Timestamp::now();
        let choice = |language: Language| LanguageChoice {
            tag: language.tag().to_owned(),
            name: language.own_name().to_owned(),
        };
        Settings {
            languages: Language::CHOICES.map(choice).into(),
            autostart: host.autostart,
            quiet: prefs.is_quiet(now),
            messages: say_with("messages-week", &[("count", number(prefs.messages.in_a_week(now)))]),
            digest_at: prefs.digest_at,
            no_messages: (host.messages == Some(false)).then(|| say("messages-not-shown")),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Whoever clicked in the tray or on a message sees what became of it where no window is open, too.
    pub(super) fn answered(&self) {
        let said = self.state.borrow().said.as_ref().map(|just| just.said.clone());
        let Some(said) = said.filter(|_| !self.outside.borrow().host.window) else { return };
        self.outside.borrow_mut().answer = Some(said.number);
        self.order(Order::Show(messages::answer(&said)));
    }

    /// Takes such an answer away once it is over: its Undo would be, too.
    fn withdraw_answer(&self) {
        let said = self.state.borrow().said.as_ref().map(|just| just.said.number);
        let outside = &mut *self.outside.borrow_mut();
        let is_over = |number: &mut u32| said != Some(*number) || outside.host.window;
        if outside.answer.take_if(is_over).is_some() {
            self.order(Order::Withdraw(messages::Kind::Answer));
        }
    }

    /// Tells the shell which messages to show or to take away. In a practice office there are none.
    fn messages(&self) {
        let Some(office) = self.office().filter(|_| self.play.borrow().is_none()) else { return };
        if let State { news: Some(news), views, .. } = &mut *self.state.borrow_mut() {
            news.see(views, Timestamp::now());
        }
        let told = self.state.borrow().office.as_ref().map(|picture| {
            let (view, matters, urgent) = (&picture.view, picture.matters.clone(), picture.urgent.clone());
            (matters, urgent, view.tonight.clone(), view.month.clone())
        });
        let Some((needs, urgent, tonight, report)) = told else { return };
        let now = Timestamp::now();
        let prefs = self.prefs.borrow().clone();
        let situation = Situation {
            now,
            zone: &self.zone,
            open: &office.charter().floor.protected_hours,
            quiet: prefs.is_quiet(now),
            digest_at: prefs.digest_at,
            window: self.outside.borrow().host.window,
            needs,
            urgent,
            result: self.state.borrow().news.clone(),
            setup_left: prefs.setup_since.filter(|_| prefs.step.is_some()),
            tonight,
            report,
        };
        let mut memory = prefs.messages.clone();
        let orders = memory.orders(&situation);
        if memory != prefs.messages {
            self.remember(|prefs| prefs.messages = memory);
        }
        orders.into_iter().for_each(|order| self.order(order));
    }

    /// Gives the shell a message to show or to take away; one that does not keep up misses it, and the window has it.
    pub(super) fn order(&self, order: Order) {
        if let Err(error) = self.orders.try_send(order) {
            tracing::warn!(%error, "Failed to hand a message over");
        }
    }
}

/// Who is signed in on this computer.
fn account() -> String {
    std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default()
}

fn replace(old: &mut Arc<Tray>, new: Arc<Tray>) -> bool {
    let differs = *old != new;
    *old = new;
    differs
}
