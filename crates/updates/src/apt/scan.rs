//! Asks apt everything a scan needs.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    thread,
};

use jiff::Timestamp;
use patchround_protocol::{Cause, PcId, Update, wire::SourceScan};

use crate::{
    source::{Asking, Pc},
    substantial::Facts,
    unset::NotWhole,
};

use super::{
    SOURCE, archive,
    ask::{self, AskError, LISTS},
    hook, kept,
    list::{self, Answers},
    name_of, names, pro, simulation,
};

/// Packages that are simulated alone, to say what they would add or remove.
const ALONE: usize = 24;
/// Touched by our refresh when every list of every source was read.
///
/// No stamp of apt's is of use: its success hook, which touches Ubuntu's `update-success-stamp`, runs unless all
/// sources failed (apt-pkg/update.cc, `AcquireUpdate`), and `update-stamp` is touched after an exit status of 0,
/// which `apt-get update` also gives when a server did not answer.
pub const REFRESHED_STAMP: &str = "/var/lib/apt/periodic/patchround-refreshed";

/// The updates apt offers; where it could not be asked, none and the cause. Whether there is a way back is said only
/// where it is known what was kept.
pub(super) fn read(pc: &Pc<'_>, asking: &Asking<'_>) -> (SourceScan, Vec<Update>) {
    let (updates, cause) = match answers(pc, asking.hook) {
        Ok(answers) => {
            let mut updates = list::join(asking.pc, &answers);
            archive::describe(pc, &mut updates, &answers.records, asking.only);
            if let Some(back) = &asking.back {
                kept::mark(back, &mut updates, &answers.tables);
            }
            let torn = answers.are_torn().then_some(Cause::Unexpected);
            (updates, unread(pc).or(torn))
        }
        Err(error) => {
            let cause = error.cause();
            tracing::warn!(?cause, said = %last_line(&error.said()), "Failed to read apt's updates");
            (Vec::new(), Some(cause))
        }
    };
    let not_whole = not_whole(pc);
    let source = SourceScan {
        source: SOURCE.to_owned(),
        cause,
        unfinished: not_whole.cause,
        unfinished_of: not_whole.of,
        refreshed_at: refreshed_at(&pc.place(REFRESHED_STAMP)),
        whole: false,
        managed: false,
    };
    (source, updates)
}

/// What decides of each update of this PC whether it changes how people work: what `docs/substantial.md` is measured on.
///
/// # Errors
/// When apt could not be asked.
pub fn facts(pc: PcId) -> Result<Vec<Facts>, AskError> {
    let answers = answers(&Pc::this(), None)?;
    Ok(list::join(pc, &answers).iter().map(|update| list::facts(update, &answers)).collect())
}

/// Why the list of updates is not the whole list, although apt gave one.
fn unread(pc: &Pc<'_>) -> Option<Cause> {
    match ask::unread_sources(pc) {
        Ok(sources) => {
            sources.iter().for_each(|source| tracing::debug!(source, "Never read a source's lists"));
            (!sources.is_empty()).then_some(Cause::FileGone)
        }
        Err(error) => Some(error.cause()),
    }
}

/// dpkg remembers that a set-up did not come to its end, not why: it was cut off, or a step failed.
fn not_whole(pc: &Pc<'_>) -> NotWhole {
    match ask::is_unfinished(pc) {
        Ok(false) => NotWhole::default(),
        Ok(true) => NotWhole::new(Cause::InterruptedBefore, ask::unfinished(pc).unwrap_or_default()),
        Err(error) => NotWhole::new(error.cause(), []),
    }
}

/// Folders whose change makes a scan stale: dpkg's database with the holds, apt's lists, marks and
/// settings. Watched without what is below them.
pub(super) fn watched_paths() -> Vec<PathBuf> {
    let folders = [
        "/var/lib/dpkg",
        "/var/lib/apt",
        LISTS,
        "/etc/apt",
        "/etc/apt/sources.list.d",
        "/etc/apt/preferences.d",
        "/etc/apt/apt.conf.d",
    ];
    folders.into_iter().map(PathBuf::from).collect()
}

/// Two programs at a time: each reads apt's whole cache, and the helper's memory is bounded.
fn answers(pc: &Pc<'_>, hook: Option<&Path>) -> Result<Answers, AskError> {
    let mut answers = Answers::default();
    let (full, archives) = both(|| full(pc, hook), || ask::archives(pc));
    ((answers.full, answers.hook), answers.archives) = (full?, archives?);
    answers.careful = careful(pc, &answers.full)?;
    answers.cross_check();
    let concerned: Vec<String> = answers.concerned().into_iter().map(str::to_owned).collect();
    if concerned.is_empty() {
        return Ok(answers);
    }
    let (tables, held) = both(|| ask::tables(pc, concerned.iter().map(String::as_str)), || ask::held(pc));
    (answers.tables, answers.held) = (tables?, held?);
    if answers.may_be_more_urgent() {
        answers.mending = pro::mending(pc);
    }
    let targets: Vec<_> = concerned.iter().filter_map(|name| target(&answers, name)).collect();
    let (records, alone) =
        both(|| ask::records(pc, targets.iter().map(String::as_str)), || alone(pc, &answers));
    (answers.records, answers.alone) = (records?, alone);
    answers.apps = of_files(pc, &answers, names::app_of);
    answers.windows = of_files(pc, &answers, names::has_window);
    Ok(answers)
}

