//! What the engine remembers while it runs.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    rc::{Rc, Weak},
};

use jiff::Timestamp;
use patchround_feeds as feeds;
use patchround_protocol::{PcId, RoundId, UpdateId};
use tokio::{task::AbortHandle, time::Instant};

use super::{Host, works::Works};
use crate::{
    PcView,
    app::{
        ask::Wanted,
        messages::{News, UrgentFix},
        show::Progress,
        snapshot::{Around, OfficeView, Said},
    },
    due::Clocks,
    others::Others,
    pair::Joined,
    plan::Plan,
};

/// All of it. Made anew whenever another office is opened.
#[derive(Default)]
pub(super) struct State {
    /// The PCs as last seen, and their clocks.
    pub(super) views: Rc<[PcView]>,
    pub(super) clocks: Option<Rc<Clocks>>,
    pub(super) checked: Option<Timestamp>,
    pub(super) checking: bool,
    /// Somebody waits for a look that has not begun.
    pub(super) looks_soon: bool,
    pub(super) here: Option<PcId>,
    /// How it stands with what the world knows of flaws, and when it was looked at.
    pub(super) feeds: Vec<feeds::State>,
    pub(super) feeds_read: Option<Instant>,
    /// The office as it was last shown, as long as nothing but a round's progress has changed since.
    pub(super) office: Option<Picture>,
    /// The plan that was shown last: what is agreed to is what was seen.
    pub(super) plan: Option<(Wanted, Plan)>,
    /// What the updates of the last round are called: a PC that has them no longer offers them.
    pub(super) names: BTreeMap<UpdateId, String>,
    pub(super) begins: Option<Begins>,
    pub(super) running: Option<Running>,
    pub(super) news: Option<News>,
    pub(super) joining: Joining,
    pub(super) said: Option<JustSaid>,
    /// Rounds for later whose orders are being made.
    pub(super) agreeing: Vec<Weak<ForLater>>,
    pub(super) works: Works,
}

/// The office as it is shown, and what messages tell of it.
pub(super) struct Picture {
    pub(super) view: OfficeView,
    /// What is the matter, by keys that stay as long as it is, and in words.
    pub(super) matters: Vec<(String, String)>,
    pub(super) urgent: Option<UrgentFix>,
}

/// A round that begins unless it is taken back.
pub(super) struct Begins {
    pub(super) task: AbortHandle,
    pub(super) pcs: Vec<(PcId, String)>,
}

/// What was just said.
pub(super) struct JustSaid {
    pub(super) said: Said,
    pub(super) until: Instant,
    /// The plan for later that it is about: this one its Undo takes back.
    pub(super) of: Option<Rc<ForLater>>,
    /// The sentence without what other people ordered,
    pub(super) alone: String,
    /// and that.
    pub(super) others: Others,
}

/// Updates of PCs.
pub(super) type ByPc = BTreeMap<PcId, BTreeSet<UpdateId>>;

/// A round that is agreed for later.
pub(super) struct ForLater {
    /// When it begins.
    pub(super) at: Timestamp,
    /// What goes in on which PC.
    pub(super) updates: ByPc,
    /// Once its orders are made.
    pub(super) round: Cell<Option<RoundId>>,
    /// Taken back before they were: none are made any more.
    pub(super) is_undone: Cell<bool>,
}

impl ForLater {
    pub(super) fn new(at: Timestamp, updates: ByPc) -> Self {
        Self { at, updates, round: Cell::default(), is_undone: Cell::default() }
    }

    /// Whether its orders are still to be made.
    pub(super) fn is_being_ordered(&self) -> bool {
        self.round.get().is_none() && !self.is_undone.get()
    }
}

/// A round that runs.
pub(super) struct Running {
    pub(super) round: RoundId,
    pub(super) progress: BTreeMap<PcId, Progress>,
}

/// How PCs join.
#[derive(Default)]
pub(super) struct Joining {
    pub(super) joined: Vec<Joined>,
    pub(super) listening: Option<AbortHandle>,
    pub(super) obstacle: Option<String>,
    pub(super) trouble: Option<String>,
    pub(super) around: Option<Around>,
    pub(super) looking: bool,
}

impl Drop for Joining {
    fn drop(&mut self) {
        if let Some(task) = self.listening.take() {
            task.abort();
        }
    }
}

/// What is known from outside, whatever office is open.
#[derive(Debug, Default)]
pub(super) struct Outside {
    pub(super) host: Host,
    /// Why the office cannot be used.
    pub(super) trouble: Option<String>,
    /// Whether that is only because another program works in it.
    pub(super) is_held: bool,
    /// The confirmation that a message shows, where no window does.
    pub(super) answer: Option<u32>,
    /// Confirmations so far, in whatever office: no two have the same number.
    pub(super) said_before: u32,
}
