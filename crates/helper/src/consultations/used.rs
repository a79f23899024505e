//! Who used which program on this PC, and on which day last. It stays on this PC (rules.md 5).

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use patchround_protocol::limits;
use serde::{Deserialize, Serialize};

use crate::files;

/// Programs of one person that are kept.
const PROGRAMS: usize = 500;
/// People of one PC that are kept.
const PEOPLE: usize = 100;
/// Characters of a program's name.
const NAME_CHARS: usize = 100;

/// The notes, and where they are kept.
#[derive(Debug, Default)]
pub(super) struct Used {
    path: PathBuf,
    people: People,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct People(BTreeMap<String, Person>);

#[derive(Debug, Serialize, Deserialize)]
struct Person {
    /// When their program told last what runs.
    told: Date,
    /// The day on which each program ran last.
    used: BTreeMap<String, Date>,
}

impl Used {
    /// Reads them. Where they cannot be read, they begin anew.
    pub(super) fn open(path: &Path) -> Self {
        let people = files::read_json(path).unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot read who used what");
            None
        });
        Self { path: path.to_owned(), people: people.unwrap_or_default() }
    }

    /// Notes what runs in a person's session today. Whether anything was new today.
    pub(super) fn note(&mut self, person: &str, programs: &[String], today: Date) -> bool {
        if !self.people.0.contains_key(person) {
            self.forget_old(today);
            if self.people.0.len() >= PEOPLE {
                return false;
            }
        }
        let never = Person { told: Date::MIN, used: BTreeMap::new() };
        let Person { told, used } = self.people.0.entry(person.to_owned()).or_insert(never);
        let mut is_new = std::mem::replace(told, today) != today;
        for program in programs.iter().filter(|name| is_name(name)).take(limits::RUNNING_PROGRAMS) {
            // Whoever makes names up has as many a day, and the disk is left alone.
            if !used.contains_key(program) && used.values().filter(|day| **day == today).count() >= PROGRAMS {
                break;
            }
            is_new |= used.insert(program.clone(), today) != Some(today);
        }
        if is_new {
            self.forget_old(today);
            if let Err(error) = files::write_json(&self.path, &self.people) {
                tracing::warn!(%error, "cannot keep who used what");
            }
        }
        is_new
    }

    /// Whether anybody's program told anything lately.
    pub(super) fn is_told(&self, now: Timestamp) -> bool {
        let first = first_day(now);
        self.people.0.values().any(|person| person.told >= first)
    }

    /// Who used one of these lately.
    pub(super) fn who_used(&self, programs: &BTreeSet<String>, now: Timestamp) -> Vec<String> {
        let first = first_day(now);
        let is_user = |(_, person): &(&String, &Person)| {
            programs.iter().any(|program| person.used.get(program).is_some_and(|day| *day >= first))
        };
        self.people.0.iter().filter(is_user).map(|(name, _)| name.clone()).collect()
    }

    /// Forgets them.
    ///
    /// # Errors
    /// When the disk says no.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        self.people = People::default();
        files::remove(&self.path)
    }

    fn forget_old(&mut self, today: Date) {
        let first = today.saturating_sub(limits::USED_DAYS.days());
        self.people.0.retain(|_, person| person.told >= first);
        for Person { used, .. } in self.people.0.values_mut() {
            used.retain(|_, day| *day >= first);
            while used.len() > PROGRAMS {
                let oldest = used.iter().min_by_key(|(_, day)| **day).map(|(name, _)| name.clone());
                oldest.map(|name| used.remove(&name));
            }
        }
    }
}

fn first_day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::system()).date().saturating_sub(limits::USED_DAYS.days())
}

/// A desktop file id (Desktop Entry Specification): letters, digits, dots, lines.
fn is_name(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    (1..=NAME_CHARS).contains(&name.len()) && name.chars().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn whoever_used_a_program_within_sixty_days_is_named_also_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.json");
        let now = Timestamp::now();
        let today = now.to_zoned(TimeZone::system()).date();
        let mut used = Used::open(&path);
        assert!(!used.is_told(now));
        assert!(used.note("ana", &programs(&["letters"]), today.saturating_sub(60.days())));
        assert!(used.note("jonas", &programs(&["sums"]), today));
        assert!(!used.note("jonas", &programs(&["sums"]), today), "once a day is enough");
        let used = Used::open(&path);
        let who = |name: &str| used.who_used(&BTreeSet::from([name.to_owned()]), now);
        assert_eq!(
            (who("letters"), who("sums"), who("mail")),
            (vec!["ana".into()], vec!["jonas".into()], vec![])
        );
        assert_eq!(
            used.who_used(&BTreeSet::from(["letters".into()]), now + 48.hours()),
            Vec::<String>::new()
        );
        assert!(used.is_told(now));
    }

    #[test]
    fn what_is_no_name_of_a_program_is_passed_over_and_the_notes_do_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let mut used = Used::open(&folder.path().join("people.json"));
        let today = Timestamp::now().to_zoned(TimeZone::system()).date();
        used.note("ana", &programs(&["../etc/passwd", "a b", "", &"x".repeat(101), "ok"]), today);
        assert_eq!(used.people.0["ana"].used.len(), 1);
        for n in 0..10i64 {
            let many: Vec<String> = (0..200).map(|m| format!("p{n}-{m}")).collect();
            used.note("ana", &many, today);
        }
        assert!(used.people.0["ana"].used.len() <= PROGRAMS);
        assert!(!used.note("ana", &programs(&["yet-another"]), today), "made-up names have an end each day");
        assert!(used.note("ana", &programs(&["yet-another"]), today.tomorrow().unwrap()));
    }

    #[test]
    fn who_has_not_been_there_for_sixty_days_is_forgotten_and_makes_room() {
        let folder = tempfile::tempdir().unwrap();
        let mut used = Used::open(&folder.path().join("people.json"));
        let today = Timestamp::now().to_zoned(TimeZone::system()).date();
        for n in 0..PEOPLE {
            used.note(&format!("p{n}"), &programs(&["letters"]), today.saturating_sub(61.days()));
        }
        assert!(used.note("ana", &programs(&["letters"]), today));
        assert_eq!(used.people.0.keys().collect::<Vec<_>>(), ["ana"]);
    }
}
