//! What the office keeps back on purpose: one package, or everything for a while.
//!
//! Both stand in the signed policy, so that PCs keep to them by themselves, and both end: the floor of the charter
//! puts a security update in all the same once it is late.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    Exception, Policy, charter::Floor, ids::PackageName, limits, policy::Hold, standing::Moment, update::Held,
};

use crate::{error::Error, office::Office, pc_state::PcView, plain::plain, store::record::What};

/// The longest that a package is kept back at once.
const LONGEST: SignedDuration = SignedDuration::from_hours(365 * 24);

impl Office {
    /// Keeps packages back on every PC, until that moment, in the name of whoever works here. What was said of them
    /// before no longer counts. A security update is kept back as long as the floor allows.
    ///
    /// # Errors
    /// [`Error::NoReason`], [`Error::BadEnd`]; [`Error::Sign`], [`Error::Store`].
    pub fn hold(&self, packages: &[PackageName], why: &str, until: Timestamp) -> Result<(), Error> {
        let why = plain(why, limits::LINE_CHARS);
        if why.is_empty() {
            return Err(Error::NoReason);
        }
        ends_before(until, LONGEST)?;
        let by = self.person();
        let hold = |package: &PackageName| Hold {
            package: package.clone(),
            by: by.clone(),
            why: why.clone(),
            until,
        };
        let what =
            |package: &PackageName| What::Held { package: package.to_string(), why: why.clone(), until };
        self.change_policy(&packages.iter().map(what).collect::<Vec<_>>(), |policy| {
            policy.holds.retain(|held| !packages.contains(&held.package) && held.until > Timestamp::now());
            policy.holds.extend(packages.iter().map(hold));
        })
    }

    /// No longer keeps packages back. What is kept for a person who asked to wait waits for an answer again.
    ///
    /// # Errors
    /// [`Error::NotHeld`] if none of them is; [`Error::Sign`], [`Error::Store`].
    pub fn release(&self, packages: &[PackageName]) -> Result<(), Error> {
        let holds = self.policy().holds;
        let for_people = self.kept_for_people(packages)?;
        let is_held = |package: &&PackageName| {
            holds.iter().any(|held| held.package == **package)
                || for_people.iter().any(|(_, kept)| kept == *package)
        };
        let what = |package: &PackageName| What::Released { package: package.to_string() };
        let what: Vec<What> = packages.iter().filter(is_held).map(what).collect();
        if what.is_empty() {
            let names: Vec<&str> = packages.iter().map(PackageName::as_str).collect();
            return Err(Error::NotHeld(names.join(", ")));
        }
        for (job, _) in &for_people {
            self.store.reopen(*job, Timestamp::now())?;
        }
        self.change_policy(&what, |policy| policy.holds.retain(|held| !packages.contains(&held.package)))
    }

    /// Has nothing happen by itself on any PC until that moment. What a person orders goes on.
    ///
    /// # Errors
    /// [`Error::BadEnd`] also where the floor does not allow it for so long; [`Error::Sign`], [`Error::Store`].
    pub fn pause(&self, until: Timestamp) -> Result<(), Error> {
        ends_before(until, longest_pause(&self.charter().floor))?;
        self.change_policy(&[What::Paused { until }], |policy| policy.paused_until = Some(until))
    }

    /// Has substantial updates wait for so many days in what is ordered, so that others find their faults first.
    ///
    /// # Errors
    /// [`Error::Sign`] also for more than [`limits::COOLING_OFF_DAYS`]; [`Error::Store`].
    pub fn set_cooling_off(&self, days: u8) -> Result<(), Error> {
        self.change_policy(&[What::CoolingOff { days }], |policy| policy.cooling_off_days = Some(days))
    }

    /// Ends a pause.
    ///
    /// # Errors
    /// [`Error::NotPaused`]; [`Error::Sign`], [`Error::Store`].
    pub fn resume(&self) -> Result<(), Error> {
        if self.paused_until(Timestamp::now()).is_none() {
            return Err(Error::NotPaused);
        }
        self.change_policy(&[What::Resumed], |policy| policy.paused_until = None)
    }

    /// Until when nothing happens by itself, if it is so at this moment.
    pub fn paused_until(&self, now: Timestamp) -> Option<Timestamp> {
        let (policy, charter) = (self.policy(), self.charter());
        moment(&policy, &charter.floor, now).paused_until().filter(|until| *until > now)
    }

    /// Marks in what the PCs offer what the office keeps back.
    pub(crate) fn mark_held(&self, views: &mut [PcView], now: Timestamp) {
        let (policy, charter) = (self.policy(), self.charter());
        let moment = moment(&policy, &charter.floor, now);
        let agreed: Vec<Exception> = policy.exceptions(now).collect();
        let updates = views.iter_mut().filter_map(|view| view.pc.scan.as_mut()).flat_map(|s| &mut s.updates);
        for update in updates.filter(|update| update.held.is_none()) {
            update.held = moment.held_knowing(update, &agreed);
        }
    }
}

/// Whether it is the office that keeps an update back, and not its PC's package manager: that one names nobody.
pub(crate) fn is_of_office(held: &Held) -> bool {
    held.by.is_some()
}

/// The longest that everything can be paused: as long as a security update may be kept back.
pub fn longest_pause(floor: &Floor) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(floor.security_after_days))
}

/// The moment so long from now.
///
/// # Errors
/// [`Error::BadEnd`] where no calendar goes so far.
pub fn end_after(long: SignedDuration) -> Result<Timestamp, Error> {
    let now = Timestamp::now();
    now.checked_add(long).map_err(|_| Error::BadEnd { latest: now })
}

