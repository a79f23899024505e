//! Makes an office whose record has a year of so many PCs in it, for `cargo xtask bench`: `year FOLDER PCS`. Prints how
//! many lines that is.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use std::{env::args, error::Error, path::Path};

use jiff::{SignedDuration, Timestamp};
use patchround_office::{
    Error as OfficeError, setup,
    store::{Store, record::What},
};
use patchround_protocol::{Cause, Outcome, RoundId};

const WEEKS: u64 = 52;
/// Updates of a PC a week: half of them in a round, half by itself. An Ubuntu desktop was offered fewer in any year.
const UPDATES_A_WEEK: u64 = 30;
/// Of so many updates one does not go in at first.
const ONE_FAILS_OF: u64 = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: year FOLDER PCS";
    let (folder, pcs) = (args().nth(1).ok_or(usage)?, args().nth(2).ok_or(usage)?.parse::<u64>()?);
    let begun = Timestamp::now() - SignedDuration::from_hours(24 * 7 * 52);
    setup::init(Path::new(&folder), "Corner Shop", "Maria", begun)?;
    let store = Store::open(Path::new(&folder))?;
    let mut year = Year { store: &store, now: begun };
    for week in 0..WEEKS {
        store.at_once(|| year.week(week, pcs))?;
    }
    println!("{}", store.record()?.len());
    Ok(())
}

struct Year<'a> {
    store: &'a Store,
    now: Timestamp,
}

impl Year<'_> {
    fn week(&mut self, week: u64, pcs: u64) -> Result<(), OfficeError> {
        let round = RoundId(uuid::Uuid::now_v7());
        let updates = usize::try_from(pcs * UPDATES_A_WEEK / 2).unwrap_or(usize::MAX);
        let number = usize::try_from(pcs).unwrap_or(usize::MAX);
        self.note("Maria", &What::RoundAgreed { round, updates, pcs: number, begins: None })?;
        for pc in 0..pcs {
            self.in_the_round(round, &name(pc), week * 1_001 + pc)?;
            self.by_itself(&name(pc), week * 1_001 + pc)?;
        }
        self.now += SignedDuration::from_hours(24 * 7 - 1);
        Ok(())
    }

    fn in_the_round(&mut self, round: RoundId, pc: &str, seed: u64) -> Result<(), OfficeError> {
        let pc = pc.to_owned();
        self.note("Maria", &What::OrderTaken { round, pc: pc.clone() })?;
        for n in 0..UPDATES_A_WEEK / 2 {
            let (id, name, outcome, cause) = update(seed * UPDATES_A_WEEK + n);
            self.note(
                "Maria",
                &What::UpdateEnded { round, pc: pc.clone(), id, name, outcome, cause, there: false },
            )?;
        }
        self.note("Maria", &What::PcEnded { round, pc, outcome: Outcome::Done })
    }

    fn by_itself(&mut self, pc: &str, seed: u64) -> Result<(), OfficeError> {
        let at = self.now;
        for n in UPDATES_A_WEEK / 2..UPDATES_A_WEEK {
            let (id, name, outcome, cause) = update(seed * UPDATES_A_WEEK + n);
            self.note(pc, &What::ByItself { pc: pc.to_owned(), id, name, at, outcome, cause, there: false })?;
        }
        if seed.is_multiple_of(2) {
            self.note(pc, &What::RestartedByItself { pc: pc.to_owned(), at })?;
        }
        Ok(())
    }

    /// Clocks have nanoseconds, and they are written down.
    fn note(&mut self, who: &str, what: &What) -> Result<(), OfficeError> {
        self.now += SignedDuration::new(0, 123_456_789);
        self.store.note(who, what, self.now)
    }
}

fn name(pc: u64) -> String {
    format!("reception-{pc}")
}

type Ended = (patchround_protocol::UpdateId, Option<String>, Outcome, Option<Cause>);

/// An update with an id and a name as Debian's are long.
fn update(seed: u64) -> Ended {
    let id = format!("apt:libreoffice-part-{}:amd64@4:7.4.7-1+deb12u{}", seed % 997, seed % 89);
    let id = id.parse().expect("made of what an id may be made of");
    let (outcome, cause) = match seed % ONE_FAILS_OF {
        0 => (Outcome::Failed, Some(Cause::DiskFull)),
        _ => (Outcome::Done, None),
    };
    (id, Some("Letters, tables and slides".to_owned()), outcome, cause)
}
