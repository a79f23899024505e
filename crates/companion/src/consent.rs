//! A person's yes to a restart: a file in their own runtime folder, which the root half reads (decision 0054).

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use patchround_protocol::{
    consultation::Answer,
    restart::{YES_FILE, Yes},
};

use crate::os;

/// Where this person's yes is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Consent {
    folder: PathBuf,
}

/// What was there before it was changed.
#[derive(Debug)]
pub(crate) struct Before(Option<Vec<u8>>);

impl Consent {
    pub(crate) fn of(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Writes down what follows from an answer: a yes from now on, or none. A time that was chosen is a yes only once it was
    /// counted down to.
    pub(crate) fn change(&self, answer: &Answer, now: Timestamp) -> io::Result<Before> {
        let before = match std::fs::read(self.file()) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        match answer {
            Answer::Now {} => self.write(&serde_json::to_vec(&Yes::at(os::this_start()?, now))?)?,
            _ => self.remove()?,
        }
        Ok(Before(before))
    }

    /// Has it as it was before: what was said does not count.
    pub(crate) fn put_back(&self, before: Before) {
        let done = before.0.map_or_else(|| self.remove(), |bytes| self.write(&bytes));
        if let Err(error) = done {
            tracing::warn!(%error, "cannot take back what was agreed to");
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.join(YES_FILE)
    }

    fn remove(&self) -> io::Result<()> {
        absent_is_fine(std::fs::remove_file(self.file()))
    }

    /// Whoever reads it finds all of it or nothing.
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let half: &Path = &self.folder.join(format!("{YES_FILE}.new"));
        absent_is_fine(std::fs::remove_file(half))?;
        os::write_own(half, bytes)?;
        std::fs::rename(half, self.file())
    }
}

fn absent_is_fine(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::samples::moment;

    fn yes(folder: &Path) -> Option<Yes> {
        serde_json::from_slice(&std::fs::read(folder.join(YES_FILE)).ok()?).unwrap()
    }

    #[test]
    fn now_is_a_yes_for_ten_minutes_and_every_other_answer_takes_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let (consent, now) = (Consent::of(folder.path().into()), moment().now);
        let time = Answer::Time { time: now + 2.hours() };
        let _ = consent.change(&time, now).unwrap();
        assert_eq!(yes(folder.path()), None, "nobody has counted down to it");
        let before = consent.change(&Answer::Now {}, now).unwrap();
        let said = yes(folder.path()).unwrap();
        assert!(said.holds(&os::this_start().unwrap(), now + 9.minutes()));
        assert!(!said.holds(&os::this_start().unwrap(), now + 10.minutes()));
        consent.put_back(before);
        assert_eq!(yes(folder.path()), None, "what does not count changes nothing");
        let _ = consent.change(&Answer::Now {}, now).unwrap();
        let before = consent.change(&time, now).unwrap();
        assert_eq!(yes(folder.path()), None);
        consent.put_back(before);
        assert_eq!(yes(folder.path()), Some(said));
    }

    #[test]
    fn a_link_in_its_place_is_replaced_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (consent, other) = (Consent::of(folder.path().into()), folder.path().join("other"));
        std::fs::write(&other, "mine").unwrap();
        for name in [YES_FILE.to_owned(), format!("{YES_FILE}.new")] {
            std::os::unix::fs::symlink(&other, folder.path().join(name)).unwrap();
        }
        let _ = consent.change(&Answer::Now {}, moment().now).unwrap();
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "mine");
        assert!(yes(folder.path()).is_some());
    }
}
