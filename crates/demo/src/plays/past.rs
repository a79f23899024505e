//! What prepared offices remember of the months before: a security fix each month, which some PCs got late.

use jiff::{Timestamp, ToSpan, Unit, Zoned};
use patchround_office::{Error, Office, store::missing::SeenOn};
use patchround_protocol::{
    PcState, Update,
    update::{Released, ReleasedFrom},
    wire::Scan,
};

use super::pcs::{Pc, fix};

/// So many hours ago its PCs joined.
pub(super) const BEGIN: i64 = 24 * 170;
const MONTHS: i64 = 5;
/// The fix comes out on this day of a month, is found on this, and is in place on this.
const OUT: i8 = 3;
const FOUND: i8 = 5;
const PLACED: i8 = 12;

/// The months of one PC, up to today.
pub(super) fn remember(office: &Office, pc: &Pc) -> Result<(), Error> {
    let today = Zoned::now();
    for back in (1..=MONTHS).rev() {
        let month = today.first_of_month().and_then(|day| day.checked_sub(back.months()));
        let Ok(month) = month else { continue };
        let on = |day: i8| month.with().day(day).build().map_or(month.timestamp(), |day| day.timestamp());
        let mut update = fix(pc.id, usize::try_from(back).unwrap_or_default());
        update.released = Some(Released { date: on(OUT), from: ReleasedFrom::Maker });
        look(office, pc, &[update.clone()], on(FOUND))?;
        let is_late = is_late(pc, back);
        if !is_late {
            look(office, pc, &[], on(PLACED))?;
        }
        look(office, pc, if is_late { std::slice::from_ref(&update) } else { &[] }, on(28))?;
    }
    let updates = (pc.hours_off == 0).then_some(&pc.scan.updates);
    updates.map_or(Ok(()), |updates| look(office, pc, updates, Timestamp::now() - 2.minutes()))
}

/// Two PCs a month and more before that; none last month, so that nothing of it is late today.
fn is_late(pc: &Pc, back: i64) -> bool {
    let number = i64::from(pc.id.0[7]);
    back > 1 && (number % 6 == back % 6 || (back > 3 && number % 5 == 0))
}

fn look(office: &Office, pc: &Pc, updates: &[Update], at: Timestamp) -> Result<(), Error> {
    let revision = at.round(Unit::Second).map(|at| at.to_string()).unwrap_or_default();
    let mut scan = Scan { revision, scanned_at: at, updates: updates.to_vec(), ..pc.scan.clone() };
    // What is the matter now was not the matter then.
    scan.sources.iter_mut().for_each(|source| source.cause = None);
    office.store.keep_scan(pc.id, &scan, at)?;
    let state = if updates.is_empty() { PcState::UpToDate } else { PcState::UpdatesAvailable };
    let day = at.to_zoned(jiff::tz::TimeZone::system()).date();
    office.store.note_seen_on(SeenOn { pc: pc.id, day, at, state })
}
