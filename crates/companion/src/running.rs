//! Which programs with a desktop entry run in the person's own session (rules.md 5: who used a program is asked about
//! it). The names go to this PC's helper and nowhere else.

mod bundles;
mod entries;

use std::{collections::BTreeSet, path::Path};

use jiff::civil::Date;

#[cfg_attr(target_os = "linux", path = "running/linux.rs")]
#[cfg_attr(target_os = "macos", path = "running/macos.rs")]
#[cfg_attr(windows, path = "running/windows.rs")]
mod system;

pub(crate) use entries::Entry;
use entries::entries;

/// Where packages put the desktop entries of programs (desktop-entry-spec, "File naming").
const FOLDER: &str = "/usr/share/applications";

/// A process of the person, as far as it tells which program it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Process {
    /// The file it runs.
    pub(crate) file: String,
    /// The words it was started with, the first two.
    pub(crate) words: Vec<String>,
}

/// Names of the desktop entries and of the apps, without the ending, whose programs run now as this person.
pub fn programs() -> BTreeSet<String> {
    of(&entries(Path::new(FOLDER)), &system::processes())
}

fn of(entries: &[Entry], processes: &[Process]) -> BTreeSet<String> {
    let runs = |entry: &&Entry| processes.iter().any(|process| entry.is_of(process));
    let apps = processes.iter().filter_map(bundles::app);
    entries.iter().filter(runs).map(|entry| entry.name.clone()).chain(apps).collect()
}

/// What the helper was told today, so that it is told only what is new.
#[derive(Debug, Default)]
pub(crate) struct Told {
    day: Option<Date>,
    programs: BTreeSet<String>,
}

impl Told {
    /// What there is to tell: all of it once a day, even if that is nothing, since the helper notes days; else what began
    /// since. `None` where it knows everything.
    pub(crate) fn news(&mut self, running: BTreeSet<String>, today: Date) -> Option<Vec<String>> {
        let is_first = self.day != Some(today);
        if is_first {
            *self = Self { day: Some(today), programs: BTreeSet::new() };
        }
        let new: Vec<String> = running.difference(&self.programs).cloned().collect();
        self.programs.extend(running);
        (is_first || !new.is_empty()).then_some(new)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_helper_is_told_each_program_once_a_day_and_each_day_that_somebody_is_there() {
        let mut told = Told::default();
        let (monday, tuesday) = (date(2026, 6, 1), date(2026, 6, 2));
        assert_eq!(told.news(set(&[]), monday), Some(vec![]));
        assert_eq!(told.news(set(&[]), monday), None);
        assert_eq!(told.news(set(&["writer"]), monday), Some(vec!["writer".to_owned()]));
        assert_eq!(told.news(set(&[]), monday), None, "what has ended is no news");
        assert_eq!(told.news(set(&["writer"]), monday), None, "it ran today already");
        assert_eq!(told.news(set(&["writer"]), tuesday), Some(vec!["writer".to_owned()]));
    }
}
