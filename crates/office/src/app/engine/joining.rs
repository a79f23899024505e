//! How PCs join: a code, by themselves where they are heard, by address, by a file on a stick.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use jiff::Timestamp;
use patchround_protocol::limits::PORT;
use patchround_words::{say, say_with};
use tokio::{
    task::spawn_local,
    time::{Instant, sleep},
};

use super::desk::Desk;
use crate::{
    Error, Office,
    app::{answer::Answer, show, when},
    around::{self, Hint},
    names::Address,
    pair::{Joined, PairError},
    plain::plain,
    search::search,
};

/// How long PCs are listened for at a time.
const LISTEN: Duration = Duration::from_secs(3);
/// Between two practice PCs, as if somebody walked.
const WALK: Duration = Duration::from_millis(700);
/// How long looking around takes.
const LOOK: Duration = Duration::from_secs(6);
/// A PC that was given another code is left alone for so long: each try counts.
const LEFT_ALONE: Duration = Duration::from_secs(60);
/// One that broke off may just have opened its window.
const BROKE_OFF: Duration = Duration::from_secs(10);
/// Days a join file holds, and its name.
const FILE_DAYS: u32 = 7;
const FILE_NAME: &str = "patchround-join.json";
/// Characters of a folder's name in a sentence.
const FOLDER_CHARS: usize = 200;

impl Desk {
    /// Shows the code, and lets PCs that were given it join by themselves from now on.
    pub(super) fn code(self: &Rc<Self>, another: bool) -> Result<Answer, Error> {
        let Some(office) = self.office() else { return Ok(Answer::Done) };
        if another {
            office.new_code()?;
        }
        let (code, _) = office.code()?;
        if let Some(pcs) = &*self.play.borrow() {
            (pcs.type_code)(&code.code);
        }
        self.stop_listening();
        self.state.borrow_mut().joining.trouble = None;
        let task = spawn_local(self.clone().listening()).abort_handle();
        self.state.borrow_mut().joining.listening = Some(task);
        self.refresh();
        Ok(Answer::Done)
    }

    pub(super) fn stop_listening(&self) {
        if let Some(task) = self.state.borrow_mut().joining.listening.take() {
            task.abort();
        }
        self.refresh();
    }

    async fn listening(self: Rc<Self>) {
        let mut left_alone = BTreeMap::new();
        if self.play.borrow().is_none() && self.options.discovery {
            self.begin_look(self.clone().hearing());
        }
        loop {
            let Some(office) = self.office().filter(|_| self.options.talks) else { return };
            for (name, addresses) in self.waiting(&office).await {
                if left_alone.get(&name).is_some_and(|until| Instant::now() < *until) {
                    continue;
                }
                let pause = self.let_in(&office, &addresses).await;
                left_alone.insert(name, Instant::now() + pause);
            }
            drop(office);
            sleep(WALK).await;
        }
    }

    /// PCs that may wait: each with a name that changes when its window is opened anew.
    async fn waiting(&self, office: &Office) -> Vec<(String, Vec<SocketAddr>)> {
        if let Some(pcs) = &*self.play.borrow() {
            let known = |at: &SocketAddr| self.state.borrow().views.iter().any(|view| view.pc.address == *at);
            let next = pcs.addresses.iter().copied().find(|at| !known(at));
            return next.map(|at| (at.to_string(), vec![at])).into_iter().collect();
        }
        let own = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
        let mut all = vec![(own.to_string(), vec![own])];
        if self.options.discovery {
            let hints = search(Some(office.charter().discovery_key.0), LISTEN).await.unwrap_or_default();
            let waits = hints.into_iter().filter(|hint: &Hint| hint.pairing);
            all.extend(waits.map(|hint| (hint.instance, hint.addresses)));
        } else {
            sleep(LISTEN).await;
        }
        all
    }

    /// How long that PC is left alone afterwards.
    async fn let_in(self: &Rc<Self>, office: &Rc<Office>, addresses: &[SocketAddr]) -> Duration {
        match office.join(addresses).await {
            Ok(joined) => {
                self.joined(office, joined);
                Duration::ZERO
            }
            Err(error) => {
                let (pause, is_told) = after(&error);
                if is_told {
                    self.state.borrow_mut().joining.trouble = Some(error.say());
                    self.refresh();
                }
                pause
            }
        }
    }

    fn joined(self: &Rc<Self>, office: &Rc<Office>, joined: Joined) {
        if !self.is_open(office) {
            return;
        }
        {
            let joining = &mut self.state.borrow_mut().joining;
            joining.joined.retain(|known| known.id != joined.id);
            joining.joined.push(joined);
            joining.trouble = None;
        }
        match office.stored_views() {
            Ok(views) => self.seen(views),
            Err(error) => return self.broken(&error),
        }
        self.look_soon();
    }

    /// Finds out why PCs may not be heard on this computer.
    async fn hearing(self: Rc<Self>) {
        let heard = tokio::task::spawn_blocking(|| patchround_discovery::hears_itself(LISTEN)).await;
        let obstacle = heard.ok().and_then(Result::ok).and_then(show::obstacle);
        self.state.borrow_mut().joining.obstacle = obstacle;
        self.refresh();
    }

