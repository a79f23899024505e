//! Made-up PCs as one of their people sees them, for the page "This PC". What an answer leads to is decided by the
//! helper's own rule (`protocol::consultation`); there is no helper, and nothing is installed.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};

use anyhow::{Context, Result, bail};
use jiff::{Timestamp, ToSpan};
use patchround_companion::{
    Known, Line, NotHeard,
    show::{
        Answered, Changes, Moment, Picture, answered, nothing_there, over, picture, restart_answered,
        said_note, said_wrong,
    },
};
use patchround_office::changes;
use patchround_protocol::{
    Cause, JobId, Outcome, Update,
    consultation::{Answer, Asked, Consultation, Decision, NotTaken, Reply, Verdict, Worry, is_plain},
    limits::{CHANGED, NOTE_CHARS, NOTES_A_DAY, WRONG_CHARS},
    restart::Wait,
    session::{After, Changed, Question, Replied, Restart, View, Waits, Wrote},
    update::{Change, ChangeSource, Class, Needs, Reason, Reversible, Scope, Substantial},
};
use patchround_words::Language;
use tokio::sync::watch;
use uuid::Uuid;

/// As the window has it.
const CHANGES: Changes = Changes { lines: changes::of_update, source: changes::source };
/// Who sits at the made-up PCs.
const PERSON: &str = "jonas";

/// All made-up PCs, by play and language.
#[derive(Clone, Default)]
pub(crate) struct People(Arc<Mutex<BTreeMap<String, Arc<Pc>>>>);

impl People {
    /// The PC of a play, `NAME.LANGUAGE`, made when it is first asked for.
    pub(crate) fn play(&self, play: &str) -> Result<Arc<Pc>> {
        let mut all = self.0.lock().expect("nothing panics while it holds the PCs");
        if let Some(pc) = all.get(play) {
            return Ok(pc.clone());
        }
        let pc = Arc::new(Pc::of(play)?);
        all.insert(play.to_owned(), pc.clone());
        Ok(pc)
    }

    /// Begins a play anew.
    pub(crate) fn anew(&self, play: &str) {
        self.0.lock().expect("nothing panics while it holds the PCs").remove(play);
    }
}

/// One PC.
pub(crate) struct Pc {
    language: Language,
    state: Mutex<State>,
    changed: watch::Sender<u32>,
}

struct State {
    known: Known,
    asked: BTreeMap<JobId, Consultation>,
}

impl Pc {
    fn of(play: &str) -> Result<Self> {
        let (name, tag) = play.rsplit_once('.').context("A play is NAME.LANGUAGE")?;
        let language = Language::of_tag(tag).context("There is no such language")?;
        let (line, view) = known(name)?;
        let questions = view.iter().flat_map(|view| &view.questions);
        let mut asked: BTreeMap<_, _> =
            questions.map(|question| (question.id, consultation(question))).collect();
        let restart = view.as_ref().and_then(|view| view.restart.as_ref());
        asked.extend(restart.map(|restart| (restart.id, moved(restart))));
        let known = Known { line, since: Timestamp::now() - 20.minutes(), view };
        Ok(Self { language, state: Mutex::new(State { known, asked }), changed: watch::Sender::new(1) })
    }

    pub(crate) fn watch(&self) -> watch::Receiver<u32> {
        self.changed.subscribe()
    }

    pub(crate) fn picture(&self) -> Picture {
        let revision = *self.changed.borrow();
        picture(&self.state().known, revision, &Moment::now(self.language, CHANGES))
    }

    /// The question is on the page.
    pub(crate) fn shown(&self, question: JobId) {
        self.change(|state| {
            let State { known, asked } = state;
            let questions = known.view.iter_mut().flat_map(|view| &mut view.questions);
            for shown in questions.filter(|one| one.id == question && one.is_due) {
                shown.is_due = false;
                asked.entry(question).and_modify(|asked| asked.people[0].sees(shown.announced));
            }
            let after = known.view.iter_mut().flat_map(|view| &mut view.after);
            after.filter(|one| one.id == question).for_each(|one| one.is_new = false);
        });
    }

    pub(crate) fn answer(&self, question: JobId, answer: &Answer) -> Answered {
        let restart = self.state().known.restart(question).cloned();
        if let Some(restart) = restart {
            let came = self.takes(question, answer).map_err(NotHeard::Refused);
            return restart_answered(&restart, answer, came, &Moment::now(self.language, CHANGES));
        }
        let asked = self.state().known.question(question).cloned();
        let Some(asked) = asked else { return over(&Moment::now(self.language, CHANGES)) };
        let came = self.takes(question, answer).map_err(NotHeard::Refused);
        answered(&self.state().known, &asked, answer, came, &Moment::now(self.language, CHANGES))
    }

