//! The conversation with this PC's helper: what is known of the PC, and the way of an answer.

mod talk;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use patchround_protocol::{
    JobId,
    consultation::{Answer, NotTaken},
    limits::{NOTE_CHARS, OBJECTION_CHARS, WRONG_CHARS},
    session::{After, Question, Restart, View},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::timeout,
};
use uuid::Uuid;

use crate::{
    consent::Consent,
    os,
    own::{Mine, Own, Sources},
};
use talk::Talk;

/// How long an answer that counts waits for the view in which it is.
const SEEN: Duration = Duration::from_secs(2);
/// Wishes that wait to be said.
const WAITING: usize = 8;

/// Where the helper's session socket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    socket: PathBuf,
    is_own: bool,
    /// Whether the person's own programs are told of and put in there.
    has_own_programs: bool,
    /// Where this person's yes to a restart is.
    consent: Consent,
}

impl Place {
    /// This PC's, or that of a state folder in which everything is ours.
    pub fn of(state_dir: Option<&Path>) -> Self {
        match state_dir {
            Some(dir) => Self {
                socket: dir.join("run").join("session.sock"),
                is_own: true,
                has_own_programs: false,
                consent: Consent::of(os::Said::given(&dir.join("run"))),
            },
            None => Self {
                socket: os::session(),
                is_own: false,
                has_own_programs: true,
                consent: Consent::of(os::Said::here()),
            },
        }
    }

    /// The same place, where nothing is done with the person's own programs: for whoever only asks something.
    pub fn without_own_programs(self) -> Self {
        Self { has_own_programs: false, ..self }
    }

    pub(crate) fn sources(&self) -> Option<Arc<dyn Sources>> {
        self.has_own_programs.then(|| Arc::new(Mine) as Arc<dyn Sources>)
    }

    /// Whether there is a socket at all.
    pub fn is_there(&self) -> bool {
        os::is_there(&self.socket)
    }
}

/// Whether there is a helper to talk with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Nobody has looked yet.
    Looking,
    /// It talks with us.
    Open,
    /// There is none on this PC.
    Absent,
    /// It does not answer, or sends us away.
    Silent,
    /// What answers in its place belongs to somebody else. It is not talked with.
    Foreign,
}

/// What is known of this PC.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Whether there is a helper to talk with.
    pub line: Line,
    /// Since when that is so.
    pub since: Timestamp,
    /// What the helper says. Nothing while it does not talk: what was so once is not known any more.
    pub view: Option<View>,
}

impl Known {
    /// The question with this id.
    pub fn question(&self, id: JobId) -> Option<&Question> {
        self.view.iter().flat_map(|view| &view.questions).find(|question| question.id == id)
    }

    /// The restart with this id.
    pub fn restart(&self, id: JobId) -> Option<&Restart> {
        self.view.as_ref()?.restart.as_ref().filter(|restart| restart.id == id)
    }

    /// What an order put in place.
    pub fn after(&self, id: JobId) -> Option<&After> {
        self.view.iter().flat_map(|view| &view.after).find(|after| after.id == id)
    }

    fn wrote(&self, note: JobId) -> bool {
        self.view.iter().flat_map(|view| &view.wrote).flatten().any(|one| one.note == note)
    }

    fn has(&self, question: JobId, answer: &Answer) -> bool {
        if let Some(restart) = self.restart(question) {
            return match answer {
                Answer::Time { time } => restart.agreed == (*time != restart.default).then_some(*time),
                _ => restart.is_yes,
            };
        }
        self.question(question).is_none_or(|question| question.answer.as_ref() == Some(answer))
    }
}

/// Why an answer does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotHeard {
    /// The helper says why.
    #[error("The answer does not count: {0:?}")]
    Refused(NotTaken),
    /// The helper did not hear it, or did not say what it thinks of it.
    #[error("The helper does not answer")]
    Unanswered,
}

/// What is to be said to the helper.
#[derive(Debug)]
pub(crate) enum Wish {
    Shown(JobId),
    Answer(JobId, Answer, oneshot::Sender<Result<(), NotHeard>>),
    Wrong(JobId, String, oneshot::Sender<Result<(), NotHeard>>),
    Ask(JobId, String, oneshot::Sender<Result<(), NotHeard>>),
    LookAgain,
}

/// The PC of this person. Dropped, the conversation ends.
#[derive(Debug)]
pub struct ThisPc {
    consent: Consent,
    known: watch::Receiver<Known>,
    wishes: mpsc::Sender<Wish>,
    /// The last note, until it is known what came of it: said again it is the same one.
    note: Mutex<Option<(String, JobId)>>,
}

impl ThisPc {
    /// Talks with the helper from now on, and begins anew whenever it went away. To be called inside a tokio runtime.
    pub fn follow(place: Place) -> Self {
        let sources = place.sources();
        Self::begin(place, sources)
    }

