//! What the owner agreed to be late with.

use patchround_protocol::{Exception, PcId, Update, UpdateId, ids::PackageName};
use patchround_words::{say, say_with};

use super::{Known, pcs, text};
use crate::{
    PcView,
    app::{snapshot::ExceptionRow, when},
    plain::plain,
    say::{called_exactly, package_name},
};

/// Characters of a name that somebody else gave.
const NAME_CHARS: usize = 80;
/// Characters of a reason.
const WHY_CHARS: usize = 200;

/// Everything that was agreed and holds, the first to end first.
pub(super) fn rows(known: &Known<'_>) -> Vec<ExceptionRow> {
    let mut all: Vec<Exception> = known.policy.exceptions(known.now).collect();
    all.sort_by_key(|exception| exception.until);
    all.iter().map(|exception| row(exception, known)).collect()
}

/// Whether an update is late on purpose now.
pub(super) fn is_agreed(update: &Update, known: &Known<'_>) -> bool {
    known.clocks.judge().agreed(update, known.now).is_some()
}

/// The package of an update that a PC offers: the one in its id, which is what is installed, whatever the PC says else.
pub(crate) fn package_of(pc: &str, update: &UpdateId, known: &Known<'_>) -> Option<PackageName> {
    let pc: PcId = pc.parse().ok()?;
    let offered = known.views.iter().find(|view| view.pc.id == pc)?.pc.scan.as_ref()?.updates.iter();
    let found = offered.into_iter().find(|other| other.id == *update)?;
    (found.package.as_str() == package_name(update)).then(|| found.package.clone())
}

/// What was just agreed, in a sentence.
pub(crate) fn excepted(exception: &Exception, known: &Known<'_>) -> String {
    let values = [("name", text(name(exception, known))), ("day", text(end(exception, known)))];
    match names(exception, known) {
        None => say_with("said-excepted-everywhere", &values),
        Some(pcs) => say_with("said-excepted", &[&values[..], &[("pcs", text(pcs))]].concat()),
    }
}

fn row(exception: &Exception, known: &Known<'_>) -> ExceptionRow {
    let by = ("by", text(plain(&exception.by, NAME_CHARS)));
    ExceptionRow {
        id: exception.id.to_string(),
        name: name(exception, known),
        until: say_with("except-until", &[("day", text(end(exception, known)))]),
        who: match names(exception, known) {
            None => say_with("except-who-everywhere", &[by]),
            Some(pcs) => say_with("except-who", &[by, ("pcs", text(pcs))]),
        },
        why: plain(&exception.why, WHY_CHARS),
        instead: plain(&exception.instead, WHY_CHARS),
    }
}

/// It ends in the middle of a day.
fn end(exception: &Exception, known: &Known<'_>) -> String {
    when::moment(exception.until, known.now, &known.zone)
}

/// The PCs by name, in order; `None` for all of the office. One that left it has no name any more.
fn names(exception: &Exception, known: &Known<'_>) -> Option<String> {
    if exception.pcs.is_empty() {
        return None;
    }
    let is_meant = |view: &&PcView| exception.pcs.contains(&view.pc.id);
    let mut names: Vec<&str> =
        known.views.iter().filter(is_meant).map(|view| view.pc.name.as_str()).collect();
    names.sort_by_cached_key(|name| pcs::in_order(name));
    Some(if names.is_empty() { say("except-pc-gone") } else { names.join(", ") })
}

/// What people call it, as a PC that offers it does; its package where none does any more.
fn name(exception: &Exception, known: &Known<'_>) -> String {
    let offered = known.views.iter().filter_map(|view| view.pc.scan.as_ref()).flat_map(|scan| &scan.updates);
    let mut of_this = offered.filter(|update| update.package == exception.package);
    let called = of_this.next().map(|update| called_exactly(&update.package, &update.name));
    called.unwrap_or_else(|| plain(exception.package.as_str(), NAME_CHARS))
}
