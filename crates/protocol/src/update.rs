//! The update, once: what every source's answer is brought into (rules.md 7).

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

use crate::{
    cause::Cause,
    cve::Severity,
    ids::{PackageName, PcId, UpdateId},
};

mod substantial;

pub use substantial::{Reason, Substantial};

/// What a source calls what nobody starts by itself: libraries, modules, fonts. Who shows it says it in his language.
pub const SYSTEM_PARTS: &str = "System parts";

/// One newer version that a source offers on one PC. Unknown is `null`, never a guess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Update {
    /// Names it on its PC.
    pub id: UpdateId,
    /// The PC it is for.
    pub pc: PcId,
    /// The source's id: `apt`.
    pub source: String,
    /// The source's own name for the package, as it names it to a person.
    pub package: PackageName,
    /// The source package it was built from: updates of one group belong together.
    pub group: String,
    /// What a person would call it.
    pub name: String,
    /// The version that is there.
    pub installed: Option<String>,
    /// The version that is offered.
    pub candidate: String,
    /// How much it matters.
    pub class: Option<Class>,
    /// How bad what it fixes is, where its maker says so.
    #[serde(default, deserialize_with = "if_known", skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Whether it changes how people work, once somebody has judged that.
    pub substantial: Option<Substantial>,
    /// CVE ids it fixes.
    pub cves: Option<Vec<String>>,
    /// Whether one of them is known to be used by attackers.
    pub known_exploited: Option<bool>,
    /// When it came out, and who says so.
    pub released: Option<Released>,
    /// Bytes to download.
    pub size: Option<u64>,
    /// The maker's notes.
    pub notes: Option<String>,
    /// What changes for who works with it, in the maker's words: at most [`CHANGES`](crate::limits::CHANGES) lines. None
    /// where nobody has read that yet; empty where it was read and the maker has not said.
    #[serde(default, deserialize_with = "if_known", skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Change>>,
    /// What it takes.
    pub needs: Needs,
    /// Whether there is a way back. An answer of a later version is none.
    #[serde(default, deserialize_with = "if_known")]
    pub reversible: Option<Reversible>,
    /// Whose it is.
    pub scope: Scope,
    /// Kept back on purpose.
    pub held: Option<Held>,
    /// Offered gradually, and this PC's turn has not come: not counted as outstanding.
    pub phased: bool,
    /// Why the package manager itself would not install it now; firmware is never without a cause.
    pub blocked: Option<Cause>,
}

/// How much an update matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Fixes something attackers are known to use.
    Urgent,
    /// Fixes a security problem.
    Security,
    /// Everything else; also a class of a later version.
    #[serde(other)]
    Other,
}

/// One line on what changes, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Plain words without markup, of at most [`CHANGE_CHARS`](crate::limits::CHANGE_CHARS) characters.
    pub words: String,
    /// Where they are from. What cannot be cited is no change that is told.
    pub from: ChangeSource,
}

/// Where it is written that something changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChangeSource {
    /// A file in a package.
    Package {
        /// The package.
        package: PackageName,
        /// Its version.
        version: String,
        /// The file's path in it, from the root and without a slash in front.
        file: String,
    },
    /// A document of this product's repository.
    Document {
        /// Its path there.
        document: String,
    },
    /// A kind of a later version: nobody here can cite it.
    #[serde(other)]
    Unknown,
}

/// When an update came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Released {
    /// The moment.
    pub date: Timestamp,
    /// Who says so.
    pub from: ReleasedFrom,
}

/// Where a release date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReleasedFrom {
    /// A catalogue of the system's maker.
    Catalogue,
    /// The program's maker.
    Maker,
    /// The day this office saw it first; also a source of a later version.
    #[serde(other)]
    FirstSeen,
}

/// What an update takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Needs {
    /// A restart of the PC.
    pub restart: Option<bool>,
    /// Programs that must be closed.
    pub close: Option<Vec<String>>,
    /// Signing out and in again.
    pub sign_out: Option<bool>,
    /// Packages that would be removed.
    pub removes: Vec<PackageName>,
    /// Packages that come along new.
    pub adds: Vec<PackageName>,
    /// The recovery key of the disk's encryption: the PC may ask for it at the next start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery_key: Option<bool>,
    /// Switching the PC off and on again, where a restart is not enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch_off: Option<bool>,
}

/// Whether there is a way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reversible {
    /// Until this moment.
    Until(Timestamp),
    /// There is none, and why.
    WhyNot(String),
    /// The PC keeps the version before, as long as it has room.
    Kept {},
    /// There is none, for this cause.
    Not(Cause),
}

/// Whose an update is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One person's.
    Person,
    /// The whole PC's; also a scope of a later version.
    #[serde(other)]
    Machine,
}

/// An update kept back on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Held {
    /// By whom, where that is known.
    pub by: Option<String>,
    /// Why, where that is known.
    pub why: Option<String>,
    /// Until when, where that is known.
    pub until: Option<Timestamp>,
}

/// A list with contents has no room for a word that stands for all unknown ones: those are read as nothing.
fn if_known<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<T>, D::Error> {
    let said = Option::<serde_json::Value>::deserialize(from)?;
    Ok(said.and_then(|said| serde_json::from_value(said).ok()))
}

impl Update {
    /// Whether a PC without this update is missing something: not held, not waiting for its turn, and no firmware, which
    /// is shown by itself and never pressed for.
    pub fn is_outstanding(&self) -> bool {
        self.held.is_none() && self.counts()
    }

    /// Whether it counts at all, be it kept back or not: it is offered to this PC by now, and is neither firmware nor only
    /// shown.
    pub fn counts(&self) -> bool {
        !self.phased && !self.id.is_firmware() && !self.is_only_shown()
    }

    /// Whether it is nobody's duty: only somebody at the PC can put it in, and it is known to mend no flaw, as of drivers.
    fn is_only_shown(&self) -> bool {
        self.blocked == Some(Cause::AtThePc) && self.class == Some(Class::Other)
    }
}
