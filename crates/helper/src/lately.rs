//! What became of updates on this PC lately: its people see it, by names that they know. It stays on this PC.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
};

use jiff::Timestamp;
use patchround_protocol::{JobId, Outcome, UpdateId, limits, session::Changed};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::files;

/// The newest changes, newest first, and where they are kept.
#[derive(Debug)]
pub struct Lately {
    path: PathBuf,
    noted: Mutex<Vec<Noted>>,
    changed: watch::Sender<()>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Noted {
    job: JobId,
    id: UpdateId,
    change: Changed,
}

impl Lately {
    /// Reads them. Where they cannot be read, they begin anew.
    pub fn open(path: &Path) -> Self {
        let noted = files::read_json(path).unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot read what became of updates");
            None
        });
        let noted = Mutex::new(noted.unwrap_or_default());
        Self { path: path.to_owned(), noted, changed: watch::Sender::new(()) }
    }

    /// Changes with each of them.
    pub fn watch(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Notes what became of an update in a job, once: a job that goes on after a power cut may tell it again. What waited
    /// may have another end later.
    pub fn note(&self, job: JobId, id: &UpdateId, change: Changed) {
        let mut noted = self.lock();
        noted.retain(|known| {
            let waited = known.change.outcome == Outcome::Waiting && change.outcome != Outcome::Waiting;
            known.job != job || known.id != *id || !waited
        });
        if noted.iter().any(|known| known.job == job && known.id == *id) {
            return;
        }
        noted.insert(0, Noted { job, id: id.clone(), change });
        noted.truncate(limits::CHANGED);
        if let Err(error) = files::write_json(&self.path, &*noted) {
            tracing::warn!(%error, "cannot keep what became of an update");
        }
        drop(noted);
        self.changed.send_replace(());
    }

    /// The newest of those that are meant, newest first.
    pub fn of(&self, is_meant: impl Fn(&UpdateId) -> bool) -> Vec<Changed> {
        let noted = self.lock();
        noted.iter().filter(|noted| is_meant(&noted.id)).map(|noted| noted.change.clone()).collect()
    }

    /// Forgets them: the office was left.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn forget(&self) -> io::Result<()> {
        self.lock().clear();
        files::remove(&self.path)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Noted>> {
        self.noted.lock().expect("nothing panics while it holds what became of updates")
    }
}

/// A change that has just come about.
pub(crate) fn changed(
    name: String,
    version: Option<String>,
    is_back: bool,
    end: &crate::queue::End,
) -> Changed {
    Changed { at: Timestamp::now(), name, version, is_back, outcome: end.outcome, cause: end.cause }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::queue::End;

    fn note(lately: &Lately, job: u128, package: &str) {
        let id = format!("apt:{package}@2").parse().unwrap();
        let end = End { outcome: Outcome::Done, cause: None };
        let change = changed(package.to_owned(), Some("2".to_owned()), false, &end);
        lately.note(JobId(Uuid::from_u128(job)), &id, change);
    }

    #[test]
    fn the_last_ten_are_kept_newest_first_also_over_a_restart_and_each_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lately.json");
        let lately = Lately::open(&path);
        for job in 1..=13 {
            note(&lately, job, &format!("p{job}"));
            note(&lately, job, &format!("p{job}"));
        }
        note(&lately, 13, "second");
        let names = |lately: &Lately| lately.of(|_| true).into_iter().map(|one| one.name).collect::<Vec<_>>();
        let all = names(&lately);
        assert_eq!(
            (all.len(), all[0].as_str(), all[1].as_str(), all[9].as_str()),
            (10, "second", "p13", "p5")
        );
        let again = Lately::open(&path);
        assert_eq!(names(&again), all);
        again.forget().unwrap();
        assert!(again.of(|_| true).is_empty() && Lately::open(&path).of(|_| true).is_empty());
    }

    #[test]
    fn what_had_waited_has_another_end_later_and_what_is_others_own_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let lately = Lately::open(&dir.path().join("lately.json"));
        let id: UpdateId = "flatpak:~1000/a@2".parse().unwrap();
        for outcome in [Outcome::Waiting, Outcome::Done, Outcome::Waiting] {
            let end = End { outcome, cause: None };
            lately.note(JobId(Uuid::from_u128(1)), &id, changed("a".to_owned(), None, false, &end));
        }
        let seen = lately.of(|id| id.person() == Some("1000"));
        assert_eq!(seen.iter().map(|one| one.outcome).collect::<Vec<_>>(), [Outcome::Done]);
        assert!(lately.of(|id| id.person().is_none()).is_empty());
    }

    #[test]
    fn what_cannot_be_read_begins_anew() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lately.json");
        std::fs::write(&path, "no list").unwrap();
        assert!(Lately::open(&path).of(|_| true).is_empty());
    }
}