/// `upgrade` differs from `dist-upgrade` only where that adds or removes something.
fn careful(pc: &Pc<'_>, full: &simulation::Simulation) -> Result<simulation::Simulation, AskError> {
    if full.removes.is_empty() && full.adds().next().is_none() {
        return Ok(full.clone());
    }
    ask::simulate_text(pc, &["upgrade"]).map(|text| simulation::parse(&text))
}

/// `NAME=CANDIDATE`.
fn target(answers: &Answers, name: &str) -> Option<String> {
    let candidate = answers.tables.get(name)?.candidate.as_ref()?;
    Some(format!("{name}={candidate}"))
}

type Full = (simulation::Simulation, Option<Vec<hook::Package>>);

fn full(pc: &Pc<'_>, hook: Option<&Path>) -> Result<Full, AskError> {
    let hook = hook.and_then(hook::arguments);
    let text = match &hook {
        // A hook that is broken makes apt fail altogether: then without.
        Some(option) => ask::simulate_text(pc, &with(option, "dist-upgrade")).or_else(|error| {
            tracing::warn!(said = %last_line(&error.said()), "Failed to simulate with the hook, using the text");
            ask::simulate_text(pc, &["dist-upgrade"])
        }),
        None => ask::simulate_text(pc, &["dist-upgrade"]),
    }?;
    let (text, packages) = hook::split(&text);
    if hook.is_some() && packages.is_none() {
        tracing::warn!("No answer of apt's hook, using the text");
    }
    Ok((simulation::parse(&text), packages))
}

fn with<'a>(option: &'a [String], verb: &'a str) -> Vec<&'a str> {
    option.iter().map(String::as_str).chain([verb]).collect()
}

fn alone(pc: &Pc<'_>, answers: &Answers) -> BTreeMap<String, simulation::Simulation> {
    let simulate = |name: &str| {
        let target = target(answers, name)?;
        let simulated = ask::simulate_install(pc, &[target]).inspect_err(|error| {
            tracing::debug!(%error, package = name, "Failed to simulate a package alone");
        });
        Some((name.to_owned(), simulated.ok()?))
    };
    answers.wants_more().into_iter().take(ALONE).filter_map(simulate).collect()
}

/// What the files of each concerned package tell.
fn of_files<T>(
    pc: &Pc<'_>,
    answers: &Answers,
    told: fn(&Path, &str, &str) -> Option<T>,
) -> BTreeMap<String, T> {
    let of_one = |name: &str| {
        let package = name_of(name);
        let record = answers.records.iter().find(|r| r.package == package)?;
        Some((package.to_owned(), told(pc.root, package, &record.architecture)?))
    };
    answers.concerned().into_iter().filter_map(of_one).collect()
}

/// When all lists were last read anew, as far as it is known.
///
/// Not the time of the folder of the lists: that changes with the first newer list, also if the others failed.
/// Not the lists' own times: apt gives them the server's.
fn refreshed_at(stamp: &Path) -> Option<Timestamp> {
    let touched = fs::metadata(stamp).ok()?.modified().ok()?;
    let at = Timestamp::try_from(touched).ok()?;
    Timestamp::from_second(at.as_second()).ok()
}

fn both<A: Send, B: Send>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        (first.join().expect("asking apt does not panic"), second)
    })
}

fn last_line(said: &str) -> &str {
    said.lines().rfind(|line| !line.is_empty() && !line.starts_with('[')).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    /// As an `apt-get update` leaves it that got one source's lists and not the security ones.
    #[test]
    fn lists_that_were_read_only_partly_are_as_old_as_the_last_whole_reading() {
        let apt = tempfile::tempdir().unwrap();
        let [lists, periodic] = ["lists", "periodic"].map(|name| apt.path().join(name));
        for folder in [&lists, &periodic] {
            fs::create_dir(folder).unwrap();
        }
        let stamp = periodic.join(Path::new(REFRESHED_STAMP).file_name().unwrap());
        let read_partly = || {
            for newer in [lists.join("main_Packages"), periodic.join("update-success-stamp")] {
                fs::write(newer, "").unwrap();
            }
        };
        read_partly();
        assert_eq!(refreshed_at(&stamp), None, "nobody ever read all of them");
        let wholly = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        fs::File::create(&stamp).unwrap().set_modified(wholly).unwrap();
        read_partly();
        assert_eq!(refreshed_at(&stamp), Timestamp::from_second(1_700_000_000).ok());
    }
}
