//! A made-up update.

use jiff::{SignedDuration, Timestamp};
use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    ids::FIRMWARE,
    update::{
        Change, ChangeSource, Class, Held, Needs, Reason, Released, ReleasedFrom, Reversible, Scope,
        Substantial,
    },
    wire::{Back, Kept},
};

/// The package manager a practice PC plays.
pub(crate) const SOURCE: &str = "apt";

/// An update that a practice PC offers, and how installing it ends.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The package: letters, digits and dashes.
    pub package: String,
    /// What a person calls the program.
    pub name: String,
    /// The version that is there.
    pub installed: String,
    /// The version that is offered.
    pub candidate: String,
    /// How much it matters.
    pub class: Class,
    /// What it fixes.
    pub cves: Vec<String>,
    /// How long it has been out.
    pub age: SignedDuration,
    /// Bytes to download.
    pub size: u64,
    /// Why it changes how people work; `None` for an update that does not.
    pub substantial: Option<String>,
    /// Kept back on this PC.
    pub held: bool,
    /// Offered gradually, and not yet to this PC.
    pub phased: bool,
    /// In use only after a restart.
    pub restarts: bool,
    /// Does not go in, for this cause.
    pub fails: Option<Cause>,
    /// The firmware of a device, and no package.
    pub firmware: bool,
}

/// An update that went in and can be undone.
#[derive(Debug, Clone)]
pub(crate) struct KeptOffer {
    /// What went in.
    pub(crate) offer: Offer,
    /// When.
    pub(crate) since: Timestamp,
    /// Whether the PC went back, and until when it stays there.
    pub(crate) back: Option<Back>,
}

impl KeptOffer {
    /// The version before, which an undo names.
    pub(crate) fn id(&self) -> UpdateId {
        UpdateId::new(self.offer.source(), &self.offer.package, &self.offer.installed)
            .expect("made-up names are plain")
    }

    pub(crate) fn kept(&self) -> Kept {
        Kept { id: self.id(), newer: self.offer.candidate.clone(), since: self.since, back: self.back }
    }
}

impl Offer {
    /// A plain update from 1.0 to 1.1 that goes in.
    pub fn new(package: &str, name: &str) -> Self {
        Self {
            package: package.to_owned(),
            name: name.to_owned(),
            installed: "1.0".to_owned(),
            candidate: "1.1".to_owned(),
            class: Class::Other,
            cves: Vec::new(),
            age: SignedDuration::from_hours(24),
            size: 1 << 20,
            substantial: None,
            held: false,
            phased: false,
            restarts: false,
            fails: None,
            firmware: false,
        }
    }

    /// Fixes this.
    #[must_use]
    pub fn fixing(mut self, class: Class, cve: &str) -> Self {
        self.class = class;
        self.cves = vec![cve.to_owned()];
        self
    }

    /// Its id.
    ///
    /// # Panics
    /// If its package or version is no text that a package manager could have.
    pub fn id(&self) -> UpdateId {
        UpdateId::new(self.source(), &self.package, &self.candidate).expect("made-up names are plain")
    }

    fn source(&self) -> &'static str {
        if self.firmware { FIRMWARE } else { SOURCE }
    }

    fn judged(&self) -> Substantial {
        let reasons = self.substantial.iter().map(|_| Reason::MakerSays {}).collect();
        Substantial { why: self.substantial.clone().into_iter().collect(), reasons }
    }

    /// What its made-up maker says, in a made-up package.
    fn changes(&self) -> Vec<Change> {
        let file = format!("usr/share/doc/{}/NEWS.Debian.gz", self.package);
        let from = ChangeSource::Package {
            package: self.package.parse().expect("made-up names are plain"),
            version: self.candidate.clone(),
            file,
        };
        self.substantial.iter().map(|words| Change { words: words.clone(), from: from.clone() }).collect()
    }

    /// The offer as this PC tells of it at a moment.
    pub(crate) fn update(&self, pc: PcId, now: Timestamp) -> Update {
        let out_since = now.checked_sub(self.age).unwrap_or(Timestamp::UNIX_EPOCH);
        Update {
            id: self.id(),
            pc,
            source: self.source().to_owned(),
            package: self.package.parse().expect("made-up names are plain"),
            group: self.package.clone(),
            name: self.name.clone(),
            installed: Some(self.installed.clone()),
            candidate: self.candidate.clone(),
            class: Some(self.class),
            substantial: Some(self.judged()),
            cves: Some(self.cves.clone()),
            known_exploited: Some(self.class == Class::Urgent),
            severity: None,
            released: Some(Released { date: out_since, from: ReleasedFrom::Catalogue }),
            size: Some(self.size),
            changes: Some(self.changes()),
            notes: Some(format!("{} {}: not a real program, for practice.", self.name, self.candidate)),
            needs: Needs { restart: Some(self.restarts), ..Needs::default() },
            reversible: Some(if self.restarts || self.firmware {
                Reversible::Not(Cause::UndoBlocked)
            } else {
                Reversible::Kept {}
            }),
            scope: Scope::Machine,
            held: self.held.then_some(Held { by: None, why: None, until: None }),
            phased: self.phased,
            blocked: self.firmware.then_some(Cause::GoesAlone),
        }
    }
}
