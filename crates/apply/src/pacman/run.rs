//! Running pacman where it writes.

use patchround_protocol::event::Phase;
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line, Told},
    pacman::{ask, log, said},
};

use crate::meter::Meter;

/// Lines of one run that are kept: a whole upgrade of a large PC has some thousands.
const LINES: usize = 20_000;

/// Questions that are answered with no although pacman would say yes where nobody can be asked (its `--ask`, the bits of
/// libalpm's `alpm_question_type_t`): to put in what is kept back (1), and to take a key from a key server (64).
const NO: u32 = 1 | 64;
/// The same for taking the place of an installed package, which removes it.
const NOT_REPLACE: u32 = 2;

/// A run that was to change what is there.
pub(super) struct Ran {
    pub(super) told: Told,
    /// Whether it began a transaction, by pacman's log.
    pub(super) has_begun: bool,
    /// What that transaction brought, also where it did not come to its end.
    pub(super) brought: Vec<String>,
}

/// Nobody can be asked. Nothing is ever removed to solve a conflict: pacman's own answer is no.
///
/// `--ask` makes pacman go on without asking. It never goes with our database folder but where nothing is installed.
pub(super) fn quiet(may_replace: bool) -> [String; 4] {
    let no = if may_replace { NO } else { NO | NOT_REPLACE };
    ["--noconfirm".to_owned(), "--ask".to_owned(), no.to_string(), "--noprogressbar".to_owned()]
}

/// Fetches what the whole upgrade would bring, by our lists, into pacman's cache.
pub(super) fn fetch(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Result<Told, CommandError> {
    let call = ask::ours().and(["--logfile", "/dev/null"]).and(quiet(true)).and(["-Suw"]);
    write(pc, &call, meter)
}

/// The whole upgrade, by the system's own database.
pub(super) fn upgrade(pc: &Pc<'_>, may_replace: bool, meter: &mut Meter<'_>) -> Result<Ran, CommandError> {
    change(pc, &Call::new(ask::PACMAN, ["--color", "never"]).and(quiet(may_replace)).and(["-Su"]), meter)
}

/// Puts packages in anew, in the versions that the system's lists have.
pub(super) fn again(pc: &Pc<'_>, names: &[String], meter: &mut Meter<'_>) -> Result<Ran, CommandError> {
    let call = Call::new(ask::PACMAN, ["--color", "never"]).and(quiet(false)).and(["-S", "--"]).and(names);
    change(pc, &call, meter)
}

/// The log's last transaction is this run's only if it began one: a hook before it may refuse.
fn change(pc: &Pc<'_>, call: &Call, meter: &mut Meter<'_>) -> Result<Ran, CommandError> {
    let before = log::begun(pc);
    let told = write(pc, call, meter)?;
    let has_begun = log::begun(pc) != before;
    let brought = if has_begun { log::brought(pc) } else { Vec::new() };
    Ok(Ran { told, has_begun, brought })
}

fn write(pc: &Pc<'_>, call: &Call, meter: &mut Meter<'_>) -> Result<Told, CommandError> {
    let (mut all, mut fetched, mut begun) = (1, 0, 0);
    let mut lines = Vec::new();
    let told = pc.tools.write(&call.clone().with("HOME", "/root"), &mut |line| {
        let (Line::Output(text) | Line::Status(text)) = line;
        if lines.len() < LINES {
            lines.push(text.clone());
        }
        if let Some(count) = said::count(text) {
            all = count.max(1);
        } else if let Some(name) = said::fetched(text) {
            meter.moved(Phase::Downloading, share(fetched, all), Some(name));
            fetched += 1;
        } else if let Some(name) = said::package(text) {
            meter.moved(Phase::Installing, share(begun, all), Some(name));
            begun += 1;
        } else if let Some(file) = said::settings_beside(text) {
            tracing::info!(file, "Settings of a person stay, the maker's are beside them");
        }
    })?;
    // A step that failed early is told only where it failed.
    let is_longer = lines.len() > told.last_lines.len();
    Ok(if is_longer { Told { last_lines: lines, ..told } } else { told })
}

#[expect(clippy::cast_precision_loss, reason = "a percentage")]
fn share(done: usize, all: usize) -> f32 {
    100.0 * done as f32 / all as f32
}

/// What a run said, and how it ended.
pub(super) fn said(told: &Told) -> String {
    format!("{}\n[{}]", told.said(), told.ending())
}