    /// Adds the PC at an address.
    pub(super) async fn add(self: Rc<Self>, address: String) -> Answer {
        let Some(office) = self.office() else { return Answer::Done };
        let joined = match Address::parse(&latin(&address)) {
            Ok(address) => office.add(&address, None).await,
            Err(error) => Err(error),
        };
        match joined {
            Ok(joined) => {
                let sentence = say_with("said-joined", &[("pc", joined.name.clone().into())]);
                self.joined(&office, joined);
                if self.is_open(&office) {
                    self.said(sentence, false, false);
                }
                Answer::Done
            }
            Err(error) => Answer::Refused { sentence: error.say() },
        }
    }

    /// Looks around; what is found is in later snapshots.
    pub(super) fn look_around(self: &Rc<Self>, everywhere: bool) -> Answer {
        let Some(office) = self.office().filter(|_| self.options.discovery && self.play.borrow().is_none())
        else {
            return Answer::Refused { sentence: say("said-no-looking") };
        };
        if !std::mem::replace(&mut self.state.borrow_mut().joining.looking, true) {
            let desk = self.clone();
            self.begin_look(async move { desk.looked_around(&office, everywhere).await });
        }
        self.refresh();
        Answer::Done
    }

    async fn looked_around(&self, office: &Office, everywhere: bool) {
        let plan = around::everywhere();
        let found = office.look_around(LOOK, everywhere.then(|| plan.clone())).await;
        {
            let joining = &mut self.state.borrow_mut().joining;
            joining.looking = false;
            match found {
                Ok(found) => joining.around = Some(show::around(&found, &plan)),
                Err(error) => joining.trouble = Some(error.say()),
            }
        }
        self.refresh();
    }

    /// Writes a join file and our packages into a folder. Other files there stay as they are.
    pub(super) fn invite(&self, folder: &str, pcs: u32) -> Result<Answer, Error> {
        let Some(office) = self.office() else { return Ok(Answer::Done) };
        let folder = Path::new(folder);
        if !folder.is_dir() {
            return Ok(Answer::Refused { sentence: stick("said-no-stick", folder) });
        }
        let written = || {
            let made = office.invite_by_file(&folder.join(FILE_NAME), pcs, FILE_DAYS)?;
            Ok((made, self.options.packages.as_deref().map(|from| copy_all(from, folder)).transpose()?))
        };
        let (made, copied) = match written() {
            Err(Error::Io { .. }) => {
                return Ok(Answer::Refused { sentence: stick("said-stick-not-written", folder) });
            }
            written => written?,
        };
        let when = when::moment(made.not_after, Timestamp::now(), &self.zone);
        let id = if copied.is_some_and(|many| many > 0) { "said-invited" } else { "said-invited-alone" };
        self.said(say_with(id, &[("when", when.into())]), false, false);
        self.refresh();
        Ok(Answer::Done)
    }
}

fn stick(id: &str, folder: &Path) -> String {
    say_with(id, &[("folder", plain(&folder.display().to_string(), FOLDER_CHARS).into())])
}

/// How many were copied.
fn copy_all(from: &Path, to: &Path) -> Result<usize, Error> {
    let mut copied = 0;
    for path in packages(from) {
        let to = to.join(path.file_name().unwrap_or_default());
        std::fs::copy(&path, &to).map_err(|error| Error::io(&to, error))?;
        copied += 1;
    }
    Ok(copied)
}

/// The files of the folder with our packages.
pub(super) fn packages(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_file())
}

/// Digits of other scripts as those that addresses are made of.
fn latin(text: &str) -> String {
    let digit = |letter: char| {
        let starts = [0x660, 0x6F0, 0xFF10_u32];
        let value = starts.into_iter().find_map(|start| {
            let value = u32::from(letter).checked_sub(start)?;
            char::from_digit(value, 10).filter(|_| value < 10)
        });
        value.unwrap_or(letter)
    };
    text.chars().map(digit).collect()
}

/// How long a PC is left alone after it did not join, and whether that is worth telling.
fn after(error: &Error) -> (Duration, bool) {
    match error {
        Error::AlreadyJoined(_)
        | Error::Pair(
            PairError::WindowClosed
            | PairError::Unreachable
            | PairError::TimedOut
            | PairError::NotPatchround
            | PairError::Refused(_),
        ) => (Duration::ZERO, false),
        Error::Pair(PairError::Broken) => (BROKE_OFF, false),
        Error::Pair(_) => (LEFT_ALONE, true),
        _ => (Duration::ZERO, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_typed_in_the_digits_of_another_script() {
        assert_eq!(latin("١٩٢.168.１.۲"), "192.168.1.2");
    }

    #[test]
    fn a_pc_that_breaks_off_while_it_opens_its_window_is_tried_again_soon_and_nobody_is_told() {
        assert_eq!(after(&Error::Pair(PairError::Broken)), (BROKE_OFF, false));
        assert!(BROKE_OFF > Duration::ZERO && BROKE_OFF < LEFT_ALONE);
        assert_eq!(after(&Error::Pair(PairError::WrongCode)), (LEFT_ALONE, true));
        assert_eq!(after(&Error::Pair(PairError::WindowClosed)), (Duration::ZERO, false));
    }
}
