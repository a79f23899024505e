//! Messages on the desktop (ux.md 1.6): which, when, and how many at most. Pure: it is handed the moment.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, Zoned, civil::Date, tz::TimeZone};
use patchround_protocol::{
    PcId, PcState, UpdateId,
    hours::{Hours, Weekday, any_contains},
};
use patchround_words::{say, say_with};
use serde::{Deserialize, Serialize};

use super::{show::number, snapshot::Said, tray::Act};
use crate::{PcView, report::Month};

/// Messages a day, at most.
const A_DAY: usize = 3;
/// Messages a week before the daily one waits.
const A_WEEK: usize = 3;
/// What was told once is told again after so long,
const AGAIN: SignedDuration = SignedDuration::from_hours(2 * 24);
/// and after that once a week.
const THEN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A setup that was left is reminded of after so long, once.
const SETUP_LEFT: SignedDuration = SignedDuration::from_hours(12);
/// The report of a month is told in so many first days of the next.
const REPORT_DAYS: i8 = 7;
/// Times that an urgent fix is told of by itself, and the pause between them.
const URGENT_TIMES: u32 = 2;
const URGENT_AGAIN: SignedDuration = SignedDuration::from_hours(24);
/// Messages that are kept for the window.
const KEPT: usize = 50;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// One message of a kind is shown at a time: a newer one takes its place.
    pub kind: Kind,
    /// At most 40 characters in English.
    pub title: String,
    /// Its text.
    pub body: String,
    /// At most two.
    pub buttons: Vec<Button>,
    /// What a click on it does.
    pub click: Act,
}

/// The kinds of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// N1: what only the person in charge can do, once a day.
    Digest,
    /// N2: what attackers use, and PCs lack.
    Urgent,
    /// N3: how a round ended.
    Result,
    /// N6: the report of the month that is over, once.
    Report,
    /// Setup was left midway.
    Setup,
    /// What became of a click in the tray or on a message. It is asked for, and so none of the few a day.
    Answer,
    /// Only to see that messages arrive.
    Test,
}

/// A button of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Its words.
    pub text: String,
    /// What it does.
    pub act: Act,
}

/// What the shell has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Show a message, in the place of an earlier one of its kind.
    Show(Message),
    /// Take a message away: it is no longer true.
    Withdraw(Kind),
}

/// What could be told about at one moment.
#[derive(Debug)]
pub(crate) struct Situation<'a> {
    pub(crate) now: Timestamp,
    pub(crate) zone: &'a TimeZone,
    /// When the office is open: outside, nothing is said.
    pub(crate) open: &'a [Hours],
    /// Whether the person wants quiet.
    pub(crate) quiet: bool,
    /// The time of the daily message, in minutes after midnight.
    pub(crate) digest_at: u16,
    /// Whether the person looks at the window.
    pub(crate) window: bool,
    /// What needs the person in charge: a key that stays as long as the same is the matter, and its sentence.
    pub(crate) needs: Vec<(String, String)>,
    /// The urgent fix that most PCs lack.
    pub(crate) urgent: Option<UrgentFix>,
    /// The end of the last round that was started here, until it was seen: its id, sentence and what is to do.
    pub(crate) result: Option<News>,
    /// Since when the setup was left.
    pub(crate) setup_left: Option<Timestamp>,
    /// The words of the button for the next evening, where the rules have one.
    pub(crate) tonight: Option<String>,
    /// The month that is over, as `YYYY-MM`, if there is a report of it.
    pub(crate) report: Option<String>,
}

/// A fix of what attackers use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UrgentFix {
    /// The program's key.
    pub(crate) program: String,
    /// What people call it.
    pub(crate) name: String,
    /// PCs that lack it.
    pub(crate) pcs: usize,
    /// Its updates.
    pub(crate) ids: Vec<UpdateId>,
}

/// The end of a round.
#[derive(Debug, Clone)]
pub(crate) struct News {
    pub(crate) round: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) needs: bool,
    /// How it left the PCs, once they were looked at.
    pub(crate) left: Option<Vec<(PcId, PcState)>>,
    /// Whether they still are so, as far as is known.
    pub(crate) holds: bool,
}

