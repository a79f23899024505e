//! Wakes PCs that are off: another PC of the office, which is on, sends what wakes them (docs/decisions/0042).
//!
//! A PC that was asked to wake is off until it answers: nothing here changes how it is shown.

use std::net::IpAddr;

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    EventKind, PcId, RoundId,
    wake::{Wake, WakeSent},
};
use serde::Serialize;

use crate::{
    PcView,
    error::Error,
    office::Office,
    store::{
        pcs::StoredPc,
        record::What,
        rounds::{Stage, StoredJob},
        waking::Waking,
    },
    tell::{Tell, Told},
};

/// PCs that are asked to wake another one: one of them may be in another part of the network.
const ASKED: usize = 2;
/// PCs that are tried until so many have done it.
const TRIED: usize = 6;
/// A PC that answered so lately is taken to be on.
const LATELY: SignedDuration = SignedDuration::from_mins(10);
/// How often a PC is woken for the sake of one round,
const TRIES: u8 = 3;
/// and how long after the last time at the earliest: it may take minutes to start.
const PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// PCs that are woken at once.
const AT_ONCE: usize = 8;

/// What came of waking a PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WakeEnd {
    /// The PC's name.
    pub pc: String,
    /// Names of the PCs that sent it what wakes a PC. Whether it woke shows when it answers.
    pub asked: Vec<String>,
    /// Why none did.
    pub why_not: Option<WhyNot>,
    /// Whether it lets itself be woken, as far as it could tell that.
    pub wakes: Option<bool>,
}

/// Why a PC was not woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// It is on.
    IsOn,
    /// It has not told which network cards it has.
    NoCard,
    /// No other PC of the office that is on could do it.
    NobodyElse,
}

impl Office {
    /// Has other PCs wake one that is off, and writes that down. `views` are as the last look found them.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::UnknownPc`].
    pub async fn wake(&self, pc: PcId, views: &[PcView]) -> Result<WakeEnd, Error> {
        let stored = self.store.pc(pc)?.ok_or_else(|| Error::UnknownPc(pc.to_string()))?;
        let is_on = views.iter().any(|view| view.pc.id == pc && view.heard);
        let asked = if is_on { Vec::new() } else { self.have_woken(&stored, None).await? };
        let why_not = match () {
            () if is_on => Some(WhyNot::IsOn),
            () if stored.facts.cards.is_empty() => Some(WhyNot::NoCard),
            () => asked.is_empty().then_some(WhyNot::NobodyElse),
        };
        Ok(WakeEnd { asked, why_not, wakes: lets_itself_be_woken(&stored), pc: stored.name })
    }

    /// Has the PCs woken that do not answer although an order is due for them.
    pub(crate) async fn wake_waiting(&self, views: &[PcView], tell: Tell<'_>) -> Result<(), Error> {
        let off = |job: &StoredJob| views.iter().any(|view| view.pc.id == job.job.pc && !view.heard);
        let jobs: Vec<StoredJob> = self.store.open_jobs()?.into_iter().filter(off).collect();
        let each = stream::iter(jobs).map(|job| async move { self.wake_for(&job, tell).await });
        each.buffer_unordered(AT_ONCE).try_collect().await
    }

    /// Has the PC of an order woken, unless that was tried lately, or often enough.
    pub(crate) async fn wake_for(&self, job: &StoredJob, tell: Tell<'_>) -> Result<(), Error> {
        let now = Timestamp::now();
        if !job.is_due(now) || !self.is_worth_waking_for(job)? {
            return Ok(());
        }
        let Some(pc) = self.store.pc(job.job.pc)? else { return Ok(()) };
        let next = next_try(self.store.waking(pc.id)?, job.job.round, now);
        let Some(next) = next.filter(|_| !pc.facts.cards.is_empty()) else { return Ok(()) };
        if self.awake(&pc)?.is_empty() {
            return Ok(());
        }
        self.store.keep_waking(pc.id, next)?;
        for by in self.have_woken(&pc, Some(job.job.round)).await? {
            tell(&Told::Woken { pc: &pc.name, by: &by });
        }
        Ok(())
    }

