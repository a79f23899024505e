//! The task that keeps the conversation up.

use std::{io, time::Duration};

use jiff::{Timestamp, Zoned};
use patchround_protocol::{
    JobId,
    limits::{ANSWER_BYTES, RUNNING_PROGRAMS},
    session::{FromPerson, ToPerson, View},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, ReadHalf, WriteHalf, split},
    sync::{mpsc, oneshot, watch},
    task::{JoinSet, spawn_blocking},
    time::{Instant, MissedTickBehavior, interval, sleep, timeout},
};

use super::{Known, Line, NotHeard, Place, Wish};
use crate::{
    os::{self, NotThere, Stream},
    own::Own,
    running::{self, Told},
};

/// Pauses before it is tried again after a conversation has ended; the last holds for all that follow.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(15), Duration::from_secs(60)];
/// A conversation of this length was a good one: the pauses begin anew after it.
const GOOD: Duration = Duration::from_secs(60);
/// How often is looked which programs run.
const LOOK: Duration = Duration::from_secs(60);
/// A helper that does not take a line, or says nothing to an answer, for so long does not hear it.
const PATIENCE: Duration = Duration::from_secs(10);
/// Things heard that wait.
const WAITING: usize = 8;

type Answered = oneshot::Sender<Result<(), NotHeard>>;

/// The conversation, with all its beginnings.
pub(super) struct Talk {
    place: Place,
    tell: watch::Sender<Known>,
    wishes: mpsc::Receiver<Wish>,
    own: Own,
    /// Conversations that ended soon, one after the other.
    short: usize,
}

impl Talk {
    pub(super) fn new(
        place: Place,
        tell: watch::Sender<Known>,
        wishes: mpsc::Receiver<Wish>,
        own: Own,
    ) -> Self {
        Self { place, tell, wishes, own, short: 0 }
    }

    /// Talks until nobody wants to know any more.
    pub(super) async fn run(mut self) {
        while !self.wishes.is_closed() {
            let begun = Instant::now();
            let line = match os::connect(&self.place.socket, self.place.is_own).await {
                Ok(stream) => self.talk(stream).await,
                Err(why) => {
                    tracing::debug!(%why, "There is no helper to talk with");
                    line(&why)
                }
            };
            self.short = if begun.elapsed() >= GOOD { 0 } else { self.short + 1 };
            // A helper that is started anew is back within a moment, and what it said still holds.
            if self.short > 1 || line != Line::Silent {
                self.now(line, None);
            }
            self.pause().await;
        }
    }

    /// Waits before the next try. What is to be said meanwhile is not heard.
    async fn pause(&mut self) {
        let index = self.short.saturating_sub(1).min(PAUSES.len() - 1);
        let pause = sleep(PAUSES[index]);
        tokio::pin!(pause);
        loop {
            tokio::select! {
                () = &mut pause => return,
                () = self.own.goes_on() => {}
                wish = self.wishes.recv() => match wish {
                    Some(Wish::LookAgain) | None => return,
                    Some(wish) => not_heard(wish),
                },
            }
        }
    }

    fn now(&self, line: Line, view: Option<View>) {
        self.tell.send_if_modified(|known| {
            let is_new = known.line != line || known.view != view;
            if known.line != line {
                known.since = Timestamp::now();
            }
            (known.line, known.view) = (line, view);
            is_new
        });
    }

    /// One conversation, to its end. How it stands afterwards.
    async fn talk(&mut self, stream: Stream) -> Line {
        let (from, to) = split(stream);
        let (said, mut heard) = mpsc::channel(WAITING);
        let mut listening = JoinSet::new();
        listening.spawn(listen(from, said));
        let mut one = One { to, open: Vec::new(), told: Told::default(), is_greeted: false };
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let patience = sleep(PATIENCE);
        tokio::pin!(patience);
        let mut is_heard = false;
        loop {
            let done = tokio::select! {
                said = heard.recv() => match said {
                    Some(said) => {
                        is_heard |= matches!(said, ToPerson::View(_));
                        self.hears(said, &mut one);
                        Ok(())
                    }
                    None => return Line::Silent,
                },
                wish = self.wishes.recv() => match wish {
                    Some(wish) => one.says(wish).await,
                    None => return Line::Silent,
                },
                _ = looks.tick() => {
                    if one.is_greeted {
                        self.own.looks();
                    }
                    one.tells_what_runs().await
                }
                () = self.own.goes_on() => Ok(()),
                () = &mut patience, if !is_heard => {
                    is_heard = true;
                    self.now(Line::Silent, None);
                    Ok(())
                }
                () = one.patience() => {
                    one.gives_up();
                    Ok(())
                }
            };
            let done = match done {
                Ok(()) => one.says_of(&mut self.own).await,
                failed => failed,
            };
            if let Err(error) = done {
                tracing::debug!(%error, "The helper went away");
                return Line::Silent;
            }
        }
    }