    /// The same, with these sources of the person's own programs.
    pub(crate) fn begin(place: Place, sources: Option<Arc<dyn Sources>>) -> Self {
        let begin = Known { line: Line::Looking, since: Timestamp::now(), view: None };
        let (tell, known) = watch::channel(begin);
        let (wishes, heard) = mpsc::channel(WAITING);
        let consent = place.consent.clone();
        tokio::spawn(Talk::new(place, tell, heard, Own::new(sources)).run());
        Self { consent, known, wishes, note: Mutex::default() }
    }

    /// What is known, now and whenever it changes.
    pub fn known(&self) -> watch::Receiver<Known> {
        self.known.clone()
    }

    /// Says that a question is on the person's screen.
    pub async fn shown(&self, question: JobId) {
        // Nobody there to tell: the question comes again.
        _ = self.wishes.send(Wish::Shown(question)).await;
    }

    /// Gives an answer. Where it counts, what is known has it by then, as a rule.
    ///
    /// # Errors
    /// Why it does not count.
    pub async fn answer(&self, question: JobId, answer: Answer) -> Result<(), NotHeard> {
        let is_restart = self.known.borrow().restart(question).is_some();
        if !is_restart {
            return self.say(question, plain(answer)).await;
        }
        // Before it is said: the root half may look for it at once.
        let changed = self.consent.change(&answer, Timestamp::now()).map_err(|error| {
            tracing::error!(%error, "cannot write down a yes");
            NotHeard::Refused(NotTaken::NotPossible)
        })?;
        let said = self.say(question, answer).await;
        if said.is_err() {
            self.consent.put_back(changed);
        }
        said
    }

    async fn say(&self, question: JobId, answer: Answer) -> Result<(), NotHeard> {
        let (tell, told) = oneshot::channel();
        let wish = Wish::Answer(question, answer.clone(), tell);
        self.wishes.send(wish).await.map_err(|_| NotHeard::Unanswered)?;
        told.await.unwrap_or(Err(NotHeard::Unanswered))?;
        _ = timeout(SEEN, self.known().wait_for(|known| known.has(question, &answer))).await;
        Ok(())
    }

    /// Says that something is wrong since that was put in place.
    ///
    /// # Errors
    /// Why it does not count.
    pub async fn wrong(&self, after: JobId, words: &str) -> Result<(), NotHeard> {
        let (tell, told) = oneshot::channel();
        let wish = Wish::Wrong(after, plain_words(words, WRONG_CHARS), tell);
        self.wishes.send(wish).await.map_err(|_| NotHeard::Unanswered)?;
        told.await.unwrap_or(Err(NotHeard::Unanswered))?;
        let is_there = |known: &Known| known.after(after).is_none_or(|one| one.wrong.is_some());
        _ = timeout(SEEN, self.known().wait_for(is_there)).await;
        Ok(())
    }

    /// Writes to whoever is in charge.
    ///
    /// # Errors
    /// Why it does not count.
    pub async fn ask(&self, words: &str) -> Result<(), NotHeard> {
        let words = plain_words(words, NOTE_CHARS);
        let note = self.name_of(&words);
        let (tell, told) = oneshot::channel();
        self.wishes.send(Wish::Ask(note, words, tell)).await.map_err(|_| NotHeard::Unanswered)?;
        let came = told.await.unwrap_or(Err(NotHeard::Unanswered));
        if came != Err(NotHeard::Unanswered) {
            *self.note.lock().expect("nothing panics while it holds a note") = None;
        }
        came?;
        let is_there = |known: &Known| known.wrote(note);
        _ = timeout(SEEN, self.known().wait_for(is_there)).await;
        Ok(())
    }

    fn name_of(&self, words: &str) -> JobId {
        let mut last = self.note.lock().expect("nothing panics while it holds a note");
        let known = last.as_ref().filter(|(said, _)| said == words).map(|(_, note)| *note);
        let note = known.unwrap_or_else(|| JobId(Uuid::now_v7()));
        *last = Some((words.to_owned(), note));
        note
    }

    /// Looks for the helper at once where it was silent: somebody wants to know.
    pub fn look_again(&self) {
        _ = self.wishes.try_send(Wish::LookAgain);
    }
}

fn plain(answer: Answer) -> Answer {
    let Answer::Objection { worry, words } = answer else { return answer };
    Answer::Objection { worry, words: plain_words(&words, OBJECTION_CHARS) }
}

/// A person's words as the helper takes them: one line, without what steers a line's direction, not too long. Keyboards
/// for Arabic and Hebrew have keys for such marks.
fn plain_words(words: &str, most: usize) -> String {
    let one_line = words.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let steers = |letter: &char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words: String = one_line.filter(|letter| !steers(letter)).take(most).collect();
    words.trim().to_owned()
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
