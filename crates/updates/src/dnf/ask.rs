//! The questions to dnf and rpm. All only read, are answered from dnf's cache (`-C`), and need no root.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use patchround_protocol::Cause;

use super::{
    advisories::{self, About, Advisory},
    causes,
    check::{self, Checked},
    five,
    generation::{self, Generation},
    history::{self, Transaction},
    offers::{self, Offer},
    restart,
};
pub use crate::ask::AskError;
use crate::{
    command::{Call, Output},
    source::{Pc, RestartNeed},
};

/// Where dnf 4 keeps what it has read and fetched.
pub const CACHE: &str = "/var/cache/dnf";
/// Where dnf 5 does.
pub const CACHE5: &str = "/var/cache/libdnf5";
/// Where dnf 5 puts its log and a copy of its cache: for who is not root in the `/tmp` that our service has for itself.
const OWN: &str = "/tmp/patchround-dnf5";
/// The same for root, whose folder nobody else can make.
const OF_ROOT: &str = "/var/lib/patchround-root/dnf5";
/// dnf 5 reads a person's settings, also root's: none are there.
const NO_SETTINGS: &str = "/nonexistent";
/// Else dnf 4 says behind its table that a newer kernel waits to be started.
const NO_KERNEL_CHECK: &str = "--setopt=autocheck_running_kernel=False";
/// A question reads all of the cache: seconds, on a slow disk with all of Fedora's sources many.
const LIMIT: Duration = Duration::from_secs(120);