/// What was told before. Kept between runs of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    shown: Vec<Timestamp>,
    told: BTreeMap<String, ToldOf>,
    up: BTreeSet<Kind>,
    digest: Option<Date>,
    digest_of: Option<DigestOf>,
    urgent: BTreeMap<String, ToldOf>,
    urgent_of: Option<(String, String)>,
    round: Option<String>,
    report: Option<String>,
    setup: bool,
    past: Vec<Past>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct ToldOf {
    last: Timestamp,
    times: u32,
}

/// What the daily message that is on show said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct DigestOf {
    keys: Vec<String>,
    body: String,
    tonight: Option<String>,
}

/// A message that was shown, or would have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Past {
    pub(crate) time: Timestamp,
    pub(crate) title: String,
    pub(crate) body: String,
}

impl Memory {
    /// What has to be done now. Asked again and again; says nothing twice.
    pub(crate) fn orders(&mut self, now: &Situation<'_>) -> Vec<Order> {
        self.forget(now);
        let mut orders = self.withdrawn(now);
        for make in [Self::urgent, Self::result, Self::digest, Self::report, Self::setup] {
            let Some(message) = make(self, now) else { continue };
            self.keep(&message, now.now);
            // Who looks at the window sees it there.
            if !now.window {
                self.shown.push(now.now);
                self.up.insert(message.kind);
                orders.push(Order::Show(message));
            }
        }
        orders
    }

    /// What stands in the window, newest first.
    pub(crate) fn past(&self) -> impl Iterator<Item = &Past> {
        self.past.iter().rev()
    }

    /// How many were shown in the last seven days.
    pub(crate) fn in_a_week(&self, now: Timestamp) -> usize {
        self.shown.iter().filter(|at| is_within(**at, now, THEN)).count()
    }

    fn forget(&mut self, now: &Situation<'_>) {
        self.shown.retain(|at| is_within(*at, now.now, THEN));
        // What a PC lacks is not seen while it is off, and is not new when it is on again.
        let is_told = |key: &String, told: &ToldOf| {
            now.needs.iter().any(|(known, _)| known == key) || is_within(told.last, now.now, THEN)
        };
        self.told.retain(|key, told| is_told(key, told));
        let key = now.urgent.as_ref().map(UrgentFix::key);
        self.urgent.retain(|known, told| Some(known) == key.as_ref() || is_within(told.last, now.now, THEN));
    }

    fn keep(&mut self, message: &Message, time: Timestamp) {
        self.past.push(Past { time, title: message.title.clone(), body: message.body.clone() });
        let many = self.past.len().saturating_sub(KEPT);
        self.past.drain(..many);
    }

    fn withdrawn(&mut self, now: &Situation<'_>) -> Vec<Order> {
        let is_true = |kind: &Kind| match kind {
            Kind::Digest => self.digest_of.as_ref().is_some_and(|digest| digest.is_true(now)),
            Kind::Urgent => self.urgent_of == now.urgent.as_ref().map(|fix| (fix.key(), fix.body())),
            Kind::Result => now.result.as_ref().is_some_and(|news| news.holds) && !now.window,
            Kind::Report => now.report == self.report && !now.window,
            Kind::Setup => now.setup_left.is_some() && !now.window,
            Kind::Answer | Kind::Test => false,
        };
        let (up, gone): (BTreeSet<Kind>, BTreeSet<Kind>) = self.up.iter().partition(|kind| is_true(kind));
        self.up = up;
        gone.into_iter().map(Order::Withdraw).collect()
    }

    /// Whether anything may be said now.
    fn may_speak(&self, now: &Situation<'_>) -> bool {
        let local = now.local();
        let today = |at: &&Timestamp| at.to_zoned(now.zone.clone()).date() == local.date();
        let is_open = any_contains(now.open, local.datetime());
        now.window || (is_open && !now.quiet && self.shown.iter().filter(today).count() < A_DAY)
    }