    /// What only looks is worth nothing later, whoever is switched off is to stay so, and what has begun goes on by itself.
    fn is_worth_waking_for(&self, job: &StoredJob) -> Result<bool, Error> {
        let is_wanted = job.installs() || job.restart() == Some(false);
        if !is_wanted || !matches!(job.stage, Stage::Waiting | Stage::Sent | Stage::Delivered) {
            return Ok(false);
        }
        let events = self.store.events_of(job.job.job)?;
        Ok(!events.iter().any(|(_, event)| matches!(event.kind, EventKind::JobStarted { .. })))
    }

    /// Asks PCs that are on to wake this one, and says which of them have done it.
    async fn have_woken(&self, pc: &StoredPc, round: Option<RoundId>) -> Result<Vec<String>, Error> {
        let wake = Wake { pc: pc.id, cards: pc.facts.cards.iter().map(|card| card.mac).collect() };
        if !wake.fits() {
            return Ok(Vec::new());
        }
        let mut asked = Vec::new();
        for other in self.awake(pc)?.into_iter().take(TRIED) {
            if self.has_sent(&other, &wake).await {
                self.note(&What::WakeAsked { pc: pc.name.clone(), by: other.name.clone(), round })?;
                asked.push(other.name);
            }
            if asked.len() == ASKED {
                break;
            }
        }
        Ok(asked)
    }

    async fn has_sent(&self, other: &StoredPc, wake: &Wake) -> bool {
        let Ok((peer, _)) = self.dialer.reach(other, &self.keys.device).await else { return false };
        match peer.post::<_, WakeSent>("/v1/wake", wake).await {
            Ok(sent) => sent.networks > 0,
            Err(error) => {
                tracing::info!(%error, "a PC did not wake another one");
                false
            }
        }
    }

    /// Other PCs that are on, as far as we know: those that seem to be in the same network first.
    fn awake(&self, pc: &StoredPc) -> Result<Vec<StoredPc>, Error> {
        let mut all = self.store.pcs()?;
        all.retain(|other| other.id != pc.id && is_awake(other, Timestamp::now()));
        all.sort_by_key(|other| {
            (!are_near(other.address.ip(), pc.address.ip()), std::cmp::Reverse(other.last_seen))
        });
        Ok(all)
    }
}

/// Whether somebody could wake a PC that is off: its cards are known, and another PC is on.
pub(crate) fn can_wake(pc: &PcView, views: &[PcView]) -> bool {
    let is_known = !pc.heard && !pc.pc.facts.cards.is_empty();
    is_known && views.iter().any(|other| other.heard && other.pc.id != pc.pc.id)
}

/// What a PC said of its cards: that one of them wakes it, that none does, or nothing.
fn lets_itself_be_woken(pc: &StoredPc) -> Option<bool> {
    let said = |wakes| pc.facts.cards.iter().any(|card| card.wakes == wakes);
    if said(Some(true)) { Some(true) } else { (!said(None) && said(Some(false))).then_some(false) }
}

fn next_try(before: Option<Waking>, round: RoundId, now: Timestamp) -> Option<Waking> {
    let first = Waking { round, tries: 1, last: now };
    let Some(before) = before.filter(|before| before.round == round) else { return Some(first) };
    // A clock that was set back makes nothing wait for ever.
    let is_time = now.duration_since(before.last).abs() >= PAUSE;
    (is_time && before.tries < TRIES).then_some(Waking { tries: before.tries + 1, ..first })
}

fn is_awake(pc: &StoredPc, now: Timestamp) -> bool {
    let seen = pc.last_seen.filter(|_| pc.last_trouble.is_none());
    seen.is_some_and(|seen| now.duration_since(seen).abs() <= LATELY)
}

/// Whether two addresses are in one small network, as those of most offices are.
fn are_near(one: IpAddr, other: IpAddr) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => one.octets()[..3] == other.octets()[..3],
        (IpAddr::V6(one), IpAddr::V6(other)) => one.segments()[..4] == other.segments()[..4],
        _ => false,
    }
}

#[cfg(test)]
#[path = "wake/tests.rs"]
mod tests;