/// No hour of the day matters for what is kept back.
fn moment<'a>(policy: &'a Policy, floor: &'a Floor, now: Timestamp) -> Moment<'a> {
    Moment { policy, floor, now, local: jiff::tz::TimeZone::UTC.to_datetime(now), active_hours: None }
}

fn ends_before(until: Timestamp, longest: SignedDuration) -> Result<(), Error> {
    let now = Timestamp::now();
    let latest = now.checked_add(longest).unwrap_or(Timestamp::MAX);
    if until > now && until <= latest { Ok(()) } else { Err(Error::BadEnd { latest }) }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use patchround_protocol::{Cause, PcState, update::Class};

    use super::*;
    use crate::{plan, samples};

    fn office() -> (tempfile::TempDir, Office) {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        (dir, office)
    }

    fn package() -> PackageName {
        "a".parse().unwrap()
    }

    fn views(class: Class, released: Option<Timestamp>) -> Vec<PcView> {
        let released = released.map(|date| patchround_protocol::update::Released {
            date,
            from: patchround_protocol::update::ReleasedFrom::Maker,
        });
        let update =
            patchround_protocol::Update { class: Some(class), released, ..samples::update("apt:a@2") };
        let pc = samples::stored_pc("till", Some(samples::scan(&[update])));
        vec![PcView { pc, heard: true, working: false }]
    }

    fn held(office: &Office, mut views: Vec<PcView>, now: Timestamp) -> Option<Held> {
        office.mark_held(&mut views, now);
        views[0].pc.scan.as_ref().unwrap().updates[0].held.clone()
    }

    #[test]
    fn what_the_office_keeps_back_is_amber_with_name_and_end_and_not_in_the_plan() {
        let (_dir, office) = office();
        let (now, until) = (Timestamp::now(), Timestamp::now() + 100.hours());
        office.hold(&[package()], "The till's driver needs the old one", until).unwrap();
        let mut views = views(Class::Other, None);
        office.mark_held(&mut views, now);
        assert_eq!(views[0].state(samples::now()), PcState::NeedsPerson);
        let plan = plan::plan(&views, &plan::Wanted::All, samples::now());
        assert_eq!((plan.updates(), plan.pcs[0].not_now[0].cause), (0, Some(Cause::Held)));
        let held = held(&office, views, now).unwrap();
        assert_eq!((held.by.as_deref(), held.until), (Some("Maria"), Some(until)));
        office.release(&[package()]).unwrap();
        assert_eq!(self::held(&office, self::views(Class::Other, None), now), None);
        assert!(matches!(office.release(&[package()]), Err(Error::NotHeld(_))));
        let record = office.store.record().unwrap();
        let said: Vec<_> = record.iter().map(|line| &line.what).collect();
        assert!(matches!(said[..], [.., What::Held { .. }, What::Released { .. }]), "{said:?}");
    }

    #[test]
    fn a_security_update_is_kept_back_no_longer_than_the_floor_allows() {
        let (_dir, office) = office();
        office.hold(&[package()], "why", Timestamp::now() + (24 * 200).hours()).unwrap();
        let at = |days: i64| Timestamp::now() + (24 * days).hours();
        assert!(held(&office, views(Class::Security, None), at(13)).is_some());
        assert_eq!(held(&office, views(Class::Security, None), at(15)), None);
        let late = Some(Timestamp::now() - (24 * 15).hours());
        assert_eq!(held(&office, views(Class::Security, late), at(0)), None, "it is late already");
        assert!(held(&office, views(Class::Other, None), at(199)).is_some());
        assert_eq!(held(&office, views(Class::Other, None), at(201)), None);
    }

    #[test]
    fn keeping_back_needs_a_reason_and_an_end() {
        let (_dir, office) = office();
        let soon = Timestamp::now() + 1.hours();
        assert!(matches!(office.hold(&[package()], " \n", soon), Err(Error::NoReason)));
        for end in [Timestamp::now() - 1.hours(), Timestamp::now() + (24 * 366).hours()] {
            assert!(matches!(office.hold(&[package()], "why", end), Err(Error::BadEnd { .. })), "{end}");
        }
        assert!(office.policy().holds.is_empty());
    }

    #[test]
    fn new_updates_wait_as_long_as_the_office_chose_and_no_more_than_two_weeks() {
        let (_dir, office) = office();
        assert_eq!(office.policy().cooling_off_days(), 3, "rules.md 4");
        office.set_cooling_off(7).unwrap();
        assert!(matches!(office.set_cooling_off(15), Err(Error::Sign(_))));
        assert_eq!(office.policy().cooling_off_days(), 7);
        let record = office.store.record().unwrap();
        assert!(matches!(record.last().unwrap().what, What::CoolingOff { days: 7 }));
        office.set_cooling_off(0).unwrap();
        assert_eq!(office.policy().cooling_off_days(), 0);
    }

    #[test]
    fn everything_can_be_paused_for_as_long_as_pcs_accept_and_resumed() {
        let (_dir, office) = office();
        office.change_policy(&[What::RulesChanged], |policy| policy.paused_until = None).unwrap();
        assert!(matches!(office.resume(), Err(Error::NotPaused)));
        let longest = Timestamp::now() + longest_pause(&office.charter().floor);
        assert!(matches!(office.pause(longest + 1.hours()), Err(Error::BadEnd { .. })));
        office.pause(longest - 1.minutes()).unwrap();
        let (signed, _) = office.store.policy(|_| true).unwrap();
        assert!(Policy::accept(&signed, &office.charter(), None, Timestamp::now()).is_ok());
        assert_eq!(office.paused_until(Timestamp::now()), Some(longest - 1.minutes()));
        office.resume().unwrap();
        assert_eq!(office.paused_until(Timestamp::now()), None);
    }
}