    fn hears(&mut self, said: ToPerson, one: &mut One) {
        match said {
            ToPerson::View(view) => {
                self.now(Line::Open, Some(*view));
                if !one.is_greeted {
                    one.is_greeted = true;
                    self.own.greets();
                }
            }
            ToPerson::Taken { question } => one.hears(question, Ok(())),
            ToPerson::NotTaken { question, why } => one.hears(question, Err(NotHeard::Refused(why))),
            ToPerson::InstallOwn { ids } => self.own.install(ids),
            ToPerson::RefreshOwn {} => self.own.refresh(),
            ToPerson::Unknown => {}
        }
    }
}

/// Our side of one conversation.
struct One {
    to: WriteHalf<Stream>,
    /// Answers of which the helper has not said yet whether they count.
    open: Vec<(JobId, Instant, Answered)>,
    told: Told,
    /// Whether the helper has shown a view: it talks with us, and takes what we tell of the person's own programs.
    is_greeted: bool,
}

impl One {
    async fn says(&mut self, wish: Wish) -> io::Result<()> {
        match wish {
            Wish::LookAgain => Ok(()),
            Wish::Shown(question) => self.say(&FromPerson::Shown { question }).await,
            Wish::Answer(question, answer, tell) => {
                self.open.push((question, Instant::now(), tell));
                self.say(&FromPerson::Answer { question, answer }).await
            }
            Wish::Wrong(after, words, tell) => {
                self.open.push((after, Instant::now(), tell));
                self.say(&FromPerson::Wrong { after, words }).await
            }
            Wish::Ask(note, words, tell) => {
                self.open.push((note, Instant::now(), tell));
                self.say(&FromPerson::Ask { note, words }).await
            }
        }
    }

    fn hears(&mut self, question: JobId, answer: Result<(), NotHeard>) {
        if let Some(index) = self.open.iter().position(|(open, ..)| *open == question) {
            _ = self.open.remove(index).2.send(answer);
        }
    }

    async fn patience(&self) {
        match self.open.first() {
            Some((_, said, _)) => tokio::time::sleep_until(*said + PATIENCE).await,
            None => std::future::pending().await,
        }
    }

    fn gives_up(&mut self) {
        if !self.open.is_empty() {
            _ = self.open.remove(0).2.send(Err(NotHeard::Unanswered));
        }
    }

    async fn tells_what_runs(&mut self) -> io::Result<()> {
        let running = spawn_blocking(running::programs).await.map_err(io::Error::other)?;
        let Some(news) = self.told.news(running, Zoned::now().date()) else { return Ok(()) };
        let mut parts = news.chunks(RUNNING_PROGRAMS).map(<[String]>::to_vec);
        self.say(&FromPerson::Running { programs: parts.next().unwrap_or_default() }).await?;
        for programs in parts {
            self.say(&FromPerson::Running { programs }).await?;
        }
        Ok(())
    }

    async fn says_of(&mut self, own: &mut Own) -> io::Result<()> {
        if !self.is_greeted {
            return Ok(());
        }
        while let Some(news) = own.next() {
            for one in &news {
                self.say(one).await?;
            }
            own.is_said();
        }
        Ok(())
    }

    async fn say(&mut self, what: &FromPerson) -> io::Result<()> {
        let mut line = serde_json::to_vec(what)?;
        line.push(b'\n');
        timeout(PATIENCE, self.to.write_all(&line)).await?
    }
}

/// What the helper says, until it says something that is no line of it. What a maker wrote makes lines long.
async fn listen(from: ReadHalf<Stream>, said: mpsc::Sender<ToPerson>) -> io::Result<()> {
    let mut from = BufReader::new(from);
    loop {
        let mut line = Vec::new();
        (&mut from).take(ANSWER_BYTES as u64).read_until(b'\n', &mut line).await?;
        if line.is_empty() || said.send(serde_json::from_slice(&line)?).await.is_err() {
            return Ok(());
        }
    }
}

fn line(why: &NotThere) -> Line {
    match why {
        NotThere::Absent => Line::Absent,
        NotThere::Foreign(_) => Line::Foreign,
        NotThere::Silent(_) => Line::Silent,
    }
}

fn not_heard(wish: Wish) {
    if let Wish::Answer(_, _, tell) | Wish::Wrong(_, _, tell) | Wish::Ask(_, _, tell) = wish {
        _ = tell.send(Err(NotHeard::Unanswered));
    }
}