    /// Something is wrong since that went in.
    pub(crate) fn wrong(&self, after: JobId, words: &str) -> Answered {
        let moment = Moment::now(self.language, CHANGES);
        let known = self.state().known.after(after).cloned();
        let Some(known) = known else { return nothing_there(&moment) };
        let is_fine = known.wrong.is_none() && is_plain(words, WRONG_CHARS);
        self.change(|state| {
            let after = state.known.view.iter_mut().flat_map(|view| &mut view.after);
            after
                .filter(|one| one.id == known.id && is_fine)
                .for_each(|one| one.wrong = Some(words.to_owned()));
        });
        let came = if is_fine { Ok(()) } else { Err(NotHeard::Refused(NotTaken::Over)) };
        said_wrong(&known, came, &moment)
    }

    /// A note to whoever is in charge.
    pub(crate) fn ask(&self, words: &str) -> Answered {
        let mut came = Err(NotTaken::Over);
        self.change(|state| came = state.writes(words));
        let known = self.state().known.clone();
        said_note(known.view.as_ref(), came.map_err(NotHeard::Refused), &Moment::now(self.language, CHANGES))
    }

    fn takes(&self, question: JobId, answer: &Answer) -> Result<(), NotTaken> {
        let now = Timestamp::now();
        let mut taken = Err(NotTaken::Over);
        self.change(|state| taken = state.takes(question, answer, now));
        taken
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.send_modify(|revision| *revision += 1);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds a PC")
    }
}

impl State {
    fn writes(&mut self, words: &str) -> Result<(), NotTaken> {
        let wrote = self.known.view.as_mut().and_then(|view| view.wrote.as_mut()).ok_or(NotTaken::Over)?;
        let (now, number) = (Timestamp::now(), wrote.len());
        if words.trim().is_empty() || !is_plain(words, NOTE_CHARS) {
            return Err(NotTaken::Malformed);
        }
        if number >= NOTES_A_DAY {
            return Err(NotTaken::TooOften);
        }
        let note = JobId(Uuid::from_u128(100 + number as u128));
        wrote.insert(0, Wrote { note, at: now, words: words.trim().to_owned() });
        Ok(())
    }

    fn takes(&mut self, id: JobId, answer: &Answer, now: Timestamp) -> Result<(), NotTaken> {
        let consultation = self.asked.get_mut(&id).ok_or(NotTaken::Over)?;
        consultation.people[0] = consultation.answered(PERSON, answer, now)?;
        let Some(view) = &mut self.known.view else { return Ok(()) };
        if let Some(restart) = view.restart.as_mut().filter(|restart| restart.id == id) {
            restart.moves_left = consultation.moves_left(&consultation.people[0]);
            restart.is_left = matches!(answer, Answer::Time { time } if *time == restart.default);
            restart.is_yes = matches!(answer, Answer::Now {});
            restart.agreed = match answer {
                Answer::Time { time } => (*time != restart.default).then_some(*time),
                _ => Some(now),
            };
            return Ok(());
        }
        if !matches!(consultation.verdict(now), Verdict::Wait(_)) {
            view.questions.retain(|question| question.id != id);
            return Ok(());
        }
        for question in view.questions.iter_mut().filter(|question| question.id == id) {
            question.answer = Some(answer.clone());
            question.begins = consultation.begins();
            question.moves_left = consultation.moves_left(&consultation.people[0]);
        }
        Ok(())
    }
}

fn consultation(question: &Question) -> Consultation {
    let mut person = Asked { name: PERSON.to_owned(), ..Asked::default() };
    if !question.is_due {
        person.sees(question.announced);
    }
    if let Some(answer) = &question.answer {
        person.says(answer, Timestamp::now());
    }
    let class = question.updates.first().and_then(|update| update.class);
    Consultation { default: question.announced, last: question.last, class, people: vec![person] }
}