    /// At once in office hours, and once more a day later; then it is one of the things that the daily message tells.
    fn urgent(&mut self, now: &Situation<'_>) -> Option<Message> {
        let fix = now.urgent.as_ref()?;
        let told = self.urgent.get(&fix.key()).copied();
        let is_due =
            told.is_none_or(|told| told.times < URGENT_TIMES && !is_within(told.last, now.now, URGENT_AGAIN));
        if !is_due || !self.may_speak(now) {
            return None;
        }
        let times = told.map_or(0, |told| told.times) + 1;
        self.urgent.insert(fix.key(), ToldOf { last: now.now, times });
        self.urgent_of = Some((fix.key(), fix.body()));
        Some(Message {
            kind: Kind::Urgent,
            title: say_with("message-urgent", &[("name", fix.name.clone().into())]),
            body: fix.body(),
            buttons: vec![
                Button { text: say("message-update-now"), act: Act::UrgentNow },
                Button { text: say("message-see"), act: Act::Open },
            ],
            click: Act::Open,
        })
    }

    fn result(&mut self, now: &Situation<'_>) -> Option<Message> {
        let is_new = |news: &&News| news.holds && self.round.as_ref() != Some(&news.round);
        let news = now.result.as_ref().filter(is_new)?;
        if !self.may_speak(now) {
            return None;
        }
        self.round = Some(news.round.clone());
        let see = Button { text: say("message-what-to-do"), act: Act::OpenResult };
        Some(Message {
            kind: Kind::Result,
            title: news.title.clone(),
            body: news.body.clone(),
            buttons: news.needs.then_some(see).into_iter().collect(),
            click: Act::OpenResult,
        })
    }

    fn digest(&mut self, now: &Situation<'_>) -> Option<Message> {
        let today = now.local().date();
        let is_due =
            |(key, _): &&(String, String)| self.told.get(key).is_none_or(|told| told.is_due(now.now));
        let is_first = self.digest != Some(today) && self.in_a_week(now.now) < A_WEEK;
        if !is_first || !self.is_daily_time(now) || !now.needs.iter().any(|need| is_due(&need)) {
            return None;
        }
        self.digest = Some(today);
        let digest = DigestOf::of(now);
        for (key, _) in &now.needs {
            let times = self.told.get(key).map_or(0, |told| told.times);
            self.told.insert(key.clone(), ToldOf { last: now.now, times: times + 1 });
        }
        let tonight = now.tonight.clone().map(|text| Button { text, act: Act::Tonight });
        let see = Button { text: say("message-see"), act: Act::OpenNeeds };
        let body = digest.body.clone();
        let all_late = now.needs.iter().all(|(key, _)| key.ends_with(" late"));
        let title = if all_late { "message-overdue" } else { "message-digest" };
        self.digest_of = Some(digest);
        Some(Message {
            kind: Kind::Digest,
            title: say_with(title, &[("count", number(now.needs.len()))]),
            body,
            buttons: tonight.into_iter().chain([see]).collect(),
            click: Act::OpenNeeds,
        })
    }

    /// Whether the daily time has come. One at which the office is closed comes when it opens: later there is nobody
    /// to be told.
    fn is_daily_time(&self, now: &Situation<'_>) -> bool {
        let local = now.local();
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        let at = jiff::civil::time((now.digest_at / 60) as i8, (now.digest_at % 60) as i8, 0, 0);
        let is_open = any_contains(now.open, local.date().to_datetime(at));
        (!is_open || minute >= i32::from(now.digest_at)) && self.may_speak(now)
    }

    /// On the month's first working day; where the computer was off then, on the next of its first week.
    fn report(&mut self, now: &Situation<'_>) -> Option<Message> {
        let month = now.report.as_ref().filter(|month| self.report.as_ref() != Some(*month))?;
        let today = now.local().date();
        let works = now.open.iter().any(|hours| hours.days.contains(&Weekday::of(today)));
        if !works || today.day() > REPORT_DAYS || !self.is_daily_time(now) {
            return None;
        }
        self.report = Some(month.clone());
        let of = month.parse::<Month>().ok()?.number();
        Some(Message {
            kind: Kind::Report,
            title: say_with("message-report", &[("month", say(&format!("month-{of}")).into())]),
            body: String::new(),
            buttons: vec![Button { text: say("message-open"), act: Act::OpenReport }],
            click: Act::OpenReport,
        })
    }

