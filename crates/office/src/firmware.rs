//! Firmware: one update of one PC, after a yes to what it asks for, and never beside anything else.

use jiff::Timestamp;
use patchround_protocol::{
    Cause, RoundId, Step, Update, UpdateId,
    charter::Role,
    job::When,
    limits,
    sign::{SignError, public},
};
use patchround_words::{Value, say, say_with};

use crate::{
    error::Error,
    office::Office,
    pc_state::PcView,
    plain::plain,
    store::{record::What, rounds::Kind},
};

/// How long the order waits for its PC: a yes is about now, with the PC plugged in and somebody near it.
const LIFE_HOURS: i64 = 1;

impl PcView {
    /// The firmware that a PC offers.
    pub fn firmware(&self) -> impl Iterator<Item = &Update> {
        self.pc.scan.iter().flat_map(|scan| &scan.updates).filter(|update| update.id.is_firmware())
    }
}

/// What somebody has to say yes to before firmware goes in: a sentence each, the update first.
pub fn consent(view: &PcView, update: &Update) -> Vec<String> {
    let from = update.installed.as_deref().unwrap_or_default();
    let text = |text: &str| Value::from(plain(text, limits::NAME_CHARS));
    let values = [
        ("pc", Value::from(view.pc.name.clone())),
        ("name", text(&update.name)),
        ("version", text(&update.candidate)),
        ("from", text(from)),
    ];
    let needs = &update.needs;
    let asked = |needed: Option<bool>, id: &'static str| needed.unwrap_or_default().then_some(id);
    let start = asked(needs.switch_off, "firmware-switch-off").or(asked(needs.restart, "firmware-restart"));
    let all = [
        Some(if from.is_empty() { "firmware-what" } else { "firmware-what-from" }),
        Some("firmware-people"),
        Some("firmware-power"),
        start.or(Some("firmware-at-once")),
        asked(needs.recovery_key, "firmware-key"),
        Some("firmware-no-way-back"),
    ];
    all.into_iter().flatten().map(|id| say_with(id, &values)).collect()
}

/// What is asked once everything of [`consent`] was read.
pub fn question() -> String {
    say("firmware-ask")
}

impl Office {
    /// Signs and keeps the order that one PC gets one firmware update now. Whoever calls has somebody's yes to
    /// [`consent`]. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Office::may_order_firmware`], and [`Error::Sign`].
    pub fn order_firmware(&self, view: &PcView, id: &UpdateId) -> Result<RoundId, Error> {
        let update = self.may_order_firmware(view, id)?;
        let (pc, pc_id) = (view.pc.name.clone(), view.pc.id);
        let step = Step::Install { ids: vec![id.clone()], agreed_removals: Vec::new() };
        let round = self.begin(Kind::Update, Vec::new());
        self.keep(&round, vec![(pc_id, vec![step])], When::Now, LIFE_HOURS)?;
        let name = Some(update.name.clone());
        self.note(&What::FirmwareAgreed { round: round.id, pc, id: id.clone(), name })?;
        Ok(round.id)
    }

    /// The firmware update of this id, where an order of it would be kept now.
    ///
    /// # Errors
    /// [`Error::NotFirmware`], [`Error::UpdateGone`]; [`Error::FirmwareNot`] where the PC does not answer, or keeps it
    /// back; [`Error::StillOrdered`]; [`Error::Sign`] where nobody takes this program's orders any more;
    /// [`Error::Store`].
    pub fn may_order_firmware<'a>(&self, view: &'a PcView, id: &UpdateId) -> Result<&'a Update, Error> {
        let update = offered(view, id)?;
        let (charter, me) = (self.charter(), public(&self.keys.operator));
        if !charter.may(&me, Role::Operate, Timestamp::now()) {
            return Err(SignError::NotAllowed.into());
        }
        let cause =
            if !view.heard { Some(Cause::NotReachable) } else { update.held.as_ref().map(|_| Cause::Held) };
        if let Some(cause) = cause {
            return Err(Error::FirmwareNot(cause));
        }
        let runs = self.running()?.iter().any(|job| job.job.pc == view.pc.id);
        if view.working || runs || self.is_firmware_ordered(view, id)? {
            return Err(Error::StillOrdered(view.pc.name.clone()));
        }
        Ok(update)
    }

    /// Whether an order of it is to be done still, also one that its PC does not have yet.
    fn is_firmware_ordered(&self, view: &PcView, id: &UpdateId) -> Result<bool, Error> {
        let names = |step: &Step| matches!(step, Step::Install { ids, .. } if ids.contains(id));
        let (now, open) = (Timestamp::now(), self.open_jobs_of(view.pc.id)?);
        Ok(open.iter().any(|job| job.is_open(now) && job.job.steps.iter().any(names)))
    }
}

