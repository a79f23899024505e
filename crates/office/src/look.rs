//! Looks at every PC: who answers, what it offers, what it did since.

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{Timestamp, tz::TimeZone};
use patchround_protocol::PcId;

use crate::{
    contact::{Contact, Miss},
    dial::DIALS,
    error::Error,
    office::Office,
    pc_state::PcView,
    store::{
        missing::SeenOn,
        rounds::{Stage, StoredJob},
    },
    tell::Tell,
};

impl Office {
    /// Asks every PC, many at once. Reads what they did since the last time, writes down the results
    /// of orders that have ended meanwhile, and hands over orders that waited for a PC to answer. Where an order is due
    /// for a PC that does not, others are asked to wake it.
    ///
    /// A PC that does not answer is in the list with the reason; only our own trouble is an error.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn look(&self, tell: Tell<'_>) -> Result<Vec<PcView>, Error> {
        self.tidy_unsent(Timestamp::now())?;
        let mut views: Vec<PcView> = stream::iter(self.store.pc_ids()?)
            .map(|pc| self.look_at(pc, tell))
            .buffer_unordered(DIALS)
            .try_collect()
            .await?;
        self.note_others()?;
        // Only now: a PC that was not asked for days may just have told what became of its orders.
        self.tidy(Timestamp::now())?;
        self.stop_for_people(tell).await?;
        self.note_turns(Timestamp::now())?;
        self.go_on_all()?;
        self.try_again_all(Timestamp::now(), &TimeZone::system())?;
        self.as_stored(&mut views)?;
        self.wake_waiting(&views, tell).await?;
        self.mark_held(&mut views, Timestamp::now());
        self.mark_objected(&mut views, Timestamp::now())?;
        self.mark_said_wrong(&mut views, Timestamp::now())?;
        self.mark_undone(&mut views);
        self.mark_asked_first(&mut views);
        self.mark_fixed_until(&mut views);
        views.sort_by_key(|view| view.pc.name.to_lowercase());
        Ok(views)
    }

    /// While the PCs were asked some may have joined, been taken out, or got another name.
    fn as_stored(&self, views: &mut Vec<PcView>) -> Result<(), Error> {
        let mut stored = self.store.pc_names()?;
        views.retain_mut(|view| match stored.remove(&view.pc.id) {
            Some(name) => {
                view.pc.name = name;
                true
            }
            None => false,
        });
        for id in stored.into_keys() {
            let joined = self.store.pc(id)?;
            views.extend(joined.map(|pc| PcView::from_store(pc, false, Timestamp::now())));
        }
        Ok(())
    }

    async fn look_at(&self, pc: PcId, tell: Tell<'_>) -> Result<PcView, Error> {
        match self.read(pc, tell).await {
            Ok(view) => return Ok(view),
            Err(Miss::Office(error)) => return Err(error),
            Err(Miss::Trouble(trouble)) => self.store.missed(pc, trouble)?,
        }
        let stored = self.store.pc(pc)?.ok_or_else(|| Error::UnknownPc(pc.to_string()))?;
        Ok(PcView { pc: stored, heard: false, working: false })
    }

    /// What a PC that answers says.
    async fn read(&self, pc: PcId, tell: Tell<'_>) -> Result<PcView, Miss> {
        let mut contact = Contact::make(self, pc, tell).await?;
        contact.catch_up(tell).await?;
        self.settle_recalled(pc)?;
        // What has ended is told as it ended, whatever the PC's clock says by now.
        for job in self.open_jobs_of(pc)?.iter().filter(|job| job.stage == Stage::Ended) {
            contact.settle(job).await?;
        }
        contact.check_clock()?;
        contact.read_updates().await?;
        for job in self.open_jobs_of(pc)?.iter().filter(|job| job.is_to_hand_over()) {
            self.hand_over(&contact, job, tell).await?;
        }
        let runs = |job: &StoredJob| job.stage == Stage::Delivered && job.is_due(Timestamp::now());
        let mut working = contact.hello.working_on.is_some();
        for job in self.open_jobs_of(pc)?.iter().filter(|job| runs(job)) {
            working |= !self.is_put_off(job)?;
        }
        contact.read_again()?;
        let view = PcView { pc: contact.pc, heard: true, working };
        self.note_seen_on(&view, Timestamp::now())?;
        Ok(view)
    }

    /// Remembers how a PC was on this day.
    fn note_seen_on(&self, view: &PcView, now: Timestamp) -> Result<(), Error> {
        let day = now.to_zoned(TimeZone::system()).date();
        self.store.note_seen_on(SeenOn { pc: view.pc.id, day, at: now, state: view.state(now) })
    }

    pub(crate) fn open_jobs_of(&self, pc: PcId) -> Result<Vec<StoredJob>, Error> {
        Ok(self.store.open_jobs()?.into_iter().filter(|j| j.job.pc == pc).collect())
    }
}
