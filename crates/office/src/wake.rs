//! Wakes PCs that are off: another PC of the office, which is on, sends what wakes them (docs/decisions/0042).
//!
//! A PC that was asked to wake is off until it answers: nothing here changes how it is shown.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    time::Duration,
};

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use patchround_link::client::CallError;
use patchround_protocol::{
    PcId, RoundId,
    wake::{Wake, WakeSent},
    wire::Refusal,
};
use serde::Serialize;
use tokio::time::{Instant, timeout, timeout_at};

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
/// A PC that is asked to wake another one is waited for so long,
const ANSWER: Duration = Duration::from_secs(3);
/// and all that are asked for the same one together: whoever looks at the office waits for it.
const ASKING: Duration = Duration::from_secs(6);
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
    /// A PC that was asked has sent it just now, for somebody else or at an earlier click, and does not again so soon.
    JustAsked,
    /// No other PC of the office that is on could do it.
    NobodyElse,
}

impl Office {
    /// Has other PCs wake one that is off, and writes that down. Whether it is on it is asked itself, now.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::UnknownPc`].
    pub async fn wake(&self, pc: PcId) -> Result<WakeEnd, Error> {
        let stored = self.store.pc(pc)?.ok_or_else(|| Error::UnknownPc(pc.to_string()))?;
        let answers = timeout(ANSWER, self.dialer.reach(&stored, &self.keys.device)).await;
        let is_on = answers.is_ok_and(|answer| answer.is_ok());
        let Woken { asked, just_now } =
            if is_on { Woken::default() } else { self.have_woken(&stored, None).await? };
        let why_not = match () {
            () if is_on => Some(WhyNot::IsOn),
            () if stored.facts.cards.is_empty() => Some(WhyNot::NoCard),
            () if !asked.is_empty() => None,
            () if just_now > 0 => Some(WhyNot::JustAsked),
            () => Some(WhyNot::NobodyElse),
        };
        Ok(WakeEnd { asked, why_not, wakes: lets_itself_be_woken(&stored), pc: stored.name })
    }

    /// Has the PCs woken that do not answer although an order is due for them.
    pub(crate) async fn wake_waiting(&self, views: &[PcView], tell: Tell<'_>) -> Result<(), Error> {
        let off: BTreeSet<PcId> = views.iter().filter(|view| !view.heard).map(|view| view.pc.id).collect();
        let mut open: BTreeMap<PcId, Vec<StoredJob>> = BTreeMap::new();
        for job in self.store.open_jobs()?.into_iter().filter(|job| off.contains(&job.job.pc)) {
            open.entry(job.job.pc).or_default().push(job);
        }
        let each = stream::iter(open).map(async |(pc, open)| self.wake_for_orders(pc, &open, tell).await);
        each.buffer_unordered(AT_ONCE).try_collect().await
    }

    /// Has a PC woken for the sake of one of its open orders, unless that was tried lately, or often enough for each.
    pub(crate) async fn wake_for_orders(
        &self,
        pc: PcId,
        open: &[StoredJob],
        tell: Tell<'_>,
    ) -> Result<(), Error> {
        let Some(pc) = self.store.pc(pc)?.filter(|pc| !pc.facts.cards.is_empty()) else { return Ok(()) };
        let Some((round, next)) = self.next_try(pc.id, open)? else { return Ok(()) };
        if self.awake(&pc)?.is_empty() {
            return Ok(());
        }
        self.store.keep_waking(pc.id, &next)?;
        let asked = self.have_woken(&pc, Some(round)).await?.asked;
        if asked.is_empty() {
            return self.store.keep_waking(pc.id, &in_vain(next, round));
        }
        asked.iter().for_each(|by| tell(&Told::Woken { pc: &pc.name, by }));
        Ok(())
    }

    fn next_try(&self, pc: PcId, open: &[StoredJob]) -> Result<Option<(RoundId, Waking)>, Error> {
        let (now, before) = (Timestamp::now(), self.store.waking(pc)?);
        if !is_time(before.as_ref(), now) {
            return Ok(None);
        }
        let mut due = Vec::new();
        for job in open.iter().filter(|job| job.is_due(now)) {
            due.extend(self.is_worth_waking_for(job)?.then_some(job.job.round));
        }
        let open = open.iter().map(|job| job.job.round).collect();
        Ok(next_try(before, &due, &open, now))
    }

