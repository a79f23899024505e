//! Makes snapshots, the tray and messages from what is known, whenever something has changed.

use std::{rc::Rc, sync::Arc, time::Duration};

use jiff::Timestamp;
use patchround_words::{Direction as Way, Language, language, say, say_with};
use tokio::time::{sleep, timeout};

use super::{desk::Desk, joining::packages, prefs, state::State};
use crate::{
    Error, Office,
    app::{
        messages::{Order, Situation},
        rules::OpenHours,
        show::{self, Known, number},
        snapshot::{
            Direction, JoinFileRow, JoinedPc, Joining, LanguageChoice, Look, MessageRow, OfficeView, Place,
            RunView, Said, Settings, Snapshot,
        },
        tray::{Tray, tray},
        when,
    },
    plain::plain,
    store::rounds::StoredJob,
};

/// Changes within this time make one snapshot.
const GATHER: Duration = Duration::from_millis(100);
/// Words such as "20 minutes ago" are made anew after so long.
const STALE: Duration = Duration::from_secs(60);
/// The last step of the wizard.
pub(super) const STEPS: u8 = 5;
const NAME_CHARS: usize = 80;

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
        let state = &mut *self.state.borrow_mut();
        state.said_before += 1;
        state.said = Some(Said { number: state.said_before, sentence, undo, trouble });
        self.changed.notify_one();
    }

    pub(super) async fn publishing(self: Rc<Self>) {
        loop {
            if timeout(STALE, self.changed.notified()).await.is_err() {
                self.state.borrow_mut().office = None;
            }
            sleep(GATHER).await;
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
            said: self.state.borrow().said.clone(),
            ..Snapshot::nothing()
        }
    }

    fn place(&self) -> Place {
        if let Some(sentence) = self.outside.borrow().trouble.clone() {
            return Place::Trouble { sentence };
        }
        let step = if self.office.borrow().is_none() { Some(1) } else { self.prefs.borrow().step };
        let Some(step) = step else { return Place::Office };
        Place::Setup {
            step,
            person: self.office().map_or_else(account, |office| office.person().to_owned()),
            open: self.office().map_or_else(OpenHours::usual, |office| OpenHours::of(&office.charter.floor)),
            paper: prefs::paper(&self.dir()).filter(|_| step == STEPS),
        }
    }

    fn office_view(&self, office: &Office) -> Result<OfficeView, Error> {
        let stored = self.state.borrow_mut().office.take();
        let mut view = match stored {
            Some(view) => view,
            None => self.whole_view(office)?,
        };
        if let Some(run) = self.run_view(office)? {
            if view.state.look == Look::Working {
                view.state.sentence.clone_from(&run.sentence);
            }
            view.run = Some(run);
        }
        self.state.borrow_mut().office = Some(view.clone());
        Ok(view)
    }

    fn whole_view(&self, office: &Office) -> Result<OfficeView, Error> {
        let record = office.store.record()?;
        let mut view = self.with_known(office, show::office)?;
        view.open = OpenHours::of(&office.charter.floor);
        view.joining = self.joining_view(office)?;
        view.months = show::months(&record, &self.zone);
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
        Ok(view)
    }

    /// Calls a function of what is known with all that is known now.
    pub(super) fn with_known<T>(&self, office: &Office, f: impl FnOnce(&Known<'_>) -> T) -> Result<T, Error> {
        let run = self.run_view(office)?;
        let mut later = office.later()?;
        // What runs is not later, though some of its PCs have still to get their turn.
        let running = self.state.borrow().running.as_ref().map(|running| running.round);
        later.retain(|order| Some(order.round) != running);
        let State { views, clocks, here, checked, checking, names, .. } = &*self.state.borrow();
        let nobody;
        let clocks = match clocks {
            Some(clocks) => &**clocks,
            None => {
                nobody = office.store.clocks(self.zone.clone())?;
                &nobody
            }
        };
        Ok(f(&Known {
            now: Timestamp::now(),
            zone: self.zone.clone(),
            name: &office.charter.name,
            person: office.person(),
            policy: &office.policy,
            views,
            clocks,
            here: *here,
            later: &later,
            run,
            names,
            checked: *checked,
            checking: *checking,
        }))
    }

    fn run_view(&self, office: &Office) -> Result<Option<RunView>, Error> {
        let state = self.state.borrow();
        if let Some(begins) = &state.begins {
            return Ok(Some(begins.view()));
        }
        let Some(running) = &state.running else { return Ok(None) };
        let jobs: Vec<StoredJob> = office.store.jobs_of(running.round)?;
        let name = |id| state.views.iter().find(|view| view.pc.id == id).map(|view| view.pc.name.clone());
        let name = |id| name(id).unwrap_or_default();
        Ok(Some(show::run(&jobs, &running.progress, name, Timestamp::now())))
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
            digest_hour: prefs.digest_hour,
            no_messages: (host.messages == Some(false)).then(|| say("messages-not-shown")),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Tells the shell which messages to show or to take away. In a practice office there are none.
    fn messages(&self) {
        let Some(office) = self.office().filter(|_| self.play.borrow().is_none()) else { return };
        let Ok(needs) = self.with_known(&office, |known| {
            let words = show::needs(known).into_iter().map(|need| need.sentence);
            show::reasons(known).iter().map(show::Reason::key).zip(words).collect::<Vec<_>>()
        }) else {
            return;
        };
        let now = Timestamp::now();
        let prefs = self.prefs.borrow().clone();
        let situation = Situation {
            now,
            zone: &self.zone,
            open: &office.charter.floor.protected_hours,
            quiet: prefs.is_quiet(now),
            digest_hour: prefs.digest_hour,
            window: self.outside.borrow().host.window,
            needs,
            result: self.state.borrow().news.clone(),
            setup_left: prefs.setup_since.filter(|_| prefs.step.is_some()),
            can_tonight: !office.policy.windows.is_empty(),
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