fn known(play: &str) -> Result<(Line, Option<View>)> {
    let view = |questions| {
        let now = Timestamp::now();
        let (office, scanned_at) = (Some("Harbour Dental".to_owned()), Some(now - 20.minutes()));
        let replies = Vec::new();
        let restart = None;
        View {
            office,
            scanned_at,
            outstanding: Some(3),
            restart_pending: Some(false),
            replies,
            questions,
            restart,
            in_charge: Some("Maria Lopez".to_owned()),
            changes: Vec::new(),
            after: Vec::new(),
            waits: Vec::new(),
            wrote: Some(Vec::new()),
        }
    };
    let open = |view| Ok((Line::Open, Some(view)));
    match play {
        "question" => open(view(vec![question(1, office_suite())])),
        "security" => open(view(vec![question(2, browser())])),
        "several" => open(view(vec![question(1, office_suite()), seen(2, browser()), seen(3, hostile())])),
        "answered" => open(view(vec![in_place(4, office_suite())])),
        "objected" => open(view(vec![objected(5, browser())])),
        "after" => open(View {
            after: vec![after(6, browser(), true), after(7, office_suite(), false)],
            ..view(Vec::new())
        }),
        "replied" => open(View {
            replies: vec![replied()],
            waits: vec![waits()],
            wrote: Some(vec![wrote(1, 2), wrote(2, 30)]),
            ..view(Vec::new())
        }),
        "none" => open(View { outstanding: Some(0), changes: lately(), ..view(Vec::new()) }),
        "needy" => open(View { restart_pending: Some(true), ..view(Vec::new()) }),
        "restart" => {
            open(View { restart_pending: Some(true), restart: Some(restart(None)), ..view(Vec::new()) })
        }
        "waits" => {
            let waits = Some(Wait::SignedIn { people: vec!["li".to_owned(), "ana".to_owned()] });
            let restart = Some(restart(waits));
            let after = vec![after(6, browser(), true), after(7, office_suite(), false)];
            open(View { restart_pending: Some(true), restart, after, ..view(Vec::new()) })
        }
        "no-office" => open(View::default()),
        "silent" => Ok((Line::Silent, None)),
        "absent" => Ok((Line::Absent, None)),
        "foreign" => Ok((Line::Foreign, None)),
        _ => bail!("There is no play {play}"),
    }
}

/// One that was ordered an hour ago.
fn restart(waits: Option<Wait>) -> Restart {
    let earliest = Timestamp::now() - 1.hours();
    Restart {
        id: JobId(Uuid::from_u128(50)),
        from: Some("Maria Lopez".to_owned()),
        earliest,
        default: earliest + 8.hours(),
        last: earliest + 35.hours(),
        is_yes: false,
        is_left: false,
        agreed: waits.as_ref().map(|_| earliest + 12.hours()),
        moves_left: if waits.is_some() { 0 } else { 3 },
        waits,
    }
}

/// The restart as the helper's own rule has it.
fn moved(restart: &Restart) -> Consultation {
    let mut person = Asked { name: PERSON.to_owned(), ..Asked::default() };
    person.sees(restart.default);
    if let Some(time) = restart.agreed {
        person.says(&Answer::Time { time }, restart.earliest);
        person.moves = 3;
    }
    Consultation { default: restart.default, last: restart.last, class: None, people: vec![person] }
}

/// As many as there can be, of every kind.
fn lately() -> Vec<Changed> {
    let kinds = [
        ("LibreOffice", "4:26.8.1-1", false, Outcome::Done),
        ("Firefox", "26.2.0esr-1", false, Outcome::NeedsRestart),
        ("LibreOffice", "4:25.2.3-2", true, Outcome::Done),
        ("Label printer", "1.1", false, Outcome::Failed),
        ("Till with a very long name that goes on and on", "2.0", false, Outcome::NeedsPerson),
    ];
    let change = |(hours, (name, version, is_back, outcome)): (i64, (&str, &str, bool, Outcome))| Changed {
        at: Timestamp::now() - (hours * 7).hours(),
        name: name.to_owned(),
        version: Some(version.to_owned()),
        is_back,
        outcome,
        cause: (outcome == Outcome::Failed).then_some(Cause::PackageScriptFailed),
    };
    (1..).zip(kinds.into_iter().cycle()).take(CHANGED).map(change).collect()
}

/// Two that went in: one that is new, and one of which it was said that something is wrong.
fn after(number: u128, update: Update, is_new: bool) -> After {
    After {
        id: JobId(Uuid::from_u128(number)),
        from: Some("Maria Lopez".to_owned()),
        updates: vec![update],
        at: Timestamp::now() - if is_new { 1.hours() } else { 26.hours() },
        is_new,
        wrong: (!is_new).then(|| "My invoices no longer print.".to_owned()),
    }
}