    /// What only looks is worth nothing later, a PC that is off needs no restart and is not to be switched on to be
    /// switched off, and what has begun goes on by itself.
    fn is_worth_waking_for(&self, job: &StoredJob) -> Result<bool, Error> {
        if !job.installs() || !matches!(job.stage, Stage::Waiting | Stage::Sent | Stage::Delivered) {
            return Ok(false);
        }
        Ok(!self.has_begun(job)?)
    }

    /// Asks PCs that are on to wake this one.
    async fn have_woken(&self, pc: &StoredPc, round: Option<RoundId>) -> Result<Woken, Error> {
        let wake = Wake { pc: pc.id, cards: pc.facts.cards.iter().map(|card| card.mac).collect() };
        let mut woken = Woken::default();
        if !wake.fits() {
            return Ok(woken);
        }
        let until = Instant::now() + ASKING;
        for other in self.awake(pc)?.into_iter().take(TRIED) {
            let patience = until.min(Instant::now() + ANSWER);
            match timeout_at(patience, self.have_sent(&other, &wake)).await.unwrap_or(Reply::No) {
                Reply::Sent => {
                    self.note(&What::WakeAsked { pc: pc.name.clone(), by: other.name.clone(), round })?;
                    woken.asked.push(other.name);
                }
                Reply::JustNow => woken.just_now += 1,
                Reply::No => {}
            }
            if woken.asked.len() + woken.just_now >= ASKED {
                break;
            }
        }
        Ok(woken)
    }

    async fn have_sent(&self, other: &StoredPc, wake: &Wake) -> Reply {
        let Ok((peer, _)) = self.dialer.reach(other, &self.keys.device).await else { return Reply::No };
        match peer.post::<_, WakeSent>("/v1/wake", wake).await {
            Ok(sent) if sent.networks > 0 => Reply::Sent,
            Ok(_) => Reply::No,
            Err(CallError::Refused(Refusal::TooOften)) => Reply::JustNow,
            Err(error) => {
                tracing::info!(%error, "a PC did not wake another one");
                Reply::No
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

/// What PCs that were asked to wake another one did.
#[derive(Debug, Default)]
struct Woken {
    /// Names of those that have sent it.
    asked: Vec<String>,
    /// How many had sent it just before.
    just_now: usize,
}

/// What one of them answers.
enum Reply {
    Sent,
    JustNow,
    No,
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

/// The round for whose sake a PC is woken now, and what is kept of that. `due` are the rounds whose orders wait for it,
/// `open` all that have orders there.
///
/// The pause is the PC's, whichever rounds there are: what wakes it for one wakes it for all.
fn next_try(
    before: Option<Waking>,
    due: &[RoundId],
    open: &BTreeSet<RoundId>,
    now: Timestamp,
) -> Option<(RoundId, Waking)> {
    if !is_time(before.as_ref(), now) {
        return None;
    }
    let mut rounds = before.map(|before| before.rounds).unwrap_or_default();
    rounds.retain(|round, _| open.contains(round));
    let may = |round: &&RoundId| rounds.get(*round).is_none_or(|tries| *tries < TRIES);
    let round = *due.iter().find(may)?;
    *rounds.entry(round).or_default() += 1;
    Some((round, Waking { rounds, last: now }))
}

/// Whether the pause is over. A clock that was set back makes nothing wait for ever.
fn is_time(before: Option<&Waking>, now: Timestamp) -> bool {
    before.is_none_or(|before| now.duration_since(before.last).abs() >= PAUSE)
}

/// Where no PC could do it, that was no try; the pause stays, so that nobody is asked in vain at every look.
fn in_vain(mut tried: Waking, round: RoundId) -> Waking {
    tried.rounds.entry(round).and_modify(|tries| *tries = tries.saturating_sub(1));
    tried
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