/// A call of the dnf that runs the PC, which tells times in UTC.
pub fn call(generation: Generation, arguments: &[&str]) -> Call {
    let call = Call::new(generation.program(), arguments.iter().copied()).with("TZ", "UTC");
    match generation {
        Generation::Four => call,
        Generation::Five => {
            let own = if is_root() { OF_ROOT } else { OWN };
            call.with("XDG_STATE_HOME", own).with("XDG_CACHE_HOME", own).with("XDG_CONFIG_HOME", NO_SETTINGS)
        }
    }
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// The dnf that runs the PC.
///
/// # Errors
/// [`Cause::NotForThisPc`] where there is none.
pub fn generation_of(pc: &Pc<'_>) -> Result<Generation, AskError> {
    let refused = || AskError::Refused { cause: Cause::NotForThisPc, said: String::new() };
    generation::of(pc.root).ok_or_else(refused)
}

/// What dnf would do, without what is locked; and whether it has read the lists of all sources.
///
/// # Errors
/// [`AskError`].
pub fn upgrades(pc: &Pc<'_>) -> Result<(Checked, bool), AskError> {
    let generation = generation_of(pc)?;
    let (arguments, parse): (&[&str], fn(&str) -> _) = match generation {
        Generation::Four => (&["-C", "-d", "10", NO_KERNEL_CHECK, "check-update"], check::parse),
        Generation::Five => (&["-C", "check-upgrade", "--json"], five::upgrades),
    };
    let output = pc.tools.ask(&call(generation, arguments), LIMIT)?;
    if generation == Generation::Five && five::is_too_old(&output) {
        return Ok((newest(pc)?, has_read_all(pc)?));
    }
    let is_read = match generation {
        Generation::Four => !output.stderr.contains("no cache for"),
        Generation::Five => has_read_all(pc)?,
    };
    match (output.status, parse(&output.stdout)) {
        (Some(0 | 100), Some(found)) => Ok((found, is_read)),
        _ => Err(refused(&output)),
    }
}

/// What dnf 5 would upgrade: what is locked is not among its offers.
fn newest(pc: &Pc<'_>) -> Result<Checked, AskError> {
    let offers = repoquery(pc, Generation::Five, &["--latest-limit=1"])?;
    let upgrades = offers.into_iter().map(|offer| (offer.name_arch(), offer.evr)).collect();
    Ok(Checked { upgrades, ..Checked::default() })
}

/// Whether there is a cache of each source: dnf 5 says nothing of those that it has never read.
fn has_read_all(pc: &Pc<'_>) -> Result<bool, AskError> {
    let output = pc.tools.ask(&call(Generation::Five, &["-C", "repo", "list", "--json"]), LIMIT)?;
    let sources = whole(&output, five::repositories)?;
    let folders = fs::read_dir(pc.place(CACHE5)).into_iter().flatten().flatten();
    let read = folders.filter(|folder| folder.path().join("repodata/repomd.xml").is_file());
    let read: Vec<String> = read.filter_map(|folder| folder.file_name().into_string().ok()).collect();
    let is_of = |name: &String, id: &String| name.rsplit_once('-').is_some_and(|(of, _hash)| of == id);
    Ok(sources.iter().all(|id| read.iter().any(|name| is_of(name, id))))
}

/// What the sources have that is newer than what is there, also of what is locked.
///
/// # Errors
/// [`AskError`].
pub fn offers(pc: &Pc<'_>) -> Result<Vec<Offer>, AskError> {
    repoquery(pc, generation_of(pc)?, &[])
}

fn repoquery(pc: &Pc<'_>, generation: Generation, of: &[&str]) -> Result<Vec<Offer>, AskError> {
    let format = match generation {
        Generation::Four => offers::FORMAT.to_owned(),
        Generation::Five => format!("{}\n", offers::FORMAT),
    };
    let call = call(generation, &["-C", "-q", "repoquery", "--upgrades", "--qf", &format]);
    whole(&pc.tools.ask(&call.and(of.iter().copied()), LIMIT)?, offers::parse)
}

/// Which advisory is about which package, and what each says.
///
/// # Errors
/// [`AskError`].
pub fn advisories(pc: &Pc<'_>) -> Result<(About, BTreeMap<String, Advisory>), AskError> {
    let generation = generation_of(pc)?;
    let ask = |arguments: &[&str]| pc.tools.ask(&call(generation, arguments), LIMIT);
    match generation {
        Generation::Four => {
            let about = whole(&ask(&["-C", "-d", "10", "updateinfo", "list"])?, advisories::list)?;
            Ok((about, whole(&ask(&["-C", "-d", "10", "updateinfo", "info"])?, advisories::info)?))
        }
        Generation::Five => {
            let about = whole(&ask(&["-C", "advisory", "list", "--json"])?, five::list)?;
            Ok((about, whole(&ask(&["-C", "advisory", "info", "--json"])?, five::info)?))
        }
    }
}

/// dnf's own account of its last transaction, or of one that many before it.
///
/// # Errors
/// [`AskError`], also where there is none.
pub fn history(pc: &Pc<'_>, before: usize) -> Result<Transaction, AskError> {
    let which = if before == 0 { "last".to_owned() } else { format!("last-{before}") };
    let call = call(generation_of(pc)?, &["-q", "-C", "history", "info"]).and([which]);
    let output = pc.tools.ask(&call, LIMIT)?;
    whole(&output, history::parse)
}

/// Whether the PC waits for a restart. Where dnf does not say, because its plugin is not there, rpm is asked.
pub fn restart_need(pc: &Pc<'_>) -> RestartNeed {
    let Some(generation) = generation::of(pc.root) else { return RestartNeed::default() };
    let (arguments, parse): (&[&str], fn(&Output) -> RestartNeed) = match generation {
        Generation::Four => (&["-q", "-C", "needs-restarting", "-r"], restart::parse),
        Generation::Five => (&["-C", "needs-restarting", "--json"], five::restart),
    };
    let ask = |arguments| pc.tools.ask(&call(generation, arguments), LIMIT);
    let said = match ask(arguments) {
        Ok(output) if generation == Generation::Five && five::is_too_old(&output) => {
            ask(&["-C", "needs-restarting"]).map(|output| restart::parse(&output)).unwrap_or_default()
        }
        output => output.map(|output| parse(&output)).unwrap_or_default(),
    };
    if said.pending.is_some() { said } else { restart::by_rpm(pc) }
}

/// The packages that lie in dnf's cache on the PC with this root.
pub fn cached(root: &Path) -> Vec<PathBuf> {
    let read =
        |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let caches = [CACHE, CACHE5].map(|cache| root.join(cache.trim_start_matches('/')));
    let of_sources = caches.into_iter().flat_map(read);
    let files = of_sources.flat_map(|source| read(source.join("packages")));
    files.filter(|file| file.extension().is_some_and(|ending| ending == "rpm")).collect()
}

fn whole<T>(output: &Output, parse: impl Fn(&str) -> Option<T>) -> Result<T, AskError> {
    let found = parse(&output.stdout).filter(|_| output.is_success());
    found.ok_or_else(|| refused(output))
}

/// What a program that was asked and refused has said, with the cause.
pub fn refused(output: &Output) -> AskError {
    let said = format!("{}\n[{}]", output.said(), output.ending());
    AskError::Refused { cause: causes::classify(&said), said }
}
