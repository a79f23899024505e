//! What the program remembers beside the office's store: language, wizard, messages. Losing it loses no work.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use patchround_protocol::RoundId;
use patchround_words::Language;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    app::messages::Memory,
    app::snapshot::PaperView,
    error::Error,
    keys::{FOR_PAPER, Paper},
    state_dir,
};

/// The time of the daily message that nobody chose (ux.md 1.6), in minutes after midnight.
const DIGEST_AT: u16 = 9 * 60 + 30;

/// What is remembered.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Prefs {
    /// A BCP 47 tag.
    pub(super) language: Option<String>,
    /// The wizard's step, while it is not over.
    pub(super) step: Option<u8>,
    pub(super) setup_since: Option<Timestamp>,
    /// The last round whose end was seen.
    pub(super) seen_round: Option<RoundId>,
    pub(super) quiet_until: Option<Timestamp>,
    pub(super) digest_at: u16,
    pub(super) messages: Memory,
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            language: None,
            step: None,
            setup_since: None,
            seen_round: None,
            quiet_until: None,
            digest_at: DIGEST_AT,
            messages: Memory::default(),
        }
    }
}

impl Prefs {
    /// What was remembered in a folder; what cannot be read is forgotten.
    pub(super) fn read(dir: &Path) -> Self {
        let text = std::fs::read(file(dir)).ok();
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    /// Remembers. A full disk only means that it is asked again.
    pub(super) fn write(&self, dir: &Path) {
        let text = serde_json::to_vec(self).expect("our own types are always written");
        if dir.exists()
            && let Err(error) = state_dir::replace_private(&file(dir), &text)
        {
            tracing::warn!(%error, "Failed to remember what was chosen");
        }
    }

    pub(super) fn is_quiet(&self, now: Timestamp) -> bool {
        self.quiet_until.is_some_and(|until| now < until)
    }

    pub(super) fn language(&self) -> Option<Language> {
        self.language.as_deref().and_then(Language::of_tag)
    }
}

fn file(dir: &Path) -> PathBuf {
    dir.join("app.json")
}

/// The words for paper, kept beside the keys until the wizard has shown them to its end: it can be left and gone on
/// with, and they cannot be made again.
///
/// # Errors
/// [`Error::Io`].
pub fn keep_paper(dir: &Path, paper: &Paper) -> Result<(), Error> {
    let words = [paper.passphrase.as_str(), paper.recovery.as_str()].join("\n");
    state_dir::write_private(&paper_file(dir), Zeroizing::new(words).as_bytes())
}

pub(super) fn paper(dir: &Path) -> Option<PaperView> {
    let words = Zeroizing::new(std::fs::read_to_string(paper_file(dir)).ok()?);
    let (owner, recovery) = words.split_once('\n')?;
    Some(PaperView { owner: owner.to_owned().into(), recovery: recovery.to_owned().into() })
}

pub(super) fn throw_paper_away(dir: &Path) -> Result<(), Error> {
    state_dir::remove(&paper_file(dir))
}

fn paper_file(dir: &Path) -> PathBuf {
    dir.join(FOR_PAPER)
}
