//! The questions to winget. None installs anything; winget itself looks whether its catalogue is still the newest.

use std::{io::ErrorKind, time::Duration};

use patchround_protocol::Cause;

use super::{
    causes::{self, NOTHING_FOUND},
    details::{self, Block, Place},
    place::Owner,
};
pub use crate::ask::AskError;
use crate::{
    command::{Call, CommandError, Output},
    source::Pc,
};

/// sources.md K: five minutes for a list. It fetches the catalogue where that is old.
pub(crate) const LIMIT: Duration = Duration::from_secs(5 * 60);
/// Nothing is asked of anybody: there is no window, and nobody to see one.
pub const QUIET: [&str; 2] = ["--disable-interactivity", "--accept-source-agreements"];

/// What is offered, and whether it is kept back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The program, with what its sources have newer.
    pub block: Block,
    /// Whether somebody pinned it (`winget pin`).
    pub is_pinned: bool,
}

/// A call of the winget that sees what is this owner's.
///
/// # Errors
/// [`AskError`] where there is none, or none that may be seen.
pub fn winget(pc: &Pc<'_>, owner: &Owner, words: &[&str]) -> Result<Call, AskError> {
    match owner.program(pc) {
        Ok(Some(program)) => Ok(Call::new(program, words.iter().copied())),
        Ok(None) => Err(refused(Cause::NotForThisPc, "There is no winget here")),
        Err(error) => Err(refused(Cause::NeedsAdminOrUser, &error.to_string())),
    }
}

/// What is offered. winget leaves out what is pinned unless it is told otherwise, and never says which that was: it is what
/// the longer of two lists has more. A pin that lets some versions in is so respected as well.
///
/// # Errors
/// [`AskError`]; [`Cause::ToolTooOld`] where winget has no details to tell.
pub fn offered(pc: &Pc<'_>, owner: &Owner) -> Result<Vec<Offer>, AskError> {
    let free = newer(pc, owner, &[])?;
    let all = newer(pc, owner, &["--include-pinned"])?;
    let is_free =
        |block: &Block| free.iter().any(|known| (&known.id, &known.upgrades) == (&block.id, &block.upgrades));
    let more: Vec<_> = all.into_iter().filter(|block| !is_free(block)).collect();
    let is_only_pinned = |block: &&Block| !free.iter().any(|known| known.id == block.id);
    let pinned = more.iter().filter(is_only_pinned).cloned();
    let pinned: Vec<_> = pinned.map(|block| Offer { block, is_pinned: true }).collect();
    Ok(free.into_iter().map(|block| Offer { block, is_pinned: false }).chain(pinned).collect())
}

fn newer(pc: &Pc<'_>, owner: &Owner, options: &[&str]) -> Result<Vec<Block>, AskError> {
    let words = ["list", "--upgrade-available", "--details", "--scope", owner.word()];
    // The Store is one person's: the system's own account cannot ask it.
    let source: &[&str] = if *owner == Owner::Machine { &["--source", "winget"] } else { &[] };
    let blocks = asked(pc, owner, &[&words, source, options].concat())?;
    match blocks.iter().find(|block| block.upgrades.is_empty()) {
        Some(cut) => {
            Err(refused(Cause::Unexpected, &format!("Not a whole answer: nothing newer of {}", cut.id)))
        }
        None => Ok(blocks),
    }
}

/// What there is of one program by its name in the catalogue, asked of winget by a process of its own; nothing where it is
/// not installed.
///
/// # Errors
/// As [`offered`].
pub fn there(pc: &Pc<'_>, owner: &Owner, name: &str) -> Result<Vec<Block>, AskError> {
    let words = ["list", "--id", name, "--exact", "--details", "--scope", owner.word(), "--source", "winget"];
    let mut blocks = asked(pc, owner, &words)?;
    blocks.retain(|block| block.id.eq_ignore_ascii_case(name));
    Ok(blocks)
}

fn asked(pc: &Pc<'_>, owner: &Owner, words: &[&str]) -> Result<Vec<Block>, AskError> {
    let output = match pc.tools.ask(&winget(pc, owner, words)?.and(QUIET), LIMIT) {
        Err(CommandError::NotStarted(_, error)) if error.kind() == ErrorKind::PermissionDenied => {
            return Err(refused(Cause::NeedsAdminOrUser, &error.to_string()));
        }
        output => output?,
    };
    match output.status {
        Some(0) => {}
        Some(NOTHING_FOUND) => return Ok(Vec::new()),
        status => {
            let cause = causes::classify(status, &output.said());
            return Err(refused(cause, &words_of(&output)));
        }
    }
    let not_whole = || refused(Cause::Unexpected, &format!("Not a whole answer\n{}", output.said()));
    let mut blocks = details::parse(&output.stdout).ok_or_else(not_whole)?;
    // winget leaves out what is of others; where it says whose one is, that is not taken on trust.
    let others = if *owner == Owner::Machine { Place::Person } else { Place::Machine };
    blocks.retain(|block| block.place != Some(others));
    Ok(blocks)
}

fn words_of(output: &Output) -> String {
    format!("{}\n[{}]", output.said(), output.ending())
}

fn refused(cause: Cause, said: &str) -> AskError {
    AskError::Refused { cause, said: said.to_owned() }
}
