//! The helper's side of the session socket: the programs of the people who sit at this PC.
//!
//! A person can say what runs, that a question was seen, an answer, that something is wrong, and write a note, and what
//! they have for themselves: nothing that adds an update to the PC, or to anybody else (rules.md 2).

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::{
    EventKind, JobId, Update, UpdateId,
    charter::{Member, Role},
    consultation::{Answer, NotTaken},
    limits::{NAME_CHARS, SESSION_LINE_BYTES},
    session::{FromPerson, Own, ToPerson, View},
    standing,
    wire::Scan,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, ReadHalf, WriteHalf, split},
    sync::mpsc,
    task::JoinSet,
    time::{sleep, sleep_until, timeout},
};

use crate::{
    consultations::Moment,
    helper::Helper,
    lately,
    membership::Joined,
    os::{Local, Person, Stream},
    own::{self, Line, Told},
    queue::{End, Order},
};

/// Programs of one person at once.
const OF_ONE_PERSON: usize = 4;
/// Programs of all people at once.
const OF_ALL: usize = 32;
/// Things said that wait to be heard.
const WAITING: usize = 8;
/// A program that does not listen for so long is let go.
const PATIENCE: Duration = Duration::from_secs(10);
/// While a question is open, what is due is looked at anew after so long: time alone can change it.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Talks with the programs of people, for ever.
///
/// # Errors
/// When the socket is broken.
pub async fn serve(helper: Arc<Helper>, listener: Local) -> io::Result<()> {
    let rooms = Rooms::default();
    loop {
        let (stream, person) = listener.accept_person(helper.places.is_given()).await?;
        let Some(room) = rooms.enter(&person.name) else { continue };
        let helper = helper.clone();
        tokio::spawn(async move {
            if let Err(error) = talk(&helper, stream, &person).await {
                tracing::debug!(%error, "a person's program went away");
            }
            drop(room);
        });
    }
}

/// How many programs each person has here.
#[derive(Debug, Default, Clone)]
struct Rooms(Arc<Mutex<BTreeMap<String, usize>>>);

struct Room(Rooms, String);

impl Rooms {
    fn enter(&self, person: &str) -> Option<Room> {
        let mut taken = self.0.lock().expect("nothing panics while it holds the rooms");
        if taken.values().sum::<usize>() >= OF_ALL {
            return None;
        }
        let own = taken.entry(person.to_owned()).or_default();
        if *own >= OF_ONE_PERSON {
            return None;
        }
        *own += 1;
        drop(taken);
        Some(Room(self.clone(), person.to_owned()))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut taken = self.0.0.lock().expect("nothing panics while it holds the rooms");
        if let Some(own) = taken.get_mut(&self.1) {
            *own -= 1;
        }
        taken.retain(|_, own| *own > 0);
    }
}

async fn talk(helper: &Helper, stream: Stream, person: &Person) -> io::Result<()> {
    let (from, mut to) = split(stream);
    // Of programs that know of their person's own: they can be asked.
    let mut line = None;
    let (said, mut heard) = mpsc::channel(WAITING);
    let mut listening = JoinSet::new();
    listening.spawn(listen(from, said));
    let (mut queue, mut scans, mut office, mut asked) =
        (helper.queue.watch(), helper.scans.watch(), helper.watch_office(), helper.consultations.watch());
    let (mut agreed, mut lately) = (helper.agreed.watch(), helper.lately.watch());
    let mut told = None;
    loop {
        let view = view(helper, person);
        let is_open = !helper.queue.asked().is_empty() || !view.waits.is_empty();
        if told.as_ref() != Some(&view) {
            say(&mut to, &ToPerson::View(Box::new(view.clone()))).await?;
            told = Some(view);
        }
        tokio::select! {
            said = heard.recv() => match said {
                Some(FromPerson::Own(own)) => {
                    sleep_until(helper.own.turn(person)).await;
                    tells_of_their_own(helper, person, *own, &mut line);
                }
                Some(said) => hear(helper, person, said, &mut to).await?,
                None => return Ok(()),
            },
            wish = next_wish(&mut line) => say(&mut to, &wish).await?,
            _ = queue.changed() => {}
            _ = scans.changed() => {}
            _ = office.changed() => {}
            _ = asked.changed() => {}
            _ = agreed.changed() => {}
            _ = lately.changed() => {}
            () = sleep(LOOK_AGAIN), if is_open => {}
        }
    }
}

async fn listen(from: ReadHalf<Stream>, said: mpsc::Sender<FromPerson>) -> io::Result<()> {
    let mut from = BufReader::new(from);
    loop {
        let mut line = Vec::new();
        (&mut from).take(SESSION_LINE_BYTES as u64).read_until(b'\n', &mut line).await?;
        if line.is_empty() || said.send(serde_json::from_slice(&line)?).await.is_err() {
            return Ok(());
        }
    }
}