/// A note that nobody answered for three working days.
fn waits() -> Waits {
    Waits {
        id: JobId(Uuid::from_u128(8)),
        since: Timestamp::now() - (6 * 24).hours(),
        names: vec!["Firefox".to_owned()],
        whom: Some("Dr Weiss".to_owned()),
        is_stand_in: true,
    }
}

/// Notes that were written without having been asked.
fn wrote(number: u128, hours: i64) -> Wrote {
    let words =
        "May I have the <b>old</b> printer back? The new one does not print on both sides.".to_owned();
    Wrote { note: JobId(Uuid::from_u128(90 + number)), at: Timestamp::now() - hours.hours(), words }
}

fn replied() -> Replied {
    let decision = Decision::Wait { until: Timestamp::now() + (16 * 24).hours() };
    let words = "I will ask the <b>invoice</b> people.".to_owned();
    let reply = Reply { to: JobId(Uuid::from_u128(9)), decision, words };
    Replied { from: Some("Maria Lopez".to_owned()), at: Timestamp::now() - 1.hours(), reply }
}

fn question(number: u128, update: Update) -> Question {
    let now = Timestamp::now();
    Question {
        id: JobId(Uuid::from_u128(number)),
        from: Some("Maria Lopez".to_owned()),
        updates: vec![update],
        announced: now + 30.hours(),
        last: now + (5 * 24).hours(),
        answer: None,
        begins: None,
        moves_left: 3,
        is_due: true,
    }
}

/// One that was on the screen before, and is not answered.
fn seen(number: u128, update: Update) -> Question {
    let question = question(number, update);
    Question { begins: Some(question.announced), is_due: false, ..question }
}

/// One whose time was chosen, and that cannot be put off any more.
fn in_place(number: u128, update: Update) -> Question {
    let question = seen(number, update);
    let time = question.announced + 4.hours();
    Question { answer: Some(Answer::Time { time }), begins: Some(time), moves_left: 0, ..question }
}

fn objected(number: u128, update: Update) -> Question {
    let answer = Answer::Objection { worry: Worry::Tool {}, words: "My invoices".to_owned() };
    Question { answer: Some(answer), begins: None, ..seen(number, update) }
}

fn office_suite() -> Update {
    update("libreoffice", "LibreOffice", ["4:25.2.3-2", "4:26.8.1-1"])
}

fn browser() -> Update {
    Update {
        class: Some(Class::Security),
        changes: Some(vec![says("The side bar is new."), says("Old add-ons no longer work.")]),
        notes: Some("The side bar is new.\nOld add-ons no longer work.".to_owned()),
        reversible: None,
        ..update("firefox-esr", "Firefox", ["25.5.0esr-1", "26.2.0esr-1"])
    }
}

fn says(words: &str) -> Change {
    let (package, version) =
        ("firefox-esr".parse().expect("a made-up name is a name"), "26.2.0esr-1".to_owned());
    let file = "usr/share/doc/firefox-esr/NEWS.Debian.gz".to_owned();
    Change { words: words.to_owned(), from: ChangeSource::Package { package, version, file } }
}

fn hostile() -> Update {
    Update {
        class: None,
        notes: Some("<img src=x onerror=alert(1)>\n\u{202e}gnp.exe ".repeat(200)),
        needs: Needs { restart: None, close: Some(Vec::new()), ..Needs::default() },
        ..update("bank", "<b>Bank</b> of the very long name that goes on and on", ["1.0", "2.0"])
    }
}

fn update(package: &str, name: &str, [old, new]: [&str; 2]) -> Update {
    Update {
        id: format!("apt:{package}@{new}").parse().expect("a made-up id is an id"),
        pc: patchround_protocol::PcId::from(patchround_protocol::SpkiHash([7; 32])),
        source: "apt".to_owned(),
        package: package.parse().expect("a made-up name is a name"),
        group: package.to_owned(),
        name: name.to_owned(),
        installed: Some(old.to_owned()),
        candidate: new.to_owned(),
        class: Some(Class::Other),
        substantial: Some(Substantial::because(vec![Reason::FirstNumber { from: 25, to: 26 }])),
        cves: None,
        known_exploited: None,
        severity: None,
        released: None,
        size: None,
        notes: None,
        changes: Some(Vec::new()),
        needs: Needs { restart: Some(false), close: Some(vec![name.to_owned()]), ..Needs::default() },
        reversible: Some(Reversible::Kept {}),
        scope: Scope::Machine,
        held: None,
        phased: false,
        blocked: None,
    }
}
