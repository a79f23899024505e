//! The ways to people's programs: which of them can be asked, and how often one may tell something.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use patchround_protocol::{UpdateId, session::ToPerson};
use tokio::{sync::mpsc, time::Instant};

use super::OwnPrograms;
use crate::os::Person;

/// Things that wait to be said to one program.
const WAITING: usize = 8;
/// What somebody has for themselves is written down and told to managers: so often at most within [`WHILE`].
const OFTEN: usize = 10;
/// See [`OFTEN`].
const WHILE: Duration = Duration::from_secs(10 * 60);

/// Everybody's.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// By account, the newest last: that one is asked.
    open: BTreeMap<String, Vec<(u64, mpsc::Sender<ToPerson>)>>,
    conversations: u64,
    turns: BTreeMap<String, VecDeque<Instant>>,
}

/// The way to one person's program.
#[derive(Debug)]
pub struct Line {
    of: Arc<OwnPrograms>,
    account: String,
    number: u64,
    wishes: mpsc::Receiver<ToPerson>,
}

impl OwnPrograms {
    /// This person's program can be asked from now on, until the line is dropped.
    pub fn line(self: &Arc<Self>, person: &Person) -> Line {
        let (say, wishes) = mpsc::channel(WAITING);
        let mut state = self.lock();
        state.lines.conversations += 1;
        let number = state.lines.conversations;
        state.lines.open.entry(person.account.clone()).or_default().push((number, say));
        Line { of: self.clone(), account: person.account.clone(), number, wishes }
    }

    /// Has everybody's program that is there read their lists anew.
    pub fn refresh(&self) {
        for (_, say) in self.lock().lines.open.values().filter_map(|lines| lines.last()) {
            // Whoever has not heard eight things yet has enough to do.
            _ = say.try_send(ToPerson::RefreshOwn {});
        }
    }

    /// When somebody's next list is taken, which is reserved by this: at once, unless they told many lately.
    pub fn turn(&self, person: &Person) -> Instant {
        let mut state = self.lock();
        let now = Instant::now();
        state.lines.turns.retain(|_, taken| taken.back().is_some_and(|last| *last + WHILE > now));
        let taken = state.lines.turns.entry(person.account.clone()).or_default();
        let first = if taken.len() < OFTEN { None } else { taken.pop_front() };
        let turn = first.map_or(now, |first| now.max(first + WHILE));
        taken.push_back(turn);
        turn
    }

    /// Asks the program of an account for these. Whether there is one that can be asked.
    pub(super) fn ask(&self, account: &str, ids: &BTreeSet<UpdateId>) -> bool {
        let mut state = self.lock();
        let wish = ToPerson::InstallOwn { ids: ids.iter().map(UpdateId::in_session).collect() };
        let line = state.lines.open.get(account).and_then(|lines| lines.last());
        let Some(number) = line.and_then(|(number, say)| say.try_send(wish).ok().map(|()| *number)) else {
            return false;
        };
        for id in ids {
            state.ends.remove(id);
            state.asked.insert(id.clone(), number);
        }
        true
    }
}

impl Line {
    /// What the program is to be told next; waits for it.
    pub async fn next(&mut self) -> Option<ToPerson> {
        self.wishes.recv().await
    }

    #[cfg(test)]
    #[cfg(unix)]
    pub(super) fn has_next(&mut self) -> bool {
        self.wishes.try_recv().is_ok()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut state = self.of.lock();
        if let Some(lines) = state.lines.open.get_mut(&self.account) {
            lines.retain(|(number, _)| *number != self.number);
        }
        state.lines.open.retain(|_, lines| !lines.is_empty());
        state.asked.retain(|_, number| *number != self.number);
        drop(state);
        self.of.changed.send_replace(());
    }
}