async fn say(to: &mut WriteHalf<Stream>, what: &ToPerson) -> io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    timeout(PATIENCE, to.write_all(&line)).await?
}

/// What is to be said on a line next; while there is none, nothing ever is.
async fn next_wish(line: &mut Option<Line>) -> ToPerson {
    let wish = match line {
        Some(line) => line.next().await,
        None => None,
    };
    match wish {
        Some(wish) => wish,
        None => std::future::pending().await,
    }
}

/// Their program told what one source offers of their own. From the first such word on it can be asked, and it is asked
/// for what had waited for it.
fn tells_of_their_own(helper: &Helper, person: &Person, own: Own, line: &mut Option<Line>) {
    let before = helper.scans.latest();
    let news = helper.own.told(person, own, Timestamp::now());
    if news.is_new {
        helper.scans.know_people(|| helper.own.lists());
    }
    for (order, told) in news.over {
        note_at_last(helper, &order, told, before.as_deref());
    }
    line.get_or_insert_with(|| helper.own.line(person));
    helper.own.ask_for_what_waits(person, |order, update| is_still_wanted(helper, order, update));
}

/// What was told of people's own programs long ago, and orders that have waited for too long.
pub(crate) fn forgets_what_is_old(helper: &Helper) {
    let news = helper.own.forget_old(Timestamp::now());
    let before = helper.scans.latest();
    if news.is_new {
        helper.scans.know_people(|| helper.own.lists());
    }
    for (order, told) in news.over {
        note_at_last(helper, &order, told, before.as_deref());
    }
}

/// Whether whoever ordered it may still do so, and the office has not decided since to keep it back.
fn is_still_wanted(helper: &Helper, order: &own::Order, update: &Update) -> bool {
    let Some(office) = helper.membership.office() else { return false };
    let now = Timestamp::now();
    let local = now.to_zoned(TimeZone::system()).datetime();
    let (policy, floor) = (&office.policy, &office.charter.floor);
    let moment = standing::Moment { policy, floor, now, local, active_hours: None };
    office.charter.may(&order.by.issuer, Role::Operate, now) && moment.held(update).is_none()
}

async fn hear(
    helper: &Helper,
    whose: &Person,
    said: FromPerson,
    to: &mut WriteHalf<Stream>,
) -> io::Result<()> {
    let person = &*whose.name;
    match said {
        FromPerson::Running { programs } => {
            helper.consultations.running(person, &programs, Timestamp::now());
            Ok(())
        }
        FromPerson::Shown { question } => {
            helper.consultations.after_shown(person, question, Timestamp::now());
            let known = view(helper, whose).questions;
            if let Some(question) = known.iter().find(|known| known.id == question) {
                helper.consultations.shown(person, question, Timestamp::now());
                helper.queue.announce();
            }
            Ok(())
        }
        FromPerson::Answer { question, answer } => {
            let said = match answered(helper, person, question, &answer) {
                Ok(()) => ToPerson::Taken { question },
                Err(why) => ToPerson::NotTaken { question, why },
            };
            say(to, &said).await
        }
        FromPerson::Wrong { after, words } => {
            let said = match helper.consultations.wrong(person, after, &words, Timestamp::now()) {
                Ok(()) => ToPerson::Taken { question: after },
                Err(why) => ToPerson::NotTaken { question: after, why },
            };
            if let ToPerson::Taken { .. } = said {
                tracing::info!(job = %after, "a person said that something is wrong");
                helper.queue.announce();
            }
            say(to, &said).await
        }
        FromPerson::Ask { note, words } => {
            let said = match wrote(helper, person, note, &words) {
                Ok(()) => ToPerson::Taken { question: note },
                Err(why) => ToPerson::NotTaken { question: note, why },
            };
            say(to, &said).await
        }
        FromPerson::OwnEnded { id, outcome, cause, details } => {
            let told = Told { end: End { outcome, cause }, details };
            if let Some((order, told)) = helper.own.ended(whose, &id, told) {
                note_at_last(helper, &order, told, helper.scans.latest().as_deref());
            }
            Ok(())
        }
        FromPerson::Own(_) | FromPerson::Unknown => Ok(()),
    }
}

