//! A person's yes to a restart, which they write down where nobody else can and the root half reads it (decision 0054).

use std::io;

use jiff::Timestamp;
use patchround_protocol::{consultation::Answer, restart::Yes};

use crate::os::{self, Said};

/// Where this person's yes is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Consent {
    said: Said,
}

/// What was there before it was changed.
#[derive(Debug)]
pub(crate) struct Before(Option<Vec<u8>>);

impl Consent {
    pub(crate) fn of(said: Said) -> Self {
        Self { said }
    }

    /// Writes down what follows from an answer: a yes from now on, or none. A time that was chosen is a yes only once it was
    /// counted down to.
    pub(crate) fn change(&self, answer: &Answer, now: Timestamp) -> io::Result<Before> {
        let before = self.said.read()?;
        match answer {
            Answer::Now {} => self.said.write(&serde_json::to_vec(&Yes::at(os::this_start()?, now))?)?,
            _ => self.said.remove()?,
        }
        Ok(Before(before))
    }

    /// Has it as it was before: what was said does not count.
    pub(crate) fn put_back(&self, before: Before) {
        let done = before.0.map_or_else(|| self.said.remove(), |bytes| self.said.write(&bytes));
        if let Err(error) = done {
            tracing::warn!(%error, "cannot take back what was agreed to");
        }
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::path::Path;

    use jiff::ToSpan;
    use patchround_protocol::restart::YES_FILE;

    use super::*;
    use crate::samples::moment;

    fn yes(folder: &Path) -> Option<Yes> {
        serde_json::from_slice(&std::fs::read(folder.join(YES_FILE)).ok()?).unwrap()
    }

    #[test]
    fn now_is_a_yes_for_ten_minutes_and_every_other_answer_takes_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let (consent, now) = (Consent::of(Said::given(folder.path())), moment().now);
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
        let (consent, other) = (Consent::of(Said::given(folder.path())), folder.path().join("other"));
        std::fs::write(&other, "mine").unwrap();
        for name in [YES_FILE.to_owned(), format!("{YES_FILE}.new")] {
            std::os::unix::fs::symlink(&other, folder.path().join(name)).unwrap();
        }
        let _ = consent.change(&Answer::Now {}, moment().now).unwrap();
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "mine");
        assert!(yes(folder.path()).is_some());
    }
}