    fn setup(&mut self, now: &Situation<'_>) -> Option<Message> {
        let left = now.setup_left.filter(|left| !self.setup && now.now.duration_since(*left) > SETUP_LEFT)?;
        if now.window || !self.may_speak(now) || left > now.now {
            return None;
        }
        self.setup = true;
        Some(Message {
            kind: Kind::Setup,
            title: say("message-setup-title"),
            body: say("message-setup-body"),
            buttons: vec![Button { text: say("message-open"), act: Act::Open }],
            click: Act::Open,
        })
    }
}

impl Situation<'_> {
    fn local(&self) -> Zoned {
        self.now.to_zoned(self.zone.clone())
    }
}

impl UrgentFix {
    /// Stays as long as the same fix is missing.
    fn key(&self) -> String {
        self.ids.iter().map(UpdateId::as_str).collect::<Vec<_>>().join(" ")
    }

    fn body(&self) -> String {
        say_with("message-urgent-body", &[("count", number(self.pcs))])
    }
}

impl News {
    /// Takes in how the PCs are. The message holds as long as no PC is known to be other than the round left it.
    pub(crate) fn see(&mut self, views: &[PcView], now: Timestamp) {
        let states: Vec<_> = views.iter().map(|view| (view.pc.id, view.state(now))).collect();
        let left = self.left.get_or_insert_with(|| states.clone());
        let known = |state| !matches!(state, PcState::NotSeen | PcState::Unknown | PcState::Working);
        let was = |pc| left.iter().find(|(id, _)| *id == pc).map(|(_, state)| *state);
        let is_same = |(pc, now): &(PcId, PcState)| {
            was(*pc).is_none_or(|was| was == *now || !known(was) || !known(*now))
        };
        self.holds &= states.iter().all(is_same);
    }
}

impl DigestOf {
    fn of(now: &Situation<'_>) -> Self {
        let keys = now.needs.iter().map(|(key, _)| key.clone()).collect();
        let body = now.needs.first().map(|(_, sentence)| sentence.clone()).unwrap_or_default();
        Self { keys, body, tonight: now.tonight.clone() }
    }

    /// Whether all of it still is the matter, in the same words, and its button does what it says.
    fn is_true(&self, now: &Situation<'_>) -> bool {
        let is = |key: &String| now.needs.iter().any(|(known, _)| known == key);
        let is_said = now.needs.iter().any(|(_, sentence)| *sentence == self.body);
        self.keys.iter().all(is) && is_said && self.tonight == now.tonight
    }
}

impl ToldOf {
    fn is_due(self, now: Timestamp) -> bool {
        let pause = if self.times < 2 { AGAIN } else { THEN };
        !is_within(self.last, now, pause)
    }
}

/// The message that only shows that messages arrive.
pub(crate) fn test() -> Message {
    Message {
        kind: Kind::Test,
        title: say("message-test-title"),
        body: say("message-test-body"),
        buttons: Vec::new(),
        click: Act::Open,
    }
}

/// What became of a click where no window says it.
pub(crate) fn answer(said: &Said) -> Message {
    let undo = Button { text: say("message-undo"), act: Act::Undo(said.number) };
    let (title, body) = match said.trouble {
        true => (say("message-not-done"), said.sentence.clone()),
        false => (said.sentence.clone(), String::new()),
    };
    let buttons = said.undo.then_some(undo).into_iter().collect();
    Message { kind: Kind::Answer, title, body, buttons, click: Act::Open }
}

/// A clock that was set back does not make anything wait for longer.
fn is_within(at: Timestamp, now: Timestamp, pause: SignedDuration) -> bool {
    now.duration_since(at).abs() < pause
}

#[cfg(test)]
mod month;
#[cfg(test)]
mod tests;