/// The firmware update of this id that a PC offers.
///
/// # Errors
/// [`Error::NotFirmware`], [`Error::UpdateGone`].
pub fn offered<'a>(view: &'a PcView, id: &UpdateId) -> Result<&'a Update, Error> {
    if !id.is_firmware() {
        return Err(Error::NotFirmware(id.clone()));
    }
    view.firmware().find(|update| update.id == *id).ok_or_else(|| Error::UpdateGone(id.clone()))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use patchround_protocol::{Outcome, update::Held};

    use super::*;
    use crate::{
        plan::{Wanted, plan},
        round::Begin,
        samples,
    };

    const ID: &str = "fwupd:08d460be0f1f9f128413f816022a6439e0078018@1.2.4";

    fn firmware() -> Update {
        let mut update = samples::update(ID);
        update.blocked = Some(Cause::GoesAlone);
        (update.needs.recovery_key, update.needs.restart) = (Some(true), Some(true));
        update
    }

    fn view(updates: &[Update]) -> PcView {
        PcView { pc: samples::stored_pc("till", Some(samples::scan(updates))), heard: true, working: false }
    }

    fn office() -> (tempfile::TempDir, Office) {
        let dir = tempfile::tempdir().unwrap();
        crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let (address, facts) = ("192.0.2.1:1".parse().unwrap(), patchround_protocol::wire::Facts::default());
        office.store.keep_pc(samples::pc(), "till", address, &facts, samples::now()).unwrap();
        (dir, office)
    }

    /// Whatever a PC says of it: one that calls it unblocked breaks no round of the office either.
    #[test]
    fn no_plan_has_firmware_in_it_whatever_is_wanted_and_whenever() {
        let (_dir, office) = office();
        let id: UpdateId = ID.parse().unwrap();
        for blocked in [Some(Cause::GoesAlone), Some(Cause::Battery), None] {
            let views = [view(&[Update { blocked, ..firmware() }, samples::update("apt:a@2")])];
            let pc = views[0].pc.id;
            for wanted in [Wanted::All, Wanted::Pcs(vec![pc]), Wanted::Ids(vec![id.clone()])] {
                let mut plan = plan(&views, &wanted, samples::now());
                plan.take_in_all();
                assert!(plan.pcs[0].install.iter().all(|update| update.id != id), "{wanted:?}");
                let not_now: Vec<_> =
                    plan.pcs[0].not_now.iter().map(|step| (step.outcome, step.cause)).collect();
                let is_named = matches!(wanted, Wanted::Ids(_));
                let told = is_named.then_some((Outcome::NeedsPerson, Some(Cause::GoesAlone)));
                assert_eq!(not_now, Vec::from_iter(told), "{wanted:?}");
                for begin in [Begin::Now, Begin::At(Timestamp::now())] {
                    let round = office.order(&plan, begin).unwrap();
                    let jobs = office.store.jobs_of(round).unwrap();
                    assert!(jobs.iter().all(|job| !job.job.steps.iter().any(Step::is_about_firmware)));
                }
            }
        }
    }

    #[test]
    fn firmware_makes_no_pc_late_nor_does_it_need_somebody() {
        let only = view(&[firmware()]);
        assert_eq!(only.state(samples::now()), patchround_protocol::PcState::UpToDate);
        assert_eq!((only.outstanding(), only.can_update(), only.firmware().count()), (0, false, 1));
        let clocks = crate::due::Clocks::new(Vec::new(), jiff::tz::TimeZone::UTC);
        assert!(clocks.of_update(&only, &firmware(), samples::now()).is_none());
    }

    #[test]
    fn firmware_that_the_office_keeps_back_needs_nobody_either() {
        let (_dir, office) = office();
        let until = Timestamp::now() + jiff::SignedDuration::from_hours(96);
        office.hold(&[firmware().package], "The maker took it back", until).unwrap();
        let mut views = [view(&[firmware()])];
        office.mark_held(&mut views, Timestamp::now());
        assert!(views[0].firmware().all(|update| update.held.is_some()));
        assert_eq!(views[0].state(samples::now()), patchround_protocol::PcState::UpToDate);
    }

    #[test]
    fn the_order_names_one_update_of_one_pc_at_once_and_nothing_else() {
        let (_dir, office) = office();
        let with_more = view(&[firmware(), samples::update("apt:a@2")]);
        let round = office.order_firmware(&with_more, &ID.parse().unwrap()).unwrap();
        let jobs = office.store.jobs_of(round).unwrap();
        let [job] = &jobs[..] else { panic!("{jobs:?}") };
        let ids = vec![ID.parse().unwrap()];
        assert_eq!(job.job.steps, [Step::Install { ids, agreed_removals: Vec::new() }]);
        assert_eq!(job.job.when, When::Now);
        let record = office.store.record().unwrap();
        assert!(matches!(&record.last().unwrap().what, What::FirmwareAgreed { pc, .. } if pc == "till"));
        let again = office.order_firmware(&with_more, &ID.parse().unwrap()).unwrap_err();
        assert!(matches!(again, Error::StillOrdered(_)), "its PC does not have the order yet: {again}");
    }

    #[test]
    fn nobody_is_offered_to_order_firmware_whose_orders_no_pc_takes() {
        let dir = tempfile::tempdir().unwrap();
        let paper = crate::setup::init(dir.path(), "Corner Shop", "Maria", Timestamp::now()).unwrap();
        let office = Office::open(dir.path(), false).unwrap();
        let (view, id) = (view(&[firmware()]), ID.parse().unwrap());
        assert!(office.may_order_firmware(&view, &id).is_ok());
        let owner = crate::keys::open_owner(dir.path(), &paper.passphrase).unwrap();
        let me = public(&office.keys.operator);
        office.change_charter(&owner, |charter| charter.revoked.push(me), |_| {}).unwrap();
        assert!(matches!(office.order_firmware(&view, &id), Err(Error::Sign(_))));
    }

    #[test]
    fn what_is_no_firmware_not_offered_held_or_on_a_pc_that_is_off_is_not_ordered() {
        let (_dir, office) = office();
        let order = |view: &PcView, id: &str| office.order_firmware(view, &id.parse().unwrap()).unwrap_err();
        let plain = view(&[firmware(), samples::update("apt:a@2")]);
        assert!(matches!(order(&plain, "apt:a@2"), Error::NotFirmware(_)));
        assert!(matches!(order(&plain, "fwupd:x@1"), Error::UpdateGone(_)));
        let held = Update { held: Some(Held { by: None, why: None, until: None }), ..firmware() };
        assert!(matches!(order(&view(&[held]), ID), Error::FirmwareNot(Cause::Held)));
        let off = PcView { heard: false, ..plain.clone() };
        assert!(matches!(order(&off, ID), Error::FirmwareNot(Cause::NotReachable)));
        let busy = PcView { working: true, ..plain };
        assert!(matches!(order(&busy, ID), Error::StillOrdered(_)));
        assert!(office.store.open_jobs().unwrap().is_empty());
    }

    #[test]
    fn what_is_asked_for_is_said_before_and_only_what_this_update_needs() {
        let all = consent(&view(&[]), &firmware());
        assert_eq!(all.len(), 6, "{all:?}");
        let little = consent(&view(&[]), &samples::update(ID));
        assert_eq!(little.iter().filter(|sentence| !all.contains(sentence)).count(), 1, "{little:?}");
        assert!(little.len() == 5 && little[3].contains("at once"));
        let mut off = firmware();
        off.needs.switch_off = Some(true);
        let off = consent(&view(&[]), &off);
        assert!(off.len() == 6 && off[3] != all[3]);
        let known = Update { installed: Some("1.2.2".to_owned()), ..firmware() };
        let none = Update { installed: None, ..firmware() };
        let [known, none] = [known, none].map(|update| consent(&view(&[]), &update)[0].clone());
        assert!(known.contains("1.2.2") && known.contains("1.2.4") && none != known, "{known} {none}");
    }
}