/// What had waited for somebody is over: they see it among what became of updates, and managers hear of it though its job
/// has ended.
fn note_at_last(helper: &Helper, order: &own::Order, told: Told, before: Option<&Scan>) {
    let (own::By { job, step, .. }, id) = (order.by, order.id.clone());
    let Told { end, details } = told;
    tracing::info!(%job, outcome = ?end.outcome, cause = ?end.cause, "what had waited for a person is over");
    let named = before.and_then(|scan| scan.updates.iter().find(|update| update.id == id));
    let name = named.map_or_else(|| id.in_session().native().to_owned(), |update| update.name.clone());
    helper.lately.note(job, &id, lately::changed(name, Some(id.version().to_owned()), false, &end));
    let End { outcome, cause } = end;
    helper.note(EventKind::UpdateEnded { job, step, id, outcome, cause, installed: None, details });
}

fn wrote(helper: &Helper, person: &str, note: JobId, words: &str) -> Result<(), NotTaken> {
    helper.membership.office().ok_or(NotTaken::Over)?;
    helper.consultations.write(person, note, words, Timestamp::now())?;
    tracing::info!("a person wrote to whoever is in charge");
    helper.queue.announce();
    Ok(())
}

fn answered(helper: &Helper, person: &str, question: JobId, answer: &Answer) -> Result<(), NotTaken> {
    if let Some(order) = restarts(helper).iter().find(|order| order.job.job == question) {
        helper.agreed.answer(person, &order.job, answer, Timestamp::now())?;
        tracing::info!(job = %question, "a person said when their PC may restart");
        helper.queue.hurry(question);
        return Ok(());
    }
    let orders = asked(helper);
    let order = orders.iter().find(|order| order.job.job == question).ok_or(NotTaken::Over)?;
    let (office, scan) = (helper.membership.office().ok_or(NotTaken::Over)?, helper.scans.latest());
    let moment = Moment { office: &office, scan: scan.as_deref(), now: Timestamp::now() };
    helper.consultations.answer(person, order, answer, moment)?;
    tracing::info!(job = %question, "a person answered");
    helper.queue.announce();
    Ok(())
}

/// Orders whose people are asked. Those that the manager has answered with another order are asked about no more: what
/// anybody said then would be heard by nobody.
fn asked(helper: &Helper) -> Vec<Order> {
    let Some(office) = helper.membership.office() else { return Vec::new() };
    let replaced = helper.queue.replaced(&office.charter, Timestamp::now());
    let mut asked = helper.queue.asked();
    asked.retain(|order| !replaced.contains(&order.job.job));
    asked
}

/// Restarts that were ordered and have not begun.
fn restarts(helper: &Helper) -> Vec<Order> {
    let mut waiting = helper.queue.restarts();
    waiting.retain(|order| !helper.story.has_started(order.job.job));
    waiting
}

fn view(helper: &Helper, whose: &Person) -> View {
    let person = &*whose.name;
    let Some(office) = helper.membership.office() else { return View::default() };
    let scan = helper.scans.latest();
    let moment = Moment { office: &office, scan: scan.as_deref(), now: Timestamp::now() };
    let (ended, replies) = (helper.queue.ended(), helper.queue.replies());
    // What others have for themselves is none of theirs.
    let is_seen = |id: &UpdateId| id.person().is_none_or(|account| account == whose.account);
    let outstanding = |scan: &Scan| scan.outstanding().filter(|update| is_seen(&update.id)).count();
    let outstanding = scan.as_deref().map(outstanding);
    View {
        office: Some(office.charter.name.clone()),
        scanned_at: scan.as_ref().map(|scan| scan.scanned_at),
        outstanding: outstanding.map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
        restart_pending: scan.as_ref().and_then(|scan| scan.restart_pending),
        replies: helper.consultations.replies(person, replies.clone(), moment),
        questions: helper.consultations.questions(person, &asked(helper), moment),
        restart: helper.agreed.restart(person, &restarts(helper), &office),
        in_charge: in_charge(&office, moment.now),
        changes: helper.lately.of(is_seen),
        waits: helper.consultations.waits(person, &ended, &replies, moment),
        after: helper.consultations.after(person, &office, Timestamp::now()),
        wrote: Some(helper.consultations.wrote(person, moment.now)),
    }
}

/// Who is to be asked today, as the signed charter and policy have it: whoever looks after the PCs, or who stands in.
fn in_charge(office: &Joined, now: Timestamp) -> Option<String> {
    let today = now.to_zoned(TimeZone::system()).date();
    let works = |role| {
        let is_valid =
            |member: &&Member| member.role == role && member.not_after.is_none_or(|end| now <= end);
        office.charter.members.iter().find(is_valid).map(|member| member.name.as_str())
    };
    let name =
        office.policy.stands_in(today).or_else(|| works(Role::Operate)).or_else(|| works(Role::Own))?;
    Some(name.chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect::<String>().trim().to_owned())
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
