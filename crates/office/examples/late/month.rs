//! An office that lives through a month: looks, rounds, what PCs put in by themselves, and what stays late.

use std::path::Path;

use jiff::{SignedDuration, Timestamp, ToSpan, Zoned, civil::Weekday, tz::TimeZone};
use patchround_office::{
    Error, Office,
    report::Month,
    setup,
    store::{Store, record::What},
};
use patchround_protocol::{Cause, Outcome, PcId, RoundId, Update, UpdateId};

use super::{Done, made_up};

/// Updates that come out for a PC on a working day: thirty a week, as in the year of `year`.
const A_DAY: u32 = 6;
/// Of so many PCs one puts nothing in that came out in the first days, so that it is late.
const ONE_IS_LATE_OF: u32 = 10;
/// How many of those stay there.
const STAY: u32 = 4;
/// Of so many updates one does not go in at first.
const ONE_FAILS_OF: u32 = 50;

/// One PC, and what it lacks.
struct Pc {
    id: PcId,
    number: u32,
    lacks: Vec<Lack>,
}

/// Something that a PC lacks.
struct Lack {
    update: Update,
    by_itself: bool,
    /// It does not go in at the first try.
    fails: bool,
    /// It does not go in this month.
    stays: bool,
}

/// The office on a day.
struct Life<'a> {
    store: &'a Store,
    pcs: Vec<Pc>,
    now: Timestamp,
    /// Updates that came out so far, for each PC.
    out: u32,
}

/// Lives through it.
pub(crate) fn live(folder: &Path, pcs: u32) -> Done {
    let zone = TimeZone::system();
    let month = Month::of(Timestamp::now().to_zoned(zone.clone()).date()).before(1);
    let (begin, end) = (month.begin(&zone), month.end(&zone));
    setup::init(folder, "Corner Shop", "Maria", begin - 2.hours())?;
    let office = Office::open(folder, false)?;
    office.sign_feeds(made_up::gathered())?;
    let join = |number| {
        let id = made_up::join(&office.store, number, begin - 1.hours())?;
        Ok(Pc { id, number, lacks: Vec::new() })
    };
    let pcs = (0..pcs).map(join).collect::<Result<_, Error>>()?;
    let mut life = Life { store: &office.store, pcs, now: begin, out: 0 };
    let days = (0..).map(|day: i64| begin.to_zoned(zone.clone()).saturating_add(day.days()));
    for day in days.take_while(|day| day.timestamp() < end) {
        life.day(&day)?;
    }
    println!("{month}");
    Ok(())
}

impl Life<'_> {
    /// Nobody works at the weekend.
    fn day(&mut self, day: &Zoned) -> Result<(), Error> {
        if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return Ok(());
        }
        self.now = day.timestamp() + 9.hours();
        self.come_out();
        self.look()?;
        self.now = day.timestamp() + 18.hours();
        self.store.at_once(|| self.by_themselves())?;
        if day.weekday() == Weekday::Friday {
            self.store.at_once(|| self.round())?;
        }
        self.look()
    }

    fn come_out(&mut self) {
        let (out, now) = (self.out, self.now);
        for pc in &mut self.pcs {
            let stays = |n| n < STAY && pc.number.is_multiple_of(ONE_IS_LATE_OF);
            let lack = |n: u32| Lack {
                update: made_up::update(pc.id, pc.number + n, now - 1.hours()),
                by_itself: n.is_multiple_of(2),
                fails: (pc.number + n).is_multiple_of(ONE_FAILS_OF),
                stays: stays(n),
            };
            pc.lacks.extend((out..out + A_DAY).map(lack));
        }
        self.out += A_DAY;
    }

    fn look(&mut self) -> Result<(), Error> {
        for pc in &self.pcs {
            self.now += SignedDuration::from_millis(123);
            let lacks: Vec<Update> = pc.lacks.iter().map(|lack| lack.update.clone()).collect();
            made_up::look(self.store, pc.id, pc.number, &lacks, self.now)?;
        }
        Ok(())
    }

    fn by_themselves(&mut self) -> Result<(), Error> {
        for at in 0..self.pcs.len() {
            let (pc, now) = (made_up::name(self.pcs[at].number), self.now);
            for (id, name, outcome, cause) in self.pcs[at].put_in(true) {
                self.note(
                    &pc,
                    &What::ByItself { pc: pc.clone(), id, name, at: now, outcome, cause, there: false },
                )?;
            }
        }
        Ok(())
    }

    fn round(&mut self) -> Result<(), Error> {
        let round = RoundId(uuid::Uuid::now_v7());
        let (updates, pcs) = (self.pcs.iter().map(|pc| pc.lacks.len()).sum(), self.pcs.len());
        self.note("Maria", &What::RoundAgreed { round, updates, pcs, begins: None })?;
        for at in 0..self.pcs.len() {
            let pc = made_up::name(self.pcs[at].number);
            self.note("Maria", &What::OrderTaken { round, pc: pc.clone() })?;
            for (id, name, outcome, cause) in self.pcs[at].put_in(false) {
                self.note(
                    "Maria",
                    &What::UpdateEnded { round, pc: pc.clone(), id, name, outcome, cause, there: false },
                )?;
            }
            self.note("Maria", &What::PcEnded { round, pc, outcome: Outcome::Done })?;
        }
        Ok(())
    }

    fn note(&mut self, who: &str, what: &What) -> Result<(), Error> {
        self.now += SignedDuration::new(0, 1_234_567);
        self.store.note(who, what, self.now)
    }
}

type Ended = (UpdateId, Option<String>, Outcome, Option<Cause>);

impl Pc {
    /// Puts in what goes in this way, and tells how it ended. What failed is tried again the next time.
    fn put_in(&mut self, by_itself: bool) -> Vec<Ended> {
        let goes = |lack: &Lack| lack.by_itself == by_itself && !lack.stays;
        let end = |lack: &Lack| {
            let (outcome, cause) =
                if lack.fails { (Outcome::Failed, Some(Cause::DiskFull)) } else { (Outcome::Done, None) };
            (lack.update.id.clone(), Some(lack.update.name.clone()), outcome, cause)
        };
        let ended = self.lacks.iter().filter(|lack| goes(lack)).map(end).collect();
        self.lacks.retain_mut(|lack| !goes(lack) || std::mem::take(&mut lack.fails));
        ended
    }
}
